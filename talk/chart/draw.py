"""From numbers to pictures: SVG for pages, and PNG or SVG that stand alone."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from talk.chart import palette
from talk.chart.canvas import Canvas
from talk.chart.model import ChartData, Result
from talk.chart.settings import own_settings
from talk.chart.svg import to_png, to_svg
from talk.chart.table import full_csv
from talk.errors import TalkError

if TYPE_CHECKING:
    from talk.chart.size import Size


def use_cache(folder: Path) -> None:
    """Keep matplotlib's own cache in that folder. Has an effect until the first drawing."""
    if "matplotlib" not in sys.modules:
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["MPLCONFIGDIR"] = str(folder)
    os.environ["MPLBACKEND"] = "svg"  # an unknown one in the user's environment would end the import
    logging.getLogger("matplotlib").setLevel(logging.CRITICAL)  # it tells of caches that it cannot keep


def render_svg(
    result: Result,
    size: Size,
    *,
    id: str,  # noqa: A002 - the id of the element
    alt: str,
    em_of: float | None = None,
) -> tuple[str, int]:
    """The result as an `svg` element whose colours are the page's, and its height in pixels.

    See `talk.chart.svg.to_svg`.
    """
    with own_settings():
        canvas = _drawn(result, size, palette.SENTINELS)
        return to_svg(canvas, id=id, alt=alt, em_of=em_of), round(canvas.height)


def render_png(result: Result, size: Size) -> bytes:
    """The result as a picture in the light theme, two pixels to a unit."""
    with own_settings():
        return to_png(_drawn(result, size, palette.LIGHT))


def render_lone_svg(result: Result, size: Size, *, id: str, alt: str) -> bytes:  # noqa: A002 - as above
    """The result as an SVG file that needs no page: with colours, on the light theme's background."""
    from lxml import etree

    root = etree.fromstring(render_svg(result, size, id=id, alt=alt)[0])
    colours = ";".join(f"--{role}:{colour}" for role, colour in palette.LIGHT.items())
    root.set("style", f"{colours};background:var(--bg);{root.get('style')}")
    del root.attrib["class"]
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def render_file(result: Result, kind: str, size: Size, *, id: str, alt: str) -> bytes:  # noqa: A002 - as above
    """The result as a file of that kind: `svg`, `png` or `csv`.

    Raises:
        TalkError: there is no such kind.
    """
    if kind == "svg":
        return render_lone_svg(result, size, id=id, alt=alt)
    if kind == "png":
        return render_png(result, size)
    if kind == "csv":
        return full_csv(result)
    raise TalkError(f"a demo cannot be written as '{kind}'", hint="svg, png or csv")


def _drawn(result: Result, size: Size, colours: dict[str, str]) -> Canvas:
    if isinstance(result, ChartData):
        from talk.chart.chart_states import paint_chart

        return paint_chart(result, size, colours)
    from talk.chart.moments import paint_moments

    return paint_moments(result, size, colours)
