"""A code fence: the language, and in braces its steps, verbs, keys, classes and id.

```go {1|3-6|all run start=10 file=go/escape/main.go region=alloc .wide}
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it.token import Token

from talk.deck.attributes import Attributes, font_step
from talk.deck.files import MAX_CODE_BYTES
from talk.deck.model import CodeBlock
from talk.deck.reading import Reading
from talk.deck.rules.regions import Cut, cut_region
from talk.errors import Span, TalkError, did_you_mean

VERBS = ("run", "vet", "escape", "step", "bench", "gctrace", "memprofile", "lines")
GO_KEYS = (
    *("asm", "layout", "why", "overlay", "runs", "output", "output-lines", "moments", "print", "steps"),
    *("expect", "prints", "escapes", "stays", "allocs", "frame-max"),
)
KEYS = (
    *("start", "file", "region", "expect", "title", "font", "id"),
    *("class", "lang", "code-line-numbers"),
    *GO_KEYS,
)

Steps = tuple[frozenset[int] | None, ...]

_INFO = re.compile(
    r"(?P<language>[^\s{\[]*)\s*(?P<steps>\[[^\]]*\])?\s*(?:\{(?P<items>.*)\})?\s*$", re.DOTALL
)
_QUARTO = re.compile(r"\{(?P<language>\w+)\}\s*$")
_ITEM = re.compile(r"""(?:[^\s"']|"[^"]*"|'[^']*')+""")
_STEPS = re.compile(r"(?:\d|all\b|none\b|\*|[-,|])+")
_PAIR = re.compile(r"""(?P<key>[A-Za-z][\w-]*)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>\S*))""")


@dataclass(slots=True)
class Items:
    """What stood in the braces, sorted."""

    steps: str = ""
    verbs: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)
    classes: list[str] = field(default_factory=list)
    id: str = ""


def read_code(token: Token, attributes: Attributes, reading: Reading) -> CodeBlock:
    """The code block that a fence holds or points to."""
    span: Span = token.meta["span"]
    language, items = read_info(token.info.strip(), span, reading)
    for key in attributes.pairs:
        _check_key(key, span, reading)
    items.pairs = {**attributes.pairs, **items.pairs}
    cut = _text(token, items, reading)
    start = _start(items, cut, span)
    count = cut.text.count("\n") + 1 if cut.text else 0
    steps = _steps(items.steps, start, count, span)
    extra = {key: value for key, value in items.pairs.items() if _is_passed_on(key)}
    return CodeBlock(
        language=language or (cut.span.file.suffix.lstrip(".") if cut.from_file else ""),
        text=cut.text,
        span=span,
        steps=steps,
        start=start,
        numbered="lines" in items.verbs or "start" in items.pairs,
        title=items.pairs.get("title", ""),
        font=font_step(items.pairs["font"], span) if "font" in items.pairs else 0,
        id=items.id or items.pairs.get("id", "") or attributes.id,
        classes=(*attributes.classes, *items.classes),
        attrs=extra,
        source=cut.span.file if cut.from_file else None,
        region=items.pairs.get("region", ""),
        text_span=cut.span,
        verbs=tuple(verb for verb in items.verbs if verb != "lines"),
        go={key: value for key, value in items.pairs.items() if key in GO_KEYS},
    )


def read_info(info: str, span: Span, reading: Reading) -> tuple[str, Items]:
    """The language and the items of a fence's first line."""
    quarto = _QUARTO.match(info)
    if quarto and quarto["language"] not in VERBS and not quarto["language"].isdigit():
        return _quarto(info, quarto["language"], span, reading)
    found = _INFO.match(info)
    if found is None:
        raise TalkError(
            f"'{info}' behind a fence cannot be read",
            span,
            "write the language, then items in braces: go {1|3-6}",
        )
    items = Items()
    for item in _ITEM.findall(found["items"] or ""):
        _sort(item, items, span, reading)
    if found["steps"]:
        _take_bracket_steps(found["steps"][1:-1], items, span)
    items.steps = items.steps or items.pairs.get("code-line-numbers", "")
    return found["language"], items


def _quarto(info: str, language: str, span: Span, reading: Reading) -> tuple[str, Items]:
    if language in ("all", "none"):
        return "", Items(steps=language)
    reading.diagnostics.warning(
        f"'{info}' is a cell that Quarto runs; here it is shown only",
        span,
        f"write ```{language} to show code, ```demo NAME for a chart",
        "foreign-syntax",
    )
    return language, Items()


def _sort(item: str, items: Items, span: Span, reading: Reading) -> None:
    """Put one item of the braces where it belongs."""
    pair = _PAIR.fullmatch(item)
    if pair:
        items.pairs[pair["key"]] = next(
            each for each in pair.group("double", "single", "bare") if each is not None
        )
        _check_key(pair["key"], span, reading)
    elif _STEPS.fullmatch(item):
        if items.steps:
            raise TalkError(
                f"'{items.steps}' and '{item}' are both steps", span, "write them as one: 1|3-6|all"
            )
        items.steps = item
    elif item in VERBS:
        items.verbs.append(item)
    elif re.fullmatch(r"\.[^\s.#]+", item):
        items.classes.append(item[1:])
    elif re.fullmatch(r"#[^\s.#]+", item):
        items.id = item[1:]
    else:
        hint = did_you_mean(item, VERBS) or f"the verbs are {', '.join(VERBS)}; steps look like 1|3-6|all"
        raise TalkError(f"'{item}' behind a fence is not known", span, hint)


def _is_passed_on(key: str) -> bool:
    """Whether a key stands in the page as it is written."""
    return key == "lang" or key.startswith(("data-", "aria-"))


def _check_key(key: str, span: Span, reading: Reading) -> None:
    if key in KEYS or _is_passed_on(key):
        return
    near = did_you_mean(key, KEYS)
    if near:
        raise TalkError(f"a fence has no key '{key}'", span, near)
    hint = f"the keys are {', '.join(KEYS[:6])}"
    reading.diagnostics.warning(f"the key '{key}' of a fence does nothing", span, hint, "foreign-syntax")


def _take_bracket_steps(text: str, items: Items, span: Span) -> None:
    """reveal.js: `[1|3-6]`, with `[10: 1|3]` for a first line number."""
    first, colon, rest = text.rpartition(":")
    if items.steps:
        raise TalkError(f"'{items.steps}' and '[{text}]' are both steps", span, "keep one of them")
    items.steps = re.sub(r"\s+", "", rest)
    if colon and first.strip():
        items.pairs.setdefault("start", first.strip())


def _text(token: Token, items: Items, reading: Reading) -> Cut:
    span: Span = token.meta["span"]
    reference = items.pairs.get("file")
    if reference is None:
        if "region" in items.pairs:
            raise TalkError("'region' needs a file", span, "write file=PATH region=NAME")
        return Cut(token.content.removesuffix("\n"), span.down(1), from_file=False)
    if token.content.strip():
        raise TalkError(f"the fence has both file={reference} and text of its own", span, "keep one of them")
    path = reading.files.locate(reference, reading.file, span, "code file")
    text = reading.files.text(path, span, MAX_CODE_BYTES)
    return cut_region(text, path, items.pairs.get("region"), span)


def _start(items: Items, cut: Cut, span: Span) -> int:
    """The number of the first line: the author's, else with `lines` its place in the file, else 1."""
    given = items.pairs.get("start")
    if given is not None:
        if not re.fullmatch(r"\d{1,6}", given):
            raise TalkError(f"start '{given}' is not a line number", span, "write start=10")
        return int(given)
    return cut.span.line if "lines" in items.verbs and cut.from_file else 1


def _steps(text: str, start: int, count: int, span: Span) -> Steps:
    """`1|3-6|all` as sets of line numbers."""
    if not text:
        return ()
    return tuple(_step(each, start, count, span) for each in text.split("|"))


def _step(text: str, start: int, count: int, span: Span) -> frozenset[int] | None:
    if text in ("all", "*"):
        return None
    if text == "none":
        return frozenset()
    lines: set[int] = set()
    for part in text.split(","):
        lines.update(_range(part, start, count, span))
    return frozenset(lines)


def _range(text: str, start: int, count: int, span: Span) -> range:
    found = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", text)
    if not found or int(found[1]) > int(found[2] or found[1]):
        raise TalkError(f"'{text}' is no line or range of lines", span, "steps look like 1|3-6,9|all|none")
    first, last = int(found[1]), int(found[2] or found[1])
    if first < start or last >= start + count:
        shown = f"lines {start} to {start + count - 1}" if count else "no lines"
        raise TalkError(f"the step '{text}' lies outside the code", span, f"it has {shown}")
    return range(first, last + 1)
