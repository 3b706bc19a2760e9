"""A live run's result as the page takes it: numbers, sentence, alt text."""

from __future__ import annotations

from typing import Any

import msgspec

from talk.chart.describe import alt_text, status_text
from talk.chart.model import ChartData, Result


def state_of(result: Result) -> dict[str, Any]:
    """The state of one run: what it says, and its numbers in the units shown."""
    kind = "chart" if isinstance(result, ChartData) else "steps"
    return {"say": status_text(result), "alt": alt_text(result), kind: msgspec.to_builtins(result)}
