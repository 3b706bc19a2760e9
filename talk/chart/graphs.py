"""A graph of objects: how it is laid out over all moments, and how one moment is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from talk.chart.arrows import HEAD, Target, draw_head
from talk.chart.fonts import BOLD
from talk.chart.layers import placed_beside
from talk.chart.measure import Measure
from talk.chart.model import Graph, Node
from talk.chart.routes import Route, Spot, routed
from talk.chart.sketch import Point, Sketch

_APART = 2.1  # from column to column, in text sizes
_BETWEEN = 0.75  # from row to row
_WIDEST = 2.2  # times the distance between columns
_CLEAR = 0.35
_RING = 0.28  # from an outline to the ring of what changed

_FILL = {"white": "node-white", "grey": "node-grey", "black": "node-black", "": ""}
_INK = {"white": "node-black", "grey": "node-black", "black": "node-white", "": "fg"}


@dataclass(slots=True)
class GraphPlan:
    """Where every object is that exists at any moment: its grid, and the sizes in pixels.

    `wide` is the width of an object, `apart` the distance between two columns; from these follow its `spots`,
    the `routes` between them, and the `box` around all: its left, upper, right and lower edge.
    """

    measure: Measure
    grid: dict[str, tuple[float, float]]
    roots: frozenset[str]
    edges: tuple[tuple[str, str], ...]
    wide: float
    apart: float
    title: float = 0.0
    spots: dict[str, Spot] = field(init=False)
    routes: dict[tuple[str, str], Route] = field(init=False)
    box: tuple[float, float, float, float] = field(init=False)

    def __post_init__(self) -> None:
        px, unit = self.measure.px, self.measure.unit
        self.spots = self._spots()
        self.routes = routed(self.spots, self.edges, clear=_CLEAR * px, head=(HEAD + 1) * unit)
        self.box = self._box()

    @property
    def width(self) -> float:
        return max(self.box[2] - self.box[0], self.title)

    @property
    def slack(self) -> float:
        """By how much it may be made wider."""
        return self._last(0) * self.apart * (_WIDEST - 1)

    def wider(self, by: float) -> GraphPlan:
        """The same with that much more between its columns."""
        last = self._last(0)
        return replace(self, apart=self.apart + by / last) if last else self

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    def draw(self, sketch: Sketch, graph: Graph, corner: Point, targets: dict[str, Target]) -> None:
        """The objects and arrows of one moment; every object is put into `targets` under its name."""
        move = (corner[0] - self.box[0], corner[1] - self.box[1])
        for node in graph.nodes:
            for name in node.dropped:
                self._draw_arrow(sketch, self.routes[node.name, name], move, "dropped")
            for name in dict.fromkeys(node.to):
                self._draw_arrow(
                    sketch, self.routes[node.name, name], move, "fresh" if name in node.fresh else ""
                )
        for node in graph.nodes:
            spot = self.spots[node.name]
            (x, y), half = spot.middle, spot.wide / 2
            moved = (x + move[0], y + move[1])
            self._draw_node(sketch, node, replace(spot, middle=moved))
            targets[node.name] = Target(moved[0] - half, moved[0] + half, moved[1], "", node.gone)

    def _last(self, axis: int) -> float:
        return max((place[axis] for place in self.grid.values()), default=0.0)

    def _spots(self) -> dict[str, Spot]:
        high = self.measure.row
        down = high + _BETWEEN * self.measure.px
        spots = {}
        for name, (column, row) in self.grid.items():
            middle = (column * (self.wide + self.apart), row * down)
            radius = 3 * self.measure.unit if name in self.roots else high / 2
            spots[name] = Spot(middle, self.wide, high * (0.86 if name in self.roots else 1.0), radius)
        return spots

    def _box(self) -> tuple[float, float, float, float]:
        spots = self.spots.values()
        xs = [spot.middle[0] + side * spot.wide / 2 for spot in spots for side in (-1, 1)]
        ys = [spot.middle[1] + side * spot.high / 2 for spot in spots for side in (-1, 1)]
        ways = [point for route in self.routes.values() for point in route.points]
        air = _RING * self.measure.px + 2 * self.measure.unit
        xs += [x for x, _ in ways] or [0.0]
        ys += [y for _, y in ways] or [0.0]
        return min(xs) - air, min(ys) - air, max(xs) + air, max(ys) + air

    def _draw_arrow(self, sketch: Sketch, route: Route, move: Point, how: str) -> None:
        curve = [(x + move[0], y + move[1]) for x, y in route.cubic]
        role = {"fresh": "accent", "dropped": "muted"}.get(how, "fg")
        width, dashes = (2.8, ()) if how == "fresh" else (1.6, (1.2, 2.6) if how else ())
        sketch.curve(curve, role, width, dashes)
        if how == "dropped":
            return
        end, handle = curve[-1], (route.handle[0] + move[0], route.handle[1] + move[1])
        back = ((end[0] - handle[0]) ** 2 + (end[1] - handle[1]) ** 2) ** 0.5 or 1.0
        reach = HEAD * sketch.unit / back
        tip = (end[0] + (end[0] - handle[0]) * reach, end[1] + (end[1] - handle[1]) * reach)
        draw_head(sketch, tip, end, role)

    def _draw_node(self, sketch: Sketch, node: Node, spot: Spot) -> None:
        unit, (x, y) = sketch.unit, spot.middle
        corner = (x - spot.wide / 2, y - spot.high / 2)
        size, radius = (spot.wide, spot.high), spot.radius / unit
        if node.mark == "changed":
            air = _RING * self.measure.px
            around = (spot.wide + 2 * air, spot.high + 2 * air)
            place = (corner[0] - air, corner[1] - air)
            sketch.rectangle(place, around, stroke="accent", width=2.2, radius=radius + air / unit)
        if node.gone:
            sketch.rectangle(corner, size, stroke="muted", dashes=(3, 2.4), radius=radius, width=1.6)
        else:
            fill, width = _FILL[node.colour], 1.5 if node.root else 2.0
            sketch.rectangle(corner, size, fill=fill, stroke="fg", radius=radius, width=width)
        role = "muted" if node.gone or node.root else _INK[node.colour]
        sketch.text(x, y, node.name, role=role, face=BOLD, across="middle")


def plan_graph(graphs: Sequence[Graph], measure: Measure) -> GraphPlan:
    """The plan of one graph from all of its moments."""
    unlike = list(dict.fromkeys(graphs))
    nodes = [node for graph in unlike for node in graph.nodes]
    names = list(dict.fromkeys(node.name for node in nodes))
    chosen = {node.name: node.at for node in reversed(nodes) if node.at is not None}
    edges = tuple(dict.fromkeys((node.name, name) for node in nodes for name in (*node.to, *node.dropped)))
    text = measure.widest(names, BOLD)
    wide = max(text + 2 * measure.pad + 0.3 * measure.px, measure.row)
    title = measure.widest((graph.title for graph in unlike), BOLD)
    roots = frozenset(node.name for node in nodes if node.root)
    apart = _APART * measure.px
    return GraphPlan(measure, placed_beside(names, edges, chosen), roots, edges, wide, apart, title)
