"""The front matter: what each setting means, and what a bad one is told."""

from __future__ import annotations

from typing import Any

import pytest


def with_settings(lines: str) -> str:
    """A deck of one slide with these settings."""
    return f"---\n{lines}\n---\n\n# A\n"


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("font: +6", "font_px", 34),
        ("font: -2", "font_px", 26),
        ("font: 110%", "font_px", 30.8),
        ("aspect: 16:9", "canvas", (1280, 720)),
        ("aspect: 4:3", "canvas", (960, 720)),
        ("aspect: 1:1", "canvas", (720, 720)),
        ("lang: no", "lang", "no"),
        ("lang: zh-Hant-TW", "lang", "zh-Hant-TW"),
        ("duration: 40:00", "duration_s", 2400),
        ("figure-budget: 350 kB", "figure_budget_bytes", 350_000),
        ("deck-budget: 2.5MB", "deck_budget_bytes", 2_500_000),
        ("duration: 40min", "duration_s", 2400),
        ("duration: 1h", "duration_s", 3600),
        ("duration: 1h30min", "duration_s", 5400),
        ("duration: 1:10:00", "duration_s", 4200),
        ("title: 'Go: stacks'", "title", "Go: stacks"),
        ("date: 2026-13-45", "date", "2026-13-45"),
        ("author: Ada", "author", ("Ada",)),
        ("author: [Ada, Rob]", "author", ("Ada", "Rob")),
        ("keywords: go, stacks", "keywords", ("go", "stacks")),
        ("mode: dark", "mode", "dark"),
        ("slide-level: 2", "slide_level", 2),
        ("incremental: true", "incremental", True),
        ("paginate: false", "paginate", False),
        ("notes: comments", "notes_in_comments", True),
        ("demos: models", "demos", "models"),
        ("go: 1.27", "go", "1.27"),
        (
            "reveal: {hash: true, width: 960, x: [a, null]}",
            "reveal",
            {"hash": True, "width": 960, "x": ["a", None]},
        ),
        ("revealOptions: {controls: false}", "reveal", {"controls": False}),
    ],
)
def test_values(read: Any, line: str, name: str, value: object) -> None:
    """A setting means what it says, without the types that YAML would guess."""
    deck = read(with_settings(line))
    assert getattr(deck.deck.meta, name) == value
    assert deck.messages == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("font: 6", "font cannot be '6' (accepted: +6 or -2 (pixels added to 28), 110%)"),
        ("font: +99", "font '+99' makes 127 px (text has 18 to 84 px; the base is 28)"),
        ("aspect: wide", "aspect cannot be 'wide' (accepted: 16:9, 4:3, or W:H)"),
        ("aspect: 0:9", "aspect cannot be '0:9' (accepted: 16:9, 4:3, or W:H)"),
        ("aspect: 99:1", "aspect '99:1' makes a canvas 71280 px wide (accepted: 1:2 to 4:1)"),
        (
            "lang: en_US",
            "lang cannot be 'en_US' (accepted: BCP 47 tags such as en, de-CH; did you mean 'en-US'?)",
        ),
        (
            "lang: english please",
            "lang cannot be 'english please' (accepted: BCP 47 tags such as en, de-CH, zh-Hant)",
        ),
        ("duration: 40", "duration cannot be '40' (accepted: 40min, 1h, 1h30min, 40:00)"),
        ("duration: 0:00", "duration cannot be '0:00' (accepted: 40min, 1h, 1h30min, 40:00)"),
        ("deck-budget: 3", "a budget cannot be '3' (accepted: 10 kB to 100 MB, as in 300 kB)"),
        ("mode: blue", "mode cannot be 'blue' (accepted: light, dark, auto)"),
        ("incremental: yes", "incremental cannot be 'yes' (accepted: true, false)"),
        ("slide-level: 7", "slide-level cannot be '7' (accepted: 1, 2, 3)"),
        ("title: [a, b]", "title cannot be a list or mapping (accepted: one value)"),
        ("css: none.css", "css file 'none.css' does not exist (paths are relative to this file)"),
        (
            "outline: ../../x.md",
            "outline '../../x.md' lies outside the project "
            "(only files under 'project/' are read: copy it there)",
        ),
        ("theme: ./none", "folder './none' does not exist (paths are relative to this file)"),
        (
            "theme: papper",
            "theme cannot be 'papper' (accepted: talk, contrast, paper, go, swiss, or './folder' "
            "for one of your own; dark colours are 'mode: dark'; did you mean 'paper'?)",
        ),
        ("demos: ../x", "demos cannot be '../x' (accepted: a folder under the project root, such as demos)"),
        ("reveal: x", "reveal cannot be a single value (accepted: a mapping of reveal.js options)"),
    ],
)
def test_bad_values(read: Any, line: str, message: str) -> None:
    """A bad value is an error that names the line, the value and what is accepted."""
    assert read(with_settings(line)).messages == [f"slides/01.md:2: error: {message}"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("titel: x", "'titel' is not a setting (did you mean 'title'?)"),
        (
            "marp: true",
            "'marp' is a setting of Marp and does nothing here "
            "(remove it: talk reads every .md file of the folder as slides)",
        ),
        (
            "aspectRatio: 16/9",
            "'aspectRatio' is a setting of Slidev and does nothing here (write 'aspect: 16:9')",
        ),
        ("toc: true", "'toc' is a setting of Quarto and does nothing here (write 'agenda: true')"),
        (
            "verticalSeparator: x",
            "'verticalSeparator' is a setting of reveal-md and does nothing here "
            "(vertical slides begin with '----')",
        ),
    ],
)
def test_unknown_keys(read: Any, line: str, message: str) -> None:
    """An unknown key warns with the nearest known one, a foreign one with ours."""
    deck = read(with_settings(line))
    assert deck.messages == [f"slides/01.md:2: warning: {message}"]
    assert [each.rule for each in deck.diagnostics] == ["front-matter-key"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: x\n# A", "1: error: the front matter is never closed (end it with a line '---')"),
        ("---\ntitle: x\ntitle: y\n---\n# A", "3: error: 'title' is set twice, first in line 2 (keep one)"),
        (
            "---\ntitle: x\n\tfont: +6\n---\n# A",
            "3: error: the front matter is not YAML: found character '\\t' that "
            "cannot start any token "
            "(indent with spaces, not with tabs)",
        ),
        (
            "---\na: &x [*x]\n---\n# A",
            "2: error: the front matter uses a YAML anchor or alias "
            "('x') (write the value "
            "out, or put text that begins with & or * in quotes)",
        ),
        (
            "---\ntitle: Go: x\n---\n# A",
            "2: error: the front matter is not YAML: mapping values are not allowed here "
            "(put text that holds ': ' in quotes, or mend the indentation)",
        ),
        (
            "---\njust text\n---\n# A",
            "2: error: the front matter is not a list of settings (write lines of the form 'key: value')",
        ),
        (
            f"---\ntitle: {'x' * 66_000}\n---\n# A",
            "2: error: the front matter has 66,007 bytes; at most 65,536 are read (shorten it)",
        ),
        (
            f"---\na: {'[' * 5_000}\n---\n# A",
            "2: error: the front matter is nested deeper than 16 (flatten it)",
        ),
    ],
)
def test_what_is_no_yaml(read: Any, text: str, message: str) -> None:
    """Front matter that cannot be read is one error at its line; the slides are read on."""
    assert read(text).messages == [f"slides/01.md:{message}"]


def test_a_break_at_the_top(read: Any) -> None:
    """Dashes with a blank line below them are a slide break, not front matter."""
    deck = read("---\n\n# A\n\n---\n\n## B")
    assert [slide.title for slide in deck.slides] == ["A", "B"]
    assert deck.messages == []


def test_lines_below_count_on(read: Any) -> None:
    """Slides below the front matter keep the line numbers of their file."""
    assert read(with_settings("lang: en")).slides[0].span.line == 5


def test_blank_lines_above(read: Any) -> None:
    """Front matter may stand below blank lines, and keeps its line numbers."""
    deck = read("\n\n---\ntitle: T\nduration: soon\n---\n\n## A")
    assert deck.deck.meta.title == "T"
    assert [message.split(" ")[0] for message in deck.messages] == ["slides/01.md:5:"]


def test_a_heading_inside_is_told(read: Any) -> None:
    """Where the closing line is forgotten, YAML takes the first slides for comments."""
    assert read("---\ntitle: T\n# a comment\n\n## Lost\n\n---\n\nfound").messages == [
        "slides/01.md:5: warning: '## Lost' is a comment of the front matter here, not a heading "
        "(close the front matter with '---' above it)"
    ]


def test_all_missing_files_are_told(read: Any) -> None:
    """A list of files gives an error for each that is not there."""
    assert len(read(with_settings("css: [a.css, b.css]")).messages) == 2


def test_characters_that_no_page_can_hold(read: Any) -> None:
    """An escape in quotes may not bring in what a file may not hold."""
    assert read(with_settings(r'title: "\ud800"')).messages == [
        "slides/01.md:2: error: the front matter holds the character U+D800 (remove it)"
    ]
