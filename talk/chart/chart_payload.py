"""All states of a chart as JSON for the page; web/ts/payload.ts says what its fields mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from talk.chart.canvas import Text
from talk.chart.ends import LABELLED, broken, ends_x
from talk.chart.fields import Fields, Texts, fields_of, x_coding
from talk.chart.headings import headings
from talk.chart.looks import Look
from talk.chart.model import Heat
from talk.chart.plot import end_labels
from talk.chart.svg import text_style
from talk.chart.words import words_of

if TYPE_CHECKING:
    from talk.chart.view import Plot, View

Json = dict[str, object]
WordStyle = tuple[str, str, str]

_LABEL, _RULE_LABEL = Text(0, 0, "", down="middle"), Text(0, 0, "", down="middle", role="muted")


class Payload:
    """The numbers of all states on their way to the page: as short as can be, or sooner, with all digits."""

    def __init__(self, view: View, *, is_short: bool = True) -> None:
        self.view = view
        self.texts = Texts()
        self.styles: dict[WordStyle, int] = {}
        self.x = x_coding(view, is_short=is_short)
        self.has_common_x = len({chart.xs for chart in view.whole.charts}) == 1
        placed = [(number, plot, look) for number, plot in enumerate(view.plots) for look in plot.looks]
        self.marks = [
            (number, look, fields_of(view, plot, look, self.x, self.texts, is_short=is_short))
            for number, plot, look in placed
        ]

    def json(self, alts: Sequence[str], says: Sequence[str]) -> str:
        """The whole as JSON.

        Raises:
            StateError: labels at the ends of the lines have no room in a state.
        """
        ends = [self._style(_LABEL), self._style(_RULE_LABEL)]
        told = enumerate(zip(alts, says, strict=True))
        states = [self._state(index, alt, say) for index, (alt, say) in told]
        marks = [self._mark(*each) for each in self.marks]
        view = self.view
        whole: Json = {
            "size": [view.canvas.width, view.canvas.height],
            "unit": view.canvas.unit,
            "room": view.canvas.room_px,
            "x": view.x.coded(),
            "panels": [self._panel(plot) for plot in view.plots],
            "marks": marks,
            "inks": [ink.style for ink in view.inks.styles],
            "ends": [
                {"panel": panel, "role": role, "ink": ink} for (panel, role), ink in view.inks.ends.items()
            ],
            "endStyles": ends,
            "names": view.whole.names,
            "wordStyles": [
                {"across": across, "down": down, "style": style} for across, down, style in self.styles
            ],
            "texts": self.texts.all(),
            "table": {"caption": "", "columns": self._columns()},
            "all": {**self._common_x(), "q": {"x": self.x.decimals}},
            "states": states,
        }
        return msgspec.json.encode(whole).decode()

    def as_shown(self) -> View:
        """The view with heat maps as the page has them: no cell at the edge of a level differs."""
        whole = self.view.whole
        states = [dict(state) for state in whole.states]
        for _, look, fields in self.marks:
            for state in states:
                mark = state.get(look.key)
                if isinstance(mark, Heat):
                    rows = tuple(fields.codings[mark.rows].shown(row) for row in mark.rows)
                    state[look.key] = msgspec.structs.replace(mark, rows=rows)
        return replace(self.view, whole=replace(whole, states=tuple(states)))

    def _panel(self, plot: Plot) -> Json:
        frame = plot.frame
        return {
            "y": plot.y.coded(),
            "frame": [frame.left, frame.top, frame.right, frame.bottom],
            "endsX": ends_x(frame, self.view.canvas.unit),
            "lanes": plot.lanes,
        }

    def _mark(self, panel: int, look: Look, fields: Fields) -> Json:
        key = look.key
        ended = key.kind in LABELLED and key.label
        return {
            "k": key.kind,
            "p": panel,
            "ink": self.view.inks.of[key],
            "q": fields.decimals,
            "all": fields.common,
            "end": self.texts.number(broken(key.label, self.view.canvas)) if ended else -1,
            "role": look.role,
            **_measures(look),
        }

    def _common_x(self) -> Json:
        """The x of the chart, if it is the same in all states."""
        return self._x(0) if self.has_common_x else {}

    def _x(self, index: int) -> Json:
        """The x of the chart in a state."""
        return {"x": self.x.travelled([self.view.whole.charts[index].xs], self.x.decimals)}

    def _state(self, index: int, alt: str, say: str) -> Json:
        for number in range(len(self.view.plots)):
            end_labels(self.view, number, index)  # the page has no way out where these find no room
        return {
            **({} if self.has_common_x else self._x(index)),
            "m": [fields.states[index] for _, _, fields in self.marks],
            "w": [self._word(text) for text in words_of(self.view, index)],
            "say": self.texts.number(say),
            "alt": self.texts.number(alt),
        }

    def _word(self, text: Text) -> tuple[int, int, int, int]:
        return self.texts.number(text.text), self._style(text), round(text.x * 10), round(text.y * 10)

    def _style(self, text: Text) -> int:
        style = (text.across, text.down, text_style(text))
        return self.styles.setdefault(style, len(self.styles))

    def _columns(self) -> list[Json]:
        places = {look.key: place for place, (_, look, _) in enumerate(self.marks)}
        return [
            {
                "h": each.text,
                "k": each.kind,
                "m": each.panel if each.key is None else places[each.key],
                "i": each.row,
                "u": each.unit,
            }
            for each in headings(self.view.whole.charts, self.view.whole.states)
        ]


def _measures(look: Look) -> Json:
    """What the page must know of a look, by its kind."""
    kind = look.key.kind
    if kind == "bars":
        return {"wide": look.wide, "off": look.off, "floor": look.floor}
    if kind == "points":
        return {"marker": look.marker, "size": look.size}
    if kind == "heat":
        return {"levels": look.levels}
    if kind == "spans":
        return {"half": look.half}
    if kind in ("hist", "area"):
        return {"floor": look.floor}
    return {"axis": look.key.across} if kind in ("rule", "band") else {}
