"""Attributes of elements, escaped."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape


def attributes(attrs: Mapping[str, str | int | float]) -> Markup:
    """Attributes as they follow an element's name: ` id="x" class="y"`."""
    return Markup("".join(f' {escape(name)}="{escape(value)}"' for name, value in attrs.items()))
