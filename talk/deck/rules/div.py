"""Fenced blocks: `::: name`, `::: {.name key=value}` ... `:::`, as in pandoc.

The block rule only marks where they open and close, so that fences inside are
read as fences; the core rule then pairs the marks. A bare `:::` closes the
innermost block whatever its number of colons. `::: agenda` needs no end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from talk.deck.attributes import Attributes, apply, parse_attributes
from talk.deck.reading import Reading, reading_of
from talk.deck.rules.breaks import is_break
from talk.deck.tokens import classes_of
from talk.errors import TalkError, did_you_mean

MAX_DEPTH = 30
CALLOUTS = ("note", "tip", "warning", "important")
KNOWN = (
    *("columns", "column", "notes", "incremental", "nonincremental", "agenda", "annotated", "comparison"),
    *(f"callout-{kind}" for kind in CALLOUTS),
)
_FENCE = re.compile(r":{3,}[ \t]*(.*?)[ \t]*:*[ \t]*$")
_INFO = re.compile(r"(?P<name>[\w-]+)?[ \t]*(?:\{(?P<attributes>.*)\})?$")
_BOTH = ("note", "warning", "tip", "important", "caution", "info", "danger", "callout")


def div_plugin(md: MarkdownIt) -> None:
    """Add fenced blocks; they end paragraphs, lists and quotes."""
    md.block.ruler.before("fence", "div", div, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.core.ruler.after("block_spans", "pair_divs", pair_divs)


def div(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: ARG001
    """A line of three or more colons, with a name or attributes if it opens a block."""
    if state.is_code_block(start_line):
        return False
    line = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
    found = _FENCE.match(line)
    if not found:
        return False
    if silent:
        return True
    token = state.push("div_open" if found[1] else "div_close", "div", 0)
    token.info = found[1]
    token.map = [start_line, start_line + 1]
    state.line = start_line + 1
    return True


def pair_divs(state: StateCore) -> None:
    """Pair every opening mark with its closing one; tell about those that have none."""
    pairing = _Pairing(reading_of(state.env))
    for token in state.tokens:
        pairing.take(token)
    pairing.close_divs("before the file ends")
    state.tokens = pairing.out


@dataclass(slots=True)
class _Pairing:
    reading: Reading
    out: list[Token] = field(default_factory=list)
    open: list[Token] = field(default_factory=list)
    after_agenda: bool = False

    def take(self, token: Token) -> None:
        after_agenda, self.after_agenda = self.after_agenda, False
        if token.type == "div_open":
            self._open(token)
        elif token.type == "div_close":
            self._close(token, after_agenda)
        else:
            self._other(token)

    def _other(self, token: Token) -> None:
        if token.nesting < 0:
            self.close_divs("inside the list or quote it stands in")
            if self.open:
                self.open.pop()
        elif is_break(token, self.reading) and all(each.type == "div_open" for each in self.open):
            self.close_divs("before the slide ends")
        self.out.append(token)
        if token.nesting > 0:
            self.open.append(token)

    def _open(self, token: Token) -> None:
        attributes = self._attributes(token)
        if "agenda" in attributes.classes:
            token.type, token.tag, self.after_agenda = "agenda", "", True
            self.out.append(token)
            return
        if len(self.open) >= MAX_DEPTH:
            self._error(token, f"blocks are nested deeper than {MAX_DEPTH}", "close some of them")
            return
        token.nesting = 1
        with self.reading.collecting():
            apply(attributes, token)
        self.out.append(token)
        self.open.append(token)

    def _close(self, token: Token, after_agenda: bool) -> None:
        if after_agenda:
            return
        if self.open and self.open[-1].type == "div_open":
            token.nesting = -1
            self.open.pop()
            self.out.append(token)
            return
        self._error(token, "':::' closes nothing", "remove it, or open a block with '::: name' above it")

    def close_divs(self, where: str) -> None:
        """Close the blocks that are still open here, each with an error."""
        while self.open and self.open[-1].type == "div_open":
            opened = self.open.pop()
            self._error(opened, f"'::: {opened.info}' is not closed {where}", "close it with ':::'")
            closing = Token("div_close", "div", -1, block=True)
            closing.meta["span"] = opened.meta["span"]
            self.out.append(closing)

    def _attributes(self, token: Token) -> Attributes:
        try:
            return read_info(token.info)
        except TalkError as error:
            found = error.diagnostics[0]
            self._error(token, found.text, found.hint)
            return Attributes()

    def _error(self, token: Token, text: str, hint: str) -> None:
        self.reading.diagnostics.error(text, token.meta["span"], hint)


def read_info(info: str) -> Attributes:
    """What follows the colons: a name, attributes in braces, or both."""
    found = _INFO.match(info)
    attributes = parse_attributes(found["attributes"] or "") if found else None
    if found and not found["attributes"]:
        attributes = Attributes()
    if found is None or attributes is None or not (found["name"] or attributes):
        raise TalkError(f"'::: {info}' cannot be read", hint="write '::: name' or '::: {.name key=value}'")
    named = Attributes(classes=(found["name"],) if found["name"] else ())
    both = attributes.over(named)
    for name in both.classes:
        _refuse_lookalike(name)
    return both


def _refuse_lookalike(name: str) -> None:
    """`::: note` means speaker notes in one tool and a box in another: ask."""
    if name in _BOTH:
        kind = name if name in CALLOUTS else "note"
        raise TalkError(
            f"'::: {name}' can mean two things",
            hint=f"write '::: notes' for speaker notes or '::: {{.callout-{kind}}}' for a box on the slide",
        )
    if name in KNOWN or name in ("private", "public", "plain", "fragment"):
        return
    if name.startswith("callout-"):
        raise TalkError(f"there is no '{name}'", hint=f"the boxes are callout-{', callout-'.join(CALLOUTS)}")
    near = did_you_mean(name, [each for each in KNOWN if not each.startswith("callout-")])
    if near:
        raise TalkError(f"there is no '::: {name}'", hint=near)


def is_div(token: Token, name: str) -> bool:
    """Whether the token opens a fenced block with this class."""
    return token.type == "div_open" and name in classes_of(token)
