"""A place in a list of tokens, and what is wrong there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from talk.sim.errors import ScenarioError, require
from talk.sim.memory.lexer import Token
from talk.sim.memory.types import MAX_NESTING

T = TypeVar("T")


@dataclass(slots=True)
class Cursor:
    """Reads tokens one by one."""

    tokens: list[Token]
    place: int = 0
    depth: int = 0
    used: list[Token] = field(default_factory=list)
    """The names that stand for types, each of which must be known in the end."""

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def at(self, *texts: str) -> bool:
        """Whether one of these operators or keywords comes next."""
        return self.next.kind in ("op", "name") and self.next.text in texts

    def take(self) -> Token:
        token = self.next
        self.place += token.kind != "end"
        return token

    def skip(self, *texts: str) -> str:
        """One of these, or an empty text where something else comes."""
        return self.take().text if self.at(*texts) else ""

    def expect(self, text: str) -> Token:
        if not self.at(text):
            raise self.error(f"{text!r} is missing before {self._seen()}")
        return self.take()

    def name(self) -> Token:
        if self.next.kind != "name":
            raise self.error(f"a name is missing before {self._seen()}")
        return self.take()

    def _seen(self) -> str:
        return "the end" if self.next.kind == "end" else repr(self.next.text)

    def error(self, message: str) -> ScenarioError:
        return ScenarioError(f"line {self.next.line}: {message}")

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level of nesting, of which there are not too many."""
        require(self.depth < MAX_NESTING, f"line {self.next.line}: nested more than {MAX_NESTING} deep")
        self.depth += 1
        yield
        self.depth -= 1

    def list_until(self, end: str, read: Callable[[], T]) -> list[T]:
        """Items with commas between them, up to the closing token."""
        items: list[T] = []
        while not self.at(end):
            items.append(read())
            if not self.skip(","):
                break
        self.expect(end)
        return items

    def balanced(self) -> str:
        """The text from an opening bracket to the one that closes it."""
        pairs = {"(": ")", "[": "]", "{": "}"}
        first = self.place
        if not self.at(*pairs):
            raise self.error(f"a bracket is missing before {self._seen()}")
        closing = [pairs[self.take().text]]
        while closing:
            token = self.take()
            if token.kind == "end":
                raise self.error(f"{closing[-1]!r} is missing at the end")
            if token.text == closing[-1]:
                closing.pop()
            elif token.text in pairs:
                closing.append(pairs[token.text])
        return _spaced(self.tokens[first : self.place])


def _spaced(tokens: list[Token]) -> str:
    """The tokens as one line of Go."""
    text = ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        words = before is not None and before.kind == token.kind == "name"
        listed = before is not None and before.text in (",", ";")
        closed = before is not None and before.text in (")", "]") and token.kind == "name"
        text += " " * (words or listed or closed) + token.text
    return text
