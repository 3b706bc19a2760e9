"""Pictures that would break a page are refused with a number."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from talk.deck.pictures import MAX_BYTES, check_picture, pixels
from talk.errors import Span, TalkError

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR"

SIZED = b"\xff\xc0\0\x11\x08" + struct.pack(">HH", 60_000, 60_000) + bytes(9)


def png(width: int, height: int) -> bytes:
    """The head of a PNG of that size."""
    return PNG + struct.pack(">II", width, height) + b"\x08\x06\0\0\0"


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (png(640, 480), (640, 480)),
        (b"GIF89a" + struct.pack("<HH", 320, 200), (320, 200)),
        (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x7f\x07\x00\x37\x04\x00", (1920, 1080)),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + struct.pack("<HH", 1920, 1080 | 1 << 14), (1920, 1080)),
        (b"RIFF\0\0\0\0WEBPVP8L" + bytes(4) + b"\x2f" + struct.pack("<I", 799 | 599 << 14), (800, 600)),
        (
            b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc2\0\x11\x08" + struct.pack(">HH", 600, 800) + bytes(9),
            (800, 600),
        ),
        (b"\0\0\0\x1cftypavif" + b"ispe" + bytes(4) + struct.pack(">II", 800, 600), (800, 600)),
        (b"\x89PNG\r\n\x1a\n", (0, 0)),
        (b"\xff\xd8\xff", (0, 0)),
        (b"<svg/>", (0, 0)),
    ],
)
def test_pixels(head: bytes, size: tuple[int, int]) -> None:
    """Width and height stand in the head of a file."""
    assert pixels(head) == size


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"x", "'a.txt' is no image"),
        ("a.png", png(60_000, 60_000), "60,000 x 60,000 pixels"),
        ("a.jpg", b"\xff\xd8\xff\xe1\xff\xff" + bytes(65_533) + SIZED, "60,000 x 60,000 pixels"),
        ("b.svg", b"<!--" + b" " * 70_000 + b'--><!DOCTYPE svg [<!ENTITY a "aaaa">]>', "declares entities"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg/>', "declares entities"),
    ],
)
def test_what_no_page_can_show(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    """Files of another kind, of too many pixels or with entities are errors."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TalkError, match=message):
        check_picture(tmp_path / name, Span(tmp_path / "a.md"))


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """The cap is told before a byte more than the head is read."""
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(TalkError, match="67,108,865 bytes; at most 67,108,864"):
        check_picture(tmp_path / "a.png", Span(tmp_path / "a.md"))
