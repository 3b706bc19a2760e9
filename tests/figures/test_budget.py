"""What a figure's states may take: thinned where that is free, else an error with a way out."""

from __future__ import annotations

import re
from collections.abc import Callable

import lxml.html
import pytest

from tests.figures.conftest import Deck

BROAD = """
@demo
def broad(
    first: Annotated[int, Range(1, {last}{step})] = 2,
    second: Annotated[float, Range(0.0, 1.0)] = 0.5,
) -> Chart:
    '''Many numbers.'''
    import math
    return Chart(x=range(120)).line([math.sin(first * k + second) for k in range(120)], "wave")
"""


def files(front: str, *, step: str = "", last: int = 90, body: str = "") -> dict[str, str]:
    """A deck with one live figure."""
    slide = f"---\n{front}\n---\n\n## Wide\n\n```demo broad\n{body}```\n"
    return {"demos/broad.py": BROAD.format(step=step, last=last), "slides/a.md": slide}


def test_sliders_without_a_step_are_thinned(deck: Callable[..., Deck]) -> None:
    """The states fit into the budget, the value shown is kept, the first slider has twenty stops."""
    made = deck(files("figure-budget: 200kB"))
    made.explain()
    page = lxml.html.parse(made.folder / "build/index.html")
    (states,) = page.xpath("//figure//script[@type='application/json']/text()")
    assert 20_000 < len(states) < 201_000
    stops = re.findall(r'"stops":\[([^]]*)\]', states)
    assert len(stops[0].split(",")) >= 20
    assert "2" in stops[0].split(",")
    assert "0.5" in stops[1].split(",")


def test_a_step_is_kept_and_told_where_it_is_too_fine(deck: Callable[..., Deck]) -> None:
    """The message names the slider, its states, the bytes and a coarser step."""
    made = deck(files("figure-budget: 30kB", step=", step=1", body="second: 0.5\n"))
    (told,) = made.errors()
    assert told.startswith("deck/slides/a.md:7: error: its states take ")
    assert "more than the figure budget of 30 kB" in told
    assert re.search(r"the slider 'first' has \d+ stops \(give it a step, as in 'first: 1..90/\d+'", told)
    assert told.endswith("or raise figure-budget)")


def test_a_deck_over_its_budget_names_the_largest_figures(deck: Callable[..., Deck]) -> None:
    """Each figure is within its own."""
    made = deck(files("deck-budget: 20kB", body="second: 0..1/0.5\n"))
    (told,) = made.errors()
    assert told.startswith("deck/slides/a.md:2: error: the states of all figures take ")
    assert re.search(r"deck budget of 20 kB; the largest are broad \(\d+ kB\)", told)


def test_a_state_that_does_not_go_with_the_others_is_told_in_words(deck: Callable[..., Deck]) -> None:
    """The block's line, the demo, the state."""
    made = deck({
        "demos/odd.py": """
            @demo
            def odd(n: Annotated[int, Range(1, 5)] = 2) -> Chart:
                return Chart(x=[n]) if n != 4 else Steps().step("four")
        """,
        "slides/a.md": "## Strange\n\n```demo odd\n```\n",
    })  # fmt: skip
    (told,) = made.errors()
    assert told.startswith("deck/slides/a.md:3: error: demo 'odd' with n=4: it is Steps")


def test_a_print_state_that_does_not_go_with_the_others_is_named(deck: Callable[..., Deck]) -> None:
    """It is counted behind the states of the slide, however few of them there are."""
    made = deck({
        "demos/odd.py": """
            @demo
            def odd(n: Annotated[int, Range(1, 5)] = 2) -> Chart:
                unit = "ms" if n == 4 else "s"
                return Chart(x=[1, 2], x_unit=unit).line([n, 2], "way")
        """,
        "slides/a.md": "## Strange\n\n```demo odd\nn: 2\nprint:\n  - n: 1\n  - n: 4\n```\n",
    })  # fmt: skip
    (told,) = made.errors()
    assert told.startswith("deck/slides/a.md:3: error: demo 'odd' with n=4: x unit")


@pytest.mark.parametrize("compare", ["true", "false"])
def test_what_is_pinned_needs_no_states(deck: Callable[..., Deck], compare: str) -> None:
    """Without free parameters there is one state, nothing to compare, and nothing to move."""
    made = deck(files("figure-budget: 10kB", body=f"first: 2\nsecond: 0.5\ncompare: {compare}\n"))
    made.explain()
    page = lxml.html.parse(made.folder / "build/index.html")
    assert not page.xpath("//figure//input | //figure//script")
