"""A build that is killed at any time leaves each page old or new, and the next one needs no help.

Here a few kills, while it writes; `tests/full/run` sets TALK_KILLS=200 for as many at random times.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from talk.cli import run
from talk.site import MANIFEST, Site, write_site
from tests.sturdy.conftest import Place, leftovers, mixed, tree, whole

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("TALK_KILLS", "0"))
DIES = """
import os, signal, sys
from pathlib import Path
from talk.site import Site, write_site
from tests.sturdy import faults
def die(fault, call, path):
    fault.calls.append(call)
    if len(fault.calls) == {at}:
        os.kill(os.getpid(), signal.SIGKILL)
faults.Fault.see = die
with faults.failing(-1):
    write_site(Site({pages!r}, {files!r}), Path({out!r}))
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")


def start(place: Place) -> subprocess.Popen[bytes]:
    """A process that builds the deck."""
    silent = subprocess.DEVNULL
    words = [sys.executable, "-m", "talk", *place.words]
    return subprocess.Popen(words, cwd=place.folder, env=place.environment, stdout=silent, stderr=silent)


def versions(place: Place) -> dict[int, dict[str, bytes]]:
    """Both versions as they are built undisturbed; the second is in place."""
    found = {}
    for number in (1, 2):
        place.write(number)
        assert run(place.words) == 0
        found[number] = whole(tree(place.out))
    return found


def built(number: int) -> Site:
    """A site of which each version has its own page and file, and the two share a file."""
    site = Site()
    names = [site.add(name, data) for name, data in (("a/own.css", b"%d" % number), ("shared.js", b"0"))]
    page = f"{number}: {' '.join(names)}".encode()
    site.pages = {"handout.html": page, "index.html": page}
    return site


@pytest.mark.slow
def test_killed_while_it_writes(tmp_path: Path) -> None:
    """Right before each of its calls of the system, over an output that still has files of a former build."""
    earlier, new, last = [built(1), built(2)], built(3), built(4)
    both = [{**site.pages, **site.files} for site in (earlier[1], new)]
    survived = 0
    for at in itertools.count(1):
        out = tmp_path / str(at)
        for site in earlier:
            write_site(site, out)
        program = DIES.format(at=at, pages=new.pages, files=new.files, out=str(out))
        writing = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
        if writing.returncode == 0:
            break
        assert writing.returncode == -signal.SIGKILL
        assert mixed(tree(out), *both) == [], at
        write_site(last, out)
        assert mixed(tree(out), {**last.pages, **last.files}) == [], at
        write_site(last, out)
        assert set(tree(out)) == {MANIFEST, *last.manifest}, at
        survived += 1
    assert survived > 20


@pytest.mark.skipif(not KILLS, reason="TALK_KILLS says how often; tests/full/run sets it")
def test_killed_at_random_times(place: Place) -> None:
    """Whenever it is, and in the midst of clearing up after the kill before."""
    both = versions(place)
    for version in (1, 2):  # the second finds what the first has kept, as all that follow do
        place.write(version)
        begun = time.monotonic()
        with start(place) as process:
            assert process.wait() == 0
        seconds = time.monotonic() - begun
    chance = random.Random(11)
    killed = 0
    for number in range(KILLS):
        place.write(1 + number % 2)
        begun = time.monotonic()
        with start(place) as process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.1, 0.9) * seconds)
                seconds = time.monotonic() - begun  # it has ended by itself: the machine is less busy now
            process.kill()
            killed += process.wait() == -signal.SIGKILL
        assert mixed(tree(place.out), *both.values()) == [], number
    assert killed > KILLS / 2
    assert run(place.words) == 0
    assert mixed(tree(place.out), both[2 - KILLS % 2]) == []
    assert leftovers(place) == []
