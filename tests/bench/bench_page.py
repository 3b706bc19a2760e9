"""What a step through a deck costs the browser's main thread, and when the first slide is seen.

    python tests/bench/bench_page.py [--whole] PAGE...

A page is the `index.html` of a deck in one file. With `--whole`, slides that wait come into it before the
first step; without, the steps of a large deck lead from slides that stand there to some that wait. Times of
steps are CPU milliseconds of the main thread, as the browser itself counts them, from the key to the second
frame after it; medians.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import click
from playwright.sync_api import CDPSession, Page, sync_playwright

from talk.browser import find_browser

STEPS = 24
PARTS = {"all": "TaskDuration", "script": "ScriptDuration", "style": "RecalcStyleDuration"}
QUIET = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => done()))))"""
FIRST = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"


def spent(counter: CDPSession) -> dict[str, float]:
    """What the main thread has done until now, in milliseconds."""
    told = {each["name"]: each["value"] for each in counter.send("Performance.getMetrics")["metrics"]}
    return {part: told[name] * 1000 for part, name in PARTS.items()}


def walk(page: Page, address: str, ready: str) -> tuple[float, dict[str, float]]:
    """When the first slide was painted, and the median step."""
    counter = page.context.new_cdp_session(page)
    counter.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    page.evaluate(f"{ready}.then(() => true)")
    page.evaluate(QUIET)
    steps = []
    for _ in range(STEPS):
        before = spent(counter)
        page.keyboard.press("PageDown")
        page.evaluate(QUIET)
        after = spent(counter)
        steps.append({part: after[part] - before[part] for part in PARTS})
    return float(page.evaluate(FIRST)), {
        part: statistics.median(step[part] for step in steps) for part in PARTS
    }


@click.command()
@click.argument("pages", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--whole", is_flag=True, help="Let all slides come into the page first.")
def main(pages: tuple[Path, ...], *, whole: bool) -> None:
    """Print the first paint and the median step of each page."""
    found = find_browser()
    if found is None:
        raise click.ClickException("no Chrome or Chromium found")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(found.path), args=["--no-sandbox"])
        for path in pages:
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            first, step = walk(page, path.resolve().as_uri(), "talk.mountAll()" if whole else "talk.ready")
            parts = ", ".join(f"{part} {value:.1f}" for part, value in step.items())
            click.echo(f"{path}: first paint {first:.0f} ms; a step in CPU ms: {parts}")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
