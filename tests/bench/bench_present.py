"""How long `talk present` takes: from a save to the screen, from a slider to the answer, to start.

    python tests/bench/bench_present.py [SLIDES]

Prints medians in milliseconds. The deck is a copy, or one of 100 and of 1000 slides made here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import OK, HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import click
from playwright.sync_api import Page, sync_playwright

EDITS, RUNS = 15, 60
PACE_S = 0.03  # between two values that a hand drags a slider to
DRAG_MS = 50  # the same in a page, where all of it is to be seen before the next
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SLIDE = """## Slide {n}

- one point with `code` and *stress*
- a word{n}
- a third

Some text.

Note: say {n}.
"""
SEEN = """(word) => { window.seen = new Promise((done) => { const look = () => {
  if (document.body.textContent.includes(word)) requestAnimationFrame(() => done(Date.now()));
  else requestAnimationFrame(look); }; look(); }); }"""

# From each move, which comes with a frame as what a hand does, until nothing more changes in the figure, and
# until the frame with that has been painted.
DRAGGED = """async ([figure, param, parts, paceMs]) => {
  const root = document.getElementById(figure);
  const range = root.querySelector(`input[name=${param}][type=range]`);
  let from = 0, drawn = 0, shown = 0;
  const painted = new MessageChannel();
  painted.port1.onmessage = () => { shown = performance.now() - from; };
  const seen = new MutationObserver(() => {
    drawn = performance.now() - from;
    requestAnimationFrame(() => painted.port2.postMessage(0));
  });
  seen.observe(root, { subtree: true, attributes: true, attributeFilter: ["d"] });
  const took = [];
  for (const part of parts) {
    await new Promise((done) => requestAnimationFrame(done));
    [from, drawn, shown] = [performance.now(), 0, 0];
    range.value = Number(range.min) + (range.max - range.min) * part;
    range.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, paceMs));
    took.push([drawn, shown]);
  }
  return took;
}"""
DRAGS = {
    "stack_growth": ("frame_bytes: 64..256\ndepth: 100", "frame_bytes"),
    "gc_pacing": ("live_mib: 16..256\ngogc: 100\nalloc_rate: 56", "live_mib"),
}


@contextmanager
def served(slides: Path) -> Iterator[tuple[str, float]]:
    """The deck's address, and the milliseconds until it stood there."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "talk", "present", str(slides), "--no-open", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    with urlopen(address) as answer:
        answer.read()
    try:
        yield address, (time.perf_counter() - begin) * 1000
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)


@contextmanager
def shown(slides: Path) -> Iterator[Page]:
    """The served deck in a browser, once it is ready."""
    with served(slides) as (address, _), sync_playwright() as started:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        page = started.chromium.launch(executable_path=path, args=["--no-sandbox"]).new_page()
        page.goto(address)
        page.evaluate("talk.ready.then(() => true)")
        yield page


def edits(slides: Path) -> list[float]:
    """Milliseconds from the save of one word to the frame that shows it, the first save included."""
    file = sorted(slides.glob("[0-9]*.md"))[0]
    took = []
    with shown(slides) as page:
        page.wait_for_timeout(500)
        old = re.findall(r"\bword\d+\b|\b[a-z]{6,}\b(?=[^\n]*\n\n)", file.read_text(encoding="utf-8"))[-1]
        for number in range(EDITS):
            new = f"quick{number:03}word"
            text = file.read_text(encoding="utf-8")
            at = text.rindex(old)
            page.evaluate(SEEN, new)
            saved = time.time()
            file.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
            took.append(page.evaluate("window.seen") - saved * 1000)
            old = new
            page.wait_for_timeout(1200)  # the deck is built meanwhile
    return took


def runs(slides: Path, demo: str, pace_s: float = PACE_S) -> list[float]:
    """Milliseconds from the question for a demo's state to its answer."""
    with served(slides) as (address, _):
        time.sleep(3)  # as after the first slides: the demos are loaded
        where = urlsplit(address.replace("/?", "/api/demo?"))
        kept = HTTPConnection(where.netloc)  # as a browser does
        question = json.dumps({"demo": demo}), {"content-type": "application/json"}
        took = []
        for _ in range(RUNS):
            time.sleep(pace_s)
            begin = time.perf_counter()
            kept.request("POST", f"{where.path}?{where.query}", *question)
            answer = kept.getresponse()
            assert answer.status == OK, answer.read()
            answer.read()
            took.append((time.perf_counter() - begin) * 1000)
    return took[5:]


def drags(folder: Path, demo: str) -> list[tuple[float, float]]:
    """Milliseconds from a slider's move between two stops until that value is drawn, and painted."""
    settings, param = DRAGS[demo]
    slides = folder / f"drag-{demo}"
    slides.mkdir()
    (slides / "01.md").write_text(f"## Slide\n\n```demo {demo}\n{settings}\n```\n", encoding="utf-8")
    with shown(slides) as page:
        page.wait_for_timeout(3000)
        parts = [0.211 + 0.0131 * number for number in range(RUNS)]  # of the way, on no stop
        took = page.evaluate(DRAGGED, [demo, param, parts, DRAG_MS])
    return [(drawn, shown) for drawn, shown in took[5:]]


def made(folder: Path, count: int) -> Path:
    """A deck of so many slides in one file."""
    slides = folder / f"made-{count}" / "slides"
    slides.mkdir(parents=True)
    text = "---\ntitle: Made\n---\n\n" + "\n---\n\n".join(SLIDE.format(n=n) for n in range(count))
    (slides / "01.md").write_text(text, encoding="utf-8")
    return slides


def main() -> None:
    """Measure and print."""
    source = Path(sys.argv[1] if len(sys.argv) > 1 else "slides").resolve()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["TALK_CACHE"] = str(Path(scratch) / "cache")
        copy = Path(scratch) / "talk"
        for name in (source.name, "demos"):
            if (source.parent / name).is_dir():
                shutil.copytree(source.parent / name, copy / name)
        talk = copy / source.name
        with served(talk):
            pass  # fills the cache
        starts = []
        for _ in range(3):
            with served(talk) as (_, took):
                starts.append(took)
        click.echo(f"start to first slide, warm  {statistics.median(starts):8.1f} ms")
        for name, slides in (
            ("the talk", talk),
            ("100 slides", made(copy, 100)),
            ("1000 slides", made(copy, 1000)),
        ):
            took = edits(slides)
            click.echo(
                f"edit to screen, {name:11} {statistics.median(took):8.1f} ms, the first {took[0]:.1f}"
            )
        for demo in ("stack_growth", "gc_pacing"):
            paced, pressed = (statistics.median(runs(talk, demo, pace_s)) for pace_s in (PACE_S, 0))
            click.echo(f"demo run, {demo:17} {paced:8.1f} ms, one right after the other {pressed:.1f}")
            drawn, shown = (statistics.median(each) for each in zip(*drags(copy, demo), strict=True))
            click.echo(f"slider to figure, {demo:12} {drawn:8.1f} ms, painted {shown:.1f}")


if __name__ == "__main__":
    main()
