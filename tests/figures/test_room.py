"""Where a slide leaves its figure too little room, all of its text gives way, as far as it may."""

from __future__ import annotations

import re
from collections.abc import Callable

import lxml.html

from tests.figures.conftest import Deck

PANELS = """
@demo
def panels(slope: Annotated[int, Range(1, 3)] = 2) -> Chart:
    '''Two panels above each other.'''
    chart = Chart(x=[0, 1, 2], x_unit="s", x_label="time").line([0, slope, 2 * slope], "way")
    return chart.panel(y_label="speed").line([slope] * 3, "speed")
"""


def files(lines: int) -> dict[str, str]:
    """A deck with one figure under so many lines of text."""
    text = "\n\n".join(f"Line {number}" for number in range(lines))
    return {"demos/panels.py": PANELS, "slides/a.md": f"## A {{#a}}\n\n{text}\n\n```demo panels\n```\n"}


def added_px(made: Deck) -> int:
    """What the slide adds to the deck's size of text."""
    (section,) = lxml.html.parse(made.folder / "build/index.html").xpath("//section[@id='a']")
    found = re.search(r"--add: (-?\d+)", section.get("style", ""))
    return int(found[1]) if found else 0


def test_a_figure_with_room_leaves_the_text_alone(deck: Callable[..., Deck]) -> None:
    """The slide has the size that the deck asks for, also when that is large."""
    made = deck(files(0))
    assert made.build() == 0
    assert added_px(made) == 0


def test_text_gives_way_to_a_figure(deck: Callable[..., Deck]) -> None:
    """At +10 the slide's text gets smaller, but not under the size at which chart text has 16 px."""
    made = deck(files(2))
    assert made.build("--font", "+10") == 0
    assert 22.4 - 38 <= added_px(made) < 0
    before = added_px(made)
    assert made.build("--font", "+10") == 0
    assert added_px(made) == before, "a figure of the cache stands on the same slide"


def test_what_never_fits_is_an_error(deck: Callable[..., Deck]) -> None:
    """The message tells of the size that the deck asks for."""
    (told,) = deck(files(9)).errors()
    assert re.search(r"slides/a.md:21: error: .*the chart needs a height of \d+ px, there are 180", told)
