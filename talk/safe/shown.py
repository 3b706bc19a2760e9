"""What tells a reader that something of the deck was not run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from markdown_it.token import Token

from talk.deck.model import Deck, DemoCall
from talk.deck.raw import Raw
from talk.deck.tokens import paragraph
from talk.errors import Span

_ANSWERS = ("output", "recorded")
LABEL = "unrun-label"


def label_answers(deck: Deck, version: str, unanswered: Collection[Span | None]) -> Deck:
    """The deck with a line below all code that asks the real Go: a recording stands there, or nothing.

    `unanswered` are the places of code whose recordings are missing, stale or at odds with its claims.
    """
    slides = []
    for slide in deck.slides:
        notes = tuple(
            replace(note, tokens=_labelled(note.tokens, version, unanswered)) for note in slide.notes
        )
        slides.append(replace(slide, tokens=_labelled(slide.tokens, version, unanswered), notes=notes))
    return replace(deck, slides=tuple(slides))


def _labelled(tokens: Sequence[Token], version: str, unanswered: Collection[Span | None]) -> list[Token]:
    out: list[Token] = []
    told: set[Span | None] = set()
    for token, following in zip_longest(tokens, tokens[1:]):
        out.append(token)
        place = token.meta.get("span")
        more = following is not None and following.type in _ANSWERS and following.meta.get("span") == place
        if _asks(token) and not more and place not in told:
            told.add(place)
            out += paragraph(_label(version, place in unanswered), place, LABEL)
    return out


def _asks(token: Token) -> bool:
    """Whether a token is code that asks the real Go, or an answer to it."""
    block = token.meta.get("code")
    return token.type in _ANSWERS or bool(block and (block.verbs or block.go))


def _label(version: str, is_unanswered: bool) -> str:
    if is_unanswered or not version:
        return "Not run: built with --safe, and no recording fits this code."
    return f"Not run: built with --safe. What is shown was recorded with {version}."


def unrun_in_words(call: DemoCall) -> str:
    """What an output that has words alone says in place of a demo's figure."""
    told = ", ".join(f"{name} {value}" for name, value in settings_in_words(call.settings))
    return f"Demo {call.name}{f' ({told})' if told else ''}. Not run: built with --safe."


def settings_in_words(settings: Mapping[str, Raw]) -> Iterator[tuple[str, str]]:
    """The settings of a demo as they were written, each with its name."""
    for name, raw in settings.items():
        yield name, _in_words(raw)


def _in_words(raw: Raw) -> str:
    if isinstance(raw.value, str):
        return raw.value
    if isinstance(raw.value, tuple):
        return ", ".join(map(_in_words, raw.value))
    return ", ".join(f"{name} {_in_words(each)}" for name, each in raw.value.items())
