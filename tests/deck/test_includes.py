"""Includes: whole files, some of their slides, and what goes wrong."""

from __future__ import annotations

from typing import Any

import pytest

PART = "# One\n\n---\n\n## Two\n\n----\n\n## Three\n\n---\n\n## Four\n\n![x](x.png)"


def test_whole_file(read: Any) -> None:
    """The slides of a part take the place of the include, with their own places in the source."""
    deck = read(
        {"slides/01.md": "# A\n\n{{< include sub/_b.md >}}\n\nend", "slides/sub/_b.md": "text\n\n---\n\n## B"}
    )
    assert [slide.title for slide in deck.slides] == ["A", "B"]
    assert deck.slides[0].tokens[3].meta["span"].file.name == "_b.md"
    assert deck.slides[1].tokens[-2].meta["span"].line == 5


@pytest.mark.parametrize(
    ("selection", "titles"),
    [("#2", ["Two"]), ("#1,3-4", ["One", "Three", "Four"]), ("#4,1", ["Four", "One"])],
)
def test_some_slides(read: Any, selection: str, titles: list[str]) -> None:
    """A range chooses slides, in the order in which they are named."""
    deck = read(
        {"slides/01.md": f"{{{{< include _b.md{selection} >}}}}", "slides/_b.md": PART, "slides/x.png": "x"}
    )
    assert [slide.title for slide in deck.slides] == titles
    assert deck.messages == []


def test_paths_are_relative_to_the_part(read: Any) -> None:
    """What a part names lies beside the part."""
    files = {"slides/01.md": "{{< include sub/_b.md#4 >}}", "slides/sub/_b.md": PART, "slides/sub/x.png": "x"}
    image = read(files).slides[0].tokens[4].children[0]
    assert image.meta["source"].path.parts[-2:] == ("sub", "x.png")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "{{< include _none-such.md >}}",
            "1: error: include '_none-such.md' does not exist (paths are relative to this file)",
        ),
        (
            "{{< include _b.md#9 >}}",
            "1: error: '#9' chooses slides that '_b.md' has not (it has slides 1 to 2)",
        ),
        ("{{< include _b.md#x >}}", "1: error: '#x' chooses no slides (write #2 or #2,5-7)"),
        ("{{< include >}}", "1: error: the include has no path (write a path relative to this file)"),
        (
            "{{< include ../../x.md >}}",
            "1: error: include '../../x.md' lies outside the project "
            "(only files under 'project/' are read: copy it there)",
        ),
        (
            "{{< include 01.md >}}",
            "1: error: includes go round in a circle: slides/01.md -> slides/01.md (remove one of them)",
        ),
        (
            "::: x\n{{< include _b.md >}}\n:::",
            "2: error: '_b.md' holds more than one slide and stands inside another "
            "block "
            "(include it at the left margin, outside of '::: ...', lists "
            "and quotes)",
        ),
    ],
)
def test_errors(read: Any, line: str, message: str) -> None:
    """An include that cannot be read is an error at its line."""
    files = {"slides/01.md": f"{line}\n\n# A", "slides/_b.md": "## B\n\n---\n\n## C"}
    assert read(files).messages == [f"slides/01.md:{message}"]


def test_depth(read: Any) -> None:
    """A long chain of includes ends with an error, not with the stack."""
    parts = {f"slides/_{n}.md": f"{{{{< include _{n + 1}.md >}}}}" for n in range(400)}
    deck = read({"slides/01.md": "# A\n\n{{< include _0.md >}}", **parts})
    assert deck.messages == [
        "slides/_19.md:1: error: includes are nested deeper than 20 (include the file from higher up)"
    ]


def test_number(read: Any) -> None:
    """Includes that multiply are stopped."""
    lines = "\n".join(["{{< include _b.md >}}"] * 40)
    more = "\n".join(["{{< include _c.md >}}"] * 40)
    deck = read({"slides/01.md": f"# A\n\n{lines}", "slides/_b.md": more, "slides/_c.md": "x"})
    assert "the deck has more than 1,000 includes" in deck.messages[0]


def test_footnotes_of_a_part(read: Any) -> None:
    """Footnotes of a part and of the file around it may have the same name."""
    files = {
        "slides/01.md": "a[^1]\n\n{{< include _b.md >}}\n\n[^1]: first",
        "slides/_b.md": "b[^1]\n\n[^1]: second",
    }
    texts = [token.children[0].content for token in read(files).slides[0].tokens if token.type == "inline"]
    assert texts[-2:] == ["first", "second"]
