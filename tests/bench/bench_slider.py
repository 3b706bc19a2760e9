"""How long a slider's move takes until it is painted, for 3 curves of 200 points in Chromium.

    python tests/bench/bench_slider.py

The mouse drags the slider from end to end and back. A move is timed from its `input` event to the first
task after the frame that shows it; `script` is what the page's own code takes of that.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import click
from playwright.sync_api import Page, sync_playwright
from py_mini_racer import MiniRacer

from talk import webfiles

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))

import conftest
import live_page
import payloads

LINES, POINTS, STATES = 3, 200, 25
MOVES, ROUNDS = 60, 4
FRAME_MS = 1000 / 60

WATCH = """() => {
  window.moves = [];
  const range = document.querySelector("#bench input[type=range]");
  let start = 0;
  range.addEventListener("input", () => (start = performance.now()), true);
  document.addEventListener("input", () => {
    const from = start, script = performance.now() - from;
    const after = new MessageChannel();
    after.port1.onmessage = () => moves.push([performance.now() - from, script]);
    requestAnimationFrame(() => after.port2.postMessage(0));
  });
}"""


def call(name: str, *arguments: object) -> object:
    """What a function of the page's script gives, in V8 without a page."""
    engine = MiniRacer()
    engine.eval(conftest.PARAMETERS + webfiles.read_text("talk.js"))
    values = ",".join(map(json.dumps, arguments))
    return json.loads(str(engine.eval(f"JSON.stringify(talk.pure.{name}({values}))")))


def write_deck(folder: Path) -> str:
    """A deck with one figure; its address comes back."""
    params = [payloads.slider("gogc", range(STATES), unit="%", title="GOGC")]
    chart = live_page.curves(payloads, params, POINTS, LINES)
    slides = live_page.slide("bench-slide", live_page.chart_figure(call, "bench", params, chart))
    index = folder / "index.html"
    index.write_text(conftest.page_of(slides, 28), encoding="utf-8")
    return index.as_uri()


def drag(page: Page) -> list[tuple[float, float]]:
    """The times of all moves in milliseconds: until painted, and within the script."""
    box = page.locator("#bench input[type=range]").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8, middle)
    page.mouse.down()
    for turn in range(ROUNDS):
        for step in range(MOVES):
            share = step / (MOVES - 1)
            page.mouse.move(box["x"] + 8 + (box["width"] - 16) * (1 - share if turn % 2 else share), middle)
    page.mouse.up()
    moves: list[tuple[float, float]] = page.evaluate("moves")
    return moves


def main() -> None:
    """Print the table; fail where a move takes longer than a frame."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(write_deck(Path(folder)))
        page.evaluate("talk.ready.then(() => true)")
        page.evaluate(WATCH)
        painted, script = zip(*drag(page), strict=True)
        browser.close()
    click.echo(f"{len(painted)} moves\n\n| until | median, ms | 95th percentile, ms |\n|---|---|---|")
    for name, times in (("painted", painted), ("the script has ended", script)):
        click.echo(f"| {name} | {statistics.median(times):.1f} | {percentile95(times):.1f} |")
    if percentile95(painted) >= FRAME_MS:
        raise SystemExit(f"a move should be painted within {FRAME_MS:.1f} ms")


def percentile95(times: tuple[float, ...]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
