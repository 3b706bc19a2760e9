"""Tri-colour marking with and without the write barrier, as the simulator runs it."""

import pytest
from marking import COLLECTOR, marking, moments, run

STEPS = range(len(COLLECTOR) + 1)


def _shown(**settings):
    return [step.named for step in marking(**settings).data.steps]


def test_without_the_barrier_a_live_object_is_swept():
    """A refers to C, and C is white and freed."""
    last = _shown(scanned=2, barrier=False)[-1]
    assert last["A"].colour == "black"
    assert last["A"].to == ("C",)
    assert (last["C"].colour, last["C"].gone) == ("white", True)


def test_with_the_barrier_the_write_shades_c():
    """C is grey as soon as it stands in A, and black in the end."""
    _, stored, _, last = _shown(scanned=2, barrier=True)
    assert (stored["C"].colour, last["C"].colour, last["C"].gone) == ("grey", "black", False)


@pytest.mark.parametrize("scanned", STEPS)
def test_c_is_lost_only_between_the_scans_of_a_and_of_b(scanned):
    """Before A is scanned the new reference is found there, after B is scanned C has been seen."""
    names = [each.name for each in COLLECTOR[1:scanned]]
    assert bool(run(scanned, barrier=False).lost) == ("A" in names and "B" not in names)
    assert run(scanned, barrier=True).lost == ()


@pytest.mark.parametrize("scanned", STEPS)
@pytest.mark.parametrize("barrier", [False, True])
def test_the_moments_are_steps_of_the_simulated_mark(scanned, barrier):
    """What the slide shows stands in the simulator's own trace, references included."""
    trace = run(scanned, barrier=barrier)
    for shown, number in zip(_shown(scanned=scanned, barrier=barrier), moments(scanned), strict=True):
        for each in trace.steps[number].objects:
            assert shown[each.name].colour == each.colour
            assert list(shown[each.name].to) == [ref for ref in each.refs if ref]


@pytest.mark.parametrize("scanned", STEPS)
def test_garbage_is_swept_whatever_happens(scanned):
    """F, to which nothing refers, goes with the barrier and without."""
    assert all("F" in run(scanned, barrier=barrier).freed for barrier in (False, True))
