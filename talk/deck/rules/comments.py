"""HTML comments: reveal.js's `.slide:` and `.element:`, `pause`, and plain ones.

Plain comments never reach a page. They stay as `comment` tokens until the
slide is put together, because a trailing one may be a note (`notes: comments`).
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from talk.deck.attributes import parse_attributes
from talk.deck.reading import Reading, reading_of
from talk.deck.rules.attribute_line import give
from talk.deck.tokens import block

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_COMMAND = re.compile(r"\s*\.(slide|element):\s*(.*?)\s*$", re.DOTALL)
_MARP = re.compile(
    r"\s*(_?(?:class|backgroundColor|backgroundImage|color|paginate|header|footer)|fit)\b\s*(:|$)"
)
_KEEP_COMMENTS = re.compile(r"\s*<(script|style|pre|textarea)\b", re.IGNORECASE)


def comments_plugin(md: MarkdownIt) -> None:
    """Act on comments after the inline rules."""
    md.core.ruler.after("inline_spans", "comments", comments)


def comments(state: StateCore) -> None:
    """Comments are taken out of the text and acted upon."""
    walk = _Walk(reading_of(state.env))
    for token in state.tokens:
        walk.take(token)
    state.tokens = walk.out


class _Walk:
    """One pass that knows the open blocks and the block finished last beside each."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.out: list[Token] = []
        self.open: list[Token] = []
        self.finished: list[Token | None] = [None]
        self.pending: list[Token] = []

    def take(self, token: Token) -> None:
        if token.type == "html_block":
            self._html(token)
            return
        if token.type == "inline":
            self._inline(token)
        if token.nesting > 0:
            self.open.append(token)
            self.finished.append(None)
        elif token.nesting < 0 and self.open:
            self.finished.pop()
            self.finished[-1] = self.open.pop()
        elif token.type != "inline":
            self.finished[-1] = token
        self.out.append(token)
        if token.nesting < 0:
            self.out.extend(self.pending)
            self.pending.clear()

    def _html(self, token: Token) -> None:
        text = token.content.strip()
        if "<!--" in text and text.rfind("-->") < text.rfind("<!--"):
            self.reading.diagnostics.error(
                "this comment is never closed", token.meta["span"], "close it with '-->'"
            )
            return
        if _KEEP_COMMENTS.match(text):
            self.out.append(token)
            return
        above, counted = 0, 0
        for found in _COMMENT.finditer(token.content):
            above += token.content.count("\n", counted, found.start())
            counted = found.start()
            span = token.meta["span"].down(above)
            self.out.extend(self._command(found[1], block("comment", "", 0, span), self._above()))
        token.content = _COMMENT.sub("", token.content)
        if token.content.strip():
            self.out.append(token)
            self.finished[-1] = token

    def _inline(self, token: Token) -> None:
        kept = []
        for child in token.children or []:
            comment = _COMMENT.fullmatch(child.content) if child.type == "html_inline" else None
            if comment is None:
                kept.append(child)
                continue
            made = self._command(comment[1], block("comment", "", 0, child.meta["span"]), self._around())
            self.pending.extend(each for each in made if each.type == "slide_attributes")
            for each in made:
                if each.type == "pause":
                    hint = "put it on a line of its own, with blank lines around it"
                    self.reading.diagnostics.error("a pause inside a paragraph", child.meta["span"], hint)
        token.children = _trimmed(kept)

    def _command(self, text: str, token: Token, target: Token | None) -> list[Token]:
        """The token that a comment becomes, or none if it was about `target`."""
        command = _COMMAND.match(text)
        if text.strip() == "pause":
            token.type = "pause"
        elif command:
            return self._attributes(command, token, target)
        else:
            token.content = text
            if _MARP.match(text):
                self.reading.diagnostics.warning(
                    f"'<!--{text}-->' is a directive of Marp and does nothing here",
                    token.meta["span"],
                    "write the class or background into the heading's braces: '## Title {.class}'",
                    "foreign-syntax",
                )
                return []
        return [token]

    def _attributes(self, command: re.Match[str], token: Token, target: Token | None) -> list[Token]:
        attributes = parse_attributes(command[2])
        if attributes is None:
            text = f"the attributes of '.{command[1]}:' cannot be read"
            self.reading.diagnostics.error(text, token.meta["span"], 'write key="value" pairs')
        elif command[1] == "slide":
            token.type, token.meta["attributes"] = "slide_attributes", attributes
            return [token]
        elif target is None:
            hint = "put it right behind the element it means"
            self.reading.diagnostics.error("'.element:' belongs to no element", token.meta["span"], hint)
        else:
            with self.reading.collecting():
                give(attributes, target, token.meta["span"])
        return []

    def _above(self) -> Token | None:
        """The block before a comment that stands alone; in a tight list item, the item itself."""
        above = self.finished[-1]
        if self.open and self.open[-1].type == "list_item_open" and (above is None or above.hidden):
            return self.open[-1]
        return above

    def _around(self) -> Token | None:
        """The element whose text a comment ends: the list item rather than its paragraph."""
        if len(self.open) > 1 and self.open[-2].type == "list_item_open":
            return self.open[-2]
        return self.open[-1] if self.open else None


def _trimmed(children: list[Token]) -> list[Token]:
    """Inline tokens without the space that a removed comment leaves at the end."""
    while children and children[-1].type == "softbreak":
        children.pop()
    if children and children[-1].type == "text":
        children[-1].content = children[-1].content.rstrip()
    return children
