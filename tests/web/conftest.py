"""A small deck, written by hand, over the real bundle: it knows nothing of the renderer."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import pytest
from py_mini_racer import MiniRacer

from talk import webfiles

# V8 alone has no URLSearchParams: enough of one for `name=value` pairs, decoded as the standard says.
PARAMETERS = """
globalThis.URLSearchParams = class {
  constructor(search) {
    const pairs = search.replace(/^\\?/, "").split("&").map((pair) => pair.split("="));
    const decoded = (value) => decodeURIComponent(value.replace(/\\+/g, " "));
    this.all = new Map(pairs.map(([name, value = ""]) => [name, decoded(value)]));
  }
  get(name) { return this.all.has(name) ? this.all.get(name) : null; }
};
"""

SLIDES = """
<section id="start" data-section=""><div class="page"><h1>Small deck</h1></div></section>
<section id="one" data-section="a"><div class="page"><h2>One</h2>
  <p>See <a id="out" href="https://example.invalid/">the world</a>.</p>
  <label>Depth <input id="depth" type="range" min="0" max="10" value="5"></label>
  <input id="count" type="number" value="3">
  <select id="kind"><option>a</option><option>b</option></select>
  <button id="press">Press</button>
  <details id="more"><summary>More</summary><p>Text</p></details></div>
  <aside class="notes">What to say.</aside></section>
<section id="two" data-section="a"><div class="page"><h2>Two</h2>
  <figure class="listing"><pre class="code" data-steps="[[1,2],[3],null,[]]"><code>{code}</code></pre>
  {steps}</figure></div></section>
<section id="three" data-section="b"><div class="page"><p>No heading here.</p></div></section>
<section id="four" data-section="b" data-fit="true"><div class="page"><h2>Four</h2>
  <p class="visually-hidden">Words for readers alone, in a box of one pixel.</p>{long}</div></section>
"""

CODE = "".join(f'<span class="line" data-n="{n}">{text}\n</span>' for n, text in enumerate("abc", 1))
STEPS = "".join(f'<span class="fragment code-step" data-step="{n}"></span>' for n in (1, 2, 3))

PAGE = """<!doctype html>
<html lang="en" class="deck" data-mode="light" style="--font: {base}; --width: 1280; --height: 720">
<head><meta charset="utf-8"><title>Small deck</title><link rel="icon" href="data:,">
<style>{styles}</style></head>
<body><div class="reveal"><div class="slides">{slides}</div></div>
<script type="application/json" id="talk-config">{config}</script>
<script>{reveal}</script><script>{talk}</script></body></html>
"""


@pytest.fixture(scope="session")
def call() -> Callable[..., Any]:
    """Calls a function of the script by name, in V8 without any page."""
    engine = MiniRacer()
    engine.eval(PARAMETERS + webfiles.read_text("talk.js"))

    def function(name: str, *arguments: Any) -> Any:
        values = ",".join(json.dumps(each) for each in arguments)
        return json.loads(str(engine.eval(f"JSON.stringify(talk.pure.{name}({values}))")))

    return function


@pytest.fixture(scope="session")
def payloads() -> ModuleType:
    """The builders of `payloads.py`."""
    return _module("payloads")


@pytest.fixture(scope="session")
def live_page() -> ModuleType:
    """The builders of `live_page.py`."""
    return _module("live_page")


@pytest.fixture
def small_deck(tmp_path: Path) -> Callable[..., str]:
    """Writes the small deck and returns its address.

    `base_px` and `reveal` are its front matter; `more` are slides after its own.
    """

    def write(base_px: int = 28, lines: int = 14, more: str = "", **reveal: object) -> str:
        slides = SLIDES.format(code=CODE, steps=STEPS, long="<p>A line of text.</p>" * lines) + more
        page = page_of(slides, base_px, reveal)
        (tmp_path / "index.html").write_text(page, encoding="utf-8")
        return (tmp_path / "index.html").as_uri()

    return write


@pytest.fixture
def live_params(payloads: ModuleType) -> list[dict[str, Any]]:
    """A slider, a radio group and a switch."""
    slider = payloads.slider("gogc", range(25, 425, 25), at=3, unit="%", title="GOGC")
    return [slider, payloads.choice("lock", ["mutex", "atomic"]), payloads.switch("barrier")]


@pytest.fixture
def live_deck(
    small_deck: Callable[..., str],
    call: Callable[..., Any],
    payloads: ModuleType,
    live_page: ModuleType,
    live_params: list[dict[str, Any]],
) -> str:
    """The address of a deck with a chart, with a slider of uneven stops, and with moments of both sorts."""
    uneven = [payloads.slider("size", [1, 10, 1000, 4096], at=1, unit="B")]
    slides = [
        live_page.slide(
            "live", live_page.chart_figure(call, "gc", live_params, live_page.curves(payloads, live_params))
        ),
        live_page.slide(
            "log", live_page.chart_figure(call, "copy", uneven, live_page.curves(payloads, uneven))
        ),
        live_page.slide("steps", live_page.moments_figure("walk", 4, slider=True)),
        live_page.slide("fragments", live_page.moments_figure("stage", 3, slider=False)),
        live_page.slide("last", "<p>The end.</p>"),
    ]
    return small_deck(more="".join(slides))


def page_of(slides: str, base_px: int, reveal: Mapping[str, object] = MappingProxyType({})) -> str:
    """The page that holds these slides."""
    names = ["reset.css", "reveal.css", *webfiles.names("css")]
    return PAGE.format(
        base=base_px,
        styles="\n".join(webfiles.read_text(name) for name in names if "handout" not in name),
        slides=slides,
        config=json.dumps({"width": 1280, "height": 720, "basePx": base_px, "reveal": {**reveal}}),
        **{name: _script(f"{name}.js") for name in ("reveal", "talk")},
    )


def _script(name: str) -> str:
    return webfiles.read_text(name).replace("</script", "<\\/script")


def _module(name: str) -> ModuleType:
    """A file of this folder, which lies on no path that Python imports from."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
