"""Reads a drawn chart back from its SVG: texts, strokes and filled shapes in pixels."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from lxml import etree
from py_mini_racer import MiniRacer

from talk import webfiles
from talk.chart.chart import Chart
from talk.chart.draw import render_svg
from talk.chart.size import Size
from talk.chart.steps import Steps

SVG = "{http://www.w3.org/2000/svg}"
Point = tuple[float, float]
WIDE = Size(1000, 440, 20, 1.14)


@dataclass(frozen=True)
class Written:
    text: str
    x: float
    y: float
    role: str
    anchor: str


class Drawn:
    """A drawing as the page gets it."""

    def __init__(self, svg: str) -> None:
        self.svg = svg
        self.root = etree.fromstring(svg)

    @property
    def texts(self) -> list[Written]:
        found = []
        for each in self.root.iter(f"{SVG}text"):
            words = " ".join(each.itertext())
            role = re.search(r"fill:var\(--([\w-]+)\)", each.get("style"))[1]
            place = (float(each.get("x")), float(each.get("y")))
            found.append(Written(words, *place, role, each.get("text-anchor", "start")))
        return found

    def text(self, words: str) -> Written:
        return next(each for each in self.texts if each.text == words)

    def strokes(self, role: str) -> list[list[Point]]:
        """The points of every stroke of that colour without a gap, longest first."""
        return self._paths(rf"stroke: ?var\(--{role}\)")

    def fills(self, role: str) -> list[list[Point]]:
        return self._paths(rf"fill: ?var\(--{role}\)")

    def middles(self, role: str) -> list[Point]:
        """The middles of all filled shapes of that colour."""
        return [_middle(points) for points in self.fills(role)]

    def x_of(self, low: str, high: str) -> Callable[[float], float]:
        """From a linear x in the unit shown to pixels, read off two tick labels."""
        labels = {each.text: each.x for each in self.texts if each.anchor == "middle"}
        return _line(low, high, labels[low], labels[high])

    def y_of(self, low: str, high: str) -> Callable[[float], float]:
        labels = {each.text: each.y for each in self.texts if each.anchor == "end"}
        return _line(low, high, labels[low], labels[high])

    def _paths(self, style: str) -> list[list[Point]]:
        paths = [each for each in self.root.iter(f"{SVG}path") if re.search(style, each.get("style", ""))]
        parts = [part for path in paths for part in re.findall(r"M[^M]+", path.get("d", ""))]
        return sorted(map(_points, parts), key=len, reverse=True)


def _line(low: str, high: str, at_low: float, at_high: float) -> Callable[[float], float]:
    first, last = (float(each.replace(",", "")) for each in (low, high))
    return lambda value: at_low + (value - first) / (last - first) * (at_high - at_low)


def _points(d: str) -> list[Point]:
    numbers = [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", d)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _middle(points: list[Point]) -> Point:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


@pytest.fixture
def draw() -> Callable[..., Drawn]:
    """Draws a chart or diagrams on 1000 x 440 pixels at the base size of 28."""

    def drawn(made: Chart | Steps, size: Size = WIDE, **more: object) -> Drawn:
        named = {"id": "fig", "alt": "a chart", "em_of": 28.0, **more}
        return Drawn(render_svg(made.data, size, **named)[0])

    return drawn


@pytest.fixture(scope="session")
def call() -> Callable[..., Any]:
    """Calls a pure function of the page's script by name."""
    engine = MiniRacer()
    engine.eval(webfiles.read_text("talk.js"))

    def function(name: str, *arguments: Any) -> Any:
        values = ",".join(json.dumps(each) for each in arguments)
        return json.loads(str(engine.eval(f"JSON.stringify(talk.pure.{name}({values}))")))

    return function
