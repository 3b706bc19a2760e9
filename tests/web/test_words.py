from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from talk.chart.canvas import Canvas, Text
from talk.chart.palette import SENTINELS
from talk.chart.svg import to_svg

Call = Callable[..., Any]
ACROSS, DOWN = ("start", "middle", "end"), ("top", "middle", "base", "first")


def drawn(down: str, across: str, text: str) -> list[tuple[str, float]]:
    """The lines of a text at (12, 34.5) as the build draws it, each with its drop in text sizes."""
    canvas = Canvas(100, 100, 20, 1.2, SENTINELS)
    canvas.text(Text(12, 34.5, text, across=across, down=down))  # type: ignore[arg-type]
    svg = to_svg(canvas, id="a", alt="", em_of=28)
    anchor = re.search(r'text-anchor="(\w+)"', svg)
    assert (anchor[1] if anchor else "start") == across
    parts = re.findall(r"<(?:text|tspan)([^>]*)>(\w+)<", svg)
    drops = [(word, re.search(r'dy="([-.\d]+)em"', attributes)) for attributes, word in parts]
    return [(word, float(drop[1]) if drop else 0.0) for word, drop in drops]


@pytest.mark.parametrize("down", DOWN)
@pytest.mark.parametrize("across", ACROSS)
@pytest.mark.parametrize("text", ["one", "one\ntwo\nthree"])
def test_a_text_hangs_as_the_build_hangs_it(
    call: Call, payloads: ModuleType, down: str, across: str, text: str
) -> None:
    """Whatever lies at its point, each line stands as far down in the page as in the first drawing."""
    state = {"m": [], "w": [[0, 0, 120, 345]], "say": 0, "alt": 0}
    style = {"across": across, "down": down, "style": "fill:var(--fg)"}
    chart = payloads.chart([], texts=[text], states=[state], wordStyles=[style])
    lines = [list(line) for line in drawn(down, across, text)]
    assert call("placedWords", chart, 0) == [
        {"x": 12, "y": 34.5, "across": across, "style": "fill:var(--fg)", "lines": lines}
    ]


def test_labels_at_ends_are_words_too(call: Call, payloads: ModuleType) -> None:
    """Each label stands at the right margin on the height of its line's end, in the style of its kind."""
    line = payloads.mark("line", y=[0, 50], end=0)
    rule = payloads.mark("rule", at=[75], t=[1], axis="y")
    chart = payloads.chart([line, rule], x=[0, 10], texts=["heap", "limit"])
    words = call("endWords", chart, 0)
    assert [(word["x"], word["y"], word["style"], word["lines"][0][0]) for word in words] == [
        (1120, 200, "fill:var(--fg)", "heap"),
        (1120, 100, "fill:var(--muted)", "limit"),
    ]


def test_a_text_that_is_not_there_is_not_written(call: Call, payloads: ModuleType) -> None:
    """Empty texts and numbers of texts or styles that do not exist give no element."""
    state = {"m": [], "w": [[0, 0, 0, 0], [7, 0, 0, 0], [1, 9, 0, 0]], "say": 0, "alt": 0}
    assert call("placedWords", payloads.chart([], texts=["", "a"], states=[state]), 0) == []


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1", "−2.5", "4,096"], True),
        (["", "1.2e9", "3 MiB"], False),
        (["", ""], False),
        (["", "1.5e-9"], True),
        (["P0", "P1"], False),
    ],
)
def test_which_columns_are_set_as_numbers(call: Call, cells: list[str], numbers: bool) -> None:
    """Those in which every cell that is filled is a number; one without any is not."""
    assert call("numberColumns", [[cell] for cell in cells], 1) == [numbers]
