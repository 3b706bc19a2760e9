"""What `talk outline` prints: every point with its slides and minutes, and where the holes are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from talk.deck.model import Deck, Slide
from talk.deck.outline import Covered, coverage

HOLE = "no slide"
WIDEST_TEXT = 72


def report_text(deck: Deck) -> str:
    """The outline as a table for people: minutes, point, numbers of its slides; then the sums."""
    rows = coverage(deck)
    numbers = {slide.id: number for number, slide in enumerate(deck.slides, start=1)}
    if not rows:
        return f"no outline; {_count(len(deck.slides), 'slide')}"
    lines = [_line(row, numbers) for row in rows]
    width = max(len(text) for _, text, _ in lines)
    table = [f"{minutes:>7}  {text:<{width}}  {slides}".rstrip() for minutes, text, slides in lines]
    return "\n".join([*table, "", *_sums(deck, rows)])


def report_json(deck: Deck) -> str:
    """The same as JSON: points, sections, slides, minutes, duration."""
    document: dict[str, Any] = {
        "title": deck.meta.title,
        "duration_minutes": None if deck.meta.duration_s is None else deck.meta.duration_s / 60,
        "minutes": total_minutes(deck),
        "points": [
            {
                "id": row.point.id,
                "text": row.point.text,
                "depth": row.depth,
                "minutes": row.point.minutes,
                "slides": [slide.id for slide in row.slides],
                "covered": not row.is_hole,
                "line": row.point.span.line,
            }
            for row in coverage(deck)
        ],
        "sections": [
            {"id": each.id, "title": each.title, "slides": list(each.slides)} for each in deck.sections
        ],
        "slides": [
            {"id": slide.id, "title": slide.title, "section": slide.section, "covers": list(slide.covers)}
            for slide in deck.slides
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def total_minutes(deck: Deck) -> float:
    """The minutes of the outline's top points together."""
    return sum(point.minutes or 0 for point in deck.outline.points) if deck.outline else 0.0


def _line(row: Covered, numbers: dict[str, int]) -> tuple[str, str, str]:
    minutes = "" if row.point.minutes is None else f"{row.point.minutes:g} min"
    text = "  " * row.depth + row.point.text
    if len(text) > WIDEST_TEXT:
        text = text[: WIDEST_TEXT - 1] + "…"
    return minutes, text, _places(row.slides, numbers) or (HOLE if row.is_hole else "")


def _places(slides: Sequence[Slide], numbers: dict[str, int]) -> str:
    return ", ".join(str(numbers[slide.id]) for slide in slides)


def _sums(deck: Deck, rows: Sequence[Covered]) -> list[str]:
    leaves = [row for row in rows if not row.point.children]
    holes = sum(row.is_hole for row in leaves)
    planned = f"{total_minutes(deck):g} minutes planned"
    if deck.meta.duration_s is not None:
        planned += f" of {deck.meta.duration_s / 60:g}"
    covered = f"{len(leaves) - holes} of {_count(len(leaves), 'point')} covered"
    free = sum(not slide.covers for slide in deck.slides)
    return [f"{covered}, {_count(len(deck.slides), 'slide')} ({free} without a point), {planned}"]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
