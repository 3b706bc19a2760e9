"""The rules that need no browser, each on a deck of a few lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from talk.check.rules.colours import contrast, read_variables
from talk.check.rules.contrast import check_contrast
from talk.check.rules.foreign import check_foreign
from talk.check.rules.long_lines import check_lines, letters
from talk.check.rules.pace import check_minutes
from talk.deck.model import Deck
from talk.deck.read import read_deck
from talk.errors import Diagnostics

Rule = Callable[[Deck, Diagnostics], None]
Told = list[tuple[int, str]]


@pytest.fixture
def told(tmp_path: Path) -> Callable[[Rule, str], Told]:
    """Line and rule of all that a rule says of a deck."""

    def ask(rule: Rule, text: str) -> Told:
        (tmp_path / "deck.md").write_text(text)
        diagnostics = Diagnostics()
        rule(read_deck(tmp_path / "deck.md", Diagnostics()), diagnostics)
        return [(each.span.line if each.span else 0, each.rule) for each in diagnostics.sorted()]

    return ask


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("<v-click>x</v-click>", "foreign-syntax"),
        ("<Toc />", "foreign-syntax"),
        ("::right::", "foreign-syntax"),
        ("<<< @/snippets/a.go#main", "foreign-syntax"),
        ("![bg left](a.png)", "foreign-syntax"),
        ("[.build-lists: true]", "foreign-syntax"),
        (".left[words]", "foreign-syntax"),
        ("^ what I say", "foreign-note"),
        ("???", "foreign-note"),
    ],
)
def test_leftovers_of_other_tools_are_told(told: Callable[[Rule, str], Told], line: str, rule: str) -> None:
    """Each at its line; the same in code is code."""
    assert told(check_foreign, f"# A\n\n{line}\n") == [(3, rule)]
    assert told(check_foreign, f"# A\n\n```text\n{line}\n```\n") == []


@pytest.mark.parametrize(
    "line", ["2 < 3 and <kbd>A</kbd>", "a ^ b", "What???", "[x]{.class}", "::: notes\nx\n:::"]
)
def test_plain_words_are_no_leftovers(told: Callable[[Rule, str], Told], line: str) -> None:
    """Signs that others give a meaning to are only told where they have it."""
    assert told(check_foreign, f"# A\n\n{line}\n") == []


def test_a_line_of_code_is_measured_against_its_block(told: Callable[[Rule, str], Told]) -> None:
    """What gives way and then fits across a slide does not fit into half of it in the least size either."""
    code = f"```go\n{'x' * 98}\n```\n"
    assert told(check_lines, f"# A\n\n{code}") == []
    halves = f":::: columns\n::: column\n{code}:::\n::: column\ny\n:::\n::::\n"
    assert told(check_lines, f"# A\n\n{halves}") == [(6, "long-line")]
    numbered = code.replace("```go", "```go {lines}")
    assert told(check_lines, f"# A\n\n{numbered}") == [(4, "long-line")]


def test_letters_count_by_their_width() -> None:
    """Wide signs take two places, accents of their own none, a tab four; blanks at the end do not count."""
    assert [letters(text) for text in ("abc", "漢字", "e\u0301", "\tx", "x   ")] == [3, 4, 1, 5, 1]


def test_notes_that_are_longer_than_the_talk_are_told(told: Callable[[Rule, str], Told]) -> None:
    """200 words do not fit into a minute; private ones, those in reserve and optional slides do not count."""
    deck = "---\nduration: 1min\n---\n\n# A {key}\n\nNote:\n{note}\n"
    words = "word " * 200
    assert told(check_minutes, deck.format(key="", note=words)) == [(2, "outline-minutes")]
    assert told(check_minutes, deck.format(key="{optional}", note=words)) == []
    assert told(check_minutes, deck.format(key="", note=f"Asked: {words}")) == []
    assert told(check_minutes, deck.format(key="", note=f"{words}\n{{.private}}")) == []
    assert told(check_minutes, deck.format(key="{minutes=2}", note="x")) == [(2, "outline-minutes")]


def test_variables_are_read_with_their_lines() -> None:
    """Both colours of `light-dark`, one for both modes, one for the mode that the selector names."""
    page = ":root {\n  --a: light-dark(#fff, rgb(0, 0, 0));\n  --b: red;\n}"
    sheet = f"/* a\n*/\n{page}\n[data-mode=dark] {{ --c: #000; --d: 2px }}"
    white, black, red = (255, 255, 255), (0, 0, 0), (255, 0, 0)
    assert [(each.name, each.light, each.dark, each.line) for each in read_variables(sheet)] == [
        ("a", white, black, 4), ("b", red, red, 5), ("c", None, black, 7),
    ]  # fmt: skip
    assert contrast(white, black) == pytest.approx(21)


@pytest.mark.parametrize(
    ("sheet", "lines"),
    [
        (":root { --fg: #777; }", {1}),
        (":root {\n--accent: #ddd;\n--bg: #fff;\n}", {2, 3}),
        (".mine {\n--bg: #000; }", {2}),
        (":root { --fg: light-dark(#000, #fff); }", set()),
    ],
)
def test_colours_of_a_theme_are_compared(
    told: Callable[[Rule, str], Told], tmp_path: Path, sheet: str, lines: set[int]
) -> None:
    """An author's colour is told where it stands out too little from ours, or ours from it."""
    (tmp_path / "own.css").write_text(sheet)
    found = told(check_contrast, "---\ncss: own.css\n---\n\n# A\n")
    assert {line for line, _ in found} == lines
    assert {rule for _, rule in found} <= {"contrast"}


@pytest.mark.parametrize(("colour", "faint"), [("#777777", True), ("#223", False), ("white", False)])
def test_text_on_a_coloured_slide_has_contrast(
    told: Callable[[Rule, str], Told], colour: str, faint: bool
) -> None:
    """On a dark ground the text is light; on one in between neither can be read."""
    assert bool(told(check_contrast, f"# A {{background-color={colour}}}\n")) == faint
