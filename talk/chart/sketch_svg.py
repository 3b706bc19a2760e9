"""Sketches as SVG elements; `web/ts/sketch.ts` makes the same elements from the same numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from talk.chart import palette
from talk.chart.fonts import BOLD, CAP, LINE, MONO
from talk.chart.sketch import Point, Shape, Style, ordered, tenths

if TYPE_CHECKING:
    from lxml.etree import _Element

_SVG = "http://www.w3.org/2000/svg"
FIRST_DROP = f"{CAP / 2:.3g}em"  # from the middle of a capital letter to the baseline
NEXT_DROP = f"{LINE:.3g}em"
_ROOT_STYLE = "font-variant-numeric:tabular-nums;stroke-linejoin:round;stroke-linecap:butt"


def svg_root(
    width: float, height: float, text_px: float, alt: str, em_of: float | None
) -> tuple[_Element, _Element]:
    """An `svg` element of that size in pixels, and the empty group in it that sets the size of its text.

    Args:
        width: in pixels.
        height: in pixels.
        text_px: the size of its text.
        alt: its text alternative.
        em_of: the size of the text around it in the page; text is set in `em` of that. None: in pixels.
    """
    from lxml import etree

    names: Any = {None: _SVG}  # the stubs know no default namespace
    root = etree.Element(f"{{{_SVG}}}svg", nsmap=names)
    root.attrib.update(
        {"viewBox": f"0 0 {width:g} {height:g}", "width": f"{width:g}", "height": f"{height:g}"}
    )
    root.attrib.update({"class": "chart steps", "role": "img", "aria-label": alt})
    root.set("style", f"font-family:var(--sans,'Talk Sans',sans-serif);{_ROOT_STYLE}")
    size = f"{text_px / em_of:.4g}em" if em_of else f"{text_px:g}px"
    moments = etree.SubElement(root, f"{{{_SVG}}}g", style=f"font-size:{size}")
    moments.set("class", "moments")
    return root, moments


def moment_group(shapes: Sequence[Shape], number: int, origin: Point, *, later: bool) -> _Element:
    """A moment's shapes at their place, in one `g` for each style, from the lowest layer up.

    Args:
        shapes: measured from the moment's own corner.
        number: which moment it is, from 0.
        origin: where its corner is, in pixels.
        later: it is hidden until its turn comes.
    """
    from lxml import etree

    moment = etree.Element(f"{{{_SVG}}}g")
    moment.set("class", "moment later" if later else "moment")
    moment.set("data-moment", str(number))
    x, y = (_px(tenths(each)) for each in origin)
    moment.set("transform", f"translate({x} {y})")
    for style, same in groupby(ordered(shapes), key=lambda shape: shape.style):
        group = etree.SubElement(moment, f"{{{_SVG}}}g", style=style_text(style))
        for shape in same:
            _element(group, shape)
    return moment


def style_text(style: Style) -> str:
    """What the style sheet of a page would say of such shapes."""
    if style.kind == "text":
        return ";".join(_lettering(style))
    said = [f"fill:{palette.variable(style.fill)}" if style.fill else "fill:none"]
    if style.alpha < 1:
        said.append(f"fill-opacity:{style.alpha:g}")
    if style.stroke:
        said += [f"stroke:{palette.variable(style.stroke)}", f"stroke-width:{style.width:g}"]
    if style.dashes:
        said.append(f"stroke-dasharray:{' '.join(f'{each:g}' for each in style.dashes)}")
    return ";".join(said)


def path_of(shape: Shape) -> str:
    """The `d` of a line, a curve or a closed shape."""
    points = [f"{_px(x)} {_px(y)}" for x, y in zip(shape.numbers[::2], shape.numbers[1::2], strict=True)]
    letter = "C" if shape.style.kind == "curve" else "L"
    return f"M{points[0]}{letter}{' '.join(points[1:])}{'Z' if shape.style.kind == 'closed' else ''}"


def _lettering(style: Style) -> Iterable[str]:
    yield f"fill:{palette.variable(style.fill)}"
    if style.face == BOLD:
        yield "font-weight:600"
    if style.face == MONO:
        yield "font-family:var(--mono,'Talk Mono',monospace)"
    if style.across != "start":
        yield f"text-anchor:{style.across}"


def _element(group: _Element, shape: Shape) -> None:
    from lxml import etree

    numbers = [_px(number) for number in shape.numbers]
    if shape.style.kind == "text":
        _text(group, shape.text.split("\n"), numbers)
    elif shape.style.kind == "rect":
        rect = etree.SubElement(group, f"{{{_SVG}}}rect")
        rect.attrib.update(dict(zip(("x", "y", "width", "height"), numbers, strict=True)))
        if shape.style.radius:
            rect.set("rx", f"{shape.style.radius:g}")
    elif shape.style.kind == "dot":
        circle = etree.SubElement(group, f"{{{_SVG}}}circle")
        circle.attrib.update(dict(zip(("cx", "cy", "r"), numbers, strict=True)))
    else:
        etree.SubElement(group, f"{{{_SVG}}}path", d=path_of(shape))


def _text(group: _Element, lines: Sequence[str], at: Sequence[str]) -> None:
    from lxml import etree

    element = etree.SubElement(group, f"{{{_SVG}}}text", x=at[0], y=at[1])
    if len(lines) == 1:
        element.set("dy", FIRST_DROP)
        element.text = lines[0]
        return
    for number, line in enumerate(lines):
        drop = NEXT_DROP if number else FIRST_DROP
        etree.SubElement(element, f"{{{_SVG}}}tspan", x=at[0], dy=drop).text = line


def _px(number: int) -> str:
    """Tenths of a pixel as SVG has them."""
    return f"{number / 10:.10g}"
