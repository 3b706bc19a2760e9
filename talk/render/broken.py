"""The page that stands in for a deck that does not build: what is wrong and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from talk.deck.front_matter import FrontMatter
from talk.errors import Diagnostic, shown_path
from talk.render.assets import Links, Live, PageOptions
from talk.render.loaded import own_styles
from talk.render.templates import Templates

STYLES = ("reset.css", "css/theme.css", "css/stage.css", "css/broken.css")
CONTEXT_LINES = 2
MAX_SHOWN = 100


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line around the place of an error; `is_meant` marks the very one."""

    number: int
    text: str
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """One message as the page shows it."""

    severity: str
    text: str
    hint: str
    place: str
    excerpt: list[SourceLine]


def render_broken(diagnostics: Sequence[Diagnostic], links: Links, live: Live, *, last_good: str = "") -> str:
    """The text of the error page; `last_good` is the address of the last deck that was built."""
    faults = [_fault(each) for each in diagnostics[:MAX_SHOWN]]
    errors = sum(each.severity == "error" for each in diagnostics)
    options = PageOptions(live=live)
    return Templates().render(
        "broken.html.j2",
        faults=faults,
        more=max(0, len(diagnostics) - MAX_SHOWN),
        errors=errors,
        last_good=last_good,
        styles=own_styles(STYLES, FrontMatter(), links, options),
        script=links.url("talk.js"),
        config={"live": {"role": live.role, "token": live.token}, "broken": True},
        nonce=live.nonce,
    )


def _fault(diagnostic: Diagnostic) -> Fault:
    span = diagnostic.span
    place = f"{shown_path(span.file)}:{span.line}" if span else ""
    excerpt = _excerpt(span.file, span.line) if span else []
    return Fault(diagnostic.severity, diagnostic.text, diagnostic.hint, place, excerpt)


def _excerpt(file: Path, line: int) -> list[SourceLine]:
    """The lines around a place; none if the file cannot be read any more."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    first, last = max(1, line - CONTEXT_LINES), min(len(lines), line + CONTEXT_LINES)
    return [SourceLine(number, lines[number - 1][:200], number == line) for number in range(first, last + 1)]
