"""Seconds of a build of 12 live figures; run as `python tests/bench/bench_build.py`.

The figures are those of the talk, by its own demos. Beside a cold build (no demo, number or figure is kept)
runs a plain script that calls the same functions for the same states and draws the same figures in one
process; then the same deck is built again with nothing changed, and with one word of its prose changed.
Medians of five rounds on the clock, each beginning with a new process; matplotlib knows its fonts in all.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 5

# What each block pins, so that a slider or two are left.
FIGURES: dict[str, str] = {
    "cache_misses": "",
    "gc_pacing": "live_mib: 64\nalloc_rate: 56\n",
    "gogc_tradeoff": "live_mib: 64\n",
    "memory_limit": "gogc: 100\n",
    "pause_spread": "procs: 2\n",
    "reframing": "",
    "size_classes": "pointers: false\n",
    "slice_growth": "make_capacity: false\n",
    "stack_growth": "depth: 500\n",
    "stack_overflow": "limit_mb: 1000\n",
    "struct_padding": "",
    "timeline": "procs: 2\nblocking: never\n",
}


def write_deck(folder: Path) -> None:
    """A slide for each figure, and the demos."""
    shutil.copytree(ROOT / "demos", folder / "demos", ignore=shutil.ignore_patterns("__pycache__"))
    slides = [f"## Slide {name}\n\n```demo {name}\n{pins}```\n" for name, pins in FIGURES.items()]
    (folder / "slides").mkdir()
    (folder / "slides" / "a.md").write_text("A word.\n\n---\n\n" + "\n---\n\n".join(slides), encoding="utf-8")


def plain(folder: Path) -> None:
    """What a plain script does: every function for every state, one after the other, and the drawings."""
    sys.path.append(str(folder / "demos"))
    import importlib

    from talk.chart.figure import figure
    from talk.demo.api import Demo
    from talk.demo.bind import Given, bind
    from talk.demo.grid import MAX_STATES, chosen
    from talk.errors import Diagnostics

    modules = [importlib.import_module(path.stem) for path in sorted((folder / "demos").glob("[a-z]*.py"))]
    demos = {
        each.spec.name: each for module in modules for each in vars(module).values() if isinstance(each, Demo)
    }
    for name, pins in FIGURES.items():
        given = dict(line.split(": ") for line in pins.splitlines())
        bound = bind(demos[name].spec, {key: Given(value) for key, value in given.items()}, Diagnostics())
        assert bound is not None
        grid = chosen(bound.free, bound.values, MAX_STATES)
        results = [demos[name].run(state).data for state in grid.states()]
        figure(results, id=name, width_px=1120, height_px=400, shown=grid.shown, controls=grid.views())


def seconds(command: list[str], folder: Path) -> float:
    """How long a new process takes."""
    fonts = {"MPLCONFIGDIR": str(folder / "fonts"), "TALK_CACHE": str(folder / "cache")}
    environment = {**os.environ, **fonts, "PYTHONPATH": str(ROOT)}
    begun = time.perf_counter()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, cwd=folder)
    return time.perf_counter() - begun


def build(folder: Path) -> float:
    """A build with what is kept."""
    return seconds([sys.executable, "-m", "talk", "build", "slides"], folder)


def cold(folder: Path) -> float:
    """A build when nothing is kept."""
    for kept in folder.glob("cache/*/demos"):
        shutil.rmtree(kept)
    return build(folder)


def reworded(folder: Path) -> float:
    """A build after a word of prose has changed."""
    slide = folder / "slides" / "a.md"
    text = slide.read_text(encoding="utf-8")
    slide.write_text(
        text.replace("A word", "A verb") if "A word" in text else text.replace("A verb", "A word")
    )
    return build(folder)


def script(folder: Path) -> float:
    """The plain script."""
    return seconds([sys.executable, str(Path(__file__)), str(folder)], folder)


CASES: tuple[tuple[str, Callable[[Path], float]], ...] = (
    ("plain script", script),
    ("cold build", cold),
    ("nothing changed", build),
    ("a word changed", reworded),
)


def main() -> None:
    """Print the median of each case, and how much longer a cold build takes."""
    write = sys.stdout.write
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_deck(folder)
        script(folder)
        build(folder)
        rounds = [[run(folder) for _, run in CASES] for _ in range(ROUNDS)]
    medians = [statistics.median(column) for column in zip(*rounds, strict=True)]
    for (what, _), median in zip(CASES, medians, strict=True):
        write(f"{what:16} {median:6.2f} s   a cold build takes {medians[1] / median:5.2f} times as long\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        plain(Path(sys.argv[1]))
    else:
        main()
