"""Measured data: what a real Go said, kept in `demos/data/` or among the deck's recordings."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any

DATA = Path(__file__).parent / "data"
RECORDINGS = Path(__file__).parents[1] / "slides/recordings"


def rows(file: str, table: str) -> list[dict[str, Any]]:
    """The rows of one table of `demos/data/FILE.json`."""
    found: list[dict[str, Any]] = json.loads((DATA / f"{file}.json").read_text(encoding="utf-8"))[table]
    return found


def medians_ns(program: str) -> dict[str, float]:
    """The median time of an operation of each benchmark of `slides/go/PROGRAM`."""
    recording = json.loads((RECORDINGS / f"{program}.bench.json").read_text(encoding="utf-8"))
    return {each["name"]: median(each["ns"]) for each in recording["answer"]["timings"]}


def column_of(table: list[dict[str, Any]], name: str) -> list[float]:
    """One column of a table, as numbers."""
    return [float(row[name]) for row in table]
