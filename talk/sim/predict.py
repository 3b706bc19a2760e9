"""Scenarios in, results out: the simulator without a line of Python."""

from __future__ import annotations


def predict(document: object) -> dict[str, object]:
    """The results of a document of scenarios."""
    raise NotImplementedError
