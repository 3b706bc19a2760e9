"""The store of what earlier builds found: whatever is wrong with an entry is a miss, and no harm."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from talk.store import Store

ONE, TWO = "aa11", "bb22"


def entry(folder: Path, name: str) -> Path:
    """The file of an entry."""
    return folder / name[:2] / f"{name}.json"


def swap(folder: Path) -> None:
    """Put the second entry into the place of the first."""
    entry(folder, ONE).write_bytes(entry(folder, TWO).read_bytes())


def change(folder: Path) -> None:
    """Change one digit of the payload, and leave it JSON."""
    path = entry(folder, ONE)
    path.write_bytes(path.read_bytes().replace(b"[1,2]", b"[1,3]"))


def cut(folder: Path) -> None:
    """Leave half of the first entry."""
    path = entry(folder, ONE)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spoil(folder: Path) -> None:
    """Something that is no text at all."""
    entry(folder, ONE).write_bytes(bytes(range(256)))


def bring(folder: Path) -> None:
    """An entry of that name and that payload from the cache of somebody else."""
    Store(folder / "other").put(ONE, b"[1,2]")
    entry(folder, ONE).write_bytes(entry(folder / "other", ONE).read_bytes())


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    """In this build and in the next, to the byte; what was not put is nothing, and not damaged."""
    Store(tmp_path).put(ONE, b'{"a": 1.50}')
    store = Store(tmp_path)
    assert store.get(ONE) == b'{"a": 1.50}'
    assert store.get(TWO) is None
    assert not store.damaged


@pytest.mark.parametrize("harm", [swap, change, cut, spoil, bring])
def test_a_spoilt_entry_is_a_miss(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """It is known as damaged, and can be written again."""
    store = Store(tmp_path)
    store.put(ONE, b"[1,2]")
    store.put(TWO, b"[3,4]")
    harm(tmp_path)
    assert store.get(ONE) is None
    assert store.damaged == {ONE}
    store.put(ONE, b"[1,2]")
    assert store.get(ONE) == b"[1,2]"


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    """A cache that is no folder does no harm."""
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file")
    store.put(ONE, b"[1]")
    assert store.get(ONE) is None
    store.trim()


def test_a_full_disk_leaves_no_half_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry that cannot be moved to its place is not there, nor is what was written of it."""
    store = Store(tmp_path)
    store.put(ONE, b"[1]")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    store.put(ONE, b"[2]")
    store.put(TWO, b"[2]")
    assert store.get(ONE) == b"[1]"
    assert store.get(TWO) is None
    assert not list(tmp_path.glob("*/.new-*"))


def test_two_builds_at_once_do_each_other_no_harm(tmp_path: Path) -> None:
    """Both find what either of them has kept."""
    first, second = Store(tmp_path), Store(tmp_path)
    first.put(ONE, b"[1]")
    second.put(TWO, b"[2]")
    second.put(ONE, b"[1]")
    assert (first.get(ONE), first.get(TWO)) == (b"[1]", b"[2]")


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    """Above its size the store forgets; what a build has just asked for stays."""
    store = Store(tmp_path, max_bytes=3000)
    for number in range(10):
        store.put(f"{number:02}", b'"' + b"x" * 300 + b'"')
        os.utime(entry(tmp_path, f"{number:02}"), (number, number))
    store.get("00")
    store.trim()
    kept = {name for name in (f"{number:02}" for number in range(10)) if store.get(name)}
    assert "00" in kept
    assert "09" in kept
    assert not {"01", "02"} & kept
    assert sum(path.stat().st_size for path in tmp_path.glob("*/*.json")) <= 3000
