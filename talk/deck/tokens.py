"""Small steps over lists of markdown-it tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from talk.errors import Span


def block(kind: str, tag: str, nesting: int, span: Span | None, **attrs: str) -> Token:
    """A block token of our own; `class_` stands for `class`."""
    token = Token(kind, tag, nesting)  # type: ignore[arg-type]
    token.block = True
    token.attrs = {key.rstrip("_"): value for key, value in attrs.items() if value}
    if span:
        token.meta = {"span": span}
    return token


def inline(text: str, span: Span | None) -> Token:
    """An inline token that holds plain text."""
    token = block("inline", "", 0, span)
    child = Token("text", "", 0)
    child.content = text
    child.meta = {"span": span}
    token.content, token.children = text, [child]
    return token


def paragraph(text: str, span: Span | None, class_: str = "") -> list[Token]:
    """A paragraph of plain text."""
    return [
        block("paragraph_open", "p", 1, span, class_=class_),
        inline(text, span),
        block("paragraph_close", "p", -1, span),
    ]


def end_of(tokens: Sequence[Token], start: int) -> int:
    """The index behind the block that begins at `start`."""
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index + 1
    return len(tokens)


def blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The outermost blocks, each from its open token to its close token."""
    start = 0
    while start < len(tokens):
        end = end_of(tokens, start)
        yield list(tokens[start:end])
        start = end


def everything(tokens: Sequence[Token]) -> Iterator[Token]:
    """All tokens with the inline ones inside them."""
    for token in tokens:
        yield token
        if token.children:
            yield from everything(token.children)


def text_of(tokens: Sequence[Token] | None) -> str:
    """The words of inline tokens: an image counts with its alternative text, a line end as a space."""
    return " ".join("".join(_words(tokens or ())).split())


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "image":
            yield text_of(token.children)
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type in ("text", "code_inline", "math_inline", "text_special"):
            yield token.content


def classes_of(token: Token) -> list[str]:
    """The classes of a token."""
    return str(token.attrGet("class") or "").split()


def drop_class(token: Token, *names: str) -> None:
    """Take classes away from a token."""
    kept = [name for name in classes_of(token) if name not in names]
    if kept:
        token.attrSet("class", " ".join(kept))
    else:
        token.attrs.pop("class", None)


def set_levels(tokens: Sequence[Token]) -> None:
    """Give every token the level that its nesting says."""
    level = 0
    for token in tokens:
        if token.nesting < 0:
            level -= 1
        token.level = level
        if token.nesting > 0:
            level += 1
