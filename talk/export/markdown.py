"""Tokens as plain CommonMark: what every other program reads, with charts as pictures beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markupsafe import escape

from talk.chart import palette
from talk.deck.model import CodeBlock, DemoCall, ImageSource
from talk.deck.tokens import text_of
from talk.links import data_uri
from talk.safe.shown import unrun_in_words

if TYPE_CHECKING:
    from talk.chart.figure import Figure, Table

PICTURES = "pictures"
_SPECIAL = re.compile(r"([\\`*_\[\]<>~])|&(?=#?\w+;)")
_AT_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+\s*$|\d+(?=[.)](?:\s|$)))", re.M)
_TICKS = re.compile(r"`+")


class Writer:
    """Writes tokens; `pictures` gathers the files that the text shows, by their name below it.

    With `safe`, pictures of the web are links, and SVGs stand in the text, where they cannot act.
    """

    def __init__(self, figures: Mapping[str, Figure], *, safe: bool = False) -> None:
        self.pictures: dict[str, bytes] = {}
        self._safe = safe
        self._figures = figures
        self._blocks: dict[str, Callable[[SyntaxTreeNode], str]] = {
            "heading": lambda node: f"{'#' * int(node.tag[1])} {self._inline(node.children)}",
            "paragraph": self._paragraph,
            "inline": lambda node: self._inline([node]),
            "dt": lambda node: f"**{self._inline(node.children)}**",
            "figcaption": lambda node: f"*{self._inline(node.children)}*",
            "blockquote": lambda node: _prefixed(self._below(node), "> ", "> "),
            "bullet_list": self._bullet_list,
            "ordered_list": self._ordered_list,
            "footnote": lambda node: f"\\[{int(node.meta['id']) + 1}\\] {self._below(node)}",
            "table": self._table,
            "code": lambda node: _fence(node.meta["code"]),
            "output": lambda node: _fenced(node.meta["terminal"].text, ""),
            "demo": lambda node: self._demo(node.meta["call"]),
            "recorded": lambda node: self._demo(node.meta["call"]),
            "math_block": lambda node: _fenced(node.content.strip(), "tex"),
            "html_block": lambda node: node.content.strip(),
            "hr": lambda _: "***",
            "agenda": lambda _: "",
        }
        self._spans: dict[str, Callable[[SyntaxTreeNode], str]] = {
            "text": lambda node: escaped(node.content),
            "text_special": lambda node: escaped(node.content),
            "softbreak": lambda _: "\n",
            "hardbreak": lambda _: "\\\n",
            "code_inline": lambda node: _code_span(node.content),
            "math_inline": lambda node: _code_span(node.content),
            "html_inline": lambda node: node.content,
            "em": lambda node: f"*{self._inline(node.children)}*",
            "strong": lambda node: f"**{self._inline(node.children)}**",
            "s": lambda node: f"<del>{self._inline(node.children)}</del>",
            "link": lambda node: f"[{self._inline(node.children)}]({_address(str(node.attrs['href']))})",
            "image": self._image,
            "footnote_ref": lambda node: f"\\[{int(node.meta['id']) + 1}\\]",
            "footnote_anchor": lambda _: "",
            "task": lambda node: "\\[x\\] " if "checked" in node.attrs else "\\[ \\] ",
        }

    def write(self, tokens: Sequence[Token]) -> str:
        """The text of tokens, its blocks apart by empty lines."""
        return self._below(SyntaxTreeNode(tokens)) if tokens else ""

    def _below(self, node: SyntaxTreeNode) -> str:
        return "\n\n".join(filter(None, map(self._block, node.children)))

    def _block(self, node: SyntaxTreeNode) -> str:
        """A block; one that only groups is what it holds."""
        return self._blocks.get(node.type, self._below)(node)

    def _inline(self, nodes: Iterable[SyntaxTreeNode]) -> str:
        return "".join(self._span(node) for node in nodes)

    def _span(self, node: SyntaxTreeNode) -> str:
        write = self._spans.get(node.type)
        return write(node) if write else self._inline(node.children)

    def _paragraph(self, node: SyntaxTreeNode) -> str:
        text = self._inline(node.children)
        return f"**{text}**" if "callout-title" in str(node.attrs.get("class", "")) else text

    def _bullet_list(self, node: SyntaxTreeNode) -> str:
        return self._items(node, ["- "] * len(node.children))

    def _ordered_list(self, node: SyntaxTreeNode) -> str:
        first = int(node.attrs.get("start", 1))
        return self._items(node, [f"{first + place}. " for place in range(len(node.children))])

    def _items(self, node: SyntaxTreeNode, marks: Sequence[str]) -> str:
        items = [self._below(item) for item in node.children]
        loose = any("\n\n" in item for item in items)
        rows = [_prefixed(item, mark, " " * len(mark)) for item, mark in zip(items, marks, strict=True)]
        return ("\n\n" if loose else "\n").join(rows)

    def _table(self, node: SyntaxTreeNode) -> str:
        """CommonMark has no tables of its own, but takes those of HTML."""
        rows = [row.children for part in node.children for row in part.children]
        cells = [[(cell.type, text_of(_tokens(cell))) for cell in row] for row in rows]
        return _html_table(cells)

    def _image(self, node: SyntaxTreeNode) -> str:
        source: ImageSource = node.meta["source"]
        address, mark = source.url, "!"
        if source.path is not None:
            address = self._picture(source.path.name, source.path.read_bytes())
        elif self._safe and not source.url.lower().startswith("data:"):
            mark = ""
        return f"{mark}[{self._inline(node.children)}]({_address(address)})"

    def _demo(self, call: DemoCall) -> str:
        figure = self._figures.get(call.id)
        if figure is None:
            return f"*{escaped(unrun_in_words(call))}*"
        pictures = []
        for number, paper in enumerate(figure.paper, 1):
            address = self._picture(f"{call.id}-{number}.svg", lone_svg(paper.svg))
            pictures.append(
                f"![{escaped(f'{paper.label}: {figure.alt}' if paper.label else figure.alt)}]({address})"
            )
        words = [f"*{escaped(figure.caption)}*" if figure.caption else "", escaped(figure.status)]
        return "\n\n".join(filter(None, [*pictures, *words, _numbers(figure.table)]))

    def _picture(self, name: str, data: bytes) -> str:
        """The address of a picture; another one of the same name gets a number."""
        stem, dot, suffix = name.rpartition(".")
        if self._safe and suffix.lower() == "svg":
            return data_uri(name, data)
        number, free = 1, name
        while self.pictures.get(f"{PICTURES}/{free}", data) != data:
            number += 1
            free = f"{stem}-{number}{dot}{suffix}"
        self.pictures[f"{PICTURES}/{free}"] = data
        return f"{PICTURES}/{free}"


def lone_svg(svg: str) -> bytes:
    """A drawing for paper as a file that needs no page, in the colours of the light theme."""
    from lxml import etree

    root = etree.fromstring(svg)
    colours = ";".join(f"--{role}:{colour}" for role, colour in palette.LIGHT.items())
    root.set("style", f"{colours};background:var(--bg);{root.get('style') or ''}")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _tokens(cell: SyntaxTreeNode) -> list[Token]:
    return [token for child in cell.children for token in child.to_tokens()[0].children or []]


def _numbers(table: Table) -> str:
    head = [("th", cell) for cell in table.header]
    return _html_table([head, *([("td", cell) for cell in row] for row in table.rows)])


def _html_table(rows: Iterable[Iterable[tuple[str, str]]]) -> str:
    lines = [
        "<tr>" + "".join(f"<{kind}>{escape(text)}</{kind}>" for kind, text in row) + "</tr>" for row in rows
    ]
    return "\n".join(["<table>", *lines, "</table>"])


def _fence(block: CodeBlock) -> str:
    title = f"*{escaped(block.title)}*\n\n" if block.title else ""
    return title + _fenced(block.text.rstrip("\n"), block.language)


def _fenced(text: str, language: str) -> str:
    longest = max((len(found) for found in _TICKS.findall(text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"


def _code_span(text: str) -> str:
    longest = max((len(found) for found in _TICKS.findall(text)), default=0)
    space = " " if longest or text.startswith(" ") else ""
    return f"{'`' * (longest + 1)}{space}{text}{space}{'`' * (longest + 1)}"


def escaped(text: str) -> str:
    """Text that means itself, wherever it stands."""
    plain = _SPECIAL.sub(lambda found: "\\" + found[0], text)
    return _AT_START.sub(_guarded, plain)


def _guarded(found: re.Match[str]) -> str:
    """The beginning of a line that would make something else of it."""
    space, mark = found[1], found[2]
    return f"{space}{mark}\\" if mark[0].isdigit() else f"{space}\\{mark}"


def _address(url: str) -> str:
    return f"<{url}>" if re.search(r"[\s()]", url) else url


def _prefixed(text: str, first: str, others: str) -> str:
    """The text behind a mark, its further lines as far in."""
    head, *rest = text.split("\n")
    return "\n".join([f"{first}{head}", *(f"{others}{line}".rstrip() for line in rest)])
