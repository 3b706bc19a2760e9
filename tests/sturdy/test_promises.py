"""SECURITY.md names a test for each promise, docs/accessibility.md for each need; each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (P\d+) \| .* \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
FILES = re.compile(r"`(tests/[\w/]+\.py)`")


def test_each_promise_has_tests_that_exist() -> None:
    """P1 to P15, each in a row of its own with at least one test."""
    rows = dict(ROW.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    assert list(rows) == [f"P{number}" for number in range(1, 16)]
    for promise, tests in rows.items():
        named = NAMED.findall(tests)
        assert named, promise
        assert [name for file, name in named if not _is_there(file, name)] == []


def test_each_need_of_readers_has_tests_that_exist() -> None:
    """Every row of the table names at least one."""
    text = (ROOT / "docs/accessibility.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| need")]
    assert len(rows) > 15
    assert [row for row in rows if "`tests/" not in row] == []
    assert [name for file, name in NAMED.findall(text) if not _is_there(file, name)] == []
    assert [file for file in FILES.findall(text) if not (ROOT / file).is_file()] == []


def _is_there(file: str, name: str) -> bool:
    found = re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    return found is not None
