"""Attributes of elements, escaped."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup


def attributes(attrs: Mapping[str, str | int | float]) -> Markup:
    """Attributes as they follow an element's name: ` id="x" class="y"`."""
    return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in attrs.items())
