"""A demo that misbehaves is one clear error within its limit; no process and no harm is left."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.figures.conftest import LINE, Deck

SECONDS = 2.0
PATIENCE_S = 60.0  # for those that end by themselves, on a busy machine

LENGTHY = {"sleeps in C", "matches for ever", "runs away", "eats memory"}  # they wait for the same limits
WAYS = {
    "raises": ("raise RuntimeError('no')", "RuntimeError: no"),
    "hangs": ("while True: pass", "did not end within 2 s"),
    "hangs deaf": (
        "import signal\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    while True: pass",
        "did not end within 2 s",
    ),
    "sleeps in C": ("import ctypes\n    ctypes.CDLL(None).sleep(600)", "did not end within 2 s"),
    "matches for ever": ("import re\n    re.match('(a+)+$', 'a' * 60 + 'b')", "did not end within 2 s"),
    "exits": ("raise SystemExit(3)", "exits with 3"),
    "leaves": ("import os\n    os._exit(0)", "ended its process with status 0"),
    "forks": (
        "import os, time\n    for _ in range(3): os.fork() or time.sleep(600)\n    raise OSError('x')",
        "OSError: x",
    ),
    "runs away": (
        "import os, time\n"
        "    if os.fork() == 0:\n"
        "        os.setsid()\n"
        "        if os.fork() == 0: time.sleep(600)\n"
        "        os._exit(0)\n"
        "    time.sleep(600)",
        "did not end within 2 s",
    ),
    "eats memory": ("a = []\n    while True: a.append(bytearray(64 << 20))", "ran out of memory"),
    "prints 100 MB and raises": (
        "for _ in range(100): print('x' * 1_000_000)\n    raise RuntimeError('tired')",
        "RuntimeError: tired",
    ),
    "closes its streams": ("import os\n    os.closerange(0, 256)", "ended its process"),
    "returns nothing": ("return None", "returned None"),
    "returns a million points": ("return Chart(x=range(1_000_000))", "x: 1,000,000 values, at most 100,000"),
    "returns infinity": ("return Chart(x=[1]).line([float('inf')], 'n')", "series 'n'"),
}


def processes(mark: str) -> list[int]:
    """The processes that were begun with this word in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if int(path.name) != os.getpid() and mark.encode() in (path / "environ").read_bytes():
                state = (path / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
                found.extend([int(path.name)] if state not in "ZX" else [])
        except OSError:
            continue
    return found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
@pytest.mark.parametrize(
    "way", [pytest.param(way, marks=[pytest.mark.long] if way in LENGTHY else []) for way in WAYS]
)
def test_it_is_one_error_and_leaves_nothing(
    deck: Callable[..., Deck], monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """In time, at the demo's own file, with the state and the slide; the old deck stays as it was."""
    code, fact = WAYS[way]
    made = deck({"demos/a.py": LINE.format(name="good"), "slides/a.md": "## First\n\n```demo good\n```\n"})
    assert made.build() == 0
    before = made.output
    bad = LINE.format(name="bad").replace("    return", f"    {code}\n    return")
    made.write("demos/bad.py", bad)
    made.write("slides/b.md", "## Next\n\n```demo bad\nslope: 3\n```\n")
    mark = f"{way}-{time.monotonic_ns()}"
    monkeypatch.setenv("TALK_TEST_MARK", mark)
    hangs = "did not end" in fact
    (told,) = made.errors("--demo-timeout", f"{SECONDS if hangs else PATIENCE_S:g}")
    assert told.startswith("deck/demos/bad.py:")
    assert f"demo 'bad' with slope=3: {fact}" in told
    assert "called at deck/slides/b.md:3" in told
    assert made.output == before
    assert processes(mark) == []


def test_gaps_alone_are_a_chart(deck: Callable[..., Deck]) -> None:
    """A demo that returns NaN only is drawn without numbers, not an error."""
    made = deck({
        "demos/a.py": LINE.format(name="gaps").replace("[0, slope, 2 * slope]", "[float('nan')] * 3"),
        "slides/a.md": "## First\n\n```demo gaps\nslope: 3\n```\n",
    })  # fmt: skip
    assert made.build("--strict") == 0
