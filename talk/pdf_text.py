"""The text of a PDF, in the order in which its pages draw it. Needs pikepdf."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

MOST_DEEP = 8  # forms in forms

_MOVES = ("ET", "Tm", "Td", "TD", "T*")
_ASKED = " ".join(("Tf", "Tj", "TJ", "'", '"', "Do", *_MOVES))
_RANGES = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_WORD = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")

Map = dict[int, str]


def pdf_text(data: bytes) -> str:
    """All text of a PDF, page by page, with its title, bookmarks and alternative texts."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = ["".join(_drawn(page.obj, {}, 0)) for page in pdf.pages]
        return "\n".join([*pages, *_told(pdf)])


def _told(pdf: Any) -> Iterator[str]:
    """What is not drawn but told: metadata, bookmarks, alternative texts."""
    import pikepdf

    yield from (str(value) for value in pdf.docinfo.values())
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary):
            yield from (str(each[name]) for name in ("/Title", "/Alt", "/ActualText") if name in each)


def _drawn(holder: Any, maps: dict[int, Map], depth: int) -> Iterator[str]:
    """The text of a page or a form: runs as they come, a line end where the pen moves."""
    import pikepdf

    resources = holder.get("/Resources", {})
    fonts, forms = resources.get("/Font", {}), resources.get("/XObject", {})
    font: tuple[Map, int] = ({}, 1)
    for instruction in pikepdf.parse_content_stream(holder, _ASKED):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "Tf":
            font = _font(fonts[operands[0]], maps)
        elif name in ("Tj", "'", '"'):
            yield _decoded(bytes(operands[-1]), *font)
        elif name == "TJ":
            yield "".join(
                _decoded(bytes(each), *font) for each in operands[0] if isinstance(each, pikepdf.String)
            )
        elif name in _MOVES and not (name == "Td" and operands[1] == 0):  # else on along the line
            yield "\n"
        elif name == "Do" and depth < MOST_DEEP and operands[0] in forms:
            form = forms[operands[0]]
            if form.get("/Subtype") == "/Form":
                yield from _drawn(form, maps, depth + 1)


def _font(font: Any, maps: dict[int, Map]) -> tuple[Map, int]:
    """What the codes of a font mean, and how many bytes each has."""
    key = font.objgen[0]
    if key not in maps:
        maps[key] = _read_map(font["/ToUnicode"].read_bytes()) if "/ToUnicode" in font else {}
    return maps[key], 2 if font.get("/Subtype") == "/Type0" else 1


def _decoded(codes: bytes, font: Map, width: int) -> str:
    numbers = (int.from_bytes(codes[at : at + width]) for at in range(0, len(codes), width))
    return "".join(font.get(number, "") for number in numbers)


def _read_map(text: bytes) -> Map:
    """A ToUnicode table: single codes, and ranges that count up from one letter or list theirs."""
    table: Map = {}
    for kind, body in _RANGES.findall(text):
        words = _words(body)
        for word in words:
            low = int(word, 16)
            high = low if kind == b"bfchar" else int(next(words), 16)
            first = next(words)
            if first == b"[":
                letters = [_letters(next(words)) for _ in range(low, high + 1)]
                next(words)  # the bracket that closes the list
            else:
                letters = _counted(_letters(first), high - low + 1)
            table.update(zip(range(low, high + 1), letters, strict=True))
    return table


def _counted(first: str, count: int) -> list[str]:
    """So many letters from the first one on; of a ligature the last letter counts."""
    return [first[:-1] + chr(ord(first[-1]) + step) for step in range(count)]


def _words(body: bytes) -> Iterator[bytes]:
    for digits, opened, closed in _WORD.findall(body):
        yield opened or closed or b"".join(digits.split())


def _letters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", errors="replace")
