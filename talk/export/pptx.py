"""A deck as a PowerPoint file: text as text, figures as pictures with alternative texts, notes as notes."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talk.deck.model import Deck, Slide
from talk.errors import TalkError
from talk.export.blocks import (
    Beside,
    Block,
    Code,
    Formula,
    Line,
    Picture,
    Rows,
    Run,
    Words,
    blocks_of,
    notes_text,
)
from talk.export.formulas import SIZE_PT, formula_png
from talk.render.leaks import Watch
from talk.render.scale import EDGE_SHARE
from talk.render.stills import deck_title

if TYPE_CHECKING:
    from talk.chart.figure import Figure

EMU_PER_PX = 9525
PT_PER_PX = 0.75
TOP_PX, FOOT_PX = 48, 40
GAP_PX = 18
LINE = 1.3
LETTER_EM, BOLD_LETTER_EM = 0.52, 0.6
TITLE_SIZE, TABLE_SIZE = 1.35, 0.8  # of the text's size
MONO, MONO_SIZE = "Consolas", 0.72
FORMULA_SIZE = 2.4  # the height that a formula is given, of the text's size
PICTURE_PX = 260  # what a picture in a column is given
LAYOUT_TITLE_ONLY = 5  # in the template that comes with python-pptx
ALWAYS = (1980, 1, 1, 0, 0, 0)  # the date of every part, so that equal decks are equal bytes


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in pixels."""

    left: float
    top: float
    width: float
    height: float


def deck_pptx(deck: Deck, figures: Mapping[str, Figure], pictures: Mapping[str, bytes]) -> bytes:
    """The PowerPoint file. `pictures` holds a PNG for each figure by its id.

    Raises:
        TalkError: python-pptx is not installed; the file would show private notes.
    """
    try:
        import pptx
        from pptx.util import Emu
    except ImportError as error:
        raise TalkError(
            "PowerPoint files are written by python-pptx, which is not installed",
            hint="install it with 'pip install talk[pptx]'",
        ) from error
    show = pptx.Presentation()
    show.slide_width, show.slide_height = (Emu(each * EMU_PER_PX) for each in deck.meta.canvas)
    _tell_about(show.core_properties, deck)
    for number, slide in enumerate(deck.slides, 1):
        made = show.slides.add_slide(show.slide_layouts[LAYOUT_TITLE_ONLY])
        _Page(made, slide, deck, pictures).fill(number, blocks_of(slide, deck, figures))
    out = io.BytesIO()
    show.save(out)
    data = _undated(out.getvalue())
    Watch(deck, figures, "handout").check("the PowerPoint file", pptx_text(data))
    return data


def pptx_text(data: bytes) -> str:
    """All text of a PowerPoint file: slides, notes, alternative texts and properties."""
    from lxml import etree

    texts: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if not name.endswith(".xml"):
                continue
            root = etree.fromstring(parts.read(name))
            paragraphs = list(root.iter("{*}p")) or [root]
            texts += ["".join(map(str, each.itertext())) for each in paragraphs]
            texts += [str(value) for each in root.iter("{*}cNvPr") for value in each.attrib.values()]
    return "\n".join(texts)


def _undated(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, ALWAYS), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _tell_about(properties: Any, deck: Deck) -> None:
    meta = deck.meta
    properties.title, properties.language = deck_title(deck), meta.lang
    properties.author = ", ".join(meta.author)
    properties.subject, properties.keywords = meta.subtitle, ", ".join(meta.keywords)
    properties.last_modified_by = properties.comments = ""


class _Page:
    """One slide of the file, filled from above."""

    def __init__(self, made: Any, slide: Slide, deck: Deck, pictures: Mapping[str, bytes]) -> None:
        self._made, self._slide, self._pictures = made, slide, pictures
        self._size_px = deck.meta.font_px + slide.font
        self._canvas = deck.meta.canvas

    def fill(self, number: int, blocks: Sequence[Block]) -> None:
        """Set title, content and notes."""
        width, height = self._canvas
        edge = width * EDGE_SHARE
        title = Line((Run(self._slide.title or f"Slide {number}", bold=True),), share=TITLE_SIZE)
        high = self._lines(title, width - 2 * edge) * self._size_px * TITLE_SIZE * LINE + GAP_PX
        top = TOP_PX if self._slide.title else -high  # one that is only told stands above the slide
        _put(self._made.shapes.title, Box(edge, top, width - 2 * edge, high))
        self._write_title(self._made.shapes.title.text_frame, title)
        below = top + high + GAP_PX if self._slide.title else TOP_PX
        self._stack(blocks, Box(edge, below, width - 2 * edge, height - below - FOOT_PX))
        notes = notes_text(self._slide, "handout")
        if notes:
            self._made.notes_slide.notes_text_frame.text = notes

    def _write_title(self, frame: Any, title: Line) -> None:
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self._style(frame.paragraphs[0].add_run(), title.runs[0], title.share)

    def _stack(self, blocks: Sequence[Block], box: Box) -> None:
        """Set blocks below each other: words take what they need, pictures share what is left."""
        fixed = sum(self._height(block, box.width) for block in blocks) + GAP_PX * (len(blocks) - 1)
        pictures = sum(isinstance(block, Picture) for block in blocks)
        left = max(box.height - fixed, box.height / 3) / pictures if pictures else 0.0
        top = box.top
        for block in blocks:
            height = left if isinstance(block, Picture) else self._height(block, box.width)
            place = Box(box.left, top, box.width, max(height, self._size_px))
            top += self._set(block, place) + GAP_PX

    def _height(self, block: Block, width: float) -> float:
        """About how high a block stands; a picture takes what is left."""
        size = self._size_px
        if isinstance(block, Words):
            return sum(self._lines(line, width) * size * line.share * LINE for line in block.lines)
        if isinstance(block, Code):
            return (block.text.count("\n") + 2) * size * MONO_SIZE * LINE
        if isinstance(block, Formula):
            return size * FORMULA_SIZE
        if isinstance(block, Rows):
            return len(block.cells) * size * TABLE_SIZE * 1.7
        if isinstance(block, Beside):
            return max(self._column_height(share, inner, width) for share, inner in block.columns)
        return 0.0

    def _column_height(self, share: float, blocks: Sequence[Block], width: float) -> float:
        pictures = sum(isinstance(block, Picture) for block in blocks)
        return sum(self._height(block, share * width) for block in blocks) + pictures * PICTURE_PX

    def _lines(self, line: Line, width: float) -> int:
        letter_em = BOLD_LETTER_EM if all(run.bold for run in line.runs) else LETTER_EM
        per_line = max(8.0, width / (self._size_px * line.share * letter_em))
        return math.ceil(max(1, len(line.text)) / per_line)

    def _set(self, block: Block, box: Box) -> float:
        """Set a block into its place; what comes back is the height that it takes."""
        if isinstance(block, Words):
            self._set_words(block, box)
        elif isinstance(block, Code):
            self._set_code(block, box)
        elif isinstance(block, Formula):
            self._set_formula(block, box)
        elif isinstance(block, Rows):
            self._set_rows(block, box)
        elif isinstance(block, Picture):
            return self._set_picture(block, box)
        else:
            left = box.left
            for share, inner in block.columns:
                width = share * box.width
                self._stack(inner, Box(left, box.top, width - GAP_PX, box.height))
                left += width
        return box.height

    def _set_words(self, words: Words, box: Box) -> None:
        frame = self._frame(box)
        for place, line in enumerate(words.lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            if line.depth:
                _mark(paragraph, line, self._size_px)
            for run in line.runs:
                self._style(paragraph.add_run(), run, line.share)

    def _set_code(self, code: Code, box: Box) -> None:
        frame = self._frame(box)
        for place, text in enumerate(code.text.split("\n")):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            self._style(paragraph.add_run(), Run(text, mono=True), MONO_SIZE)

    def _set_formula(self, formula: Formula, box: Box) -> None:
        """A picture as large as the text; where it cannot be drawn, TeX."""
        data = formula_png(formula.tex)
        if data is None:
            self._set_code(Code(formula.tex), box)
            return
        shape = self._made.shapes.add_picture(io.BytesIO(data), *_emu(box)[:2])
        scale = min(self._size_px * PT_PER_PX / SIZE_PT, box.width * EMU_PER_PX / shape.width)
        shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
        shape._element.nvPicPr.cNvPr.set("descr", formula.tex)

    def _set_rows(self, rows: Rows, box: Box) -> None:
        columns = max(map(len, rows.cells))
        shape = self._made.shapes.add_table(len(rows.cells), columns, *_emu(box))
        for row, cells in enumerate(rows.cells):
            for column, text in enumerate(cells):
                paragraph = shape.table.cell(row, column).text_frame.paragraphs[0]
                self._style(paragraph.add_run(), Run(text, bold=row == 0), TABLE_SIZE)

    def _set_picture(self, picture: Picture, box: Box) -> float:
        data = self._pictures.get(picture.figure) or as_png(picture.path)
        if data is None:
            self._set_words(Words((Line((Run(picture.alt, italic=True),)),)), box)
            return box.height
        shape = self._made.shapes.add_picture(io.BytesIO(data), *_emu(box)[:2])
        scale = min(box.width * EMU_PER_PX / shape.width, box.height * EMU_PER_PX / shape.height)
        shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
        properties = shape._element.nvPicPr.cNvPr
        properties.set("descr", picture.alt)
        return float(shape.height) / EMU_PER_PX

    def _frame(self, box: Box) -> Any:
        frame = self._made.shapes.add_textbox(*_emu(box)).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return frame

    def _style(self, made: Any, run: Run, share: float) -> None:
        from pptx.util import Pt

        made.text = run.text
        made.font.size = Pt(round(self._size_px * share * PT_PER_PX, 1))
        made.font.bold, made.font.italic = run.bold or None, run.italic or None
        if run.mono:
            made.font.name = MONO
        if run.link:
            made.hyperlink.address = run.link


def as_png(path: Path | None) -> bytes | None:
    """An image as every office program reads it; None for what is no grid of pixels."""
    from PIL import Image, UnidentifiedImageError

    if path is None:
        return None
    out = io.BytesIO()
    try:
        with Image.open(path) as image:
            image.convert("RGBA").save(out, "PNG")
    except (UnidentifiedImageError, OSError):
        return None
    return out.getvalue()


def _mark(paragraph: Any, line: Line, size_px: float) -> None:
    """Make a paragraph an item of a list: with its mark or number, further in at each depth."""
    from lxml import etree

    properties = paragraph._p.get_or_add_pPr()
    hang = round(size_px * EMU_PER_PX * (1.4 if line.number else 1))
    properties.set("marL", str(hang * line.depth))
    properties.set("indent", str(-hang))
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    if line.number:
        etree.SubElement(properties, f"{{{space}}}buAutoNum", type="arabicPeriod", startAt=str(line.number))
    else:
        etree.SubElement(properties, f"{{{space}}}buChar", char="\u2013")


def _put(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = _emu(box)


def _emu(box: Box) -> tuple[int, int, int, int]:
    left, top, width, height = (
        round(each * EMU_PER_PX) for each in (box.left, box.top, box.width, box.height)
    )
    return left, top, width, height
