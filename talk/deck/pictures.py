"""Pictures that a page can show: their kinds, and caps on what a browser would choke on."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from talk.errors import Span, TalkError

KINDS = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")
MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 100_000_000  # a browser needs four bytes for each
_HEAD_BYTES = 64 * 1024
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
    width, height = pixels(head)
    if width * height > MAX_PIXELS:
        raise TalkError(
            f"the image '{path.name}' has {width:,} x {height:,} pixels; at most {MAX_PIXELS:,} are shown",
            span,
            "shrink it: a slide is 720 pixels high",
        )
    if kind == ".svg" and _ENTITY.search(head):
        raise TalkError(f"the image '{path.name}' declares entities", span, "save it as plain SVG")


def pixels(head: bytes) -> tuple[int, int]:
    """Width and height that the head of a PNG, GIF or WebP says; (0, 0) for other files."""
    if head[:8] == b"\x89PNG\r\n\x1a\n" and len(head) >= 24:
        width, height = struct.unpack(">II", head[16:24])
    elif head[:4] == b"GIF8" and len(head) >= 10:
        width, height = struct.unpack("<HH", head[6:10])
    elif head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X" and len(head) >= 30:
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
    else:  # JPEG and plain WebP hold at most 65,535 pixels a side and cannot be sparse
        width = height = 0
    return width, height


def _measured(path: Path, span: Span) -> tuple[int, bytes]:
    try:
        with path.open("rb") as file:
            return path.stat().st_size, file.read(_HEAD_BYTES)
    except OSError as error:
        raise TalkError(
            f"the image '{path.name}' cannot be read: {error.strerror}", span, "check the file"
        ) from None
