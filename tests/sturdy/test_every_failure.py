"""Each call of the system that a build makes fails once: the deck stays whole, and the reason is told.

The sample here is every 23rd call; `tests/full/run` sets TALK_FAULTS=all.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from talk.cli import run
from tests.sturdy.conftest import Place, leftovers, mixed, tree, whole
from tests.sturdy.faults import failing

STRIDE = 1 if os.environ.get("TALK_FAULTS") == "all" else 23


def reset(place: Place, kept: Path) -> None:
    """Output and cache as they were after the first version's build."""
    for name, folder in (("out", place.out), ("cache", place.cache)):
        shutil.rmtree(folder)
        shutil.copytree(kept / name, folder)


@pytest.fixture
def attempt(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[int], tuple[int, list[str], list[str], str]]:
    """Build the second version over the first while one call fails.

    What comes back: the exit code, what was told, all calls, and the call that failed.
    """
    monkeypatch.setattr(tempfile, "tempdir", str(place.temporary))
    assert run(place.words) == 0
    kept = place.folder / "kept"
    shutil.copytree(place.out, kept / "out")
    shutil.copytree(place.cache, kept / "cache")

    def attempted(at: int) -> tuple[int, list[str], list[str], str]:
        reset(place, kept)
        place.write(2)
        capsys.readouterr()
        with failing(at) as fault:
            code = run(place.words)
        return code, capsys.readouterr().err.splitlines(), fault.calls, fault.failed

    return attempted


@pytest.mark.slow
def test_whatever_fails_the_deck_is_old_or_new(place: Place, attempt: Callable) -> None:
    """Each page has all that it loads; a failure is told in clear words; the next build needs no help."""
    attempt(-1)  # what this process reads once and keeps is behind it
    _, _, calls, _ = attempt(-1)
    new = whole(tree(place.out))
    old = whole(tree(place.folder / "kept/out"))
    kinds = {call.split()[0] for call in calls}
    assert kinds >= {"open", "write", "fsync", "rename", "mkdir", "scandir", "listdir"}
    for at in range(0, len(calls), STRIDE):
        code, told, _, failed = attempt(at)
        note = f"call {at} ({failed}): {told}"
        assert failed, note
        assert mixed(tree(place.out), old, new) == [], note
        assert code in (0, 1), note
        assert any("error: " in line for line in told) == bool(code), note
        assert all("warning: " in line or ("error: " in line and "(" in line) for line in told), note
        assert not any("talk itself" in line or "Traceback" in line for line in told), note
        assert run(place.words) == 0, note
        assert mixed(tree(place.out), new) == [], note
        assert leftovers(place) == [], note
