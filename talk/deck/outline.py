"""The outline: read from its nested list, and compared with the slides both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it.token import Token

from talk.deck.attributes import Attributes
from talk.deck.ids import Ids, slug
from talk.deck.includes import Reader
from talk.deck.model import Deck, Outline, Point, Slide
from talk.deck.slide_keys import read_minutes
from talk.deck.tokens import text_of
from talk.errors import Diagnostics, Span, TalkError, did_you_mean

_LISTS = ("bullet_list_open", "ordered_list_open")
_OUTLINE = "outline-coverage"


@dataclass(slots=True)
class _Row:
    """A point while it is read."""

    text: str
    span: Span
    attributes: Attributes
    id: str = ""
    children: list[_Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Covered:
    """A point with the slides that cover it; `is_hole` if neither they nor its children do."""

    point: Point
    depth: int
    slides: tuple[Slide, ...]
    is_hole: bool


def read_outline(file: Path, reader: Reader) -> Outline:
    """The outline in a file. Text around the list is for people and is passed over."""
    tokens = reader.read(file, reader.files.text(file))
    rows = list(_rows(tokens, reader.diagnostics))
    ids = Ids(reader.diagnostics)
    everyone = list(_walk(rows))
    for row in everyone:
        if row.attributes.id and ids.claim(row.attributes.id, row.span):
            row.id = row.attributes.id
    for row in everyone:
        row.id = row.id or ids.make(slug(row.text) or "point", row.span)
    if not rows:
        reader.diagnostics.error(
            "the outline holds no list",
            Span(file),
            "write one point a line: '- text {#id minutes=3}'",
            _OUTLINE,
        )
    return Outline(tuple(_point(row, reader.diagnostics) for row in rows), file)


def _rows(tokens: Sequence[Token], diagnostics: Diagnostics) -> Iterator[_Row]:
    """The points at the top of the lists; those below hang on them."""
    stack: list[_Row] = []
    for index, token in enumerate(tokens):
        if token.type == "list_item_open":
            row = _row(token, tokens[index + 1 : index + 3])
            if stack:
                stack[-1].children.append(row)
            stack.append(row)
        elif token.type == "list_item_close":
            row = stack.pop()
            if not row.text:
                diagnostics.error(
                    "this point has no text", row.span, "write '- text {#id minutes=3}'", _OUTLINE
                )
            if not stack:
                yield row


def _row(item: Token, inside: Sequence[Token]) -> _Row:
    attributes = item.meta.get("written", Attributes())
    text = text_of(inside[1].children) if len(inside) > 1 and inside[0].type == "paragraph_open" else ""
    return _Row(text, item.meta["span"], attributes)


def _point(row: _Row, diagnostics: Diagnostics) -> Point:
    children = tuple(_point(child, diagnostics) for child in row.children)
    given = [child.minutes for child in children if child.minutes is not None]
    minutes = sum(given) if given else None
    for key, value in row.attributes.pairs.items():
        if key != "minutes":
            hint = did_you_mean(key, ["minutes"]) or "a point takes #id and minutes=3"
            diagnostics.warning(f"the key '{key}' of a point does nothing", row.span, hint, "foreign-syntax")
            continue
        try:
            minutes = read_minutes(value, row.span)
        except TalkError as error:
            diagnostics.take(error)
    return Point(row.id, row.text, row.span, minutes, children)


def _walk(rows: Sequence[_Row]) -> Iterator[_Row]:
    for row in rows:
        yield row
        yield from _walk(row.children)


def coverage(deck: Deck) -> list[Covered]:
    """Every point in reading order with its slides; empty without an outline."""
    if deck.outline is None:
        return []
    slides: dict[str, list[Slide]] = {}
    for slide in deck.slides:
        for name in slide.covers:
            slides.setdefault(name, []).append(slide)
    holes: dict[str, bool] = {}
    for point in deck.outline.points:
        _find_holes(point, slides, holes)
    return [
        Covered(point, depth, tuple(slides.get(point.id, ())), holes[point.id])
        for depth, point in deck.outline.walk()
    ]


def _find_holes(point: Point, slides: Mapping[str, Sequence[Slide]], holes: dict[str, bool]) -> bool:
    below = [_find_holes(child, slides, holes) for child in point.children]
    holes[point.id] = point.id not in slides and (not below or any(below))
    return holes[point.id]


def check_coverage(deck: Deck, diagnostics: Diagnostics) -> None:
    """Every point has its slide and every slide its point; holes are told at the leaves."""
    if deck.outline is None:
        return
    rows = coverage(deck)
    for row in rows:
        if row.is_hole and not row.point.children:
            diagnostics.error(
                f"no slide covers the outline's point '{row.point.text}'",
                row.point.span,
                f"add a slide '## ... {{covers={row.point.id}}}', or remove the point",
                _OUTLINE,
            )
    known = {row.point.id for row in rows}
    for slide in deck.slides:
        for name in slide.covers:
            if name not in known:
                hint = (
                    did_you_mean(name, known)
                    or f"its points are listed by 'talk outline'; add one to {deck.outline.file.name}"
                )
                diagnostics.error(f"the outline has no point '{name}'", slide.span, hint, _OUTLINE)
    _check_minutes(deck, diagnostics)


def _check_minutes(deck: Deck, diagnostics: Diagnostics) -> None:
    assert deck.outline is not None
    for _, point in deck.outline.walk():
        below = [child.minutes for child in point.children if child.minutes is not None]
        if below and point.minutes is not None and abs(sum(below) - point.minutes) > 1e-9:
            diagnostics.warning(
                f"'{point.text}' has {point.minutes:g} minutes, its points together {sum(below):g}",
                point.span,
                "leave out its own minutes to get their sum",
                "outline-minutes",
            )
    total = sum(point.minutes or 0 for point in deck.outline.points)
    if deck.meta.duration_s is not None and total * 60 > deck.meta.duration_s + 1e-6:
        diagnostics.warning(
            f"the outline takes {total:g} minutes, the talk has {deck.meta.duration_s / 60:g}",
            deck.meta.spans.get("duration"),
            "shorten the outline or raise the duration",
            "outline-minutes",
        )
