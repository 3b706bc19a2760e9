"""One state more than a page was built with, in the form in which the page holds the others."""

from __future__ import annotations

import msgspec

from talk.chart.describe import alt_text, status_text
from talk.chart.model import ChartData, Result, StepsData
from talk.chart.size import Size, slide_size

DEFAULT_SIZE = slide_size(1120, 420, 28)


def live_state(result: Result, size: Size = DEFAULT_SIZE) -> bytes:
    """The state of one run as JSON: `say`, `alt`, and under `chart` or `steps` what the page draws it from.

    The payload has axes and inks of its own: the page puts the numbers into those of the figure.
    """
    say, alt = status_text(result), alt_text(result)
    kind, text = ("chart", _chart(result, size, alt, say)) if isinstance(result, ChartData) else (
        "steps", _steps(result, size, alt, say))  # fmt: skip
    return msgspec.json.encode({"say": say, "alt": alt, kind: msgspec.Raw(text.encode())})


def _chart(chart: ChartData, size: Size, alt: str, say: str) -> str:
    from talk.chart import palette
    from talk.chart.arrange import arrange
    from talk.chart.canvas import Canvas
    from talk.chart.chart_payload import Payload
    from talk.chart.settings import own_settings
    from talk.chart.whole import whole_of

    with own_settings():
        canvas = Canvas(size.width_px, size.height_px, size.text_px, size.room, palette.SENTINELS)
        return Payload(arrange(whole_of([chart]), canvas), is_short=False).json([alt], [say])


def _steps(steps: StepsData, size: Size, alt: str, say: str) -> str:
    from talk.chart.moments import draw_moments

    drawn = draw_moments(
        [steps], 0, size, alt=alt, alts=[alt], says=[say], em_of=size.text_px, standing="stage"
    )
    return drawn.states or "null"
