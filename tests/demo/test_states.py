"""Many states of a demo: in their order, each as fresh as the first, and ended by the first that fails."""

from __future__ import annotations

import sys
import time

import pytest

from talk.demo.catalog import Catalog
from talk.demo.errand import parts_of
from talk.demo.worker import Call
from talk.errors import Diagnostics, listing

SQUARES = """
    import random
    SEEN = []
    @demo
    def square(n: Annotated[int, Range(0, 999)] = 3) -> Chart:
        return Chart(x=[n]).line([n * n], "n")
    @demo
    def chance(n: Annotated[int, Range(0, 999)] = 3) -> Chart:
        import os
        was = os.environ.get("SET", "no")
        os.environ["SET"] = "yes"
        found = [random.random(), len(os.getcwd()), len(was)]
        os.chdir("/")
        return Chart(x=range(3)).line(found, "n")
    @demo
    def counts(n: Annotated[int, Range(0, 999)] = 3) -> Chart:
        SEEN.append(n)
        return Chart(x=[n]).line([len(SEEN)], "n")
    @demo
    def closes(n: Annotated[int, Range(0, 999)] = 3) -> Chart:
        import sys
        print(n)
        sys.stdout.close()
        return Chart(x=[n])
    @demo
    def fails(n: Annotated[int, Range(0, 999)] = 3) -> Chart:
        if n in (5, 21, 39):
            raise RuntimeError("no")
        return Chart(x=[n])
    @demo
    def hangs(n: Annotated[int, Range(0, 999)] = 3) -> Chart:
        while n == 2: pass
        return Chart(x=[n])
    @demo
    def slow(n: Annotated[int, Range(0, 999)] = 3) -> Chart:
        import time
        time.sleep(0.5)
        return Chart(x=[n])
    @demo
    def broad(n: Annotated[int, Range(0, 999)] = 3) -> Chart:
        return Chart(x=range(9000)).line([n + k / 7 for k in range(9000)], "n")
"""


def call(catalog: Catalog, name: str, count: int) -> Call:
    """So many states of a demo."""
    return Call(catalog.specs[name], tuple({"n": number} for number in range(count)))


def ys(catalog: Catalog, name: str, count: int, diagnostics: Diagnostics) -> list[tuple[float | None, ...]]:
    """The y of every state."""
    (ran,) = catalog.run_all([call(catalog, name, count)], diagnostics)
    assert listing(diagnostics) == ""
    return [each.series("n").y for each in ran.results]


def test_results_stand_in_the_order_of_their_states(workshop, diagnostics: Diagnostics) -> None:
    """However they are spread over processes."""
    catalog = workshop({"a.py": SQUARES})
    assert ys(catalog, "square", 90, diagnostics) == [(number**2,) for number in range(90)]


@pytest.mark.parametrize("count", [1, 2, 19, 20, 39, 40, 41, 79, 81, 600])
def test_states_are_cut_by_their_number_alone(count: int) -> None:
    """The stretches follow each other, hold all, and are not many."""
    parts = parts_of(count)
    assert [number for first, end in parts for number in range(first, end)] == list(range(count))
    assert len(parts) <= 4
    assert len(parts) == 1 or min(end - first for first, end in parts) >= 20


def test_every_state_meets_the_same_world(workshop, diagnostics: Diagnostics) -> None:
    """Chance, working directory and environment are as they were, whatever the state before did."""
    catalog = workshop({"a.py": SQUARES})
    assert len(set(ys(catalog, "chance", 20, diagnostics))) == 1


def test_what_globals_keep_does_not_depend_on_the_cores(workshop, diagnostics: Diagnostics) -> None:
    """With one job or with many a demo that remembers comes to the same."""
    catalog = workshop({"a.py": SQUARES})
    assert catalog.workshop is not None
    many = ys(catalog, "counts", 80, diagnostics)
    catalog.close()
    catalog.workshop.jobs = 1
    assert ys(catalog, "counts", 80, diagnostics) == many


def test_a_state_that_closes_its_output_does_not_silence_the_next(workshop, diagnostics: Diagnostics) -> None:
    """What each of them prints is kept."""
    catalog = workshop({"a.py": SQUARES})
    (ran,) = catalog.run_all([call(catalog, "closes", 3)], diagnostics)
    assert listing(diagnostics) == ""
    assert ran.output == "0\n1\n2\n"


def test_the_first_state_that_fails_is_the_error(workshop, diagnostics: Diagnostics) -> None:
    """One error for the call, whichever process comes to its failure first."""
    catalog = workshop({"a.py": SQUARES})
    ran = catalog.run_all([call(catalog, "fails", 60), call(catalog, "square", 1)], diagnostics)
    (error,) = diagnostics.errors
    assert "demo 'fails' with n=5: RuntimeError: no" in error.text
    assert [each.results is None for each in ran] == [True, False]


def test_the_time_is_that_of_each_state(workshop, diagnostics: Diagnostics) -> None:
    """Four states of half a second are fine under a limit of one and a half; one that hangs is named."""
    catalog = workshop({"a.py": SQUARES}, seconds=1.5)
    slow, hangs = catalog.run_all([call(catalog, "slow", 4), call(catalog, "hangs", 4)], diagnostics)
    assert slow.results is not None
    assert hangs.results is None
    (error,) = diagnostics.errors
    assert "demo 'hangs' with n=2: did not end within 1.5 s" in error.text


def test_all_results_together_have_a_limit(workshop, diagnostics: Diagnostics) -> None:
    """Many states that are each small enough may be too much."""
    catalog = workshop({"a.py": SQUARES}, run_bytes=1 << 20)
    (ran,) = catalog.run_all([call(catalog, "broad", 7)], diagnostics)
    assert ran.results is None
    (error,) = diagnostics.errors
    assert "returned more than 1 MB over all its states" in error.text


@pytest.mark.skipif(sys.platform == "win32", reason="one run after the other there")
def test_what_is_done_comes_at_once(workshop, diagnostics: Diagnostics) -> None:
    """A quick demo is there before a slow one that was asked for first."""
    catalog = workshop({"a.py": SQUARES})
    assert catalog.workshop is not None
    catalog.workshop.jobs = 2
    begun = time.monotonic()
    answers = catalog.run_each([call(catalog, "slow", 4), call(catalog, "square", 2)], diagnostics)
    first, _ = next(answers)
    assert first == 1
    assert [place for place, _ in answers] == [0]
    assert time.monotonic() - begun >= 2.0
