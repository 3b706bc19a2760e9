"""The Jinja2 templates that frame rendered tokens. Slide text is handed to them, never read by them."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, StrictUndefined
from markupsafe import Markup

from talk.render.wayfinding import in_minutes


class Templates:
    """Our templates, a theme's own before them."""

    def __init__(self, theme: Path | None = None) -> None:
        self._environment = _environment(theme)

    def render(self, name: str, **values: Any) -> Markup:
        """The text of a template: values are escaped unless they are `Markup`, names must exist."""
        return Markup(self._environment.get_template(name).render(**values))


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
    return environment


def _ours(name: str) -> str | None:
    file = resources.files("talk.render") / "templates" / name
    return file.read_text(encoding="utf-8") if file.is_file() else None
