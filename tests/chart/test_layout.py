from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from talk.chart.fonts import text_width, wrapped
from talk.chart.layout import Rect, least_covered, rows_for, spread

MIDDLES = st.lists(st.floats(-100, 500), min_size=1, max_size=12)


@given(MIDDLES, st.lists(st.floats(1, 30), min_size=12, max_size=12))
def test_spread_things_never_overlap(wanted: list[float], all_sizes: list[float]) -> None:
    """Whatever is wanted, nothing overlaps, all stays inside, and the order is kept."""
    sizes = all_sizes[: len(wanted)]
    found = spread(wanted, sizes, 0, 400)
    assert found is not None
    placed = sorted(zip(found, sizes, strict=True))
    for (before, size), (after, next_size) in pairwise(placed):
        assert after - before >= (size + next_size) / 2 - 1e-6
    assert min(m - s / 2 for m, s in placed) >= -1e-6
    assert max(m + s / 2 for m, s in placed) <= 400 + 1e-6
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    assert order == sorted(order, key=lambda index: (found[index], order.index(index)))


def test_things_with_room_stay_where_they_are_wanted() -> None:
    """Nothing moves without need, and two that meet share the way."""
    assert spread([50, 100], [10, 10], 0, 200) == [50, 100]
    assert spread([100, 100], [10, 10], 0, 200) == [95, 105]


def test_what_does_not_fit_is_told() -> None:
    """More than the space is no placing at all."""
    assert spread([1, 2, 3], [10, 10, 10], 0, 29) is None


def test_words_go_to_the_first_free_row() -> None:
    """A word that meets another goes a row up, or nowhere."""
    assert rows_for([(0, 10), (5, 15), (12, 20), (6, 14)], 2) == [0, 1, 0, None]


def test_a_word_goes_where_it_covers_least() -> None:
    """Taken places are out; of the others the one over the fewest points wins."""
    places = [Rect(0, 0, 10, 10), Rect(20, 0, 30, 10), Rect(40, 0, 50, 10)]
    assert least_covered(places, [places[0]], [(25, 5)]) == places[2]
    assert least_covered(places[:1], [places[0]], []) is None
    assert least_covered(places[1:], [], [(18, 5)]) == places[1]
    assert least_covered(places[1:], [], [(18, 5)], 4) == places[2], "a point beside it is too near"


def test_a_last_line_of_a_letter_takes_a_word_along() -> None:
    """`channel of` and a lone `1` below it read worse than `of 1`."""
    assert wrapped("channel of 1", 20, text_width("channel of", 20)) == "channel\nof 1"
    assert wrapped("channel of ten", 20, text_width("channel of", 20)) == "channel of\nten"
    assert wrapped("channel 1", 20, text_width("channel", 20)) == "channel\n1"
