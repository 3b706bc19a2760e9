"""Math: TeX set by KaTeX at build, as HTML for the eye and MathML for the reader."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from talk import webfiles
from talk.errors import Diagnostics, Span

if TYPE_CHECKING:
    from py_mini_racer import MiniRacer

MAX_CHARACTERS = 20_000
DEADLINE_S = 10.0
_NO_SOURCE = "KaTeX parse error: "
_UNDERLINE = "\u0332"  # KaTeX marks the wrong letters with it, which a terminal smears


def render_math(tex: str, span: Span, diagnostics: Diagnostics, *, display: bool) -> Markup:
    """A formula's HTML with MathML inside. Bad TeX is an error at `span` with KaTeX's own words."""
    if len(tex) > MAX_CHARACTERS:
        diagnostics.error(
            f"a formula of {len(tex)} characters", span, hint=f"at most {MAX_CHARACTERS} are set"
        )
        return escape(tex)
    html, problem = _typeset(tex.strip(), display)
    if problem:
        hint = "KaTeX sets most of LaTeX's math; look for an open brace or a misspelt command"
        plain = " ".join(problem.replace(_UNDERLINE, "").split())
        diagnostics.error(f"bad TeX '{_short(tex)}': {plain}", span, hint=hint)
        return escape(tex)
    return Markup(html)


@lru_cache(maxsize=4096)
def _typeset(tex: str, display: bool) -> tuple[str, str]:
    """KaTeX's HTML and what it complains about; one of the two is empty."""
    call = f"set({json.dumps(tex)}, {json.dumps(display)})"
    answer = json.loads(_thread().submit(_evaluate, call).result())
    return answer["html"], answer["problem"].removeprefix(_NO_SOURCE)


def _evaluate(call: str) -> str:
    from py_mini_racer import JSTimeoutException

    try:
        return str(_engine().eval(call, timeout_sec=DEADLINE_S))
    except JSTimeoutException:
        return json.dumps({"html": "", "problem": f"it takes longer than {DEADLINE_S:g} s to set"})


@lru_cache(maxsize=1)
def _thread() -> ThreadPoolExecutor:
    """Where V8 is asked: a caller may have an event loop, and the engine refuses a deadline beside one."""
    return ThreadPoolExecutor(1, "katex")


@lru_cache(maxsize=1)
def _engine() -> MiniRacer:
    """One V8 with KaTeX loaded, for the whole run."""
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    engine.eval(webfiles.read("katex.js").decode())
    engine.eval(_SET)
    return engine


# `strict: "ignore"` lets non-ASCII text stand in formulas; everything that KaTeX cannot set still throws.
_SET = """
function set(tex, display) {
  try {
    const how = {displayMode: display, throwOnError: true, output: "htmlAndMathml", strict: "ignore"};
    return JSON.stringify({html: katex.renderToString(tex, how), problem: ""});
  } catch (error) {
    return JSON.stringify({html: "", problem: String(error.message)});
  }
}
"""


def _short(tex: str) -> str:
    line = " ".join(tex.split())
    return line if len(line) <= 40 else line[:39] + "…"
