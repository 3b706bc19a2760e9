"""The files of a project: read whole or not at all, and never from outside its root."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from talk.errors import Span, TalkError, did_you_mean
from talk.witness import look

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_LINE_CHARS = 256 * 1024
MAX_CODE_BYTES = 1024 * 1024

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# All that is neither text nor tab nor line end; XML refuses most of it as well.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_PLAIN = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class Files:
    """The readable files under one root. What was read once is kept."""

    root: Path
    _texts: dict[Path, str] = field(default_factory=dict)

    def locate(self, reference: str, base: Path, span: Span, kind: str) -> Path:
        """The file that `reference`, written in the file `base`, names; it exists and lies in the root."""
        shown = reference if len(reference) <= 80 else reference[:79] + "…"
        if not reference.strip():
            raise TalkError(f"the {kind} has no path", span, "write a path relative to this file")
        if reference.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", reference):
            raise TalkError(
                f"{kind} '{shown}' is not a relative path",
                span,
                "write it relative to this file, inside the project",
            )
        path = self._inside(base.parent / reference, shown, span, kind)
        self._must_be_file(path, shown, span, kind)
        return path

    def folder(self, reference: str, base: Path, span: Span) -> Path:
        """The folder that a relative path names; it exists and lies in the root."""
        path = self._inside(base.parent / reference, reference, span, "folder")
        if not path.is_dir():
            raise TalkError(
                f"folder '{reference}' does not exist", span, "paths are relative to this file", "link-target"
            )
        return path

    def locate_url(self, url: str, base: Path, span: Span, kind: str) -> Path:
        """Like `locate`, for a reference with %-escapes, a query or a fragment."""
        return self.locate(unquote(re.split(r"[?#]", url, maxsplit=1)[0]), base, span, kind)

    def text(self, path: Path, span: Span | None = None, cap: int = MAX_FILE_BYTES) -> str:
        """The text of a file: UTF-8 without a byte order mark, lines ended by a line feed alone."""
        if path not in self._texts:
            self._texts[path] = decode(self.data(path, span or Span(path), cap), path)
        return self._texts[path]

    def _inside(self, path: Path, reference: str, span: Span, kind: str) -> Path:
        look(path)
        try:
            real = path.resolve()
        except RuntimeError:
            raise TalkError(f"{kind} '{reference}' is a link to itself", span, "remove the link") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise TalkError(
                f"{kind} '{reference}' cannot be read: {reason}", span, "check the path"
            ) from None
        if not real.is_relative_to(self.root):
            raise TalkError(
                f"{kind} '{reference}' lies outside the project",
                span,
                f"only files under '{self.root.name}/' are read: copy it there",
            )
        if not _is_utf8(str(real.relative_to(self.root))):
            raise TalkError(f"the name of the {kind} '{reference}' is not UTF-8", span, "rename the file")
        return real

    def _must_be_file(self, path: Path, reference: str, span: Span, kind: str) -> None:
        try:
            mode = path.stat().st_mode
        except OSError:
            hint = _neighbour(path) or "paths are relative to this file"
            raise TalkError(f"{kind} '{reference}' does not exist", span, hint, "link-target") from None
        if not stat.S_ISREG(mode):
            fact = "is a folder" if stat.S_ISDIR(mode) else "is not an ordinary file"
            raise TalkError(f"{kind} '{reference}' {fact}", span, "name a file")

    def data(self, path: Path, span: Span, cap: int) -> bytes:
        """The bytes of an ordinary file under the root, of at most `cap` bytes."""
        self._inside(path, path.name, span, "file")
        try:
            info = path.stat()
            if not stat.S_ISREG(info.st_mode):
                raise TalkError(f"'{path.name}' is not an ordinary file", span, "only files are read")
            if info.st_size > cap:
                raise TalkError(
                    f"'{path.name}' has {info.st_size:,} bytes; at most {cap:,} are read", span, "split it"
                )
            return path.read_bytes()
        except OSError as error:
            raise TalkError(
                f"'{path.name}' cannot be read: {error.strerror}", span, "check the file"
            ) from None


def decode(data: bytes, path: Path) -> str:
    """The text that the bytes hold; an error names the line of the first byte that is no text."""
    if data.startswith(_UTF16):
        raise TalkError("the file is UTF-16", Span(path), "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TalkError(
            f"byte 0x{data[error.start]:02x} is not UTF-8", Span(path, line), "save the file as UTF-8"
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_controls(text, path)
    _refuse_long_lines(text, path)
    return text


def bidi_controls(text: str) -> list[tuple[int, str]]:
    """Line and name of every character that silently changes the direction of text."""
    return [
        (text.count("\n", 0, found.start()) + 1, f"U+{ord(found[0]):04X}") for found in _BIDI.finditer(text)
    ][:20]


def _is_utf8(name: str) -> bool:
    """Whether a file's name can stand in a page: others reach Python as halves of characters."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _refuse_controls(text: str, path: Path) -> None:
    if text.isascii() and not text.encode("ascii").translate(None, _PLAIN):
        return  # most files; a search takes twenty times as long
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        hint = "the file looks binary" if found[0] == "\0" else "remove it"
        raise TalkError(f"control character U+{ord(found[0]):04X}", Span(path, line), hint)


def _refuse_long_lines(text: str, path: Path) -> None:
    if len(text) <= MAX_LINE_CHARS:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE_CHARS:
            raise TalkError(
                f"the line has {len(line):,} characters; at most {MAX_LINE_CHARS:,} are read",
                Span(path, number),
                "break it, or keep the data in a file",
            )


def _neighbour(path: Path) -> str:
    """The file beside `path` with nearly its name, as a hint."""
    try:
        return did_you_mean(path.name, [each.name for each in sorted(path.parent.iterdir())[:1000]])
    except OSError:
        return ""
