"""Tri-colour marking with and without the write barrier, as the simulator runs it."""

from marking import BEHIND, MOMENTS, OBJECTS, STACK, marking

from talk import sim


def _colours(barrier):
    return [
        {key[0]: (key[3:].removesuffix(".ref"), cell.value) for key, cell in step.keyed.items()}
        for step in marking(barrier=barrier).data.steps
    ]


def test_without_the_barrier_a_live_object_stays_white():
    """A refers to C, and C is swept."""
    last = _colours(barrier=False)[-1]
    assert last["A"] == ("black", "C")
    assert last["C"] == ("white", "nil")


def test_with_the_barrier_every_referred_object_is_black():
    """The write shades C, so that the mark reaches it."""
    assert _colours(barrier=True)[1]["C"][0] == "grey"
    assert _colours(barrier=True)[-1]["C"][0] == "black"


def test_the_moments_are_steps_of_the_simulated_mark():
    """What the slide shows stands in the simulator's own trace."""
    for barrier in (False, True):
        trace = sim.run_marking(OBJECTS, STACK, BEHIND, barrier="hybrid" if barrier else "none")
        for shown, number in zip(_colours(barrier), MOMENTS, strict=True):
            assert {name: colour for name, (colour, _) in shown.items()} == {
                each.name: each.colour for each in trace.steps[number].objects
            }


def test_a_program_that_writes_nothing_loses_nothing():
    """Without the program's moves there is nothing to lose, barrier or not."""
    assert sim.run_marking(OBJECTS, STACK, BEHIND[:2], barrier="none").lost == ()
