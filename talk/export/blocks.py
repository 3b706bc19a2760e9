"""What stands on a slide, for programs without Markdown: words, code, tables, pictures, columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it.tree import SyntaxTreeNode

from talk.deck.model import CodeBlock, Deck, DemoCall, ImageSource, Slide
from talk.deck.tokens import text_of
from talk.render.labels import Labels
from talk.render.leaks import token_texts
from talk.render.notes import Reader, notes_for
from talk.safe.shown import unrun_in_words

if TYPE_CHECKING:
    from talk.chart.figure import Figure

SMALL = 0.72  # captions and sources, of the text's size


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    mono: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or an item of a list: `depth` counts from 1, `number` is 0 for a mark."""

    runs: tuple[Run, ...]
    depth: int = 0
    number: int = 0
    share: float = 1.0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs and items below each other."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of code or of a terminal."""

    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula on its own, as TeX."""

    tex: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; its first row is the head."""

    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture from a file, or of the figure with that id."""

    alt: str
    path: Path | None = None
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Columns: the share of the width that each has, and what stands in it."""

    columns: tuple[tuple[float, tuple[Block, ...]], ...]


Block = Words | Code | Formula | Rows | Picture | Beside


def blocks_of(slide: Slide, deck: Deck, figures: Mapping[str, Figure]) -> list[Block]:
    """The content of a slide without its title, neighbouring words as one block."""
    if slide.is_title and not slide.tokens:
        meta = deck.meta
        told = (meta.subtitle, ", ".join(meta.author), ", ".join(filter(None, (meta.venue, meta.date))))
        return [Words(tuple(Line((Run(text),)) for text in told if text))]
    root = SyntaxTreeNode(slide.tokens)
    heading = next((node for node in root.walk() if node.type == "heading"), None)
    return _joined(_Reader(deck, figures, heading).blocks(root))


class _Reader:
    """Reads the tree of one slide; its first heading is the title and left out."""

    def __init__(self, deck: Deck, figures: Mapping[str, Figure], title: SyntaxTreeNode | None) -> None:
        self._deck, self._figures, self._title = deck, figures, title

    def blocks(self, node: SyntaxTreeNode) -> Iterator[Block]:
        """What stands in a node, in order."""
        for child in node.children:
            yield from self._block(child)

    def _block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        if node is self._title:
            return
        if node.type in ("heading", "dt"):
            yield Words((Line(tuple(_runs(node, Run("", bold=True)))),))
        elif node.type in ("paragraph", "inline", "figcaption"):
            yield from self._paragraph(node)
        elif node.type in ("bullet_list", "ordered_list"):
            yield Words(tuple(_items(node, 1)))
        elif node.type == "code":
            yield Code("\n".join(_lines_of_code(node)))
        elif node.type == "math_block":
            yield Formula(node.content.strip())
        elif node.type == "table":
            yield Rows(tuple(_rows(node)))
        elif node.type == "output":
            yield Code(node.meta["terminal"].text)
        elif node.type in ("demo", "recorded"):
            yield from self._demo(node.meta["call"])
        elif node.type == "agenda":
            titles = enumerate((section.title for section in self._deck.sections), 1)
            yield Words(tuple(Line((Run(title),), 1, number) for number, title in titles))
        elif node.type == "footnote":
            yield from self._footnote(node)
        elif node.type == "div" and "columns" in str(node.attrs.get("class", "")).split():
            yield Beside(tuple(self._columns(node)))
        else:
            yield from self.blocks(node)

    def _paragraph(self, node: SyntaxTreeNode) -> Iterator[Block]:
        for image in (each for each in node.walk() if each.type == "image"):
            source: ImageSource = image.meta["source"]
            yield Picture(text_of(image.to_tokens()[0].children), source.path)
        line = Line(tuple(_runs(node, Run(""))))
        if line.text.strip():
            small = node.type == "figcaption" or "source" in str(node.attrs.get("class", "")).split()
            yield Words((replace(line, share=SMALL if small else 1.0),))

    def _demo(self, call: DemoCall) -> Iterator[Block]:
        figure = self._figures.get(call.id)
        if figure is None:
            yield Words((Line((Run(unrun_in_words(call)),)),))
        else:
            yield Picture(figure.alt, figure=call.id)
            told = filter(None, (figure.caption, figure.status))
            yield Words(tuple(Line((Run(text),), share=SMALL) for text in told))

    def _footnote(self, node: SyntaxTreeNode) -> Iterator[Block]:
        mark = Run(f"{int(node.meta['id']) + 1}  ")
        for block in _joined(self.blocks(node)):
            if isinstance(block, Words):
                small = [replace(line, share=0.65) for line in block.lines]
                yield Words((replace(small[0], runs=(mark, *small[0].runs)), *small[1:]))
            else:
                yield block

    def _columns(self, node: SyntaxTreeNode) -> Iterator[tuple[float, tuple[Block, ...]]]:
        given = [re.search(r"width:\s*([\d.]+)%", str(each.attrs.get("style", ""))) for each in node.children]
        known = [float(found[1]) / 100 for found in given if found]
        rest = (1 - sum(known)) / max(1, len(given) - len(known))
        for found, child in zip(given, node.children, strict=True):
            yield float(found[1]) / 100 if found else rest, tuple(_joined(self.blocks(child)))


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Neighbouring words as one block."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(block, Words) and isinstance(last, Words):
            out[-1] = Words(last.lines + block.lines)
        else:
            out.append(block)
    return out


def _items(node: SyntaxTreeNode, depth: int) -> Iterator[Line]:
    first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
    for place, item in enumerate(node.children):
        number = first + place if first else 0
        for child in item.children:
            if child.type in ("bullet_list", "ordered_list"):
                yield from _items(child, depth + 1)
            else:
                yield Line(tuple(_runs(child, Run(""))), depth, number)


def _rows(node: SyntaxTreeNode) -> Iterator[tuple[str, ...]]:
    for part in node.children:
        for row in part.children:
            yield tuple("".join(run.text for run in _runs(cell, Run(""))) for cell in row.children)


def _lines_of_code(node: SyntaxTreeNode) -> Iterator[str]:
    """The lines of a block, each with what the real Go says of it."""
    block: CodeBlock = node.meta["code"]
    labels: Labels | None = node.meta.get("labels")
    for number, line in enumerate(block.text.expandtabs(4).rstrip("\n").split("\n"), block.start):
        here = labels.by_line.get(number, ()) if labels else ()
        told = "; ".join(label.text for label in here if label.when != "off")
        yield f"{line}  \u2190 {told}" if told else line


def _runs(node: SyntaxTreeNode, style: Run) -> Iterator[Run]:
    """The words below a node, each stretch in the style that stands around it."""
    for child in node.children:
        if child.type in ("text", "text_special"):
            yield replace(style, text=child.content)
        elif child.type in ("code_inline", "math_inline"):
            yield replace(style, text=child.content, mono=True)
        elif child.type in ("softbreak", "hardbreak"):
            yield replace(style, text=" " if child.type == "softbreak" else "\v")
        elif child.type == "footnote_ref":
            yield replace(style, text=f" [{int(child.meta['id']) + 1}]")
        elif child.type == "task":
            yield replace(style, text="\u2611 " if "checked" in child.attrs else "\u2610 ")
        elif child.type != "image":
            yield from _runs(child, _styled(child, style))


def _styled(node: SyntaxTreeNode, style: Run) -> Run:
    if node.type == "strong":
        return replace(style, bold=True)
    if node.type == "em":
        return replace(style, italic=True)
    if node.type == "link":
        href = str(node.attrs.get("href", ""))
        return replace(style, link=href if href.startswith(("http:", "https:", "mailto:")) else "")
    return style


def notes_text(slide: Slide, reader: Reader) -> str:
    """The notes that a reader may see as plain text, paragraphs apart by an empty line."""
    texts = [text.strip() for block in notes_for(reader, slide.notes) for text in token_texts(block.tokens)]
    return "\n\n".join(filter(None, texts))
