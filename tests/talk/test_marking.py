"""Tri-colour marking with and without the write barrier."""

from marking import Heap, marking


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


def test_a_program_that_writes_nothing_loses_nothing():
    """A mark without writes finds all that is reachable, barrier or not, and leaves garbage white."""
    heap = Heap({"A": "B", "B": "C", "C": "", "D": "A"}, barrier=False)
    heap.shade("A")
    heap.mark()
    assert heap.colours == {"A": "black", "B": "black", "C": "black", "D": "white"}
    assert heap.lost() == []


def test_the_barrier_shades_the_overwritten_reference_too():
    """What a write hides is marked in this cycle."""
    heap = Heap({"A": "B", "B": ""}, barrier=True)
    heap.write("A", "")
    assert heap.colours["B"] == "grey"
