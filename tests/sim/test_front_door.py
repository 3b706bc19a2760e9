from __future__ import annotations

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

from talk import sim

MODULES = sorted(module.name for module in pkgutil.walk_packages(sim.__path__, "talk.sim."))


@pytest.mark.parametrize("name", ["talk.sim", *MODULES])
def test_examples_in_docstrings_hold(name: str) -> None:
    """What a docstring shows is what comes out."""
    failed, _tried = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_there_are_examples() -> None:
    """The runs that people call first each have an example."""
    for function in (sim.run_stack, sim.run_gc, sim.run_guide, sim.run_reframe, sim.predict):
        assert ">>>" in (function.__doc__ or ""), function.__name__


def test_loads_numpy_and_itself_alone() -> None:
    """In a fresh process the simulator loads numpy and nothing else of what talk depends on."""
    code = "import sys; from talk.sim import *; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "numpy" in loaded
    assert not loaded & {
        "matplotlib",
        "jinja2",
        "markdown_it",
        "msgspec",
        "lxml",
        "pygments",
        "yaml",
        "click",
    }


def test_all_names_are_there() -> None:
    """Every name that the front door announces can be had through it."""
    for name in sim.__all__:
        assert hasattr(sim, name), name


def test_runs_say_what_they_leave_out() -> None:
    """Each model names its arguments, result, source and what it omits."""
    runs = [getattr(sim, name) for name in sim.__all__ if name.startswith("run_")]
    assert len(runs) >= 5
    for run in runs:
        for part in ("Args:", "Returns:", "Raises:", "Source:", "Omits:"):
            assert part in (run.__doc__ or ""), f"{run.__name__}: {part}"
