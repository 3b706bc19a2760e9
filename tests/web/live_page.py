"""Live figures as they stand in a page, put together by hand over the payloads of `payloads.py`."""

from __future__ import annotations

import html
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

Call = Callable[..., Any]
Params = Sequence[Mapping[str, Any]]

SLIDE = '<section id="{id}"><div class="page"><h2>{title}</h2>{figures}</div></section>'
FIGURE = """<figure class="demo live" data-demo="{id}" id="{id}">
<div class="chart">{svg}</div>{between}
<form class="settings" data-prevent-swipe novalidate aria-label="Controls: {id}">
{controls}<div class="buttons">
<button type="button" class="play" aria-pressed="false">Play</button>
<button type="button" class="pin" aria-pressed="false">Pin</button>
<button type="button" class="reset" disabled>Reset</button></div></form>
<figcaption>Where the next collection must end</figcaption>
<output role="status">{said}</output>
<details class="data"><summary>Data<span class="visually-hidden">: {id}</span></summary>
<div class="panel" tabindex="0" role="group" aria-label="Data: {id}"><table><caption>The numbers</caption>
<thead><tr><th scope="col" class="number">x</th><th scope="col" class="number">heap</th></tr></thead>
<tbody><tr><th scope="row" class="number">0</th><td class="number">0</td></tr></tbody></table>
<p class="csv"><a href="data:text/csv,x">All rows as CSV</a></p></div></details>
{data}</figure>"""
DATA = '<script type="application/json" class="states">{}</script>'
SVG = """<svg viewBox="0 0 1200 460" width="1200" height="460" class="chart" role="img" aria-label="{alt}">
<path d="M100 400H1100" style="fill:none;stroke:var(--line)"/>
<g style="font-size:.7143em"><text x="0" y="12" style="fill:var(--muted)">MiB</text></g>
<g class="inks">{inks}</g><g class="words" style="font-size:.7143em"></g>
<g class="ends" style="font-size:.7143em"></g></svg>"""
MOMENTS = """<svg viewBox="0 0 600 200" width="600" height="200" class="chart steps" role="img"
 aria-label="{alt}">
{groups}</svg>"""
SLIDER = """<div class="control slider" {where}><label for="{id}">{title}</label>
<input type="range" id="{id}" name="{name}" min="{low}" max="{high}" step="{step}" value="{value}" {by}
 aria-valuetext="{label}" autocomplete="off">
<input type="number" name="{name}" aria-label="{title}" min="{least}" max="{most}" step="any" value="{number}"
 autocomplete="off"><span class="unit" aria-hidden="true">{unit}</span></div>"""
RADIO = (
    '<label><input type="radio" name="{name}" value="{value}" {checked} autocomplete="off"> {value}</label>'
)


def slide(id: str, *figures: str) -> str:  # noqa: A002 - the element's id
    """A slide that holds these figures."""
    return SLIDE.format(id=id, title=id.title(), figures="".join(figures))


def curves(payloads: ModuleType, params: Params, points: int = 5, lines: int = 1) -> dict[str, Any]:
    """A chart of a few lines that rise more steeply with every parameter; each state has words of its own."""
    xs = [10 * index / (points - 1) for index in range(points)]
    marks = [payloads.mark("line", ink=(2 * n, 2 * n + 1), end=n, role=f"c-{n + 1}") for n in range(lines)]
    texts, states = [f"heap {n + 1}" for n in range(lines)], []
    for stops in itertools.product(*(range(len(param["stops"])) for param in params)):
        rise = 1 + sum(stop / (1 + place) for place, stop in enumerate(stops))
        ys = [[x * rise * (n + 1) / lines for x in xs] for n in range(lines)]
        named = ", ".join(param["labels"][stop] for param, stop in zip(params, stops, strict=True))
        texts += [f"It ends at {ys[0][-1]:.2f} for {named}.", f"A line for {named}", f"up to {ys[0][-1]:.2f}"]
        said = len(texts) - 3
        states.append(
            {
                "m": [{"y": payloads.coded(y, 2)} for y in ys],
                "w": [[said + 2, 0, 2000, round(1000 + 50 * rise)]],
                "say": said,
                "alt": said + 1,
            }
        )
    for mark in marks:
        mark["q"] = {"y": 2}
    pairs = [(f"stroke:var(--c-{n + 1})", f"fill:var(--c-{n + 1})") for n in range(lines)]
    return dict(
        payloads.chart(
            marks,
            x=xs,
            states=states,
            texts=texts,
            inks=[f"fill:none;stroke-width:2;{stroke}" for stroke, _ in pairs for stroke in (stroke, stroke)],
            ends=[{"panel": 0, "role": f"c-{n + 1}", "ink": [2 * n + 1, 2 * n + 1]} for n in range(lines)],
            columns=[
                payloads.column("x", "x"),
                *(payloads.column(f"heap {n + 1}", number=n) for n in range(lines)),
            ],
        )
    )


def chart_figure(call: Call, id: str, params: Params, chart: Mapping[str, Any]) -> str:  # noqa: A002
    """A live chart at its first place, its paths drawn by the module that the page has, too."""
    first = chart["states"][call("stateNumber", params, [param["at"] for param in params])]
    paths = zip(chart["inks"], call("inkPaths", chart, chart["states"].index(first)), strict=True)
    inks = "".join(
        f'<path class="ink" data-ink="{number}" style="{style}" d="{d}"/>'
        for number, (style, d) in enumerate(paths)
    )
    said, alt = (html.escape(chart["texts"][first[name]]) for name in ("say", "alt"))
    data = DATA.format(json.dumps({"params": [*params], "chart": chart}))
    return FIGURE.format(
        id=id, svg=SVG.format(inks=inks, alt=alt), controls=controls(id, params), said=said, data=data,
        between="",
    )  # fmt: skip


def moments_figure(id: str, moments: int, *, slider: bool) -> str:  # noqa: A002
    """Moments of one state, stepped by a slider or by fragments."""
    groups = "".join(
        f'<g class="moment{" later" if n else ""}" data-moment="{n}"><text y="40">moment {n}</text></g>'
        for n in range(moments)
    )
    steps = "".join(
        f'<span class="fragment moment-step" data-step="{n}"></span>' for n in range(2, moments + 1)
    )
    stops = range(1, moments + 1)
    step = {"name": "step", "title": "step", "kind": "slider", "stops": stops, "at": 0, "unit": ""}
    text = FIGURE.format(
        id=id,
        svg=MOMENTS.format(groups=groups, alt="Moments"),
        controls=_slider(id, {**step, "labels": [f"{n} of {moments}" for n in stops]}, "data-step"),
        said="Values move.",
        data="",
        between="" if slider else steps,
    )
    return text if slider else text.replace("demo live", "demo")


def controls(id: str, params: Params) -> str:  # noqa: A002
    """The native controls of these parameters."""
    return "".join(_control(id, param) for param in params)


def _control(id: str, param: Mapping[str, Any]) -> str:  # noqa: A002
    where = f'data-param="{param["name"]}"'
    if param["kind"] == "slider":
        return _slider(id, param, where)
    if param["kind"] == "switch":
        checked = "checked" if param["at"] else ""
        box = f'<input type="checkbox" role="switch" name="{param["name"]}" {checked} autocomplete="off">'
        return f'<div class="control switch" {where}><label>{box} {param["title"]}</label></div>'
    radios = "".join(
        RADIO.format(name=param["name"], value=value, checked="checked" if n == param["at"] else "")
        for n, value in enumerate(param["stops"])
    )
    return f'<fieldset class="control choice" {where}><legend>{param["title"]}</legend>{radios}</fieldset>'


def _slider(id: str, param: Mapping[str, Any], where: str) -> str:  # noqa: A002
    stops, at = [*param["stops"]], param["at"]
    even = len({round(b - a, 9) for a, b in itertools.pairwise(stops)}) == 1
    low, high, value = (stops[0], stops[-1], stops[at]) if even else (0, len(stops) - 1, at)
    return SLIDER.format(
        where=where, id=f"{id}-{param['name']}", title=param["title"], name=param["name"], low=low, high=high,
        step=stops[1] - stops[0] if even else 1, value=value, by="" if even else 'data-by="stop"',
        label=param["labels"][at], least=stops[0], most=stops[-1], number=stops[at], unit=param["unit"],
    )  # fmt: skip
