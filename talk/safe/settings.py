"""The front matter of a stranger's deck: no scripts, no templates, and of reveal.js what only shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from talk.deck.front_matter import THEME, FrontMatter

Tell = Callable[[str, str, str], None]
"""Told of a setting that is left out: its key, what of it, what holds instead."""

_FLAGS = frozenset(
    {"controls", "controlsTutorial", "progress", "slideNumber", "overview", "center", "touch", "loop", "rtl"}
    | {"shuffle", "fragments", "fragmentInURL", "help", "pause", "showHiddenSlides", "mouseWheel"}
    | {"hideInactiveCursor", "autoAnimate", "autoAnimateUnmatched", "autoSlideStoppable", "jumpToSlide"}
    | {"keyboard", "hash", "hashOneBasedIndex", "respondToHashChanges", "pdfSeparateFragments"}
)
_NUMBERS = frozenset(
    {"margin", "minScale", "maxScale", "viewDistance", "mobileViewDistance", "hideCursorTime", "autoSlide"}
    | {"autoAnimateDuration", "defaultTiming", "pdfMaxPagesPerSlide", "scrollActivationWidth"}
)
_WORDS = frozenset(
    {"transition", "transitionSpeed", "backgroundTransition", "navigationMode", "controlsLayout"}
    | {"controlsBackArrows", "autoAnimateEasing", "scrollLayout", "scrollSnap", "slideNumber"}
)
_WORD = re.compile(r"[a-z]+(?:[-/.][a-z]+)*")


def harmless_settings(meta: FrontMatter, tell: Tell) -> FrontMatter:
    """The front matter without what runs. A theme's style sheets go with the author's own."""
    for key, left_out in (("js", meta.js), ("theme", _templates(meta))):
        for file in left_out:
            tell(key, file.name, "no script and no template of the deck is run")
    sheets = sorted((meta.theme_folder / "css").glob("*.css")) if meta.theme_folder else []
    return replace(
        meta,
        js=(),
        css=(*sheets, *meta.css),
        theme=THEME if meta.theme_folder else meta.theme,
        theme_folder=None,
        reveal=dict(_harmless_options(meta.reveal, tell)),
    )


def _templates(meta: FrontMatter) -> list[Any]:
    return sorted((meta.theme_folder / "templates").glob("*")) if meta.theme_folder else []


def _harmless_options(options: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    kept = {}
    for key, value in options.items():
        if _only_shows(key, value):
            kept[key] = value
        else:
            tell("reveal", key, "options that load or run are not passed on")
    return kept


def _only_shows(key: str, value: Any) -> bool:
    if isinstance(value, bool):
        return key in _FLAGS
    if isinstance(value, int | float):
        return key in _NUMBERS
    return key in _WORDS and isinstance(value, str) and bool(_WORD.fullmatch(value))
