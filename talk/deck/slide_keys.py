"""What an author may say about a slide: in its heading, in `.slide:` comments, in Slidev's settings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from talk.deck.attributes import Attributes, attribute_name, font_step
from talk.deck.files import Files
from talk.deck.foreign import FOREIGN_KEYS
from talk.deck.front_matter import DECK_KEYS
from talk.deck.model import ImageSource
from talk.deck.rules.images import image_source
from talk.errors import Diagnostics, Span, TalkError, did_you_mean

KEYS = ("covers", "optional", "minutes", "font", "fit", "background-color", "background-image")
_BACKGROUNDS = ("color", "image", "size", "position", "repeat", "opacity", "gradient", "transition")
# Attributes of reveal.js that other dialects write without `data-`.
_REVEAL = ("transition", "transition-speed", "state", "visibility", "timing", "autoslide", "menu-title")
_IMAGE_NAME = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif)$", re.IGNORECASE)
_HTML = ("lang", "dir", "style", "title", "role")


@dataclass(slots=True)
class SlideKeys:
    """The fields of a slide that its attributes say. `span` is the place of the id."""

    id: str = ""
    span: Span | None = None
    covers: tuple[str, ...] = ()
    optional: bool = False
    minutes: float | None = None
    font: int = 0
    fit: bool = False
    classes: tuple[str, ...] = ()
    attrs: dict[str, str] = field(default_factory=dict)
    background: ImageSource | None = None


def take_keys(
    tokens: Sequence[Token], heading: Token | None, files: Files, diagnostics: Diagnostics
) -> SlideKeys:
    """Everything said about the slide; what stands later, and last of all the heading, holds."""
    keys = SlideKeys()
    for token in tokens:
        span: Span = token.meta["span"]
        if token.type == "slide_yaml":
            _read_settings(keys, token.meta["settings"], files, diagnostics)
        elif token.type == "slide_attributes":
            _read(keys, token.meta["attributes"], span, files, diagnostics)
    if heading is not None:
        _read(keys, heading.meta.get("attributes", Attributes()), heading.meta["span"], files, diagnostics)
    return keys


def _read_settings(
    keys: SlideKeys, settings: Mapping[str, Any], files: Files, diagnostics: Diagnostics
) -> None:
    for key, raw in settings.items():
        if raw.text is None:
            diagnostics.error(f"'{key}' of a slide is a single value", raw.span, "write 'key: value'")
        elif key in DECK_KEYS:
            diagnostics.warning(
                f"'{key}' is a setting of the whole deck and does nothing here",
                raw.span,
                "move it to the front matter, at the top of the first file",
                "front-matter-key",
            )
        elif key == "class":
            _read(keys, Attributes(classes=tuple(raw.text.split())), raw.span, files, diagnostics)
        elif key == "id":
            _read(keys, Attributes(id=raw.text), raw.span, files, diagnostics)
        else:
            _read(keys, Attributes(pairs={key: raw.text}), raw.span, files, diagnostics)


def _read(
    keys: SlideKeys, attributes: Attributes, span: Span, files: Files, diagnostics: Diagnostics
) -> None:
    if attributes.id:
        keys.id, keys.span = attributes.id, span
    keys.classes = tuple(dict.fromkeys([*keys.classes, *attributes.classes]))
    for key, value in attributes.pairs.items():
        try:
            _set(keys, key, value, span, files, diagnostics)
        except TalkError as error:
            diagnostics.take(error)


def _set(keys: SlideKeys, key: str, value: str, span: Span, files: Files, diagnostics: Diagnostics) -> None:
    name = key.removeprefix("data-")
    if key == "covers":
        keys.covers = tuple(dict.fromkeys([*keys.covers, *re.split(r"[\s,]+", value.strip())]))
    elif key in ("optional", "fit"):
        setattr(keys, key, _flag(key, value, span))
    elif key == "minutes":
        keys.minutes = read_minutes(value, span)
    elif key == "font":
        keys.font = font_step(value, span)
    elif name == "background-image" or (name == "background" and _IMAGE_NAME.search(value)):
        keys.background = _background(value.strip(), span, files, diagnostics)
    elif name.startswith("background") and name.removeprefix("background").lstrip("-") in ("", *_BACKGROUNDS):
        keys.attrs[f"data-{name}"] = value
    elif key.startswith(("data-", "aria-")) or key in _HTML:
        keys.attrs[key] = value
        _warn_not_copied(key, value, span, diagnostics)
    elif key in _REVEAL or key.startswith("auto-animate"):
        keys.attrs[f"data-{key}"] = value
    else:
        name = attribute_name(key, value, span)
        _warn_unknown(key, span, diagnostics)
        if key not in FOREIGN_KEYS:
            keys.attrs[name] = value


def _background(url: str, span: Span, files: Files, diagnostics: Diagnostics) -> ImageSource | None:
    """The picture behind a slide; none where it would come from the web."""
    source = image_source(url, span, files, diagnostics, "the slide goes without it")
    return source if source.path or url.lower().startswith("data:") else None


def _warn_not_copied(key: str, value: str, span: Span, diagnostics: Diagnostics) -> None:
    """Videos and pages behind a slide are reveal.js's own: they stay where they are."""
    if key in ("data-background-video", "data-background-iframe"):
        remote = re.match(r"(?:https?:)?//", value, re.IGNORECASE)
        fact = "needs the network" if remote else "is not part of the built deck"
        diagnostics.warning(
            f"'{value}' behind the slide {fact}",
            span,
            "show an image with background-image=",
            "foreign-request" if remote else "link-target",
        )


def read_minutes(value: str, span: Span) -> float:
    """Minutes as a number: `3`, `2.5`, `0`."""
    if not re.fullmatch(r"\d{1,4}(?:\.\d{1,3})?", value.strip()):
        raise TalkError(f"minutes '{value}' is not a number", span, "write minutes=3 or minutes=2.5")
    return float(value)


def _flag(key: str, value: str, span: Span) -> bool:
    if value not in ("true", "false"):
        raise TalkError(f"{key} cannot be '{value}'", span, f"write {key}, {key}=true or {key}=false")
    return value == "true"


def _warn_unknown(key: str, span: Span, diagnostics: Diagnostics) -> None:
    near = did_you_mean(key, KEYS)
    if near and key not in FOREIGN_KEYS:
        raise TalkError(f"a slide has no key '{key}'", span, near)
    if key in FOREIGN_KEYS:
        text, hint = f"the key '{key}' of a slide does nothing", FOREIGN_KEYS[key][1]
    else:
        text = f"the key '{key}' of a slide is not known and only passed on"
        hint = f"the keys are {', '.join(KEYS)}, data-*"
    diagnostics.warning(text, span, hint, "foreign-syntax")
