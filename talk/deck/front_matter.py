"""The settings at the top of a deck: what they are, and how their text gets its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from talk.deck.files import Files
from talk.deck.foreign import FOREIGN_KEYS
from talk.deck.raw import Raw
from talk.errors import Diagnostics, Span, TalkError, did_you_mean
from talk.witness import look

BASE_FONT_PX = 28
CANVAS_HEIGHT_PX = 720
FONT_PX_BOUNDS = (18, 84)
CANVAS_WIDTH_BOUNDS = (360, 2880)
MAX_BUDGET_BYTES = 100_000_000
THEMES = ("talk", "contrast", "paper", "go", "swiss")  # the bundle has a style sheet for all but the first
THEME = THEMES[0]

Mode = Literal["light", "dark", "auto"]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter with types. Fields that a deck does not give have their defaults.

    `theme` is one of `THEMES`, or `./folder` as it was written; `theme_folder` is that folder; `spans`
    holds the line of each key given.
    """

    title: str = ""
    subtitle: str = ""
    author: tuple[str, ...] = ()
    date: str = ""
    venue: str = ""
    keywords: tuple[str, ...] = ()
    lang: str = "en"
    duration_s: int | None = None
    canvas: tuple[int, int] = (1280, CANVAS_HEIGHT_PX)
    font_px: float = BASE_FONT_PX
    theme: str = THEME
    theme_folder: Path | None = None
    mode: Mode = "auto"
    css: tuple[Path, ...] = ()
    js: tuple[Path, ...] = ()
    outline: Path | None = None
    slide_level: int | None = None
    incremental: bool = False
    agenda: bool = False
    header: str = ""
    footer: str = ""
    paginate: bool = True
    demos: str = "demos"
    figure_budget_bytes: int = 200_000
    deck_budget_bytes: int = 1_500_000
    go: str = ""
    notes_in_comments: bool = False
    reveal: dict[str, Any] = field(default_factory=dict)
    spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Given:
    """One setting as it was written, with what is needed to read it."""

    key: str
    raw: Raw
    file: Path
    files: Files
    diagnostics: Diagnostics

    @property
    def text(self) -> str:
        if not isinstance(self.raw.value, str):
            raise self.wrong("a list or mapping", "one value")
        return self.raw.value.strip()

    @property
    def texts(self) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        if isinstance(self.raw.value, Mapping):
            raise self.wrong("a mapping", "a text or a list of texts")
        if isinstance(self.raw.value, tuple):
            each = [item.text for item in self.raw.value]
            if any(item is None for item in each):
                raise self.wrong("a nested list", "a text or a list of texts")
            return tuple(item.strip() for item in each if item)
        return (self.text,) if self.text else ()

    def wrong(self, value: str, accepted: str) -> TalkError:
        fact = f"{self.key} cannot be {value}"
        return TalkError(fact, self.raw.span, f"accepted: {accepted}", "front-matter-key")

    def refused(self, accepted: str) -> TalkError:
        return self.wrong(f"'{self.text}'", accepted)


def read_front_matter(
    settings: Mapping[str, Raw], file: Path, files: Files, diagnostics: Diagnostics
) -> FrontMatter:
    """The settings with their types. A bad value is an error and leaves the default; unknown keys warn."""
    found: dict[str, Any] = {"spans": {}}
    for written, raw in settings.items():
        key = "reveal" if written == "revealOptions" else written
        if key not in _READERS:
            _warn_unknown(written, raw, diagnostics)
            continue
        try:
            found.update(_READERS[key](_Given(written, raw, file, files, diagnostics)))
            found["spans"][key] = raw.span
        except TalkError as error:
            diagnostics.take(error)
    return FrontMatter(**found)


def read_font(text: str) -> float:
    """The base size in pixels: `+6` and `-2` count from 28, `110%` is a share of it.

    Raises:
        TalkError: the text is neither, or leads out of the bounds.
    """
    step = re.fullmatch(r"\s*([+-]\d{1,3})(?:px)?\s*", text)
    share = re.fullmatch(r"\s*(\d{1,3}(?:\.\d+)?)\s*%\s*", text)
    low, high = FONT_PX_BOUNDS
    if step:
        size: float = BASE_FONT_PX + int(step[1])
    elif share:
        exact = round(BASE_FONT_PX * float(share[1]) / 100, 2)
        size = int(exact) if exact.is_integer() else exact
    else:
        raise TalkError(f"font cannot be '{text}'", hint=_FONT_FORMS)
    if not low <= size <= high:
        raise TalkError(
            f"font '{text}' makes {size:g} px", hint=f"text has {low} to {high} px; the base is 28"
        )
    return size


def read_aspect(text: str) -> tuple[int, int]:
    """Width and height of the canvas: `16:9`, `4:3`, any `W:H` at 720 high.

    Raises:
        TalkError: the text is not of that form, or the canvas would be too narrow or too wide.
    """
    found = re.fullmatch(r"\s*(\d{1,4}(?:\.\d+)?)\s*:\s*(\d{1,4}(?:\.\d+)?)\s*", text)
    if not found or float(found[1]) == 0 or float(found[2]) == 0:
        raise TalkError(f"aspect cannot be '{text}'", hint=_ASPECT_FORMS)
    width = round(CANVAS_HEIGHT_PX * float(found[1]) / float(found[2]))
    low, high = CANVAS_WIDTH_BOUNDS
    if not low <= width <= high:
        raise TalkError(f"aspect '{text}' makes a canvas {width} px wide", hint="accepted: 1:2 to 4:1")
    return width, CANVAS_HEIGHT_PX


def read_duration(text: str) -> int:
    """Seconds: `40min`, `1h`, `1h30min`, `40:00` (minutes and seconds), `1:10:00`.

    Raises:
        TalkError: the text is not of such a form, or no time at all.
    """
    clock = re.fullmatch(r"\s*(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)\s*", text)
    words = re.fullmatch(
        r"\s*(?=\d)(?:(\d{1,2}(?:\.\d+)?)\s*h)?\s*(?:(\d{1,3}(?:\.\d+)?)\s*min)?\s*(?:(\d{1,4})\s*s)?\s*",
        text,
    )
    found = clock or words
    seconds = 0
    if found:
        hours, minutes, rest = (float(each or 0) for each in found.groups())
        seconds = round(hours * 3600 + minutes * 60 + rest)
    if not seconds:
        raise TalkError(f"duration cannot be '{text}'", hint="accepted: 40min, 1h, 1h30min, 40:00")
    return seconds


def read_size(text: str) -> int:
    """Bytes: `300 kB`, `2 MB`.

    Raises:
        TalkError: the text is not of that form, or out of bounds.
    """
    found = re.fullmatch(r"\s*(\d{1,6}(?:\.\d{1,3})?)\s*(kB|MB)\s*", text)
    size = round(float(found[1]) * {"kB": 1e3, "MB": 1e6}[found[2]]) if found else 0
    if not 10_000 <= size <= MAX_BUDGET_BYTES:
        raise TalkError(f"a budget cannot be '{text}'", hint="accepted: 10 kB to 100 MB, as in 300 kB")
    return size


_FONT_FORMS = "accepted: +6 or -2 (pixels added to 28), 110%"
_ASPECT_FORMS = "accepted: 16:9, 4:3, or W:H"
_LANG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"  # language, with extensions
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"  # script, region
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"  # variants
    r"(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)


def _lang(given: _Given) -> dict[str, Any]:
    if not _LANG.fullmatch(given.text):
        hint = given.text.replace("_", "-").split(".")[0]
        if "_" in given.text and _LANG.fullmatch(hint):
            raise given.refused(f"BCP 47 tags such as en, de-CH; did you mean '{hint}'?")
        raise given.refused("BCP 47 tags such as en, de-CH, zh-Hant")
    return {"lang": given.text}


def _placed(read: Callable[[str], Any], name: str) -> Callable[[_Given], dict[str, Any]]:
    """A reader of one text whose errors get the setting's place."""

    def reader(given: _Given) -> dict[str, Any]:
        try:
            return {name: read(given.text)}
        except TalkError as error:
            told = error.diagnostics[0]
            if told.span is not None:
                raise
            raise TalkError(told.text, given.raw.span, told.hint, "front-matter-key") from None

    return reader


def _text(name: str) -> Callable[[_Given], dict[str, Any]]:
    return lambda given: {name: given.text}


def _flag(name: str) -> Callable[[_Given], dict[str, Any]]:
    def reader(given: _Given) -> dict[str, Any]:
        if given.text not in ("true", "false"):
            raise given.refused("true, false")
        return {name: given.text == "true"}

    return reader


def _choice(name: str, accepted: Mapping[str, Any]) -> Callable[[_Given], dict[str, Any]]:
    def reader(given: _Given) -> dict[str, Any]:
        if given.text not in accepted:
            raise given.refused(", ".join(accepted))
        return {name: accepted[given.text]}

    return reader


def _paths(name: str) -> Callable[[_Given], dict[str, Any]]:
    def reader(given: _Given) -> dict[str, Any]:
        wrong = Diagnostics()
        found = []
        for text in given.texts:
            try:
                found.append(given.files.locate(text, given.file, given.raw.span, f"{name} file"))
            except TalkError as error:
                wrong.take(error)
        wrong.stop_on_errors()
        return {name: tuple(found)}

    return reader


def _keywords(given: _Given) -> dict[str, Any]:
    words = [word.strip() for text in given.texts for word in text.split(",")]
    return {"keywords": tuple(word for word in words if word)}


def _theme(given: _Given) -> dict[str, Any]:
    if not given.text.startswith("."):
        if given.text and given.text not in THEMES:
            near = did_you_mean(given.text, THEMES)
            accepted = (
                f"{', '.join(THEMES)}, or './folder' for one of your own; dark colours are 'mode: dark'"
            )
            raise given.refused(f"{accepted}; {near}" if near else accepted)
        return {"theme": given.text or THEME}
    folder = given.files.folder(given.text, given.file, given.raw.span)
    for part in ("css", "templates"):
        look(folder / part)
    return {"theme": given.text, "theme_folder": folder}


def _outline(given: _Given) -> dict[str, Any]:
    return {"outline": given.files.locate(given.text, given.file, given.raw.span, "outline")}


def _demos(given: _Given) -> dict[str, Any]:
    if not given.text or given.text.startswith(("/", "~", "\\")) or ".." in Path(given.text).parts:
        raise given.refused("a folder under the project root, such as demos")
    return {"demos": given.text}


def _reveal(given: _Given) -> dict[str, Any]:
    if not isinstance(given.raw.value, Mapping):
        raise given.wrong("a single value", "a mapping of reveal.js options")
    return {"reveal": {key: _as_json(raw) for key, raw in given.raw.value.items()}}


def _as_json(raw: Raw) -> Any:
    """What JSON would read: true, false, null and numbers, else text."""
    if isinstance(raw.value, Mapping):
        return {key: _as_json(each) for key, each in raw.value.items()}
    if isinstance(raw.value, tuple):
        return [_as_json(each) for each in raw.value]
    words: dict[str, Any] = {"true": True, "false": False, "null": None}
    if raw.value in words:
        return words[raw.value]
    if re.fullmatch(r"-?\d{1,15}", raw.value):
        return int(raw.value)
    if re.fullmatch(r"-?\d{1,15}\.\d{1,15}", raw.value):
        return float(raw.value)
    return raw.value


_READERS: Mapping[str, Callable[[_Given], dict[str, Any]]] = {
    **{key: _text(key) for key in ("title", "subtitle", "date", "venue", "header", "footer", "go")},
    "author": lambda given: {"author": given.texts},
    "keywords": _keywords,
    "lang": _lang,
    "duration": _placed(read_duration, "duration_s"),
    "aspect": _placed(read_aspect, "canvas"),
    "font": _placed(read_font, "font_px"),
    "theme": _theme,
    "mode": _choice("mode", {"light": "light", "dark": "dark", "auto": "auto"}),
    "css": _paths("css"),
    "js": _paths("js"),
    "outline": _outline,
    "slide-level": _choice("slide_level", {"1": 1, "2": 2, "3": 3}),
    "incremental": _flag("incremental"),
    "agenda": _flag("agenda"),
    "paginate": _flag("paginate"),
    "demos": _demos,
    "figure-budget": _placed(read_size, "figure_budget_bytes"),
    "deck-budget": _placed(read_size, "deck_budget_bytes"),
    "notes": _choice("notes_in_comments", {"comments": True}),
    "reveal": _reveal,
}


DECK_KEYS = frozenset(_READERS) - {"font", "lang"}  # a slide has a font and a language too


def _warn_unknown(key: str, raw: Raw, diagnostics: Diagnostics) -> None:
    if key in FOREIGN_KEYS:
        tool, way_out = FOREIGN_KEYS[key]
        diagnostics.warning(
            f"'{key}' is a setting of {tool} and does nothing here", raw.span, way_out, "front-matter-key"
        )
        return
    hint = did_you_mean(key, _READERS) or f"the keys are {', '.join(_READERS)}"
    diagnostics.warning(f"'{key}' is not a setting", raw.span, hint, "front-matter-key")
