"""The Jinja2 templates that frame rendered tokens. Slide text is handed to them, never read by them."""

from __future__ import annotations

import traceback
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from markupsafe import Markup

from talk.errors import Span, TalkError
from talk.render.policy import MARK
from talk.render.wayfinding import in_minutes


class Templates:
    """Our templates, a theme's own before them."""

    def __init__(self, theme: Path | None = None) -> None:
        self._environment = _environment(theme)
        self._folder = theme / "templates" if theme is not None else None

    def render(self, name: str, **values: Any) -> Markup:
        """The text of a template: values are escaped unless they are `Markup`, names must exist.

        Raises:
            TalkError: a template of the theme is wrong; the error stands at its line.
        """
        try:
            return Markup(self._environment.get_template(name).render(**values))
        except Exception as error:
            place = _place(error, self._folder)
            if place is None:
                raise
            hint = "compare it with the template of talk that it replaces"
            raise TalkError(f"{type(error).__name__}: {error}", place, hint) from error


def _place(error: Exception, folder: Path | None) -> Span | None:
    """The line of the theme's template where rendering failed; None for a fault that is not the theme's."""
    if folder is None:
        return None
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return Span(Path(error.filename), error.lineno)
    frames = reversed(traceback.extract_tb(error.__traceback__))
    own = (frame for frame in frames if Path(frame.filename).is_relative_to(folder))
    return next((Span(Path(frame.filename), frame.lineno or 1) for frame in own), None)


@lru_cache(maxsize=8)
def _environment(theme: Path | None) -> Environment:
    loaders: list[BaseLoader] = [FunctionLoader(_ours)]
    if theme is not None:
        loaders.insert(0, FileSystemLoader(theme / "templates", followlinks=False))
    environment = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=True,
    )
    environment.filters["in_minutes"] = in_minutes
    environment.globals["policy"] = MARK
    return environment


def _ours(name: str) -> str | None:
    file = resources.files("talk.render") / "templates" / name
    return file.read_text(encoding="utf-8") if file.is_file() else None
