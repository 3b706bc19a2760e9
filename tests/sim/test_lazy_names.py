"""The front door loads what is asked for, and says the same to people and to type checkers."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from talk import sim

STUB = Path(sim.__file__).with_suffix(".pyi")


def test_the_stub_names_what_the_front_door_gives() -> None:
    """Every name of the stub comes from the module that the stub says, and there is no other."""
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    homes = {
        alias.name: node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert sorted(homes) == sim.__all__
    for name, home in homes.items():
        assert getattr(sim, name) is getattr(sys.modules[home], name)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """As with any module."""
    with pytest.raises(AttributeError, match="no attribute 'run_everything'"):
        sim.run_everything  # noqa: B018 - asking is the test


def test_asking_for_stacks_loads_no_scheduler() -> None:
    """A demo of one model does not wait for the others."""
    code = "from talk.sim import run_stack; import sys; print(*(m for m in sys.modules if 'talk.sim' in m))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert "talk.sim.stack" in loaded
    assert "talk.sim.sched" not in loaded
    assert "talk.sim.memory" not in loaded
