"""One function, five faces: what a built deck shows, held against what the function itself returns."""

from __future__ import annotations

import csv
import importlib.util
import io
import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import lxml.html
import pytest

from talk.chart.chart import Chart
from talk.chart.format import decimals_for, show_number
from talk.cli import run

Call = Callable[..., Any]

DEMO = '''
from typing import Annotated

from talk.demo import Chart, Range, demo


@demo
def cooling(
    start: Annotated[int, Range(20, 100, step=4, unit="°C")] = 60,
    rate: Annotated[float, Range(0.5, 2.5, step=0.5)] = 1.0,
) -> Chart:
    """A cup of tea, left alone."""
    minutes = [0.5 * step for step in range(41)]
    degrees = [20 + (start - 20) * 2 ** (-rate * each / 5) for each in minutes]
    return (
        Chart(x=minutes, x_unit="min", x_label="time", y_unit="°C", y_label="tea")
        .line(degrees, "tea")
        .hline(20, "room")
        .says(f"From {start} °C it is at {degrees[10]:.1f} °C after 5 minutes.")
    )
'''
SLIDES = """# Tea

---

## It cools {#cools}

```demo cooling
print:
  - start: 100
  - {start: 40, rate: 2.5}
```
"""


@dataclass(frozen=True)
class Deck:
    """The deck as it was written, and the function as Python has it."""

    page: Any
    paper: Any
    csv: str
    cooling: Callable[..., Chart]

    @property
    def payload(self) -> dict[str, Any]:
        (script,) = self.page.xpath('//figure[@id="cooling"]//script[@class="states"]')
        found: dict[str, Any] = json.loads(script.text)
        return found

    def states(self) -> list[dict[str, Any]]:
        """The settings of each state, in the order of the grid."""
        first, second = self.payload["params"]
        return [{"start": start, "rate": rate} for start in first["stops"] for rate in second["stops"]]


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    """The deck, built; and the module of its demo, imported as a test of the author's would."""
    root = tmp_path_factory.mktemp("faces")
    for name, text in (("demos/tea.py", DEMO), ("slides/01.md", SLIDES)):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    assert run(["build", str(root / "slides"), "-o", str(root / "build")]) == 0
    page, paper = (lxml.html.parse(str(root / "build" / f"{name}.html")) for name in ("index", "handout"))
    (numbers,) = (root / "build" / "data").glob("cooling.*.csv")
    return Deck(page, paper, numbers.read_text(encoding="utf-8"), _module(root / "demos/tea.py").cooling)


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("tea", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def numbers(chart: Chart) -> tuple[tuple[float, ...], tuple[float | None, ...]]:
    """The x and the y of the curve."""
    return chart.data.xs, chart["tea"]


def curve(path: str) -> list[tuple[float, float]]:
    """The points of a path of straight strokes."""
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+)[ ,](-?[\d.]+)", path)]


def pixels(payload: dict[str, Any], chart: Chart) -> list[tuple[float, float]]:
    """Where the function's own numbers belong on the drawing."""
    x, y = payload["x"], payload["panels"][0]["y"]

    def to_pixel(axis: dict[str, Any], value: float) -> float:
        (low, high), (start, end) = axis["v"], axis["p"]
        return float(start + (value - low) / (high - low) * (end - start))

    return [(to_pixel(x, at), to_pixel(y, value or 0.0)) for at, value in zip(*numbers(chart), strict=True)]


def near(found: list[tuple[float, float]], wanted: list[tuple[float, float]]) -> bool:
    """Whether each wanted point lies on the stroke through the found ones, to half a pixel."""
    return all(_gap(point, found) <= 0.5 for point in wanted)


def _gap(point: tuple[float, float], stroke: list[tuple[float, float]]) -> float:
    best = float("inf")
    for (x, y), (to_x, to_y) in itertools.pairwise(stroke):
        if min(x, to_x) - 0.5 <= point[0] <= max(x, to_x) + 0.5:
            share = (point[0] - x) / (to_x - x) if to_x != x else 0.0
            best = min(best, abs(y + (to_y - y) * min(max(share, 0.0), 1.0) - point[1]))
    return best


def test_the_curve_of_every_state_has_the_functions_numbers(deck: Deck, call: Call) -> None:
    """In each of the states the page's path goes through what the function returns."""
    payload = deck.payload["chart"]
    assert len(deck.states()) == len(payload["states"]) >= 21 * 5
    (ink,) = (mark["ink"][0] for mark in payload["marks"] if mark["k"] == "line")
    for number, state in enumerate(deck.states()):
        path = call("inkPaths", payload, number)[ink]
        assert near(curve(path), pixels(payload, deck.cooling(**state))), state


def test_the_figure_that_stands_there_first_is_the_default_state(deck: Deck) -> None:
    """The drawing of the build itself, without any script."""
    payload = deck.payload["chart"]
    (ink,) = (mark["ink"][0] for mark in payload["marks"] if mark["k"] == "line")
    (path,) = deck.page.xpath(f'//figure[@id="cooling"]//svg//*[@data-ink="{ink}"]/@d')
    assert near(curve(path), pixels(payload, deck.cooling()))


def test_the_words_of_every_state_are_the_functions_own(deck: Deck) -> None:
    """Status line and alt text say what `says` said; the alt text has at most 150 characters."""
    payload = deck.payload["chart"]
    for state, info in zip(deck.states(), payload["states"], strict=True):
        finding = deck.cooling(**state).data.finding
        assert payload["texts"][info["say"]] == finding
        assert payload["texts"][info["alt"]].endswith(finding)
        assert len(payload["texts"][info["alt"]]) <= 150
    (figure,) = deck.page.xpath('//figure[@id="cooling"]')
    assert figure.xpath("string(output)").strip() == deck.cooling().data.finding
    assert figure.xpath(".//svg/@aria-label")[0].endswith(deck.cooling().data.finding)


def test_the_table_of_every_state_has_the_functions_numbers(deck: Deck, call: Call) -> None:
    """Each row is an x and its y, written as a reader sees them."""
    payload = deck.payload["chart"]
    for number, state in enumerate(deck.states()):
        xs, ys = numbers(deck.cooling(**state))
        decimals = decimals_for(ys)
        wanted = [[show_number(x, 1), show_number(y or 0.0, decimals)] for x, y in zip(xs, ys, strict=True)]
        assert call("tableRows", payload, number) == wanted, state


def test_table_and_csv_of_the_page_are_those_of_the_default_state(deck: Deck) -> None:
    """The page has its short table, the file all rows with all digits."""
    xs, ys = numbers(deck.cooling())
    rows = list(csv.reader(io.StringIO(deck.csv)))
    assert rows[0] == ["time (min)", "tea (°C)"]
    for row, x, y in zip(rows[1:], xs, ys, strict=True):
        assert (float(row[0]), float(row[1])) == pytest.approx((x, y))
    cells = deck.page.xpath('//figure[@id="cooling"]//tbody/tr/*/text()')
    decimals = decimals_for(ys)
    assert cells[1::2] == [show_number(y or 0.0, decimals) for y in ys]


def test_paper_shows_just_the_print_states_on_the_same_axes(deck: Deck) -> None:
    """Each has its drawing, its sentence and its rows; a degree is as high on both."""
    (figure,) = deck.paper.xpath('//figure[@id="cooling"]')
    states = [{"start": 100}, {"start": 40, "rate": 2.5}]
    findings = [deck.cooling(**state).data.finding for state in states]
    assert len(figure.xpath('.//div[@class="chart"]')) == 2
    told = [" ".join(each.text_content().split()) for each in figure.xpath('.//*[@class="finding"]')]
    assert all(said.endswith(finding) for said, finding in zip(told, findings, strict=True))
    heights = []
    for svg, state in zip(figure.xpath(".//svg"), states, strict=True):
        strokes = [curve(path) for path in svg.xpath('.//*[@class="ink"]/@d')]
        line = max(strokes, key=len)
        first, last = numbers(deck.cooling(**state))[1][0], numbers(deck.cooling(**state))[1][-1]
        heights.append((line[-1][1] - line[0][1]) / ((first or 0) - (last or 0)))
    assert heights[0] == pytest.approx(heights[1], rel=0.02)
