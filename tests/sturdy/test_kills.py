"""A build that is killed at any time leaves each page old or new, and the next one needs no help.

Here a few kills, while it writes; `tests/full/run` sets TALK_KILLS=200 for as many at random times.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from talk.cli import run
from tests.sturdy.conftest import Place, leftovers, mixed, tree, whole

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("TALK_KILLS", "0"))
DIES = """
import os, signal, sys
from talk.cli import run
from tests.sturdy import faults
def die(fault, call, path):
    fault.calls.append(call)
    if ".talk-staging" in str(path) and call == "rename" or call == "fsync":
        fault.at += 1
    if fault.at == {at}:
        os.kill(os.getpid(), signal.SIGKILL)
faults.Fault.see = die
with faults.failing(-1):
    sys.exit(run(sys.argv[1:]))
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")


def start(place: Place, *command: str) -> subprocess.Popen[bytes]:
    """A process that builds the deck."""
    settings = {**place.environment, "PYTHONPATH": str(ROOT)}
    silent = subprocess.DEVNULL
    words = [sys.executable, *command, *place.words]
    return subprocess.Popen(words, cwd=place.folder, env=settings, stdout=silent, stderr=silent)


def versions(place: Place) -> dict[int, dict[str, bytes]]:
    """Both versions as they are built undisturbed; the second is in place."""
    found = {}
    for number in (1, 2):
        place.write(number)
        assert run(place.words) == 0
        found[number] = whole(tree(place.out))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("at", [0, 5, 7])
def test_killed_while_it_writes(place: Place, at: int) -> None:
    """Right before one of the last renames and syncs: the first, the pages' own, the manifest's."""
    both = versions(place)
    place.write(1)
    with start(place, "-c", DIES.format(at=at)) as process:
        assert process.wait() == -signal.SIGKILL
    assert mixed(tree(place.out), *both.values()) == []
    assert run(place.words) == 0
    assert mixed(tree(place.out), both[1]) == []
    assert leftovers(place) == []


@pytest.mark.skipif(not KILLS, reason="TALK_KILLS says how often; tests/full/run sets it")
def test_killed_at_random_times(place: Place) -> None:
    """Whenever it is, and in the midst of clearing up after the kill before."""
    both = versions(place)
    begun = time.monotonic()
    with start(place, "-m", "talk") as process:
        assert process.wait() == 0
    seconds = time.monotonic() - begun
    chance = random.Random(11)
    killed = 0
    for number in range(KILLS):
        place.write(1 + number % 2)
        with start(place, "-m", "talk") as process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.2, 1.05) * seconds)
            process.kill()
            killed += process.wait() == -signal.SIGKILL
        assert mixed(tree(place.out), *both.values()) == [], number
    assert killed > KILLS / 2
    assert run(place.words) == 0
    assert mixed(tree(place.out), both[2 - KILLS % 2]) == []
    assert leftovers(place) == []
