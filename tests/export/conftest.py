"""The deck of the tests for paper."""

from __future__ import annotations

from tests.paper.conftest import deck

__all__ = ["deck"]
