"""Pictures that a page can show: their kinds, and caps on what a browser would choke on."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path

from talk.errors import Span, TalkError

KINDS = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")
MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 100_000_000  # a browser needs four bytes for each
_HEAD_BYTES = 64 * 1024
_READ_WHOLE = (".jpg", ".jpeg", ".avif", ".svg")  # what counts may stand anywhere in them
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def check_picture(path: Path, span: Span) -> None:
    """Refuse a file that no page can show.

    Raises:
        TalkError: it is of no known kind, or too large in bytes or in pixels, or an SVG that
            declares entities, a few of which can stand for gigabytes.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise TalkError(f"'{path.name}' is no image", span, f"images end with {', '.join(KINDS)}")
    size, head = _measured(path, span)
    if size > MAX_BYTES:
        raise TalkError(
            f"the image '{path.name}' has {size:,} bytes; at most {MAX_BYTES:,} are read", span, "shrink it"
        )
    width, height = pixels(head) if kind != ".svg" else (0, 0)
    if width * height > MAX_PIXELS:
        raise TalkError(
            f"the image '{path.name}' has {width:,} x {height:,} pixels; at most {MAX_PIXELS:,} are shown",
            span,
            "shrink it: a slide is 720 pixels high",
        )
    if kind == ".svg" and _ENTITY.search(head):
        raise TalkError(f"the image '{path.name}' declares entities", span, "save it as plain SVG")


def pixels(data: bytes) -> tuple[int, int]:
    """Width and height that a picture says of itself; (0, 0) where it says none."""
    for mark, read in _READERS:
        if mark.match(data):
            return read(data)
    return 0, 0


def _png(data: bytes) -> tuple[int, int]:
    return _unpacked(">II", data, 16)


def _gif(data: bytes) -> tuple[int, int]:
    return _unpacked("<HH", data, 6)


def _webp(data: bytes) -> tuple[int, int]:
    """An extended WebP in bytes, a plain one in 14 bits each: between a lossy frame's or behind a sign."""
    if data[12:16] == b"VP8X" and len(data) >= 30:
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return width, height
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = _unpacked("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _jpeg(data: bytes) -> tuple[int, int]:
    """The size stands in the first frame; the segments before it say how long they are."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = _unpacked(">HH", data, at + 5)
            return width, height
        at += 1 if kind == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0, 0


def _avif(data: bytes) -> tuple[int, int]:
    """The largest of the sizes that its boxes tell."""
    sizes = [_unpacked(">II", data, found.end() + 4) for found in re.finditer(b"ispe", data)]
    return max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))


def _unpacked(form: str, data: bytes, at: int) -> tuple[int, int]:
    """The numbers at a place; zeros where the data ends before them."""
    size = struct.calcsize(form)
    first, second = struct.unpack(form, data[at : at + size].ljust(size, b"\0"))
    return first, second


_READERS: tuple[tuple[re.Pattern[bytes], Callable[[bytes], tuple[int, int]]], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    (re.compile(rb"GIF8"), _gif),
    (re.compile(rb"RIFF....WEBPVP8", re.DOTALL), _webp),
    (re.compile(rb"\xff\xd8"), _jpeg),
    (re.compile(rb"....ftyp", re.DOTALL), _avif),
)


def _measured(path: Path, span: Span) -> tuple[int, bytes]:
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            whole = path.suffix.lower() in _READ_WHOLE and size <= MAX_BYTES
            return size, file.read(size if whole else _HEAD_BYTES)
    except OSError as error:
        raise TalkError(
            f"the image '{path.name}' cannot be read: {error.strerror}", span, "check the file"
        ) from None
