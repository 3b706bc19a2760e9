"""Go text in, tokens out: names, numbers, texts and operators, with the semicolons that Go inserts.

Source: the lexical elements of the Go specification (Go 1.27).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from talk.sim.errors import ScenarioError, require

TokenKind = Literal["name", "int", "float", "text", "op", "end"]

MAX_TEXT_CHARS = 100_000
MAX_NUMBER_CHARS = 80
# A newline after one of these ends a statement.
ENDS_A_STATEMENT = {")", "]", "}", "++", "--"}
GOES_ON = {"func", "struct", "interface", "map", "chan", "type", "var", "import", "package"}

TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r]+)
    | (?P<newline>\n | //[^\n]* | /\*.*?\*/)
    | (?P<name>[^\W\d]\w*)
    | (?P<float>\d[\d_]*(?:\.\d*(?:[eE][+-]?\d+)?|[eE][+-]?\d+))
    | (?P<int>0[xX][\da-fA-F_]+ | 0[bB][01_]+ | 0[oO][0-7_]+ | \d[\d_]*)
    | (?P<text>"(?:[^"\\\n]|\\[abfnrtv\\"xuU0-7])*" | `[^`]*`)
    | (?P<op><<=|>>=|&\^=|<<|>>|&\^|<-|:=|\+\+|--|&&|\|\||\.\.\.|[-+*/%&|^=!<>]=|[-+*/%&|^=!<>(){}\[\],;.:~])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of Go text, and the line it stands on."""

    kind: TokenKind
    text: str
    line: int


def read_tokens(text: str) -> list[Token]:
    """The tokens of a Go text, ended by one of kind `end`.

    Raises: ScenarioError with the line and the character that begins no token.
    Omits: rune and imaginary literals.
    """
    require(
        len(text) <= MAX_TEXT_CHARS, f"the Go text has {len(text)} characters, more than {MAX_TEXT_CHARS}"
    )
    tokens: list[Token] = []
    place, line = 0, 1
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None:
            raise ScenarioError(f"line {line}: {text[place]!r} begins nothing that is known here")
        _add(tokens, str(found.lastgroup), found.group(), line)
        line += found.group().count("\n")
        place = found.end()
    _add(tokens, "newline", "\n", line)
    return [*tokens, Token("end", "", line)]


def _add(tokens: list[Token], group: str, text: str, line: int) -> None:
    if group == "space":
        return
    if group == "newline":
        if (text == "\n" or (text.startswith("/*") and "\n" in text)) and tokens and _ends(tokens[-1]):
            tokens.append(Token("op", ";", line))
        return
    if group in ("int", "float"):
        require(len(text) <= MAX_NUMBER_CHARS, f"line {line}: a number of {len(text)} digits")
    kinds: dict[str, TokenKind] = {"name": "name", "int": "int", "float": "float", "text": "text", "op": "op"}
    tokens.append(Token(kinds[group], text, line))


def _ends(token: Token) -> bool:
    if token.kind == "op":
        return token.text in ENDS_A_STATEMENT
    return token.text not in GOES_ON


def integer_of(text: str) -> int:
    """The value of an integer literal, in any of Go's bases."""
    plain = text.replace("_", "")
    old_octal = len(plain) > 1 and plain[0] == "0" and plain.isdigit()
    try:
        return int(plain, 8 if old_octal else 0)
    except ValueError:
        raise ScenarioError(f"{text} is not a number") from None
