"""The controls under a live figure: what the template needs, the room that they take, and the page's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import Markup

if TYPE_CHECKING:
    from talk.chart.controls import ControlView
    from talk.chart.figure import Figure

LETTER_EM = 0.52
SLIDER_EM = 11.0  # a slider at its narrowest with its number field and the gaps between them
LEAST_LABEL_EM = 2.0
OPTION_EM = 2.6  # a radio button or a switch, without its words
BUTTON_EM = 3.6
BUTTON_GAP_EM = 0.6
GAP_EM = 1.6
ROW_EM = 2.05  # height of one row of controls with the gap to the next, in their own text size

# The characters that would end a script element early, or a line of JavaScript.
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


@dataclass(frozen=True, slots=True)
class Slider:
    """The attributes of one `input type=range`, and of the number field beside it."""

    lo: str
    hi: str
    step: str
    value: str
    by_stop: bool
    least: str
    most: str
    number: str


def slider(control: ControlView) -> Slider:
    """Real values where the stops are even, else the number of the stop."""
    least, most, number = (_plain(control.stops[at]) for at in (0, -1, control.at))
    if control.step is None:
        last = str(len(control.stops) - 1)
        return Slider("0", last, "1", str(control.at), True, least, most, number)
    step = _plain(control.step)
    return Slider(_plain(control.lo), _plain(control.hi), step, number, False, least, most, number)


def controls_rows(controls: Sequence[ControlView], *, compare: bool, steps: int, width_em: float) -> int:
    """How many rows they fill, `width_em` wide in their own text size."""
    widths = [_width_em(control) for control in controls]
    if steps:
        widths.append(SLIDER_EM + LEAST_LABEL_EM)
    plays = bool(steps) or any(control.kind == "slider" for control in controls)
    buttons = plays + compare + bool(controls)
    widths.append(buttons * (BUTTON_EM + BUTTON_GAP_EM))
    rows, used = 0, width_em
    for width in widths:
        if used + width > width_em:
            rows, used = rows + 1, 0.0
        used += width + GAP_EM
    return rows


def payload(figure: Figure) -> Markup:
    """All that the page needs to draw every state, as JSON that may stand in a script element."""
    told = msgspec.json.encode(told_params(figure.controls)).decode()
    return Markup(f'{{"params":{told},"{figure.kind}":{figure.states or "null"}}}'.translate(_ESCAPES))


def told_params(controls: Sequence[ControlView]) -> list[dict[str, Any]]:
    """The controls as the page's script knows them."""
    return [
        {
            "name": control.name,
            "kind": control.kind,
            "stops": control.stops,
            "labels": control.labels,
            "at": control.at,
            "unit": control.unit,
            "title": control.title,
        }
        for control in controls
    ]


def _width_em(control: ControlView) -> float:
    label = max(LEAST_LABEL_EM, len(control.title) * LETTER_EM)
    if control.kind == "slider":
        return label + SLIDER_EM + len(control.unit) * LETTER_EM
    if control.kind == "switch":
        return label + OPTION_EM
    return label + sum(len(option) * LETTER_EM + OPTION_EM for option in control.labels)


def _plain(value: object) -> str:
    """A number as HTML wants it."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)
