"""All states of `Steps` as JSON for the page; `web/ts/moments_payload.ts` says what its fields mean."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from talk.chart.sketch import Shape, Style, ordered, tenths
from talk.chart.sketch_svg import style_text
from talk.chart.table import Table, short_table

if TYPE_CHECKING:
    from talk.chart.model import StepsData
    from talk.chart.plan import Layout

Thing = TypeVar("Thing", bound=Hashable)


class _Once(Generic[Thing]):
    """Things by number, each held once."""

    def __init__(self) -> None:
        self._numbers: dict[Thing, int] = {}

    def number(self, thing: Thing) -> int:
        return self._numbers.setdefault(thing, len(self._numbers))

    def numbers(self, things: Iterable[Thing]) -> tuple[int, ...]:
        return tuple(map(self.number, things))

    def __iter__(self) -> Iterator[Thing]:
        return iter(self._numbers)


@dataclass(slots=True)
class _Payload:
    """What states share, each once: texts, styles, shapes as numbers, moments as shapes, rows as texts."""

    texts: _Once[str] = field(default_factory=_Once)
    styles: _Once[Style] = field(default_factory=_Once)
    shapes: _Once[tuple[int, ...]] = field(default_factory=_Once)
    moments: _Once[tuple[int, ...]] = field(default_factory=_Once)
    rows: _Once[tuple[int, ...]] = field(default_factory=_Once)
    headers: _Once[tuple[int, ...]] = field(default_factory=_Once)

    def moment(self, shapes: Sequence[Shape]) -> int:
        return self.moments.number(self.shapes.numbers(map(self._shape, ordered(shapes))))

    def table(self, table: Table) -> dict[str, Any]:
        rows = self.rows.numbers(self.texts.numbers(row) for row in table.rows)
        header = self.headers.number(self.texts.numbers(table.header))
        return {"h": header, "r": rows, **({} if table.complete else {"thin": 1})}

    def _shape(self, shape: Shape) -> tuple[int, ...]:
        text = (self.texts.number(shape.text),) if shape.style.kind == "text" else ()
        return self.styles.number(shape.style), *text, *shape.numbers


def states_json(layout: Layout, states: Sequence[StepsData], alts: Sequence[str], says: Sequence[str]) -> str:
    """The states for the page, each with its moments, its sentence, its text alternative and its table."""
    payload = _Payload()
    told = [
        {
            "m": [payload.moment(layout.draw(number, moment)) for moment in range(len(state.steps))],
            "say": payload.texts.number(say),
            "alt": payload.texts.number(alt),
            **payload.table(short_table(state, "")),
        }
        for number, (state, alt, say) in enumerate(zip(states, alts, says, strict=True))
    ]
    return msgspec.json.encode(
        {
            "later": int(layout.standing == "stage"),
            "places": [tuple(map(tenths, layout.origin(moment))) for moment in range(layout.moments)],
            "texts": [*payload.texts],
            "styles": [_style(style) for style in payload.styles],
            "shapes": [*payload.shapes],
            "moments": [*payload.moments],
            "headers": [*payload.headers],
            "rows": [*payload.rows],
            "states": told,
        }
    ).decode()


def _style(style: Style) -> dict[str, Any]:
    return {"k": style.kind, "css": style_text(style), **({"rx": style.radius} if style.radius else {})}
