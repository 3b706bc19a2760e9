"""All inks of a chart by number, in drawing order: marks of one panel that look alike share theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from talk.chart.ends import end_inks
from talk.chart.ink import Ink
from talk.chart.looks import Look
from talk.chart.union import MarkKey, rank


@dataclass(slots=True)
class Inks:
    """`of` holds the numbers of each mark's inks, `ends` those of leaders and dots by panel and colour."""

    styles: list[Ink] = field(default_factory=list)
    of: dict[MarkKey, tuple[int, ...]] = field(default_factory=dict)
    ends: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)


def inks_of(looks: Sequence[Look], ends: Iterable[tuple[int, str]], unit: float) -> Inks:
    """The inks of these marks, then those of the labels at the lines' ends, by panel and colour."""
    inks = Inks()
    known: dict[object, int] = {}
    for look in looks:
        inks.of[look.key] = tuple(_number(inks, known, look, ink) for ink in look.inks)
    for panel, role in ends:
        first = len(inks.styles)
        inks.ends[panel, role] = (first, first + 1)
        inks.styles += end_inks(role, unit)
    return inks


def _number(inks: Inks, known: dict[object, int], look: Look, ink: Ink) -> int:
    """The number of an ink, the same one for marks that are drawn together and look alike."""
    name = (look.key.panel, rank(look.key), ink)
    if name not in known:
        known[name] = len(inks.styles)
        inks.styles.append(ink)
    return known[name]
