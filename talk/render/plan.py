"""The talk's plan for the speaker: which slide has how many minutes, and what could be left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from talk.deck.model import Deck, Point, Slide


@dataclass(frozen=True, slots=True)
class Planned:
    """One slide in the plan; `label` is section and place in it (`3.2`), `minutes` 0 if nothing says any."""

    id: str
    label: str
    title: str
    section: str
    minutes: float
    optional: bool


def plan_of(deck: Deck) -> dict[str, Any]:
    """The plan as the page is told it: the minutes of the whole talk (0: not given), and every slide."""
    slides = planned_slides(deck)
    whole = deck.meta.duration_s / 60 if deck.meta.duration_s else sum(each.minutes for each in slides)
    return {"minutes": round(whole, 3), "slides": [asdict(each) for each in slides]}


def planned_slides(deck: Deck) -> list[Planned]:
    """Every slide with its minutes: its own, else its even share of the points that it covers."""
    shares = _shares(deck)
    sections = {section.id: number for number, section in enumerate(deck.sections, start=1)}
    seen: defaultdict[str, int] = defaultdict(int)
    planned = []
    for slide in deck.slides:
        seen[slide.section] += 1
        number = sections.get(slide.section, 0)
        label = f"{number}.{seen[slide.section]}" if sections else str(seen[slide.section])
        minutes = slide.minutes if slide.minutes is not None else shares.get(slide.id, 0.0)
        planned.append(
            Planned(slide.id, label, slide.title, slide.section, round(minutes, 3), slide.optional)
        )
    return planned


def _shares(deck: Deck) -> Mapping[str, float]:
    """What each slide without minutes of its own gets of the outline's."""
    covering: defaultdict[str, list[Slide]] = defaultdict(list)
    for slide in deck.slides:
        for name in slide.covers:
            covering[name].append(slide)
    shares: defaultdict[str, float] = defaultdict(float)
    for point in deck.outline.points if deck.outline else ():
        _share(point, covering, shares)
    return shares


def _share(point: Point, covering: Mapping[str, Sequence[Slide]], shares: defaultdict[str, float]) -> float:
    """Give a point's minutes to its slides; what its children have given away already comes back."""
    given = sum(_share(child, covering, shares) for child in point.children)
    slides = covering.get(point.id, ())
    left = (point.minutes or 0.0) - given
    if not slides or left <= 0:
        return given
    free = left - sum(slide.minutes or 0.0 for slide in slides)
    open_slides = [slide for slide in slides if slide.minutes is None]
    for slide in open_slides:
        shares[slide.id] += max(0.0, free) / len(open_slides)
    return given + left
