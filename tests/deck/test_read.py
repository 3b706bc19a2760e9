"""Decks as a whole: what belongs to one, and all that is wrong with one in a single run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from talk.deck.read import read_deck
from talk.errors import Diagnostics, TalkError


def test_files_in_name_order(read: Any) -> None:
    """Every .md file is slides, but not the outline, a README, parts and subfolders."""
    deck = read(
        {
            "slides/02-b.md": "# B",
            "slides/01-a.md": "# A",
            "slides/README.md": "# No",
            "slides/_part.md": "# No",
            "slides/sub/x.md": "# No",
            "slides/outline.md": "- B {#b}\n",
            "slides/03-c.md": "## C {covers=b}",
        }
    )
    assert [slide.title for slide in deck.slides] == ["A", "B", "C"]
    assert deck.messages == []
    assert deck.deck.root == deck.root


def test_single_file(read: Any) -> None:
    """A single file is a deck whose root is its folder."""
    deck = read({"talk.md": "# A\n\n---\n\n## B"}, source="talk.md")
    assert [slide.id for slide in deck.slides] == ["a", "b"]
    assert deck.deck.root == deck.root


def test_nothing_there(tmp_path: Path) -> None:
    """A source that does not exist ends the run."""
    with pytest.raises(TalkError, match="there is no"):
        read_deck(tmp_path / "none", Diagnostics())


@pytest.mark.parametrize(
    "text", ["", "\n\n", "---\ntitle:\n---\n", "<!-- only a comment -->", "---\n\n---\n"]
)
def test_no_content(read: Any, text: str) -> None:
    """A deck without any slide is an error."""
    assert read(text).messages == [
        "slides/01.md:1: error: the deck has no slide (write a heading: '# Hello')"
    ]


def test_empty_folder(read: Any) -> None:
    """A folder without slides is an error."""
    assert read({"slides/README.md": "x"}).messages == [
        "slides:1: error: 'slides' holds no slides (add a file such as 01-start.md)"
    ]


def test_all_errors_at_once(read: Any) -> None:
    """Everything wrong in a deck comes in one run, each with its place and a way out."""
    deck = read(
        {
            "slides/01.md": "---\nfont: huge\n---\n# A\n\n![x](none.png)\n\n```demo d\na: [\n```\n",
            "slides/02.md": "{{< include _a.md >}}\n\n## B {covers=nothing}\n\n```go\n",
            "slides/_a.md": "{{< include _b.md >}}",
            "slides/_b.md": "{{< include _a.md >}}",
            "slides/outline.md": "- One {#one}\n",
        }
    )
    assert deck.messages == [
        "slides/01.md:2: error: font cannot be 'huge' (accepted: +6 or -2 (pixels added to 28), 110%)",
        "slides/01.md:6: error: image 'none.png' does not exist (paths are relative to this file)",
        "slides/01.md:9: error: the demo block is not YAML: expected the node content, but found "
        "'<stream end>' (put text that holds special characters in quotes)",
        "slides/02.md:3: error: the outline has no point 'nothing' "
        "(its points are listed by 'talk outline'; add one to outline.md)",
        "slides/02.md:5: error: the fence '```go' is never closed (close it with '```' on a line of its own)",
        "slides/_b.md:1: error: includes go round in a circle: slides/_a.md -> slides/_b.md -> slides/_a.md "
        "(remove one of them)",
        "slides/outline.md:1: error: no slide covers the outline's point 'One' "
        "(add a slide '## ... {covers=one}', or remove the point)",
    ]


def test_link_out_of_the_project(read: Any, tmp_path: Path) -> None:
    """A slide file that is a link to a place outside is not read."""
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret")
    read("# A")
    (tmp_path / "project/slides/02.md").symlink_to(secret)
    deck = read("# A")
    assert [slide.title for slide in deck.slides] == ["A"]
    assert deck.messages == [
        "slides/02.md:1: error: slide file '02.md' lies outside the project "
        "(only files under 'project/' are read: copy it there)"
    ]


def test_links_inside_the_deck(read: Any) -> None:
    """A link to an id that nothing has is told, with the nearest one."""
    deck = read("## Heap {#heap}\n\n[a](#heap) [b](#hepa) [c](notes.txt) [d](https://x.org)")
    assert deck.messages == [
        "slides/01.md:3: warning: nothing has the id 'hepa' (did you mean 'heap'?)",
        "slides/01.md:3: warning: the link leads to the file 'notes.txt', which is not part of the built "
        "deck (link to a page on the web or to a slide: #id)",
    ]


def test_links_to_ids_of_any_script(read: Any) -> None:
    """An id with letters beyond ASCII is found by its link."""
    assert read("## Größe\n\n[a](#größe)").messages == []


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_fence_open_at_the_end(read: Any, end: str) -> None:
    """A fence that is never closed is told however the file ends."""
    assert "the fence '```go' is never closed" in read(f"# A\n\n```go\nb{end}").messages[0]


@pytest.mark.parametrize(
    "text", ["> ```\n> a\n> ```", "1. ```\n   a\n   ```", "::: x\n~~~~\n```\n~~~~\n:::", "```\n```"]
)
def test_closed_fences(read: Any, text: str) -> None:
    """A fence that is closed is never taken for an open one."""
    assert read(text).messages == []


def test_twice_the_same(read: Any) -> None:
    """Reading a deck twice gives the same deck."""
    text = "# A {#a}\n\n- b {.fragment}\n\n```demo d\n```\n\ntext[^1]\n\n[^1]: note\n\nNote: n"
    assert read(text).deck == read(text).deck
