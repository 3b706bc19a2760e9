"""The guide for authors of demos tells the truth."""

import re
from pathlib import Path

import pytest

from talk.chart.chart import Chart
from talk.chart.figure import figure
from talk.chart.units import factor
from talk.demo import Demo, params

GUIDE = Path(__file__).parents[2] / "docs" / "demos.md"
TEXT = GUIDE.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda source: re.search(r"def (\w+)", source)[1])
def test_the_examples_run_and_are_drawn(source: str) -> None:
    """Each example is a whole file whose demo can be drawn for a slide."""
    module: dict[str, object] = {"__name__": "example"}
    exec(compile(source, str(GUIDE), "exec"), module)
    (made,) = (value for value in module.values() if isinstance(value, Demo))
    drawn = figure([made.run({}).data], id="f", width_px=1000, height_px=480, font_px=34)
    status = drawn.status.replace("\N{NO-BREAK SPACE}", " ")
    assert status in drawn.alt or drawn.alt.endswith("…")
    assert drawn.table.rows


def test_every_method_of_a_chart_is_explained() -> None:
    """Whatever an author can call stands in the tables."""
    methods = [name for name, value in vars(Chart).items() if callable(value) and not name.startswith("_")]
    assert {"line", "says"} <= set(methods)
    assert not [name for name in methods if f"`.{name}(" not in TEXT]


def test_every_reserved_key_is_explained() -> None:
    """The keys of a block that are no parameters stand in its table."""
    assert not [name for name in params.RESERVED if f"`{name}:" not in TEXT]


def test_the_units_convert_as_listed() -> None:
    """The units that the guide puts side by side convert among each other."""
    line = re.search(r"Units that convert among each other: (.*?), and plain", TEXT, re.DOTALL)[1]
    groups = [group.split() for group in re.findall(r"`([^`]+)`", line)]
    assert len(groups) == 4
    for group in groups:
        assert all(factor(unit, group[0]) > 0 for unit in group)
