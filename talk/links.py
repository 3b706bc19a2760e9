"""Where pages find what they load: files of the site, or everything inside the page."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from talk import webfiles, webfonts
from talk.deck.files import Files
from talk.deck.model import ImageSource
from talk.errors import Diagnostics, Span
from talk.site import Site
from talk.stylesheets import MAX_BYTES, StyleSheet

MEDIA_TYPES = {
    ".css": "text/css",
    ".csv": "text/csv",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


@dataclass(slots=True)
class SiteLinks:
    """Addresses of files, each put into the site when a page first asks for it.

    `made` holds files that the build itself makes, by the name a page asks for:
    CSVs (`data/heap.csv`) and supplements of fonts (`fonts/Inter-Regular-more.woff2`).
    With `inline`, every address is a `data:` URI and the site holds no files; fonts are cut to `letters`
    and the common ones, and stay whole where there are none. With `safe`, style sheets load nothing, and
    SVGs stand in the page as pictures alone: opened as a file of the site, one could act.
    """

    site: Site
    files: Files
    diagnostics: Diagnostics
    inline: bool = False
    safe: bool = False
    made: Mapping[str, bytes] = field(default_factory=dict)
    letters: frozenset[str] = frozenset()
    _known: dict[str, str] = field(default_factory=dict)

    def url(self, name: str) -> str:
        """The address of a file of the bundle, or of a font that the build made."""
        return self._put(f"assets/{name.rpartition('/')[2]}", self.made.get(name) or self._bundled(name))

    def _bundled(self, name: str) -> bytes:
        if self.inline and self.letters and name.startswith("fonts/"):
            return webfonts.cut_to(name, self.letters)
        return webfiles.read(name)

    def text(self, name: str) -> str:
        """The text of a file of the bundle."""
        return webfiles.read_text(name)

    def file(self, path: Path, chain: tuple[Path, ...] = ()) -> str:
        """The address of an author's style sheet (with all that it loads) or script.

        `chain` holds the style sheets that led to it.
        """
        if path.suffix.lower() != ".css":
            return self._put(f"assets/{path.name}", self.files.data(path, Span(path), MAX_BYTES))
        if self.safe:
            return self._put(f"assets/{path.name}", self._harmless(path).encode())
        sheet = StyleSheet(path, self.files, self.diagnostics, self._beside, chain)
        return self._put(f"assets/{path.name}", sheet.text().encode())

    def script(self, path: Path) -> str:
        """The text of an author's script."""
        return self.files.text(path)

    def _harmless(self, path: Path) -> str:
        """An author's style sheet without what it would load; that is told."""
        from talk.safe.css import harmless_css

        text, left_out = harmless_css(self.files.text(path))
        if left_out:
            told = ", ".join(f"'{each}'" for each in left_out[:5])
            self.diagnostics.warning(
                f"{told} of the style sheet is left out",
                Span(path),
                "with --safe, style sheets load nothing",
                "safe",
            )
        return text

    def _beside(self, path: Path, chain: tuple[Path, ...]) -> str:
        """The address of a file as seen from the style sheet that loads it."""
        return self.file(path, chain).removeprefix("assets/")

    def image(self, source: ImageSource) -> str:
        """The address of an author's image; a URL stays as it is written."""
        if source.path is None:
            return source.url
        data = source.path.read_bytes()
        if self.safe and source.path.suffix.lower() == ".svg":
            return data_uri(source.path.name, data)
        return self._put(f"assets/{source.path.name}", data)

    def data(self, name: str) -> str:
        """The address of a data file that the build made."""
        return self._put(name, self.made[name])

    def _put(self, name: str, data: bytes) -> str:
        """The address of these bytes; a file that comes up again is not hashed again."""
        key = f"{name}\0{len(data)}"
        if self.inline:
            return data_uri(name, data)
        if key not in self._known or self.site.files[self._known[key]] != data:
            self._known[key] = self.site.add(name, data)
        return quote(self._known[key])


def media_type(name: str) -> str:
    """What a file is, by its name."""
    suffix = Path(name).suffix.lower()
    return (
        MEDIA_TYPES.get(suffix)
        or mimetypes.guess_type(f"x{suffix}", strict=False)[0]
        or "application/octet-stream"
    )


def data_uri(name: str, data: bytes) -> str:
    """A file as an address that holds it."""
    return f"data:{media_type(name)};base64,{base64.b64encode(data).decode('ascii')}"
