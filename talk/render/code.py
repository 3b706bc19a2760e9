"""Code blocks: highlighted by Pygments, line by line, with the steps of a walk through them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from unicodedata import combining, east_asian_width

from markupsafe import Markup, escape

from talk.deck.model import CodeBlock
from talk.errors import Diagnostics, did_you_mean
from talk.render.labels import Label, Labels, render_below, render_labels
from talk.render.lexing import lexer_of
from talk.render.markup import attributes
from talk.render.scale import add_style

TAB_COLUMNS = 4
GUTTER_LETTERS = 1.8  # beside the digits of a line number
LABEL_GAP, LABEL_LETTER = 2.4, 0.75  # before a label, and for each of its letters, in letters of code
MAX_CHARACTERS = 200_000
DEADLINE_S = 5.0
STRIP_CHARACTERS = 104  # of code in its size on paper, across the narrower sheet
STRIP_COLUMNS = 3
STRIP_MARGIN = 5  # characters that a listing takes besides its text
PLAIN_NAMES = frozenset({"", "text", "txt", "plain", "none"})
TERMINAL_NAMES = frozenset({"console", "output", "shell-session", "terminal"})
_LEXER_OF = {"terminal": "output"}

Step = frozenset[int] | None


def render_code(block: CodeBlock, diagnostics: Diagnostics, labels: Labels | None = None) -> Markup:
    """The `figure.listing` of a code block; further steps follow the code as empty fragments.

    `labels` stand at the ends of their lines.
    """
    text = block.text.expandtabs(TAB_COLUMNS).rstrip("\n")
    rows = zip(text.split("\n"), _highlighted(block, text, diagnostics), strict=True)
    return _FIGURE.format(
        attrs=attributes(_figure_attributes(block)),
        pre=attributes(_pre_attributes(block, labels)),
        language=block.language or "text",
        lines=Markup("".join(_line(block, n, *row, labels) for n, row in enumerate(rows, block.start))),
        steps=Markup("").join(_FRAGMENT.format(step=step) for step in range(1, len(block.steps))),
        caption=_CAPTION.format(title=block.title) if block.title else "",
        told=_STEPS.format(told=steps_in_words(block.steps)) if len(block.steps) > 1 else "",
        below=render_below(labels),
    )


def render_strip(block: CodeBlock, diagnostics: Diagnostics) -> Markup:
    """Stepped code on paper: a listing a step side by side, or one with numbers where it is too wide."""
    text = block.text.expandtabs(TAB_COLUMNS)
    widest = max(map(len, text.split("\n"))) + STRIP_MARGIN + 4 * block.numbered
    columns = min(len(block.steps), STRIP_COLUMNS, STRIP_CHARACTERS // widest)
    if columns < 2:
        return render_code(block, diagnostics)
    titles = [f"{number} of {len(block.steps)}" for number in range(1, len(block.steps) + 1)]
    each = [
        replace(block, id="", title=title, steps=(step,))
        for title, step in zip(titles, block.steps, strict=True)
    ]
    listings = Markup("").join(render_code(one, diagnostics) for one in each)
    caption = Markup('<p class="strip-title">{}</p>\n').format(block.title) if block.title else Markup("")
    return Markup('<div class="strip" style="--columns: {}">\n{}</div>\n{}').format(
        columns, listings, caption
    )


def steps_in_words(steps: Iterable[Step]) -> str:
    """What each step lights, for those who do not see it: `1: line 3; 2: lines 5-7; 3: all lines`."""
    return "; ".join(f"{number}: {_lines_in_words(step)}" for number, step in enumerate(steps, 1))


_FIGURE = Markup(
    '<figure{attrs}>\n<pre{pre}><code class="language-{language}">{lines}</code></pre>\n'
    "{steps}{told}{below}{caption}</figure>\n"
)
_FRAGMENT = Markup('<span class="fragment code-step" data-step="{step}"></span>')
_CAPTION = Markup("<figcaption>{title}</figcaption>\n")
_STEPS = Markup('<p class="steps visually-hidden">Steps {told}</p>\n')


def _figure_attributes(block: CodeBlock) -> dict[str, str]:
    classes = ["listing", *block.classes]
    style = add_style(block.font)
    return {
        **({"id": block.id} if block.id and not block.figure else {}),
        "class": " ".join(classes),
        **({"style": style} if style else {}),
        **block.attrs,
    }


def letters(line: str) -> int:
    """The width of a line in letters: wide ones count twice, accents that lie on others not at all."""
    text = line.rstrip().expandtabs(TAB_COLUMNS)
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 1 + (east_asian_width(char) in "WF") for char in text)


def gutter(block: CodeBlock) -> float:
    """The letters that the line numbers of a block take."""
    return len(_last_number(block)) + GUTTER_LETTERS if block.numbered else 0.0


def _last_number(block: CodeBlock) -> str:
    return str(block.start + block.text.count("\n"))


def _widest(block: CodeBlock, labels: Labels | None) -> float:
    """The letters of the longest line, with its number before it and its labels behind it."""
    by_line = labels.by_line if labels else {}
    lines = enumerate(block.text.split("\n"), block.start)
    return gutter(block) + max(letters(line) + _label_letters(by_line.get(n, ())) for n, line in lines)


def _label_letters(labels: Iterable[Label]) -> float:
    """About how many letters of code the labels of a line are wide; of a switch one side is seen."""
    widths = [(label.when, LABEL_GAP + LABEL_LETTER * len(label.text)) for label in labels]
    return max(sum(width for when, width in widths if when != hidden) for hidden in ("on", "off"))


def _pre_attributes(block: CodeBlock, labels: Labels | None) -> dict[str, str]:
    classes = ["code"]
    if block.language in TERMINAL_NAMES:
        classes.append("terminal")
    if block.numbered:
        classes.append("numbered")
    if block.steps and block.steps[0] is not None:
        classes.append("stepping")
    steps = [None if step is None else sorted(step) for step in block.steps]
    digits = f"--digits: {len(_last_number(block))}; " if block.numbered else ""
    return {
        "class": " ".join(classes),
        **({"data-steps": json.dumps(steps, separators=(",", ":"))} if steps else {}),
        "style": f"{digits}--letters: {_widest(block, labels):.4g}",
    }


def _line(block: CodeBlock, number: int, plain: str, code: Markup, labels: Labels | None) -> str:
    lit_in = [step for step, lines in enumerate(block.steps, 1) if lines and number in lines]
    indent = len(plain) - len(plain.lstrip(" "))
    attrs = {"class": "line lit" if 1 in lit_in else "line", "data-n": str(number)}
    if lit_in and len(block.steps) > 1:
        attrs["data-lit"] = " ".join(map(str, lit_in))
    if indent:
        attrs["style"] = f"--in: {indent}"
    here = render_labels(labels.by_line.get(number, ())) if labels else ""
    return f"<span{attributes(attrs)}>{code}{here}\n</span>"


def _lines_in_words(step: Step) -> str:
    if step is None:
        return "all lines"
    if not step:
        return "no line"
    ranges = [f"{low}-{high}" if high > low else str(low) for low, high in _ranges(sorted(step))]
    return ("lines " if len(step) > 1 else "line ") + ", ".join(ranges)


def _ranges(numbers: list[int]) -> Iterator[tuple[int, int]]:
    low = previous = numbers[0]
    for number in numbers[1:]:
        if number != previous + 1:
            yield low, previous
            low = number
        previous = number
    yield low, previous


def _highlighted(block: CodeBlock, text: str, diagnostics: Diagnostics) -> tuple[Markup, ...]:
    """The lines of a block, with a warning where its language or its size leaves them plain."""
    name = block.language.lower()
    name = _LEXER_OF.get(name, name)
    if name in PLAIN_NAMES:
        return _plain(text)
    if len(text) > MAX_CHARACTERS:
        diagnostics.warning(
            f"code of {len(text)} characters is shown without colours",
            block.span,
            hint=f"up to {MAX_CHARACTERS} are highlighted; show a region of the file",
        )
        return _plain(text)
    if lexer_of(name) is None:
        hint = did_you_mean(name, _names()) or "'text' shows it as it is"
        diagnostics.warning(f"unknown language '{block.language}'", block.span, hint=hint)
        return _plain(text)
    lines = _coloured(name, text)
    if lines is None:
        diagnostics.warning(
            f"highlighting took longer than {DEADLINE_S:g} s, the code is shown without colours",
            block.span,
            hint="show a region of it, or call it 'text'",
        )
    return lines or _plain(text)


def _plain(text: str) -> tuple[Markup, ...]:
    return tuple(escape(line) for line in text.split("\n"))


@lru_cache(maxsize=1024)
def _coloured(name: str, text: str) -> tuple[Markup, ...] | None:
    """The lines of a text with Pygments' classes, or None if the deadline has passed."""
    end = time.monotonic() + DEADLINE_S
    lexer = lexer_of(name)
    assert lexer is not None
    lines: list[list[tuple[str, str]]] = [[]]
    for token, value in lexer.get_tokens(text):
        if time.monotonic() > end:
            return None
        first, *further = value.split("\n")
        lines[-1].append((_css_class(token), first))
        lines += ([(_css_class(token), part)] for part in further)
    kept = lines[: text.count("\n") + 1]
    if ["".join(part for _, part in line) for line in kept] != text.split("\n"):
        return _plain(text)  # a lexer that drops characters
    return tuple(Markup("".join(_span(css, part) for css, part in line if part)) for line in kept)


@lru_cache(maxsize=4096)
def _span(css: str, text: str) -> str:
    """A part of a line; most parts are words, which need no escape."""
    escaped = text if text.isalnum() else escape(text)
    return f'<span class="{css}">{escaped}</span>' if css else escaped


@cache
def _css_class(token: object) -> str:
    """Pygments' short class of a token type, or that of its nearest parent which has one."""
    from pygments.token import STANDARD_TYPES

    while token not in STANDARD_TYPES:
        token = token.parent  # type: ignore[attr-defined]
    return STANDARD_TYPES[token]  # type: ignore[index]


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    from pygments.lexers import get_all_lexers

    return tuple(alias for _, aliases, _, _ in get_all_lexers() for alias in aliases)
