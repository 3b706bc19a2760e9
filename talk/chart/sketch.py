"""A display list: shapes in slide pixels, with roles for colours. y runs down from the top.

What is laid out is put into a `Sketch`; its faces (SVG, PNG, numbers for the page) are made from that alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from talk.chart.fonts import SANS

Kind = Literal["rect", "line", "curve", "closed", "dot", "text"]
Across = Literal["start", "middle", "end"]
Point = tuple[float, float]

LAYERS: tuple[Kind, ...] = ("rect", "line", "curve", "closed", "dot", "text")
"""What lies above what, after filled rectangles without an outline, which lie below all."""


@dataclass(frozen=True, slots=True)
class Style:
    """How shapes look: `fill` and `stroke` are roles, "" for none; `width`, `radius` and `dashes` are pixels.

    Texts have their role in `fill`, their face, and the end or the middle that hangs on their point.
    """

    kind: Kind
    fill: str = ""
    stroke: str = ""
    width: float = 0.0
    alpha: float = 1.0
    dashes: tuple[float, ...] = ()
    radius: float = 0.0
    face: str = SANS
    across: Across = "start"

    @property
    def layer(self) -> int:
        below = self.kind == "rect" and not self.stroke
        return -1 if below else LAYERS.index(self.kind)


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: its style, and its numbers in tenths of a pixel.

    rect: x, y, width, height. line, curve, closed: x and y of each point; a curve is cubic (start, two
    handles, end, and so on by threes), `closed` is filled. dot: x, y, radius. text: x, and y of the middle of
    its first line; lines are split by newlines.
    """

    style: Style
    numbers: tuple[int, ...]
    text: str = ""


@dataclass(slots=True)
class Sketch:
    """Shapes in the order of drawing. `unit` is the measure of strokes: 1 px where text has 20."""

    unit: float = 1.0
    shapes: list[Shape] = field(default_factory=list)

    def rectangle(
        self,
        corner: Point,
        size: Point,
        *,
        fill: str = "",
        stroke: str = "",
        width: float = 1.5,
        alpha: float = 1.0,
        dashes: Sequence[float] = (),
        radius: float = 0.0,
    ) -> None:
        """A rectangle from its upper left corner; `width` and `radius` in units, `dashes` in line widths."""
        line = round(width * self.unit, 2) if stroke else 0.0
        style = Style(
            "rect", fill, stroke, line, alpha, self._dashes(dashes, line), round(radius * self.unit, 1)
        )
        self._add(style, (*corner, *size))

    def line(
        self, points: Sequence[Point], role: str, width: float = 1.5, dashes: Sequence[float] = ()
    ) -> None:
        """A stroke through points."""
        self._stroke("line", points, role, width, dashes)

    def curve(
        self, points: Sequence[Point], role: str, width: float = 1.5, dashes: Sequence[float] = ()
    ) -> None:
        """A cubic Bezier curve: its start, two handles, its end, and so on by threes."""
        self._stroke("curve", points, role, width, dashes)

    def triangle(self, points: Sequence[Point], role: str) -> None:
        """A filled triangle: the head of an arrow."""
        self._add(Style("closed", role), _flat(points))

    def dot(self, x: float, y: float, radius: float, role: str) -> None:
        """A filled circle; `radius` in units."""
        self._add(Style("dot", role), (x, y, radius * self.unit))

    def text(
        self, x: float, y: float, text: str, *, role: str = "fg", face: str = SANS, across: Across = "start"
    ) -> None:
        """A text whose first line has its middle at `y`."""
        if text:
            self._add(Style("text", role, face=face, across=across), (x, y), text)

    def _stroke(
        self, kind: Kind, points: Sequence[Point], role: str, width: float, dashes: Sequence[float]
    ) -> None:
        line = round(width * self.unit, 2)
        self._add(Style(kind, "", role, line, dashes=self._dashes(dashes, line)), _flat(points))

    def _dashes(self, dashes: Sequence[float], line: float) -> tuple[float, ...]:
        return tuple(round(each * line, 1) for each in dashes)

    def _add(self, style: Style, numbers: Sequence[float], text: str = "") -> None:
        self.shapes.append(Shape(style, tuple(map(tenths, numbers)), text))


def tenths(pixels: float) -> int:
    """A length as shapes have it."""
    return round(pixels * 10)


def ordered(shapes: Sequence[Shape]) -> list[Shape]:
    """Each shape once, from the lowest layer up; those of one style stand together."""
    styles = {style: place for place, style in enumerate(dict.fromkeys(shape.style for shape in shapes))}
    once = dict.fromkeys(shapes)
    return sorted(once, key=lambda shape: (shape.style.layer, styles[shape.style]))


def _flat(points: Sequence[Point]) -> tuple[float, ...]:
    return tuple(number for point in points for number in point)
