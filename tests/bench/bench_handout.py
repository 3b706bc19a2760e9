"""Seconds of a handout of 60 slides with notes; run as `python tests/bench/bench_handout.py`.

The deck has 30 charts, 30 listings and notes on every slide. `talk handout` makes its PDF, the first time
with all its charts, then with those kept from before; beside it the bare browser prints the finished page.
Medians of five rounds on the clock, each a new process; at most 1.5 times as long is wanted.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 5
SLIDES = 60
NOTE = "What is said here goes on for a while, as it does in a talk, and all of it is printed. " * 6

DEMO = '''
from typing import Annotated
from talk.demo import Chart, Range, demo

@demo
def curve(power: Annotated[int, Range(1, 30)] = 2) -> Chart:
    """How fast it grows."""
    xs = list(range(1, 101))
    return Chart(x=xs, x_unit="s").line([x ** (1 + power / 30) for x in xs], "grown").line(xs, "linear")
'''
CODE = "```go\nfunc f(n int) int {\n\tif n < 2 {\n\t\treturn n\n\t}\n\treturn f(n-1) + f(n-2)\n}\n```"


def write_deck(folder: Path) -> Path:
    """Charts and listings in turn, each with a note."""
    demos = [f"```demo curve\npower: {number + 1}\n```" for number in range(SLIDES // 2)]
    contents = [content for demo in demos for content in (CODE, demo)]
    slides = [f"## Slide {n}\n\n{content}\n\nNote:\n{NOTE}\n" for n, content in enumerate(contents, 1)]
    (folder / "slides").mkdir()
    (folder / "demos").mkdir()
    (folder / "demos" / "curve.py").write_text(DEMO, encoding="utf-8")
    text = "---\ntitle: T\n---\n\n" + "\n---\n\n".join(slides)
    (folder / "slides" / "a.md").write_text(text, encoding="utf-8")
    return folder / "slides"


def seconds(work: Callable[[], object]) -> float:
    """How long it takes on the clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    from talk.browser import find_browser
    from talk.errors import Diagnostics
    from talk.handout import HandoutOptions, make_handout
    from talk.project import find_project

    browser = find_browser()
    assert browser is not None, "no Chrome or Chromium found"
    with tempfile.TemporaryDirectory() as name:
        slides = write_deck(Path(name))
        command = [sys.executable, "-m", "talk", "handout", str(slides), "-o", f"{name}/handout.pdf"]
        first = seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
        html = make_handout(find_project(slides), HandoutOptions(), None, Diagnostics()).html
        page = Path(name) / "page.html"
        page.write_text(html, encoding="utf-8")
        rows = [
            (
                seconds(lambda: browser.print_pdf(page)),
                seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)),
            )
            for _ in range(ROUNDS)
        ]
    bare, whole = (statistics.median(column) for column in zip(*rows, strict=True))
    sys.stdout.write(f"the browser alone   {bare:6.2f} s\n")
    sys.stdout.write(f"talk handout        {whole:6.2f} s   {whole / bare:.2f} times (at most 1.5)\n")
    sys.stdout.write(f"with new charts     {first:6.2f} s   {first / bare:.2f} times\n")


if __name__ == "__main__":
    main()
