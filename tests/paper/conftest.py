"""A deck with everything that paper must cope with, and what a PDF holds as plain values."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from talk.pdf_text import pdf_text

FILES = {"/FontFile", "/FontFile2", "/FontFile3"}
LONG = " ".join(f"Sentence {number} of a note that goes on over more than one page." for number in range(120))
PLAIN = "The notes say what the slide leaves out, for everybody who takes the handout home."
PRIVATE = "Nobody but the speaker may ever know that the budget was doubled last week."
PUBLIC = "This remark is meant for all the world to read and to quote."

DEMO = '''
from typing import Annotated
from talk.demo import Chart, Range, Steps, demo

@demo
def line(slope: Annotated[int, Range(1, 9)] = 2) -> Chart:
    """A straight line."""
    return Chart(x=[0, 1, 2], x_unit="s").line([0, slope, 2 * slope], "way").line([1, 1, 1], "floor")
'''
SLIDES = f"""---
title: A deck on paper
subtitle: Everything that is printed
author: Ada Lovelace
keywords: paper, notes
lang: en-GB
go: "1.25"
---

# Opening {{minutes=2}}

Words with a [link](https://go.dev/doc/effective_go) and [a file](dot.png).

Note:
{PLAIN}

{PRIVATE}
{{.private}}

{PUBLIC}
{{.public}}

---

## A chart in two states

```demo line
print:
  - slope: 1
  - slope: 8
```

Note:
{LONG}

---

## Code step by step

```go {{1|2|all}}
first := 1
second := 2
```

---

![A single dot](dot.png "The dot")

. . .

It comes $x^2$ later.

---

## Dark {{background-color=#223 fit}}

| a | b |
|---|---|
| 1 | 2 |
"""


@pytest.fixture(scope="session")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The slides of the deck."""
    folder = tmp_path_factory.mktemp("paper")
    (folder / "slides").mkdir()
    (folder / "demos").mkdir()
    (folder / "slides" / "a.md").write_text(SLIDES, encoding="utf-8")
    (folder / "demos" / "line.py").write_text(DEMO, encoding="utf-8")
    Image.new("RGB", (40, 40), "#888").save(folder / "slides" / "dot.png")
    return folder / "slides"


@dataclass
class Told:
    """What a PDF says: the text of each page with its size, its tags, its bookmarks."""

    pages: list[tuple[float, float]]
    text: str
    sizes: list[tuple[float, str]]
    tags: list[str]
    alts: list[str | None]
    bookmarks: list[tuple[int, str]] = field(default_factory=list)
    lang: str = ""
    title: str = ""
    fonts_outside: list[str] = field(default_factory=list)


def read_pdf(data: bytes) -> Told:
    """A PDF as plain values."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        told = Told(
            pages=[_size(page.mediabox) for page in pdf.pages],
            text=pdf_text(data),
            sizes=[run for page in pdf.pages for run in _runs(page.obj)],
            tags=[tag for tag, _ in _tags(pdf.Root.StructTreeRoot)],
            alts=[alt for tag, alt in _tags(pdf.Root.StructTreeRoot) if tag == "Figure"],
            lang=str(pdf.Root.Lang),
            title=str(pdf.docinfo["/Title"]),
        )
        with pdf.open_outline() as outline:
            told.bookmarks = list(_bookmarks(outline.root, 0))
        told.fonts_outside = [str(each.FontName) for each in _fonts(pdf) if not FILES & set(each.keys())]
        return told


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """What the file says of each font that it names; Type 3 fonts are drawings in the file itself."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") in ("/CIDFontType2", "/TrueType"):
            yield each.FontDescriptor


def _size(box: Any) -> tuple[float, float]:
    return float(box[2] - box[0]), float(box[3] - box[1])


def _tags(element: Any) -> Iterator[tuple[str, str | None]]:
    if isinstance(element, pikepdf.Array):
        for each in element:
            yield from _tags(each)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield str(element.S)[1:], str(element.Alt) if "/Alt" in element else None
        if "/K" in element and element.get("/Type") != "/MCR":
            yield from _tags(element.K)


def _bookmarks(items: Any, depth: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, item.title
        yield from _bookmarks(item.children, depth + 1)


def _runs(page: Any) -> Iterator[tuple[float, str]]:
    """The size in points of every piece of text on a page, with the name of its font."""
    scales, scale, font, size, matrix = [], 1.0, "", 1.0, 1.0
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "q":
            scales.append(scale)
        elif name == "Q":
            scale = scales.pop()
        elif name == "cm":
            scale *= (float(operands[0]) ** 2 + float(operands[1]) ** 2) ** 0.5
        elif name == "Tf":
            font, size = str(page.Resources.Font[operands[0]].get("/BaseFont", "")), float(operands[1])
        elif name == "Tm":
            matrix = (float(operands[0]) ** 2 + float(operands[1]) ** 2) ** 0.5
        elif name in ("Tj", "TJ"):
            yield round(scale * size * matrix, 2), font
