"""Attributes of elements, escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup, escape


def attributes(attrs: Mapping[str, str | int | float]) -> Markup:
    """Attributes as they follow an element's name: ` id="x" class="y"`."""
    return Markup("".join(_attribute(name, value) for name, value in attrs.items()))


@lru_cache(maxsize=4096, typed=True)
def _attribute(name: str, value: str | int | float) -> str:
    """One of them: a deck has few different ones, and what is markup already is of another type."""
    return f' {escape(name)}="{escape(value)}"'
