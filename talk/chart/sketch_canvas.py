"""Sketches on matplotlib's sheet: the face for PNG files."""

from __future__ import annotations

from collections.abc import Iterable

from talk.chart.canvas import Canvas, Text
from talk.chart.sketch import Point, Shape, ordered


def paint(canvas: Canvas, shapes: Iterable[Shape], origin: Point) -> None:
    """Draw the shapes with their own corner at `origin`."""
    for shape in ordered(list(shapes)):
        numbers = [number / 10 for number in shape.numbers]
        points = [(x + origin[0], y + origin[1]) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]
        _PAINT[shape.style.kind](canvas, shape, points, numbers)


def _rect(canvas: Canvas, shape: Shape, points: list[Point], numbers: list[float]) -> None:
    style, unit = shape.style, canvas.unit
    canvas.rectangle(
        points[0],
        (numbers[2], numbers[3]),
        fill=style.fill,
        stroke=style.stroke,
        alpha=style.alpha,
        dashes=_dashes(shape),
        radius=style.radius / unit,
        width=style.width / unit,
    )


def _line(canvas: Canvas, shape: Shape, points: list[Point], _: list[float]) -> None:
    canvas.line(points, shape.style.stroke, shape.style.width / canvas.unit, _dashes(shape))


def _curve(canvas: Canvas, shape: Shape, points: list[Point], _: list[float]) -> None:
    canvas.curve(points, shape.style.stroke, shape.style.width / canvas.unit, _dashes(shape))


def _closed(canvas: Canvas, shape: Shape, points: list[Point], _: list[float]) -> None:
    canvas.triangle(points, shape.style.fill)


def _dot(canvas: Canvas, shape: Shape, points: list[Point], numbers: list[float]) -> None:
    canvas.dot(*points[0], numbers[2] / canvas.unit, shape.style.fill)


def _text(canvas: Canvas, shape: Shape, points: list[Point], _: list[float]) -> None:
    style = shape.style
    canvas.text(
        Text(*points[0], shape.text, across=style.across, down="first", role=style.fill, face=style.face)
    )


def _dashes(shape: Shape) -> list[float]:
    """In line widths, as the canvas takes them."""
    return [each / shape.style.width for each in shape.style.dashes]


_PAINT = {"rect": _rect, "line": _line, "curve": _curve, "closed": _closed, "dot": _dot, "text": _text}
