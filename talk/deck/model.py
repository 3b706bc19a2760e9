"""What a deck is, once it has been read: values, no behaviour, no HTML.

Text is still markdown-it tokens here; `talk.render` turns them into pages.
Settings of demo blocks are still text; `talk.demo` gives them types.

Tokens that only `talk` knows (all others are markdown-it's own):

| type | meta | stands for |
|---|---|---|
| `code` | `code`: CodeBlock, perhaps `labels` | a fence with a language, or none |
| `demo` | `call`: DemoCall | a demo block |
| `recorded` | `call`: DemoCall | a figure of what the real Go said; made by the build, not by the deck |
| `output` | `terminal` | what a program printed; likewise |
| `math_inline`, `math_block` | `span` | TeX in `content` |
| `image` | `span`, `source`: ImageSource | an image; `attrs` and alt text as in markdown-it |
| `agenda` | `span` | the list of sections |
| `task` | `span` | the box of a task list item: an `input` whose `attrs` say it all |

`math_inline` with `meta["display"]` was written as `$$...$$` inside a paragraph.
All other blocks (columns, callouts, figures, footnotes, ...) are ordinary open and
close tokens whose `tag` and `attrs` say it all: `font=+4` has become
`style="--add: 4"`, the `width` of a column or an image `style="width: 40%"`.
Every token that may be complained about carries `meta["span"]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from markdown_it.token import Token

from talk.deck.front_matter import FrontMatter
from talk.deck.raw import Raw
from talk.errors import Span

__all__ = [
    "CodeBlock",
    "Deck",
    "DemoCall",
    "ImageSource",
    "NoteBlock",
    "NoteLevel",
    "Outline",
    "Point",
    "Raw",
    "Section",
    "Slide",
]

NoteLevel = Literal["private", "plain", "public"]


StepsMode = Literal["fragments", "slider", "all"]
FIGURES = ("overlay", "step", "bench", "gctrace", "layout", "why")
"""What code may ask for that is drawn."""


@dataclass(frozen=True, slots=True)
class DemoCall:
    """A demo block: which demo, with which settings, still as text.

    `id` is the figure's id in the page: the author's, else the name, else
    `name-2` and so on. `settings` holds the parameters; the reserved keys
    (`caption`, `alt`, `height`, `print`, ...) are in `options`. `font` is in
    pixels added to what holds around the block. `steps` says how moments come one after
    another on the slide: with the clicker, by a slider, or all at once.
    """

    id: str
    name: str
    settings: Mapping[str, Raw]
    options: Mapping[str, Raw]
    span: Span
    font: int = 0
    classes: tuple[str, ...] = ()
    steps: StepsMode = "fragments"


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Code to show: its text, and what is lit at each step.

    `steps` holds a set of line numbers a step, as they are printed (so they count
    from `start`); an empty frozenset is `none`, `None` is `all`. No steps: ().
    One step: a highlight that stands still. `numbered` asks for line numbers (the
    author wrote `lines` or `start=`).
    `text_span` is where the text itself begins: below the fence, or in `source`, the
    file it was cut from (`region` of it). `verbs` are what `talk` shall do with the
    code (`run`, `escape`, ...), `go` what keys say of them and what the author claims (`asm`, `prints`, ...).
    """

    language: str
    text: str
    span: Span
    steps: tuple[frozenset[int] | None, ...] = ()
    start: int = 1
    numbered: bool = False
    title: str = ""
    font: int = 0
    id: str = ""
    classes: tuple[str, ...] = ()
    attrs: Mapping[str, str] = field(default_factory=dict)
    source: Path | None = None
    region: str = ""
    text_span: Span | None = None
    verbs: tuple[str, ...] = ()
    go: Mapping[str, str] = field(default_factory=dict)

    @property
    def figure(self) -> str:
        """The verb or key that asks for a figure, or nothing; `id` is then the figure's."""
        asked = (*self.verbs, *self.go)
        return next((each for each in FIGURES if each in asked), "")

    @property
    def asks(self) -> bool:
        """Whether the block wants to know something of the real Go."""
        return bool(self.verbs or self.go)


@dataclass(frozen=True, slots=True)
class ImageSource:
    """Where an image's bytes come from: a file in the project, or a URL left as it is."""

    path: Path | None
    url: str


@dataclass(frozen=True, slots=True)
class NoteBlock:
    """Part of a slide's notes, and who may read it."""

    level: NoteLevel
    tokens: list[Token]
    span: Span


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide. `tokens` is what stands on it, its heading included, without its notes.

    `heading` holds the inline tokens of its title ([] without one), `title` their text.
    `section` is the id of the section it belongs to ("" before the first), `index` its
    column in the deck and `level` its row in a stack of vertical slides.
    `font` is in pixels added to the deck's size. `attrs` goes onto the
    `section` element (background and other `data-` attributes included);
    background images are in `background`.
    """

    id: str
    title: str
    heading: list[Token]
    tokens: list[Token]
    notes: tuple[NoteBlock, ...]
    span: Span
    index: int
    level: int = 0
    section: str = ""
    covers: tuple[str, ...] = ()
    optional: bool = False
    minutes: float | None = None
    font: int = 0
    fit: bool = False
    classes: tuple[str, ...] = ()
    attrs: Mapping[str, str] = field(default_factory=dict)
    background: ImageSource | None = None
    is_title: bool = False
    opens_section: bool = False

    @property
    def demo_calls(self) -> list[DemoCall]:
        """The demo blocks on this slide, in order."""
        return [token.meta["call"] for token in self.tokens if token.type == "demo"]

    @property
    def asking_blocks(self) -> list[CodeBlock]:
        """The code on this slide and in its notes that asks the real Go, in order."""
        noted = (token for note in self.notes for token in note.tokens)
        blocks = (token.meta["code"] for token in (*self.tokens, *noted) if token.type == "code")
        return [block for block in blocks if block.asks]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the talk, opened by a `#` heading: its id, title and slides' ids."""

    id: str
    title: str
    slides: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the outline. `minutes` is None where neither it nor a child gives any."""

    id: str
    text: str
    span: Span
    minutes: float | None = None
    children: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The list that the deck is written along."""

    points: tuple[Point, ...]
    file: Path

    def walk(self) -> list[tuple[int, Point]]:
        """Every point with its depth (0 at the top), in reading order."""
        return [row for point in self.points for row in _walk(point, 0)]


@dataclass(frozen=True, slots=True)
class Deck:
    """A whole deck: front matter, outline (None without a file), sections, slides in order."""

    meta: FrontMatter
    outline: Outline | None
    sections: tuple[Section, ...]
    slides: tuple[Slide, ...]
    root: Path

    @property
    def demo_calls(self) -> list[tuple[Slide, DemoCall]]:
        """Every demo block with its slide."""
        return [(slide, call) for slide in self.slides for call in slide.demo_calls]

    @property
    def asking_blocks(self) -> list[tuple[Slide, CodeBlock]]:
        """Every block of code that asks the real Go, with its slide."""
        return [(slide, block) for slide in self.slides for block in slide.asking_blocks]


def _walk(point: Point, depth: int) -> list[tuple[int, Point]]:
    below = [row for child in point.children for row in _walk(child, depth + 1)]
    return [(depth, point), *below]
