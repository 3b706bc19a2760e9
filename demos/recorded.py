"""Measured data: what a real Go said, kept in `demos/data/` with its origin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def rows(file: str, table: str) -> list[dict[str, Any]]:
    """The rows of one table of `demos/data/FILE.json`."""
    found: list[dict[str, Any]] = json.loads((DATA / f"{file}.json").read_text(encoding="utf-8"))[table]
    return found


def column_of(table: list[dict[str, Any]], name: str) -> list[float]:
    """One column of a table, as numbers."""
    return [float(row[name]) for row in table]
