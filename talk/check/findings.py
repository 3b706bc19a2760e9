"""What a check comes back with: findings, each with its rule, its place and the state it was seen in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from talk.deck.model import Deck, Slide
from talk.errors import Diagnostic, Severity, Span

# Every rule by its stable id, with what it says in general.
RULES: Mapping[str, str] = {
    "front-matter-key": "Settings are known and hold values that they take.",
    "image-alt": "Images have alternative text.",
    "link-target": "Links and files lead to something that is there.",
    "outline-coverage": "Every point of the outline has its slide, and every slide its point.",
    "outline-minutes": "Minutes add up, and what is to be said fits into them.",
    "heading-order": "Headings skip no level.",
    "long-line": "Lines of code fit into their block.",
    "foreign-note": "Speaker notes are written as notes.",
    "foreign-syntax": "Nothing is left of the syntax of other tools.",
    "contrast": "Colours of text and charts stand out from their ground.",
    "image-size": "Images have as many pixels as the screen needs, and not many more.",
    "overflow": "Nothing leaves its slide or is cut off.",
    "overlap": "No text lies on other text.",
    "small-text": "Text is large enough to be read from the last row.",
    "small-control": "Controls are large enough to be hit.",
    "console-error": "The page runs without errors.",
    "foreign-request": "Nothing is loaded from outside the deck.",
    "note-leak": "Notes reach nobody but their readers.",
    "claim": "What the deck claims of Go code is what the real Go says.",
    "recording": "What the real Go says is recorded.",
    "safe": "With --safe, what of a deck runs, acts or loads is left out.",
    "axe": "The page is accessible as far as axe-core can tell.",
    "build": "The deck can be built.",
}


class Box(NamedTuple):
    """A rectangle in pixels of the window."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sight:
    """Where something can be seen: the view, the numbers of slide and state from 0, the place."""

    view: str
    slide: int
    state: int = -1
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `states` are those in which it shows; none where it always does."""

    rule: str
    severity: Severity
    message: str
    span: Span | None = None
    slide: str = ""
    hint: str = ""
    states: tuple[str, ...] = ()
    sight: Sight | None = field(default=None, compare=False)

    @classmethod
    def of(cls, told: Diagnostic) -> Finding:
        """What the build says, as a finding."""
        rule = told.rule if told.rule in RULES else "build"
        return cls(rule, told.severity, told.text, told.span, hint=told.hint)

    @property
    def state(self) -> str:
        """The states in which it shows, in few words."""
        first = ", ".join(self.states[:2])
        more = len(self.states) - 2
        return f"{first} and {more} more" if more > 0 else first

    def __str__(self) -> str:
        told = Diagnostic(self.severity, self.message, self.span, self.hint)
        return f"{told} [{self.rule}: {self.state}]" if self.state else f"{told} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG, its size, and the box of what it is about."""

    jpeg: bytes
    size: tuple[int, int]
    box: Box | None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a deck in order of their places.

    `headroom` holds for each slide by how many pixels its text may grow, `pictures` a picture of a finding by
    its number from 0. `left_out` says why the browser was not asked, "" if it was.
    """

    title: str
    findings: tuple[Finding, ...]
    slides: tuple[str, ...]
    headroom: Mapping[str, int] = field(default_factory=dict)
    pictures: Mapping[int, Picture] = field(default_factory=dict)
    left_out: str = ""

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(each.severity == "error" for each in self.findings)

    def fails(self, *, strict: bool) -> bool:
        """Whether the deck does not pass: an error, or with `strict` anything at all."""
        return bool(self.findings) if strict else self.errors > 0


def merge(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The same thing seen in several states once, with all of them; an error goes before a warning."""
    merged: dict[tuple[str, ...], Finding] = {}
    for each in findings:
        key = (each.rule, str(each.span), each.slide, _subject(each))
        known = merged.get(key)
        if known is None:
            merged[key] = each
            continue
        worse = known if known.severity == "error" or each.severity == "warning" else each
        merged[key] = replace(worse, states=tuple(dict.fromkeys([*known.states, *each.states])))
    return iter(merged.values())


def in_order(findings: Iterable[Finding], deck: Deck) -> list[Finding]:
    """The findings by place, each with its slide; on one line, errors go first."""
    placed = [_with_slide(each, deck) for each in findings]
    return sorted(
        placed, key=lambda each: (str(each.span.file) if each.span else "", _line(each), each.severity)
    )


def slide_at(deck: Deck, span: Span) -> Slide | None:
    """The slide on which a line of a file stands; None for a line before all slides, or of another file."""
    above = [slide for slide in deck.slides if slide.span.file == span.file and slide.span.line <= span.line]
    return max(above, key=lambda slide: slide.span.line, default=None)


def _with_slide(finding: Finding, deck: Deck) -> Finding:
    if finding.slide or finding.span is None:
        return finding
    slide = slide_at(deck, finding.span)
    return replace(finding, slide=slide.id) if slide else finding


def _line(finding: Finding) -> int:
    return finding.span.line if finding.span else 0


def _subject(finding: Finding) -> str:
    """What a message is about: sizes differ from state to state; a line that asks for much is one thing."""
    if finding.rule == "foreign-request":
        return ""
    return "".join(char for char in finding.message if not char.isdigit())
