"""A report as a page: every finding with a picture of its slide, the place outlined."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, StrictUndefined

from talk.check.findings import Box, Finding, Picture, Report
from talk.check.report.text import headroom_in_words, summary

MARGIN_PX = 6  # between the outline and what it is about


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as the page shows it: the picture as an address, the outline in parts of a hundred."""

    finding: Finding
    picture: str = ""
    size: tuple[int, int] = (0, 0)
    outline: Box | None = None


def report_page(report: Report) -> str:
    """The text of a page that holds all it needs."""
    source = (resources.files("talk.check.report") / "page.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    shown = [_shown(each, report.pictures.get(number)) for number, each in enumerate(report.findings)]
    headroom = [(name, headroom_in_words(pixels)) for name, pixels in report.headroom.items()]
    return environment.from_string(source).render(
        report=report, summary=summary(report), shown=shown, headroom=headroom
    )


def _shown(finding: Finding, picture: Picture | None) -> Shown:
    if picture is None:
        return Shown(finding)
    address = f"data:image/jpeg;base64,{base64.b64encode(picture.jpeg).decode('ascii')}"
    return Shown(finding, address, picture.size, picture.box and _outline(picture.box, picture.size))


def _outline(box: Box, size: tuple[int, int]) -> Box:
    """The box with some room around it, inside the picture, in parts of a hundred of its sides."""
    left, top = (max(0.0, each - MARGIN_PX) for each in box[:2])
    right = min(size[0], box.left + box.width + MARGIN_PX)
    bottom = min(size[1], box.top + box.height + MARGIN_PX)
    across, down = 100 / size[0], 100 / size[1]
    return Box(left * across, top * down, max(1, (right - left) * across), max(1, (bottom - top) * down))
