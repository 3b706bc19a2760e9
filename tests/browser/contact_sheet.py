"""Pictures of every slide of a built deck, and contact sheets of them, to be looked at.

    python tests/browser/contact_sheet.py build/index.html OUT [--themes all] [--modes light,dark] ...

OUT gets a folder for each theme and mode: a PNG a slide and `sheet-N.png` with twelve slides each, their ids
below them. All of them come from one page of the browser.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
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
MODES = ("light", "dark")
SET_MODE = "(mode) => { document.documentElement.dataset.mode = mode; }"
PER_SHEET = 12
GAP, LABEL_PX = 8, 20

Look = tuple[str, str]  # a theme and a mode


@contextmanager
def opened(index: Path, size: tuple[int, int]) -> Iterator[Page]:
    """The page `index` in a browser of its own, once it says that it is ready."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=CHROMIUM_FLAGS
        )
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.emulate_media(reduced_motion="reduce")
        page.goto(index.resolve().as_uri())
        page.evaluate("window.talk.ready")
        yield page
        browser.close()


def slides_of(page: Page, only: Sequence[str] = ()) -> Iterator[str]:
    """Show each slide in turn (or those named) with all its fragments; what comes is its id."""
    names: list[str] = page.evaluate("Reveal.getSlides().map((slide) => slide.id)")
    for index in [names.index(name) for name in only] or range(len(names)):
        yield page.evaluate(SHOW, index)


def take(
    index: Path,
    out: Path,
    *,
    themes: Sequence[str] = (THEME,),
    modes: Sequence[str] = MODES,
    size: tuple[int, int] = (1280, 720),
    only: Sequence[str] = (),
) -> dict[Look, list[Path]]:
    """PNGs of every slide of the page `index` (or of those named) in each look, named by number and id."""
    shots: dict[Look, list[Path]] = {(theme, mode): [] for theme in themes for mode in modes}
    with opened(index, size) as page:
        for theme in themes:
            wear(page, theme)
            for number, name in enumerate(slides_of(page, only), start=1):
                for mode in modes:
                    page.evaluate(SET_MODE, mode)
                    shots[theme, mode].append(out / f"{theme}-{mode}" / f"{number:03d}-{name}.png")
                    page.screenshot(path=shots[theme, mode][-1])
    return shots


def sheets(shots: list[Path], columns: int) -> list[Path]:
    """Contact sheets of twelve pictures each, beside the pictures."""
    made: list[Path] = []
    for start in range(0, len(shots), PER_SHEET):
        made.append(shots[0].with_name(f"sheet-{len(made) + 1}.png"))
        sheet(shots[start : start + PER_SHEET], columns).save(made[-1])
    return made


def sheet(shots: list[Path], columns: int, width: int = 640) -> Image.Image:
    """These pictures in rows, each with its name below it."""
    pictures = [Image.open(shot).convert("RGB") for shot in shots]
    height = round(width * pictures[0].height / pictures[0].width)
    across, down = width + GAP, height + LABEL_PX
    made = Image.new("RGB", (columns * across + GAP, -(-len(shots) // columns) * down + GAP), "#777")
    draw, font = ImageDraw.Draw(made), ImageFont.load_default(size=14)
    for place, (shot, picture) in enumerate(zip(shots, pictures, strict=True)):
        x, y = GAP + place % columns * across, GAP + place // columns * down
        made.paste(picture.resize((width, height), Image.Resampling.LANCZOS), (x, y))
        draw.text((x, y + height + 1), shot.stem, font=font, fill="#fff")
    return made


def listed(text: str) -> list[str]:
    """The words of a list with commas."""
    return [word for word in text.split(",") if word]


def main() -> None:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("index", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--themes", default=THEME, help=f"all, or some of {', '.join(THEMES)}, with commas")
    parser.add_argument("--modes", default="light", help=f"some of {', '.join(MODES)}, with commas")
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--columns", type=int, default=3)
    parser.add_argument("--only", default="", help="ids of slides, with commas")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    themes = THEMES if options.themes == "all" else listed(options.themes)
    looks = take(
        options.index,
        options.out,
        themes=themes,
        modes=listed(options.modes),
        size=(width, height),
        only=listed(options.only),
    )
    for shots in looks.values():
        print(*sheets(shots, options.columns), sep="\n")  # noqa: T201 - a script for people


if __name__ == "__main__":
    main()
