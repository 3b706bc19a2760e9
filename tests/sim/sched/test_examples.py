from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from talk.sim import sched

MODULES = sorted(module.name for module in pkgutil.iter_modules(sched.__path__, "talk.sim.sched."))


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    """What a docstring shows is what comes out."""
    failed, _tried = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_public_functions_say_what_they_know() -> None:
    """Each run and each reader names its arguments, result, errors, source and what it omits."""
    for function in (sched.run_goroutines, sched.run_schedule, sched.run_race, sched.interleavings):
        for part in ("Args:", "Returns:", "Raises:", "Source:", "Omits:"):
            assert part in (function.__doc__ or ""), f"{function.__name__}: {part}"
