"""Payloads of live figures, put together by hand: what the page gets, without the side that makes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Nums = Sequence[float | None]


def coded(values: Nums, decimals: int | None) -> list[float | None]:
    """The numbers as they travel: integers of 10^-decimals, each the difference from the one before."""
    if decimals is None:
        return list(values)
    before, found = 0, list[float | None]()
    for value in values:
        step = None if value is None else round(value * 10**decimals)
        found.append(None if step is None else step - before)
        before = before if step is None else step
    return found


def mark(kind: str, *, decimals: int | None = 2, ink: Sequence[int] = (0,), **given: Any) -> dict[str, Any]:
    """A mark whose fields (`x y low lane start end v at a b t`) never change; `label` stands at its end."""
    fields = {name: given.pop(name) for name in tuple(given) if isinstance(given[name], list)}
    quanta = {name: None if name == "t" else decimals for name in fields}
    return {
        "k": kind,
        "p": given.pop("panel", 0),
        "ink": list(ink),
        "q": quanta,
        "all": {name: coded(values, quanta[name]) for name, values in fields.items()},
        "end": given.pop("end", -1),
        "role": given.pop("role", "c-1"),
        **given,
    }


def panel(low: float, high: float, *, log: bool = False, **more: Any) -> dict[str, Any]:
    """A plot of 1000 by 400 pixels at (100, 0), with y from `low` up to `high`."""
    return {
        "y": {"v": [low, high], "p": [400, 0], "log": int(log)},
        "frame": [100, 0, 1100, 400],
        "endsX": 1120,
        "lanes": None,
        **more,
    }


def chart(
    marks: Sequence[Mapping[str, Any]],
    *,
    x: Nums = (),
    span: tuple[float, float] = (0, 10),
    log: bool = False,
    panels: Iterable[Mapping[str, Any]] = (),
    states: Sequence[Mapping[str, Any]] = (),
    texts: Sequence[str] = (),
    columns: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> dict[str, Any]:
    """A chart payload; without `states` it has one, in which all marks are as they are."""
    lone = {"m": [{} for _ in marks], "w": [], "say": 0, "alt": 0}
    inks = 1 + max((number for each in marks for number in each["ink"]), default=0)
    return {
        "size": [1200, 460],
        "unit": 1,
        "room": 24,
        "x": {"v": list(span), "p": [100, 1100], "log": int(log)},
        "panels": [*panels] or [panel(0, 100)],
        "marks": [*marks],
        "inks": ["stroke:var(--c-1)"] * inks,
        "ends": [],
        "endStyles": [0, 1],
        "names": None,
        "wordStyles": [
            {"across": "start", "down": "middle", "style": "fill:var(--fg)"},
            {"across": "start", "down": "middle", "style": "fill:var(--muted)"},
        ],
        "texts": [*texts] or [""],
        "table": {"caption": "The numbers", "columns": [*columns]},
        "all": {"x": coded(x, 2), "q": {"x": 2}},
        "states": [*states] or [lone],
        **more,
    }


def column(
    header: str, kind: str = "series", number: int = 0, lane: int = 0, unit: str = ""
) -> dict[str, Any]:
    """A column of the table."""
    return {"h": header, "k": kind, "m": number, "i": lane, "u": unit}


def slider(name: str, stops: Sequence[float], at: int = 0, unit: str = "", title: str = "") -> dict[str, Any]:
    """A parameter with a slider."""
    labels = [f"{stop:g} {unit}".strip() for stop in stops]
    return param(name, "slider", stops, labels, at, unit, title)


def choice(name: str, options: Sequence[str], at: int = 0) -> dict[str, Any]:
    """A parameter with a radio group."""
    return param(name, "choice", options, options, at)


def switch(name: str, on: bool = False) -> dict[str, Any]:
    """A parameter that is on or off."""
    return param(name, "switch", [False, True], ["off", "on"], int(on))


def param(
    name: str,
    kind: str,
    stops: Sequence[object],
    labels: Sequence[str],
    at: int,
    unit: str = "",
    title: str = "",
) -> dict[str, Any]:
    """A parameter of any kind; without a title it is called by its name."""
    words = {"name": name, "title": title or name, "kind": kind, "unit": unit}
    return {**words, "stops": [*stops], "labels": [*labels], "at": at}
