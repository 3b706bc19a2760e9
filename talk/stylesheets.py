"""An author's style sheets: what they load comes along, and nothing comes from the web."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from talk.deck.files import Files
from talk.errors import Diagnostics, Span, TalkError

MAX_BYTES = 64 * 1024 * 1024  # of a font or an image

# A comment, or an address after `url(` or `@import`, with or without quotes.
_REFERENCE = re.compile(
    r"""/\*.*?\*/
    | (?P<import>@import\s+) (?: url\(\s* )? (?P<iq>["']?) (?P<imported>[^"')\s;]+) (?P=iq) (?: \s*\) )?
    | url\(\s* (?P<q>["']?) (?P<address>.*?) (?P=q) \s*\)""",
    re.DOTALL | re.VERBOSE | re.IGNORECASE,
)
_REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_NOTHING = {"style": "data:text/css,", "file": "data:,"}


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """One style sheet of a deck: its file, and where the page finds what it names.

    `place` puts a file into the site; what it returns is the address as seen from the style sheet.
    `chain` holds the style sheets that import this one.
    """

    path: Path
    files: Files
    diagnostics: Diagnostics
    place: Callable[[Path, tuple[Path, ...]], str]
    chain: tuple[Path, ...] = ()

    def text(self) -> str:
        """The style sheet with the addresses that hold in the built deck.

        A file that is not there is an error at its line, an address on the web a warning.
        """
        text = self.files.text(self.path)
        return _REFERENCE.sub(lambda found: self._replaced(found, text), text)

    def _replaced(self, found: re.Match[str], text: str) -> str:
        written = found["imported"] or found["address"]
        if not written or written.startswith("#") or written.lower().startswith("data:"):
            return found[0]
        span = Span(self.path, text.count("\n", 0, found.start()) + 1)
        address = self._address(written, span, "style" if found["import"] else "file")
        return f'{found["import"] or ""}url("{address}")'

    def _address(self, written: str, span: Span, kind: str) -> str:
        if _REMOTE.match(written):
            self.diagnostics.warning(
                f"'{written}' stays on the web: the page goes without it",
                span,
                "download it into the project",
                "foreign-request",
            )
            return _NOTHING[kind]
        try:
            path = self.files.locate_url(written, self.path, span, "file of the style sheet")
            if path in (*self.chain, self.path):
                raise TalkError(f"'{written}' imports this style sheet again", span, "remove it")
            return self.place(path, (*self.chain, self.path))
        except TalkError as error:
            self.diagnostics.take(error)
            return _NOTHING[kind]
