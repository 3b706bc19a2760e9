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


def _end_of(chart):
    return chart["n"][-1]


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
    panel = lost_update(order=ORDERS).data.panels[0]
    steps = sorted(
        (start, panel.lanes[lane])
        for spans in panel.spans
        for start, lane in zip(spans.starts, spans.lanes, strict=True)
    )
    assert [start for start, _ in steps] == list(range(8))
    assert "".join(lane for _, lane in steps) == orders()[-1]
