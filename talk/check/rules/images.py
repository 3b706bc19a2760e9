"""Images against the place that they have on the screen: enough pixels, and not ten times as many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it.token import Token

from talk.deck.model import Deck, ImageSource, Slide
from talk.deck.tokens import everything
from talk.errors import Diagnostics, Span
from talk.render.space import block_width

MOST_PX = 3840  # the width of the finest screens in lecture halls
MOST_BYTES = 8 * 1024 * 1024
LEAST_PX = 100  # of an image that stands alone
STRETCH = 1.25  # what a stretched image bears
_WIDTH = re.compile(r"(?:^|;)\s*width:\s*([\d.]+)(%|px)")


@dataclass(frozen=True, slots=True)
class _Shown:
    """An image file, and the width that its slide gives it; 0 where it has its own."""

    path: Path
    span: Span
    width_px: float = 0
    alone: bool = False


def check_images(deck: Deck, diagnostics: Diagnostics) -> None:
    """Warn about images that the screen shows coarse, tiny, or a fraction of."""
    for slide in deck.slides:
        for shown in _images(slide, deck):
            size = _pixels(shown.path)
            if size is not None:
                _check(shown, size, diagnostics)


def _images(slide: Slide, deck: Deck) -> Iterator[_Shown]:
    canvas = deck.meta.canvas
    if slide.background and slide.background.path and "data-background-size" not in slide.attrs:
        yield _Shown(slide.background.path, slide.span, canvas[0])
    for place, token in enumerate(slide.tokens):
        images = [each for each in everything([token]) if each.type == "image"]
        alone = place > 0 and slide.tokens[place - 1].type == "figure_open"
        for image in images:
            source: ImageSource = image.meta["source"]
            if source.path is not None:
                full = canvas[0] if alone and "full" in slide.classes else 0
                width = full or _given_width(image, block_width(slide, token, canvas))
                yield _Shown(source.path, image.meta["span"], width, alone)


def _given_width(image: Token, around_px: float) -> float:
    """The width that the author gives, in pixels; 0 for none."""
    found = _WIDTH.search(str(image.attrGet("style") or ""))
    if not found:
        return 0
    return float(found[1]) * (around_px / 100 if found[2] == "%" else 1)


def _pixels(path: Path) -> tuple[int, int] | None:
    """Width and height of a picture made of pixels; None for any other."""
    from PIL import Image

    if path.suffix.lower() == ".svg":
        return None
    try:
        with Image.open(path) as picture:
            return picture.size
    except (OSError, ValueError):  # of a kind that browsers alone read
        return None


def _check(shown: _Shown, size: tuple[int, int], diagnostics: Diagnostics) -> None:
    told = f"the image '{shown.path.name}' has {size[0]} x {size[1]} pixels"
    bytes_ = shown.path.stat().st_size
    if max(size) > MOST_PX or bytes_ > MOST_BYTES:
        fact = f"{told} in {bytes_ / 1e6:.1f} MB, more than any screen shows"
        diagnostics.warning(fact, shown.span, f"scale it down to {MOST_PX} pixels or less", "image-size")
    elif shown.width_px > STRETCH * size[0]:
        fact = f"{told} and is stretched to {shown.width_px:.0f}"
        diagnostics.warning(fact, shown.span, "use a larger one, or show it smaller", "image-size")
    elif shown.alone and not shown.width_px and max(size) < LEAST_PX:
        diagnostics.warning(f"{told}: on a slide that is tiny", shown.span, "use a larger one", "image-size")
