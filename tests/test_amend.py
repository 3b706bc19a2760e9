"""Other words on one slide: that slide alone is made anew, and the output is what a whole build makes."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talk import amend
from talk.amend import Kept, amended, kept_of
from talk.build import BuildOptions, Parts, build_parts
from talk.errors import Diagnostics, TalkError
from talk.finished import Finished, Message
from talk.project import find_project
from talk.site import digest, write_site
from tests.sturdy.faults import failing

CHAINS = int(os.environ.get("TALK_CHAINS", "100"))  # of edits; tests/full/run sets more

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
FIRST = """---
title: Amended
author: Somebody
footer: Here
---

# Part one

---

## Words {#words .wide}

Some *plain* words, `code` and a [link](https://go.dev).

- one
- two {.fragment}

Note:

Say this.

And that. {.public}

---
<!-- .slide: class="late" -->

## Code and a table

```go {2|3}
package main

func f(a []int) { a[0] = 1 }
```

| a | b |
|---|---|
| 1 | 2 |

----

## Below

::: columns
::: column
Left <b>side</b> of it.
:::
::: column
![A picture](p.png){width=40%}
:::
:::

<!-- a comment -->

---

## Words

A second slide of that name, [led to](#words), with &hearts; and ä.

Note:

- noted
- again
"""
SECOND = """# Part two

---

## A reference

See [this][go] or [go], and a footnote[^1].

[go]: https://go.dev
[^1]: A note.

---

## Another

Plain words here.

Over two lines.

---

## Last

```text
The end
```
"""


class Deck:
    """A deck on the disk with the memory of its last build."""

    def __init__(self, folder: Path, **options: object) -> None:
        self.options = BuildOptions(**options)  # type: ignore[arg-type] - of a test's own
        self.slides, self.out = folder / "slides", folder / "build"
        self.slides.mkdir()
        (self.slides / "p.png").write_bytes(PNG)
        self.first, self.second = self.slides / "1.md", self.slides / "2.md"
        self.first.write_text(FIRST)
        self.second.write_text(SECOND)
        self.project = find_project(self.slides)
        self.remember()

    @property
    def finished(self) -> Finished:
        """The memory, as a further run finds it."""
        return Finished(self.project, self.out, {"single_file": self.options.single_file})

    def remember(self) -> None:
        """Build all of it, and keep what there is to keep."""
        finished = self.finished
        with finished.watching() as notes:
            parts, diagnostics = self.whole()
            write_site(parts.site, self.out)
        finished.keep(notes, parts.site, diagnostics.sorted(), (), lambda: self.kept(parts))

    def whole(self) -> tuple[Parts, Diagnostics]:
        """What the whole pipeline makes of the deck as it is."""
        diagnostics = Diagnostics()
        return build_parts(self.project, self.options, diagnostics), diagnostics

    def kept(self, parts: Parts) -> Kept | None:
        return kept_of(parts.deck, parts.options, inline=parts.links.inline)

    def pages(self) -> dict[str, bytes]:
        """The pages as they lie there."""
        return {name: (self.out / name).read_bytes() for name in ("index.html", "handout.html")}

    def amend(self) -> bool:
        """Amend the build, and hold what is then there against the whole pipeline; whether that was done."""
        before = self.pages()
        record = amended(self.finished, self.out)
        if record is None:
            assert self.pages() == before
            return False
        parts, diagnostics = self.whole()
        assert self.pages() == parts.site.pages
        assert record.messages == tuple(map(Message.of, diagnostics.sorted()))
        assert {name: record.output[name] for name in self.pages()} == {
            name: digest(data) for name, data in parts.site.pages.items()
        }
        assert self.finished.find() == record
        assert self.finished.parts(Kept) == self.kept(parts)
        return True


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of this file's own."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def deck(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Deck:
    """A deck that was built."""
    monkeypatch.setenv("TALK_CACHE", str(cache))
    return Deck(tmp_path)


Change = tuple[str, str, str]
AMENDED: dict[str, Change] = {
    "a word": ("1.md", "Some *plain*", "Some *very plain*"),
    "the first word of a file's last slide": ("2.md", "The end", "This is the end"),
    "a further line": ("1.md", "- two", "- one and a half\n- two"),
    "a line less": ("1.md", "- one\n", ""),
    "code": ("1.md", "= 1", "= 2 // two"),
    "a language": ("2.md", "```text", "```go"),
    "a note": ("1.md", "Say this", "Say this slowly"),
    "a public note": ("1.md", "And that", "And all that"),
    "a cell": ("1.md", "| 1 |", "| one |"),
    "a column": ("1.md", "Left <b>side</b>", "The left side"),
    "the size of a picture": ("1.md", "width=40%", "width=50%"),
    "below a break of its own": ("1.md", "## Below\n", "## Below\n\nWords.\n"),
    "a comment": ("1.md", "a comment", "another comment"),
    "a link to the web": ("1.md", "(https://go.dev)", "(https://go.dev/doc)"),
    "a link away": ("1.md", "[led to](#words)", "led to"),
    "a letter of the fonts": ("1.md", "and ä", "and ö and ß"),
    "a further block": ("2.md", "Plain words here.", "> Plain\n\n```go\nx := 1\n```"),
    "emphasis alone": ("2.md", "Plain words", "**Plain** words"),
    "a step": ("2.md", "Plain words here.", "Plain words here. {.fragment}"),
    "nothing below its heading": ("2.md", "```text\nThe end\n```\n", ""),
    "nothing at its end": ("2.md", "Over two lines.\n", ""),
}
WHOLE: dict[str, Change] = {
    "a title": ("2.md", "## Another", "## Other"),
    "markup of the title with an id": ("2.md", "## Another", "## Another {#x}"),
    "a class": ("1.md", ".wide", ".narrow"),
    "a setting above it": ("1.md", 'class="late"', 'class="later"'),
    "a section": ("2.md", "# Part two", "# Part 2"),
    "the front matter": ("1.md", "footer: Here", "footer: There"),
    "a further slide": ("2.md", "Over two lines.", "Over two lines.\n\n---\n\n## More"),
    "a slide less": ("2.md", "---\n\n## Another\n\nPlain words here.\n\nOver two lines.\n\n", ""),
    "two slides": ("1.md", "Some *plain* words, `code`", "Words\n\n---\n\n## Two\n\nmore `code`"),
    "a fence that stays open": ("2.md", "Plain words here.", "```go\nPlain words here."),
    "a comment that stays open": ("2.md", "Plain words here.", "<!-- Plain words here."),
    "a block that stays open": ("2.md", "Plain words here.", "::: box\nPlain words here."),
    "a heading of dashes": ("2.md", "Over two lines.\n", "Over two lines."),
    "an id": ("2.md", "Plain words", "[Plain]{#plain} words"),
    "a link to a slide": ("2.md", "Plain words", "[Plain](#words) words"),
    "a link to nothing": ("2.md", "Plain words", "[Plain](#nothing) words"),
    "a link to a file": ("2.md", "Plain words", "[Plain](p.png) words"),
    "a reference": ("2.md", "Plain words", "[go] words"),
    "a definition": ("2.md", "https://go.dev", "https://golang.org"),
    "a footnote": ("2.md", "Plain words", "Plain words[^1]"),
    "a footnote in place": ("1.md", "Some *plain*", "Some^[rather] *plain*"),
    "the text of a footnote": ("2.md", "A note.", "Another note."),
    "an entity": ("1.md", "&hearts;", "&spades;"),
    "a rare letter": ("1.md", "and ä", "and ж"),
    "a letter of no font": ("1.md", "and ä", "and 𒀀"),
    "a sign of direction": ("2.md", "Plain words", "Plain \u202ewords"),
    "a control": ("2.md", "Plain words", "Plain \x07words"),
    "a picture": ("1.md", "p.png", "q.png"),
    "a formula": ("2.md", "Plain words", "$x^2$ words"),
    "a script": ("2.md", "Plain words here.", "<script>go()</script>"),
    "a handler": ("2.md", "Plain words here.", '<b onclick="go()">Plain</b>'),
    "a picture of the web": ("2.md", "Plain words", "<img src=https://go.dev/x.png> words"),
    "a private note": ("2.md", "Over two lines.", "Note:\n\nOver two lines and a few more. {.private}"),
    "a demo": ("2.md", "Plain words here.", "```demo x\n```"),
    "a question to Go": ("2.md", "Plain words here.", "```go {run}\npackage main\n```"),
    "an include": ("2.md", "Plain words here.", "{{< include 1.md >}}"),
    "a warning": ("2.md", "Plain words here.", "--- \n-- \nPlain"),
    "a deeper heading": ("2.md", "Plain words here.", "#### Deep"),
}


def apply(deck: Deck, change: Change) -> None:
    """Change the words of a file."""
    name, old, new = change
    file = deck.slides / name
    text = file.read_text()
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("change", AMENDED)
def test_one_slide_is_made_anew(deck: Deck, change: str) -> None:
    """The output, what is said and what is kept are those of a whole build, to the byte."""
    apply(deck, AMENDED[change])
    assert deck.amend()


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Deck]:
    """A deck that stays as it is built."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TALK_CACHE", str(cache))
        yield Deck(tmp_path_factory.mktemp("steady"))


@pytest.mark.parametrize("change", WHOLE)
def test_whatever_more_would_change_takes_the_whole(steady: Deck, change: str) -> None:
    """Then nothing is touched, and the whole pipeline has its say."""
    file = steady.slides / WHOLE[change][0]
    text = file.read_text()
    apply(steady, WHOLE[change])
    assert not steady.amend()
    file.write_text(text)
    assert steady.finished.find() is not None


def test_a_spoilt_memory_is_none(deck: Deck, cache: Path) -> None:
    """Whatever stands in it."""
    apply(deck, AMENDED["a word"])
    for entry in cache.glob("*/builds/*/*-parts.json"):
        entry.write_bytes(entry.read_bytes().replace(b"plain", b"plane"))
    assert not deck.amend()


def test_one_edit_after_another(deck: Deck) -> None:
    """What is kept after an edit serves the next one, lines that have moved included."""
    for change in ("a further line", "a note", "below a break of its own", "a cell", "a line less", "a word"):
        apply(deck, AMENDED[change])
        assert deck.amend()


def test_slides_that_wait_are_made_anew(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the shells that stand for them in the document, whose lines move, too."""
    monkeypatch.setenv("TALK_CACHE", str(cache))
    monkeypatch.setattr("talk.render.pages.WHOLE_SLIDES", 3)
    monkeypatch.setattr("talk.render.pages.FIRST_SLIDES", 2)
    deck = Deck(tmp_path)
    assert deck.pages()["index.html"].count(b'<template class="waiting"><section') == 8
    for change in (
        "a further line",
        "below a break of its own",
        "a cell",
        "a line less",
        "a word",
        "a column",
    ):
        apply(deck, AMENDED[change])
        assert deck.amend()
    shell = re.compile(rb'<section id="another"[^>]* data-fit="true"></section>')
    apply(deck, ("2.md", "Plain words here.", "::: agenda\n:::"))
    deck.remember()
    assert shell.search(deck.pages()["index.html"])
    apply(deck, ("2.md", "::: agenda\n:::", "Plain words here."))
    assert deck.amend()
    assert not shell.search(deck.pages()["index.html"])


def test_slides_that_begin_with_their_headings(deck: Deck) -> None:
    """They end where the next heading stands; one that comes to stand there is a slide more."""
    text = "---\nslide-level: 2\n---\n\n# Part\n\n## One\n\nWords.\n\n## Two\n\nMore.\n### Deep\n\n## Three\n"
    deck.first.write_text(text)
    deck.remember()
    for old, new in (("Words.", "Other words.\n\nAnd a line."), ("More.", "No more."), ("Deep", "Deeper")):
        deck.first.write_text(deck.first.read_text().replace(old, new))
        assert deck.amend()
    deck.first.write_text(deck.first.read_text().replace("### ", "## "))
    assert not deck.amend()


def test_a_page_of_somebodys_is_not_amended(deck: Deck) -> None:
    """Nor a build of which something is gone."""
    apply(deck, AMENDED["a word"])
    page = deck.out / "index.html"
    built = page.read_bytes()
    page.write_bytes(built + b"mine")
    assert amended(deck.finished, deck.out) is None
    page.write_bytes(built)
    next(deck.out.glob("assets/p.*.png")).unlink()
    assert amended(deck.finished, deck.out) is None


@pytest.mark.parametrize("before", [True, False])
def test_a_file_that_changes_meanwhile_is_seen(
    deck: Deck, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    """While a build is kept, or once the words of an edit have been read: the next build makes them."""
    late = deck.first.read_text().replace("Say this", "Say that")
    if before:
        keeps = deck.kept
        monkeypatch.setattr(deck, "kept", lambda parts: deck.first.write_text(late) and keeps(parts))
        deck.remember()
        apply(deck, AMENDED["a cell"])
        assert not deck.amend()
        return
    finds = amend.find_edit

    def find_late(*words: Any) -> Any:
        deck.first.write_text(late)
        return finds(*words)

    apply(deck, AMENDED["a word"])
    monkeypatch.setattr(amend, "find_edit", find_late)
    assert amended(deck.finished, deck.out) is not None
    assert deck.finished.find() is None


def test_two_changed_files_take_the_whole(deck: Deck) -> None:
    """As does a file that is none of the slides'."""
    apply(deck, AMENDED["a word"])
    apply(deck, AMENDED["emphasis alone"])
    assert not deck.amend()
    deck.remember()
    (deck.slides / "p.png").write_bytes(PNG + b"more")
    assert not deck.amend()


def test_a_private_note_is_looked_for_in_whole_pages(tmp_path: Path, deck: Deck) -> None:
    """Nothing is kept of a deck that has one."""
    deck.second.write_text(SECOND + "\nNote:\n\nThis is for me alone. {.private}\n")
    deck.remember()
    apply(deck, AMENDED["a word"])
    assert not deck.amend()


@pytest.mark.long
@pytest.mark.parametrize("change", ["a word", "a further line", "a letter of the fonts"])
def test_a_page_with_all_that_it_loads(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Its fonts are cut to the letters of all slides."""
    monkeypatch.setenv("TALK_CACHE", str(cache))
    deck = Deck(tmp_path, single_file=True)
    apply(deck, AMENDED[change])
    assert deck.amend()


@pytest.mark.long
def test_whatever_fails_each_page_is_old_or_new(deck: Deck, tmp_path: Path, cache: Path) -> None:
    """Each call of the system fails once; a further try needs no help."""
    places = {deck.out: tmp_path / "out", cache: tmp_path / "cache"}
    for place, copy in places.items():
        shutil.copytree(place, copy)
    apply(deck, AMENDED["a word"])
    old, new = deck.pages(), deck.whole()[0].site.pages
    finished = deck.finished
    with failing(-1) as fault:
        assert amended(finished, deck.out)
    assert len(fault.calls) > 30
    for at in range(len(fault.calls)):
        for place, copy in places.items():
            shutil.rmtree(place)
            shutil.copytree(copy, place)
        finished = deck.finished
        with failing(at), contextlib.suppress(TalkError):
            amended(finished, deck.out)
        assert all(data in (old[name], new[name]) for name, data in deck.pages().items())
        if deck.finished.find() is None and amended(deck.finished, deck.out) is None:
            deck.remember()
        assert deck.pages() == new


SNIPPETS = (
    *("word", "", "- item", "  - below", "1. one", "> quote", "```", "```go", "~~~", "    code", "---"),
    *("----", "--", "===", "# One", "## Words", "### Deeper", "| a | b |", "|---|---|", ":::", "::: box"),
    *("::: notes", "<!-- a", "-->", "<!-- b -->", "<div>", "</div>", "<b>bold", "<pre>", "</pre>", "$$"),
    *("[go]", "[go]: https://a.b", "[^1]", "[^1]: text", "^[in place]", "![](p.png)", "[x](#words)"),
    *("{.fragment}", "{#id}", "{.private}", "{.public}", "&amp;", "\\", "`tick", "*star", "ä", "ж", "\t"),
    *("<!-- .slide: class=x -->", "{{< include 2.md >}}", "term\n: meaning", "- [ ] task", "font: +2"),
    *(". . .", "+++", "Note:", "<script>", "$x$"),
)
Step = tuple[bool, float, str, str]
STEPS = st.tuples(
    st.booleans(),
    st.floats(0, 0.999),
    st.sampled_from(("before", "instead", "behind", "gone")),
    st.sampled_from(SNIPPETS),
)


def hold_after(deck: Deck, step: Step) -> None:
    """Edit a line, and hold what is amended against the whole pipeline."""
    in_first, where, how, snippet = step
    file = deck.first if in_first else deck.second
    lines = file.read_text().split("\n")
    at = int(where * len(lines))
    new = {"before": [snippet, lines[at]], "instead": [snippet], "behind": [lines[at] + snippet], "gone": []}
    file.write_text("\n".join([*lines[:at], *new[how], *lines[at + 1 :]]))
    if not deck.amend():
        try:
            deck.remember()
        except TalkError:  # something is wrong with the deck: it is left as it was
            file.write_text("\n".join(lines))


def hold_all(folder: Path, cache: Path, steps: Sequence[Step], *, by_heading: bool) -> None:
    """The same for one edit after another."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory(dir=folder) as place:
        patch.setenv("TALK_CACHE", str(cache))
        deck = Deck(Path(place))
        if by_heading:
            deck.first.write_text(FIRST.replace("footer:", "slide-level: 2\nfooter:"))
            deck.remember()
        for step in steps:
            hold_after(deck, step)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=1, max_size=4), by_heading=st.booleans())
def test_any_edit(tmp_path: Path, cache: Path, steps: list[Step], by_heading: bool) -> None:
    """Whatever is written where: what is amended is what the whole pipeline makes."""
    hold_all(tmp_path, cache, steps, by_heading=by_heading)


@pytest.mark.long
@settings(max_examples=CHAINS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=1, max_size=6), by_heading=st.booleans())
def test_very_many_edits(tmp_path: Path, cache: Path, steps: list[Step], by_heading: bool) -> None:
    """The same for longer."""
    hold_all(tmp_path, cache, steps, by_heading=by_heading)
