"""Footnotes at the end of the slide that refers to them, numbered from 1 on each slide."""

from __future__ import annotations

import copy
from collections.abc import Hashable, Sequence

from markdown_it.token import Token

from talk.deck.tokens import block, everything


class SlideFootnotes:
    """The numbering of one slide; its notes go on counting."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._count: dict[Hashable, int] = {}

    def place(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens, with the texts of the footnotes that they refer to at their end."""
        out = list(tokens)
        waiting = self._number(out)
        if not waiting:
            return out
        span = waiting[0].meta["span"]
        out.append(block("footnote_block_open", "div", 1, span))
        while waiting:
            reference = waiting.pop(0)
            text = copy.deepcopy(reference.meta["footnote"])
            waiting += self._number(text)
            out += _item(reference, text)
        out.append(block("footnote_block_close", "div", -1, span))
        return out

    def _number(self, tokens: Sequence[Token]) -> list[Token]:
        """Number the references; returns those that are the first to their text."""
        first: list[Token] = []
        for token in everything(tokens):
            if token.type != "footnote_ref" or "footnote" not in token.meta:
                continue
            key = token.meta["key"]
            again = self._count.get(key, 0)
            self._count[key] = again + 1
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers)
                first.append(token)
            token.meta.update(id=self._numbers[key], subId=again)
        return first


def _item(reference: Token, text: list[Token]) -> list[Token]:
    opened = block("footnote_open", "li", 1, reference.meta["span"])
    opened.meta.update(id=reference.meta["id"], label=reference.meta.get("label", ""))
    closed = block("footnote_close", "li", -1, reference.meta["span"])
    return [opened, *text, closed]
