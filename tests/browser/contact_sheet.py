"""Pictures of every slide of a built deck, and contact sheets of them, to be looked at.

    python tests/browser/contact_sheet.py build/index.html OUT [--query mode=dark] [--theme go] ...

OUT gets a PNG a slide and `sheet-N.png` with twelve slides each.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from themes import wear

from talk.deck.front_matter import THEME, THEMES

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOW = (Path(__file__).parent / "show.js").read_text(encoding="utf-8")
PER_SHEET = 12


def slides_of(page: Page, only: Sequence[str] = ()) -> Iterator[str]:
    """Show each slide in turn (or those named) with all its fragments; what comes is its id."""
    names: list[str] = page.evaluate("Reveal.getSlides().map((slide) => slide.id)")
    for index in [names.index(name) for name in only] or range(len(names)):
        yield page.evaluate(SHOW, index)


def take(
    index: Path,
    out: Path,
    *,
    query: str = "",
    size: tuple[int, int] = (1280, 720),
    only: Sequence[str] = (),
    theme: str = THEME,
) -> list[Path]:
    """A PNG of every slide of the page `index` (or of those named) in a theme, named by number and id."""
    out.mkdir(parents=True, exist_ok=True)
    shots = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=CHROMIUM_FLAGS
        )
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{index.resolve().as_uri()}?{query}")
        page.evaluate("window.talk.ready")
        wear(page, theme)
        for number, name in enumerate(slides_of(page, only), start=1):
            shots.append(out / f"{number:03d}-{name}.png")
            page.screenshot(path=shots[-1])
        browser.close()
    return shots


def sheets(shots: list[Path], out: Path, columns: int) -> list[Path]:
    """Contact sheets of twelve pictures each."""
    made = []
    for start in range(0, len(shots), PER_SHEET):
        pictures = [Image.open(shot) for shot in shots[start : start + PER_SHEET]]
        width = 640
        height = round(width * pictures[0].height / pictures[0].width)
        rows = -(-len(pictures) // columns)
        sheet = Image.new("RGB", (columns * (width + 8) + 8, rows * (height + 8) + 8), "#777")
        for place, picture in enumerate(pictures):
            at = (8 + place % columns * (width + 8), 8 + place // columns * (height + 8))
            sheet.paste(picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS), at)
        made.append(out / f"sheet-{len(made) + 1}.png")
        sheet.save(made[-1])
    return made


def main() -> None:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("index", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--query", default="")
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--columns", type=int, default=3)
    parser.add_argument("--only", default="", help="ids of slides, with commas")
    parser.add_argument("--theme", choices=THEMES, default=THEME)
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    only = [name for name in options.only.split(",") if name]
    shots = take(
        options.index, options.out, query=options.query, size=(width, height), only=only, theme=options.theme
    )
    for sheet in sheets(shots, options.out, options.columns):
        print(sheet)  # noqa: T201 - a script for people


if __name__ == "__main__":
    main()
