"""Inks: everything of a chart that looks alike and moves with its state is one path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talk.chart.palette import variable

if TYPE_CHECKING:
    from matplotlib.path import Path

Point = tuple[float, float]

ABOVE = 10  # matplotlib's order: inks lie over what stands still, texts over them


@dataclass(frozen=True, slots=True)
class Ink:
    """How a path is filled and stroked; `width` and `dashes` are in pixels.

    `clip` is the panel whose frame cuts it, or None; `crisp` keeps its edges on whole pixels.
    """

    fill: str = ""
    alpha: float = 1.0
    stroke: str = ""
    width: float = 0.0
    dashes: tuple[float, ...] = ()
    round: bool = False
    crisp: bool = False
    clip: int | None = None

    @property
    def style(self) -> str:
        """The same as a style attribute."""
        parts = [f"fill:{variable(self.fill) if self.fill else 'none'}"]
        if self.fill and self.alpha < 1:
            parts.append(f"fill-opacity:{_short(self.alpha)}")
        if self.stroke:
            parts += [f"stroke:{variable(self.stroke)}", f"stroke-width:{_short(self.width)}"]
        if self.dashes:
            parts.append(f"stroke-dasharray:{' '.join(map(_short, self.dashes))}")
        if self.round:
            parts.append("stroke-linecap:round")
        if self.crisp:
            parts.append("shape-rendering:crispEdges")
        return ";".join(parts)


@dataclass(frozen=True, slots=True)
class Run:
    """A stroke through points in pixels, y down; or the outline of an area."""

    points: Sequence[Point]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle in pixels."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Marker:
    """One of matplotlib's markers, with its diameter in pixels."""

    x: float
    y: float
    shape: str
    size: float


Shape = Run | Disc | Marker


def ink_id(number: int) -> str:
    """The name of an ink's path in a drawing."""
    return f"ink-{number}"


def rectangle(left: float, top: float, right: float, bottom: float) -> Run:
    """A rectangle by two opposite corners."""
    return Run(((left, top), (right, top), (right, bottom), (left, bottom)), closed=True)


def path_of(shapes: Iterable[Shape], height: float) -> Path:
    """All of them as one path for matplotlib, whose y runs up from the bottom of the sheet."""
    from matplotlib.path import Path

    return Path.make_compound_path(*(_one(shape, height) for shape in shapes))


def _one(shape: Shape, height: float) -> Path:
    from matplotlib.markers import MarkerStyle
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

    if isinstance(shape, Run):
        return _run(shape, height)
    if isinstance(shape, Disc):
        return Path.circle((shape.x, height - shape.y), shape.radius)
    style = MarkerStyle(shape.shape)
    place = Affine2D().scale(shape.size).translate(shape.x, height - shape.y)
    return style.get_path().transformed(style.get_transform() + place)


def _run(run: Run, height: float) -> Path:
    from matplotlib.path import Path

    points = [(x, height - y) for x, y in run.points]
    codes = [Path.MOVETO] + [Path.LINETO] * (len(points) - 1)
    if run.closed:
        points, codes = [*points, points[0]], [*codes, Path.CLOSEPOLY]
    return Path(points, codes)


def _short(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.removeprefix("0") if text.startswith("0.") else text
