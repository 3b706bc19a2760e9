"""SECURITY.md names a test for each promise; each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (P\d+) \| .* \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_each_promise_has_tests_that_exist() -> None:
    """P1 to P15, each in a row of its own with at least one test."""
    rows = dict(ROW.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    assert list(rows) == [f"P{number}" for number in range(1, 16)]
    for promise, tests in rows.items():
        named = NAMED.findall(tests)
        assert named, promise
        for file, name in named:
            assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), name
