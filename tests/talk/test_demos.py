"""Every demo block of the talk: how many there are, what moves in them, and that all of their ends hold."""

from __future__ import annotations

import importlib
import itertools
import re
import sys
from functools import cache
from pathlib import Path

import msgspec
import pytest

from talk.chart.model import ChartData
from talk.deck.read import read_deck
from talk.demo.api import Demo
from talk.demo.bind import bind
from talk.demo.grid import MAX_STATES, full_grid
from talk.errors import Diagnostics

ROOT = Path(__file__).parents[2]
MOST_BYTES = 6000
"""Of the numbers of one chart, as JSON: a few lines of 200 points."""


@cache
def _demos():
    if str(ROOT / "demos") not in sys.path:
        sys.path.append(str(ROOT / "demos"))
    files = [file for file in sorted((ROOT / "demos").glob("*.py")) if not file.name.startswith("_")]
    modules = [importlib.import_module(file.stem) for file in files]
    return {
        each.spec.name: each for module in modules for each in vars(module).values() if _own(each, module)
    }


def _own(each, module):
    return isinstance(each, Demo) and each.function.__module__ == module.__name__


@cache
def _calls():
    """(slide, demo, grid, states for paper) of every block."""
    diagnostics = Diagnostics()
    found = []
    for slide, call in read_deck(ROOT / "slides", diagnostics).demo_calls:
        demo = _demos()[call.name]
        bound = bind(demo.spec, call.settings, diagnostics, options=call.options, span=call.span)
        assert bound is not None, [str(each) for each in diagnostics]
        found.append((slide.id, demo, full_grid(bound.free, bound.values), bound.prints))
    assert [str(each) for each in diagnostics] == []
    return found


def _params():
    return [pytest.param(demo, grid, prints, id=name) for name, demo, grid, prints in _calls()]


def _corners(grid):
    """All combinations of the first and the last stop of each control, and the state shown first."""
    ends = [sorted({0, len(stops) - 1}) for stops in grid.stops]
    names = [control.param.name for control in grid.controls]
    yield dict(grid.values)
    for places in itertools.product(*ends):
        chosen = [stops[place] for stops, place in zip(grid.stops, places, strict=True)]
        yield {**grid.values, **dict(zip(names, chosen, strict=True))}


def test_the_talk_has_its_demos():
    """At least 18 demos, 14 of them with controls, 10 with a first slider of 20 stops or more."""
    with_controls = {demo.spec.name for _, demo, grid, _ in _calls() if grid.controls}
    long_sliders = {demo.spec.name for _, demo, grid, _ in _calls() if _primary_stops(grid) >= 20}
    assert len({demo.spec.name for _, demo, _, _ in _calls()}) >= 18
    assert len(with_controls) >= 14
    assert len(long_sliders) >= 10


def test_the_page_about_the_demos_is_complete():
    """docs/talk-demos.md has a row for each demo that names its slide and the controls on it."""
    page = (ROOT / "docs" / "talk-demos.md").read_text(encoding="utf-8")
    rows = [set(re.findall(r"`([\w-]+)`", line)) for line in page.splitlines() if line.startswith("| `")]
    for slide, demo, grid, _ in _calls():
        (row,) = [row for row in rows if demo.spec.name in row and slide in row]
        assert {control.param.name for control in grid.controls} <= row


def _primary_stops(grid):
    sliders = (
        len(stops)
        for control, stops in zip(grid.controls, grid.stops, strict=True)
        if control.param.is_numeric()
    )
    return next(sliders, 0)


def test_every_parameter_has_a_short_name():
    """No control is called by a parameter's name with an underscore in it."""
    params = [param for demo in _demos().values() for param in demo.spec.params]
    assert [param.name for param in params if "_" in param.name and not param.label] == []
    assert max(len(param.title) for param in params) <= 20


@pytest.mark.parametrize(("demo", "grid", "prints"), _params())
def test_every_end_of_its_controls_runs(demo, grid, prints):
    """Both ends of every slider, and all states for paper, give a finding and few numbers, of one shape."""
    assert grid.count <= MAX_STATES
    results = [demo.run(state).data for state in [*_corners(grid), *prints]]
    assert all(result.finding for result in results)
    charts = [each for each in results if isinstance(each, ChartData)]
    assert len({_shape(each) for each in charts}) <= 1
    assert _lanes_begin_alike(charts)
    assert max([len(msgspec.json.encode(each)) for each in charts], default=0) <= MOST_BYTES


def _shape(chart):
    """What must be the same in all states: axes and units."""
    return (chart.x, *(panel.y for panel in chart.panels))


def _lanes_begin_alike(charts):
    """The lanes of each state are the beginning of the longest ones."""
    rows = [[panel.lanes or () for panel in chart.panels] for chart in charts]
    longest = [max(column, key=len) for column in zip(*rows, strict=True)]
    return all(lanes == most[: len(lanes)] for row in rows for lanes, most in zip(row, longest, strict=True))


@pytest.mark.parametrize(("demo", "grid", "prints"), _params())
def test_it_is_a_function_of_its_parameters(demo, grid, prints):
    """The same state gives the same numbers again, after other states have run."""
    first = demo.run(grid.values).data
    for state in _corners(grid):
        demo.run(state)
    assert demo.run(grid.values).data == first
    del prints
