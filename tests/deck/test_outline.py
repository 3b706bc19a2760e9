"""The outline as a contract: every point has a slide, every slide its point."""

from __future__ import annotations

from typing import Any

from talk.deck.outline import coverage

OUTLINE = """# The plan

Text for people.

- Stacks {#stacks}
  - Growth {#growth minutes=3}
  - Copying {minutes=1.5}
- The heap {#heap minutes=4}
"""


def deck_with(read: Any, slides: str, outline: str = OUTLINE) -> Any:
    """A deck of one file with an outline beside it."""
    return read({"slides/01.md": slides, "slides/outline.md": outline})


def test_points(read: Any) -> None:
    """Points have ids, minutes and children; the minutes of a parent are the sum of its children's."""
    deck = deck_with(read, "## A {covers='growth copying heap'}")
    assert [(depth, point.id, point.text, point.minutes) for depth, point in deck.deck.outline.walk()] == [
        (0, "stacks", "Stacks", 4.5),
        (1, "growth", "Growth", 3),
        (1, "copying", "Copying", 1.5),
        (0, "heap", "The heap", 4),
    ]
    assert deck.messages == []


def test_hole(read: Any) -> None:
    """A point without a slide is an error at the outline's line; its parent is not told twice."""
    deck = deck_with(read, "## A {covers=growth}\n\n---\n\n## B {covers=heap}")
    assert deck.messages == [
        "slides/outline.md:7: error: no slide covers the outline's point 'Copying' "
        "(add a slide '## ... {covers=copying}', or remove the point)"
    ]
    assert [
        (row.point.id, row.is_hole, [slide.id for slide in row.slides]) for row in coverage(deck.deck)
    ] == [
        ("stacks", True, []),
        ("growth", False, ["a"]),
        ("copying", True, []),
        ("heap", False, ["b"]),
    ]


def test_parent_does_not_cover_children(read: Any) -> None:
    """A slide for a parent leaves its children to be covered."""
    deck = deck_with(read, "## A {covers='stacks heap'}")
    assert [each.span.line for each in deck.diagnostics.errors] == [6, 7]


def test_unknown_point(read: Any) -> None:
    """A slide that covers an unknown point is an error at the slide, with the nearest one."""
    deck = deck_with(read, "## A {covers='growth copying heap'}\n\n---\n\n## B {covers=haep}")
    assert deck.messages == ["slides/01.md:5: error: the outline has no point 'haep' (did you mean 'heap'?)"]


def test_covers_in_the_wrong_place(read: Any) -> None:
    """Covers on a smaller heading would be lost: an error."""
    deck = deck_with(read, "## A {covers='growth copying'}\n\n### B {covers=heap}")
    assert "slides/01.md:3: error: 'covers' does not stand on the slide's heading " in deck.messages[0]


def test_without_outline(read: Any) -> None:
    """Without an outline file nothing is checked."""
    deck = read("## A {covers=anything}")
    assert deck.messages == []
    assert deck.deck.outline is None
    assert coverage(deck.deck) == []


def test_named_outline(read: Any) -> None:
    """The front matter may name another file, which then is no slide."""
    deck = read({"slides/01.md": "---\noutline: plan.md\n---\n## A {covers=x}", "slides/plan.md": "- X {#x}"})
    assert [slide.id for slide in deck.slides] == ["a"]
    assert deck.messages == []


def test_ids_by_one_rule(read: Any) -> None:
    """Ids are made from the text; repeats are numbered; explicit ones come first."""
    outline = "- Größe & Kosten!\n- A\n- A\n- B {#a-2}\n- 日本 語\n"
    deck = deck_with(read, "## S {covers='größe-kosten a a-2 a-3 日本-語'}", outline)
    assert [point.id for _, point in deck.deck.outline.walk()] == [
        "größe-kosten",
        "a",
        "a-3",
        "a-2",
        "日本-語",
    ]
    assert deck.messages == []


def test_equal_ids(read: Any) -> None:
    """Two equal explicit ids are an error that names both lines."""
    deck = deck_with(read, "## S {covers='a b'}", "- A {#a}\n- B {#a}\n")
    assert (
        "slides/outline.md:2: error: the id 'a' is used twice, first at slides/outline.md:1 "
        "(rename one of them)" in deck.messages
    )


def test_minutes(read: Any) -> None:
    """Minutes that contradict each other or the duration are told."""
    deck = read(
        {
            "slides/01.md": "---\nduration: 5min\n---\n## S {covers='b c'}",
            "slides/outline.md": "- A {minutes=9}\n  - B {minutes=3}\n  - C {minutes=soon}\n",
        }
    )
    assert deck.messages == [
        "slides/01.md:2: warning: the outline takes 9 minutes, the talk has 5 "
        "(shorten the outline or raise the duration)",
        "slides/outline.md:1: warning: 'A' has 9 minutes, its points together 3 "
        "(leave out its own minutes to get their sum)",
        "slides/outline.md:3: error: minutes 'soon' is not a number (write minutes=3 or minutes=2.5)",
    ]


def test_no_list(read: Any) -> None:
    """An outline without a list is an error, and so is a point without text."""
    assert deck_with(read, "# A", "Some text").messages == [
        "slides/outline.md:1: error: the outline holds no list "
        "(write one point a line: '- text {#id minutes=3}')"
    ]
    assert any("this point has no text" in each for each in deck_with(read, "# A", "- {#x}\n-\n").messages)
