"""The lost update follows from the order of loads and stores."""

import pytest
from races import ORDERS, lost_update, orders


def _by_hand(order):
    """What n comes to, load by load and store by store."""
    n, held, loaded = 0, {}, {"a": False, "b": False}
    for name in order:
        if loaded[name]:
            n = held[name] + 1
        else:
            held[name] = n
        loaded[name] = not loaded[name]
    return n


def _lanes(chart):
    """What stands in each lane: start, end and word of its stretches, in order of time."""
    panel = chart.data.panels[0]
    found = {name: [] for name in panel.lanes}
    for spans in panel.spans:
        for lane, *stretch in zip(spans.lanes, spans.starts, spans.ends, spans.texts, strict=True):
            found[panel.lanes[lane]].append(tuple(stretch))
    return {name: sorted(stretches) for name, stretches in found.items()}


def _end_of(chart):
    """The last value that n holds."""
    return int(_lanes(chart)["n"][-1][2])


@pytest.mark.parametrize("order", [1, 2, 17, ORDERS])
def test_without_a_cure_the_order_decides(order):
    """The last value of n is what the order comes to by hand."""
    assert _end_of(lost_update(order=order)) == _by_hand(orders()[order - 1])


def test_the_orders_go_from_nothing_lost_to_most_lost():
    """All orders that a begins, each once, the harmless ones first; three of them lose nothing."""
    ends = [_by_hand(order) for order in orders()]
    assert len(set(orders())) == len(orders()) == ORDERS
    assert ends == sorted(ends, reverse=True)
    assert ends.count(4) == 3


@pytest.mark.parametrize("cure", ["atomic", "mutex", "channel"])
def test_with_a_cure_every_order_comes_to_four(cure):
    """No interleaving loses an increment."""
    assert {_end_of(lost_update(order=order, cure=cure)) for order in range(1, ORDERS + 1)} == {4}


def test_each_step_has_its_place_in_its_goroutines_lane():
    """The stretches follow the order, letter by letter, and do not overlap."""
    lanes = _lanes(lost_update(order=ORDERS))
    steps = sorted((start, name) for name in ("a", "b") for start, *_ in lanes[name])
    assert [start for start, _ in steps] == list(range(8))
    assert "".join(name for _, name in steps) == orders()[-1]


@pytest.mark.parametrize(("order", "cure"), [(1, "none"), (ORDERS, "none"), (ORDERS, "mutex"), (5, "atomic")])
def test_n_holds_what_was_stored_last(order, cure):
    """Its stretches follow each other until after the last step, each begun by a store of its value."""
    lanes = _lanes(lost_update(order=order, cure=cure))
    stored = {(end, word.split()[-1]) for name in ("a", "b") for _, end, word in lanes[name]}
    first, *later = lanes["n"]
    assert (first[0], first[2], lanes["n"][-1][1]) == (0, "0", 9 if cure != "atomic" else 5)
    assert [start for start, *_ in later] == [end for _, end, _ in lanes["n"]][:-1]
    assert later
    assert {(start, value) for start, _, value in later} <= stored
    assert all(start < end for start, end, _ in lanes["n"])
