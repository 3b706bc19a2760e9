"""Pictures that would break a page are refused with a number."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from talk.deck.pictures import MAX_BYTES, check_picture, pixels
from talk.errors import Span, TalkError

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR"


def png(width: int, height: int) -> bytes:
    """The head of a PNG of that size."""
    return PNG + struct.pack(">II", width, height) + b"\x08\x06\0\0\0"


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (png(640, 480), (640, 480)),
        (b"GIF89a" + struct.pack("<HH", 320, 200), (320, 200)),
        (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x7f\x07\x00\x37\x04\x00", (1920, 1080)),
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
