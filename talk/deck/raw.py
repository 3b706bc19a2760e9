"""A value of YAML before anyone gave it a type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talk.errors import Span


@dataclass(frozen=True, slots=True)
class Raw:
    """A YAML value before anyone gave it a type: text, a list or a mapping, and its place."""

    value: str | tuple[Raw, ...] | Mapping[str, Raw]
    span: Span

    @property
    def text(self) -> str | None:
        """The value if it is a single text, else None."""
        return self.value if isinstance(self.value, str) else None
