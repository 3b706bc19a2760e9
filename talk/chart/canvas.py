"""A sheet of pixels to draw on: y runs down from the top, colours are roles, texts are kept apart.

matplotlib draws the shapes. Texts are a list, because each face of a figure sets them
in its own way: SVG as real text in `em`, PNG as glyphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from talk.chart.fonts import SANS
from talk.chart.ink import ABOVE, Ink, Point, Shape, ink_id, path_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Sheet
    from matplotlib.patches import Patch

Across = Literal["start", "middle", "end"]
Down = Literal["top", "middle", "base", "first"]


@dataclass(frozen=True, slots=True)
class Text:
    """One text: the point it hangs on, how it hangs there, its colour and face. Lines are split by newlines.

    `down` says what lies at `y`: the upper edge, the middle, the last baseline, or the first line's middle.
    `halo` draws the background's colour around it, so that a line behind it does not touch it.
    """

    x: float
    y: float
    text: str
    across: Across = "start"
    down: Down = "base"
    role: str = "fg"
    face: str = SANS
    halo: bool = False


@dataclass(slots=True)
class Canvas:
    """The sheet, its size, its colours by role, and the texts set on it so far.

    `texts` stand still; `inks`, `words` and `ends` are what a page draws anew for another state of a chart.
    """

    width: float
    height: float
    text_px: float
    room: float
    colours: dict[str, str]
    texts: list[Text] = field(default_factory=list)
    inks: list[Ink] = field(default_factory=list)
    words: list[Text] = field(default_factory=list)
    ends: list[Text] = field(default_factory=list)
    _sheet: Sheet | None = field(default=None, init=False)

    @property
    def sheet(self) -> Sheet:
        """What matplotlib draws on; it is made for the first stroke, since what only measures needs none."""
        from matplotlib.figure import Figure as Sheet

        if self._sheet is None:
            self._sheet = Sheet(figsize=(self.width / 72, self.height / 72), dpi=72)
            self._sheet.patch.set_visible(False)
        return self._sheet

    @property
    def room_px(self) -> float:
        """The size that text may grow to: what is laid out leaves room for it."""
        return self.text_px * self.room

    @property
    def unit(self) -> float:
        """The measure of all strokes and gaps: one pixel where text has 20."""
        return self.text_px / 20

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes without any text of their own in that rectangle."""
        bottom = self.height - top - height
        axes = self.sheet.add_axes(
            (left / self.width, bottom / self.height, width / self.width, height / self.height)
        )
        axes.patch.set_visible(False)
        return axes

    def text(self, text: Text) -> None:
        if text.text:
            self.texts.append(text)

    def line(
        self,
        points: Sequence[Point],
        role: str = "muted",
        width: float = 1.0,
        dashes: Sequence[float] = (),
    ) -> None:
        """A stroke through points; `width` in units, `dashes` in line widths."""
        from matplotlib.lines import Line2D
        from matplotlib.transforms import IdentityTransform

        xs, ys = [x for x, _ in points], [self.height - y for _, y in points]
        line = Line2D(xs, ys, color=self.colours[role], linewidth=width * self.unit, solid_capstyle="round")
        if dashes:
            line.set_linestyle((0, tuple(dashes)))
        line.set_transform(IdentityTransform())
        self.sheet.add_artist(line)

    def dot(self, x: float, y: float, radius: float, role: str, *, hollow: bool = False) -> None:
        """A dot, or a ring filled with the background."""
        from matplotlib.patches import Circle

        fill = "bg" if hollow else role
        self._add(Circle((x, self.height - y), radius * self.unit), fill, role, 2.0 if hollow else 0.0)

    def marker(self, x: float, y: float, size: float, shape: str, role: str) -> None:
        """One of matplotlib's markers."""
        from matplotlib.lines import Line2D
        from matplotlib.transforms import IdentityTransform

        line = Line2D(
            [x], [self.height - y], marker=shape, color=self.colours[role], markersize=size * self.unit
        )
        line.set_transform(IdentityTransform())
        self.sheet.add_artist(line)

    def rectangle(
        self,
        corner: Point,
        size: Point,
        *,
        fill: str = "",
        stroke: str = "",
        alpha: float = 1.0,
        dashes: Sequence[float] = (),
        radius: float = 0.0,
        width: float = 1.0,
    ) -> None:
        """A rectangle from its upper left corner; `radius` rounds its corners."""
        from matplotlib.patches import FancyBboxPatch, Rectangle

        (x, y), (wide, high) = corner, size
        low = self.height - y - high
        shape: Patch
        if radius:
            style = f"round,pad=0,rounding_size={radius * self.unit}"
            shape = FancyBboxPatch((x, low), wide, high, boxstyle=style)
        else:
            shape = Rectangle((x, low), wide, high)
        self._add(shape, fill, stroke, width, alpha, dashes)

    def curve(
        self, points: Sequence[Point], role: str, width: float = 1.5, dashes: Sequence[float] = ()
    ) -> None:
        """A cubic Bezier curve: its start, two handles, its end, and so on by threes."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        vertices = [(x, self.height - y) for x, y in points]
        codes = [Path.MOVETO] + [Path.CURVE4] * (len(vertices) - 1)
        self._add(PathPatch(Path(vertices, codes)), "", role, width, dashes=dashes)

    def triangle(self, points: Sequence[Point], role: str) -> None:
        """A filled triangle: the head of an arrow."""
        from matplotlib.patches import Polygon

        self._add(Polygon([(x, self.height - y) for x, y in points], closed=True), role, "", 0)

    def ink(self, ink: Ink, shapes: Sequence[Shape], axes: Axes | None) -> None:
        """The next ink with all that is drawn with it, cut at the edges of these axes."""
        from matplotlib.patches import PathPatch

        number = len(self.inks)
        self.inks.append(ink)
        if not shapes:
            return
        patch = PathPatch(path_of(shapes, self.height), gid=ink_id(number), zorder=ABOVE + number)
        self._add(patch, ink.fill, ink.stroke, ink.width / self.unit, ink.alpha)
        if ink.dashes:
            patch.set_linestyle((0, tuple(dash / ink.width for dash in ink.dashes)))
        patch.set_capstyle("round" if ink.round else "butt")
        if axes is not None:
            patch.set_clip_path(axes.patch)

    def _add(
        self,
        shape: Patch,
        fill: str,
        stroke: str,
        width: float,
        alpha: float = 1.0,
        dashes: Sequence[float] = (),
    ) -> None:
        from matplotlib.colors import to_rgba
        from matplotlib.transforms import IdentityTransform

        shape.set_facecolor(to_rgba(self.colours[fill], alpha) if fill else "none")
        shape.set_edgecolor(self.colours[stroke] if stroke and width else "none")
        shape.set_linewidth(width * self.unit if stroke else 0)
        if dashes:
            shape.set_linestyle((0, tuple(dashes)))
        shape.set_transform(IdentityTransform())
        self.sheet.add_artist(shape)
