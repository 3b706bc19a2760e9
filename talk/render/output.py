"""What a terminal showed when the real Go was asked: commands, output, exit status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from talk.render.code import letters
from talk.render.markup import attributes
from talk.render.scale import add_style

LineKind = Literal["command", "out", "err", "note"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what was typed, what a program wrote to which stream, or what is said of it."""

    kind: LineKind
    text: str

    @property
    def shown(self) -> str:
        """The line as it is seen: what was typed stands behind a prompt."""
        return f"{_PROMPT}{self.text}" if self.kind == "command" else self.text


@dataclass(frozen=True, slots=True)
class Terminal:
    """The lines of a block of output. `source` says whose they are: `Go 1.27.3`.

    On a slide, lines from the number `later` on come in the course of a figure's moments.
    """

    rows: tuple[Row, ...]
    source: str
    fragment: bool = False
    font: int = 0
    later: int | None = None

    @property
    def text(self) -> str:
        """All lines as they are seen."""
        return "\n".join(row.shown for row in self.rows)


_FIGURE = Markup(
    '<figure{attrs}>\n<pre class="code terminal" style="--letters: {letters}">'
    '<code class="language-output">{rows}</code></pre>\n'
    '<figcaption class="recorded">{source}</figcaption>\n</figure>\n'
)
_ROW = Markup('<span class="line from-{kind}">{text}\n</span>')
_PROMPT = "$ "


def render_terminal(terminal: Terminal, *, printed: bool = False) -> Markup:
    """The block as a listing that names its source; on paper it groups what it holds, for readers by ear."""
    given = {
        "class": "listing answer fragment" if terminal.fragment else "listing answer",
        "role": "group" if printed else "",
        "style": add_style(terminal.font),
    }
    return _FIGURE.format(
        attrs=attributes({name: value for name, value in given.items() if value}),
        rows=Markup("").join(_row(row, number, terminal) for number, row in enumerate(terminal.rows)),
        letters=max((letters(row.shown) for row in terminal.rows), default=0),
        source=f"recorded with {terminal.source}",
    )


def _row(row: Row, number: int, terminal: Terminal) -> Markup:
    later = " later" if terminal.later is not None and number >= terminal.later else ""
    return _ROW.format(kind=row.kind + later, text=row.shown)
