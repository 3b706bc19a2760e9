"""Ids: one rule that makes them from text, and one book that keeps them apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from talk.errors import Diagnostics, Span

_EXPLICIT = re.compile(r"\w(?<!_)[\w.:-]*")


def slug(text: str) -> str:
    """The text in lower case, letters and digits of any script kept, all else a single hyphen."""
    lowered = unicodedata.normalize("NFC", text).lower()
    kept = "".join(char if char.isalnum() else " " for char in lowered)
    return "-".join(kept.split())


def is_id(text: str) -> bool:
    """Whether an author may write it as an id: a letter or digit first, then also `- _ . :`."""
    return _EXPLICIT.fullmatch(text) is not None


@dataclass(slots=True)
class Ids:
    """The ids of one deck or outline. Claim the explicit ones first, then make the others."""

    diagnostics: Diagnostics
    taken: dict[str, Span] = field(default_factory=dict)
    _next: dict[str, int] = field(default_factory=dict)

    def claim(self, wanted: str, span: Span) -> bool:
        """Book an id that the author wrote; a second use of it is an error that names both lines."""
        if not is_id(wanted):
            self.diagnostics.error(
                f"'{wanted}' cannot be an id",
                span,
                "begin with a letter or digit, then letters, digits, - _ . :",
            )
            return False
        if wanted in self.taken:
            self.diagnostics.error(
                f"the id '{wanted}' is used twice, first at {self.taken[wanted]}", span, "rename one of them"
            )
            return False
        self.taken[wanted] = span
        return True

    def make(self, base: str, span: Span) -> str:
        """A free id: the base itself, else `base-2`, `base-3` and so on."""
        number = self._next.get(base, 1)
        made = base if number == 1 else f"{base}-{number}"
        while made in self.taken:
            number += 1
            made = f"{base}-{number}"
        self._next[base] = number + 1
        self.taken[made] = span
        return made
