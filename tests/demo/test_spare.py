"""Runs for one state after the other, by processes that wait for them."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from talk.demo.catalog import Catalog
from talk.demo.sweep import children_of
from talk.demo.worker import Call
from talk.errors import Diagnostics, listing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")

DEMOS = """
    import math, os, time
    @demo
    def twice(n: Annotated[int, Range(1, 99)] = 1) -> Chart:
        math.tau = 0
        return Chart(x=[0]).line([2 * n], "n").line([os.getpid()], "pid")
    @demo
    def other(n: Annotated[int, Range(1, 99)] = 1) -> Chart:
        return Chart(x=[0]).line([math.tau], "n").line([os.getpid()], "pid")
    @demo
    def fails(n: Annotated[int, Range(1, 99)] = 1) -> Chart:
        raise ValueError(f"not {n}")
    @demo
    def leaves(n: Annotated[int, Range(1, 99)] = 1) -> Chart:
        os._exit(3)
    @demo
    def hangs(n: Annotated[int, Range(1, 99)] = 1) -> Chart:
        time.sleep(60)
"""


def now(catalog: Catalog, diagnostics: Diagnostics, name: str, n: int = 1) -> list[float]:
    """The first number of each of its lines; nothing after an error."""
    result = catalog.run_now(Call(catalog.specs[name], ({"n": n},)), diagnostics)
    return [result.series(label).y[0] for label in ("n", "pid")] if result else []


def test_each_state_has_a_process_of_its_own(workshop, diagnostics: Diagnostics) -> None:
    """States one after the other, each by another process, and all are right."""
    catalog = workshop({"a.py": DEMOS}, is_live=True)
    ran = [now(catalog, diagnostics, "twice", n) for n in range(1, 9)]
    assert [first for first, _ in ran] == [2 * n for n in range(1, 9)]
    assert len({pid for _, pid in ran}) == 8


def test_a_waiting_process_is_warm_for_one_demo(workshop, diagnostics: Diagnostics) -> None:
    """What one demo does to the modules of all reaches no run of another."""
    catalog = workshop({"a.py": DEMOS}, is_live=True)
    for _ in range(3):
        assert now(catalog, diagnostics, "twice")[0] == 2
        assert now(catalog, diagnostics, "other")[0] > 6


def test_failures_are_told_and_the_next_run_goes_on(workshop, diagnostics: Diagnostics) -> None:
    """Exceptions, ends of the process and runs without an end: each with its words, and nothing is lost."""
    catalog = workshop({"a.py": DEMOS}, is_live=True, seconds=1.0)
    for name, told in (
        ("fails", "ValueError: not 7"),
        ("leaves", "status 3"),
        ("hangs", "did not end within 1 s"),
    ):
        diagnostics = Diagnostics()
        assert now(catalog, diagnostics, name, 7) == []
        assert told in listing(diagnostics)
        assert now(catalog, Diagnostics(), "twice", 7)[0] == 14


def test_a_waiting_process_that_is_gone_is_not_missed(workshop, diagnostics: Diagnostics) -> None:
    """Whatever ends it, the next run takes place, and at the end nothing is left."""
    catalog = workshop({"a.py": DEMOS}, is_live=True)
    assert catalog.workshop is not None
    now(catalog, diagnostics, "twice")
    nursery = catalog.workshop._remote.process.pid
    while not (waiting := children_of(nursery)):
        pass
    for pid in waiting:
        os.kill(pid, signal.SIGKILL)
    assert now(catalog, diagnostics, "twice", 4)[0] == 8
    while not (left := children_of(nursery)):
        pass
    catalog.close()
    assert not [pid for pid in left if Path(f"/proc/{pid}/cmdline").exists()]
