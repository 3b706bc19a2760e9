"""Where links lead, for readers who cannot press them: numbered, and listed where a slide ends."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from talk.deck.tokens import everything


class Addresses:
    """The addresses of one slide's links in the order of their numbers."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def number(self, address: str) -> int:
        """The number of an address, counted from 1; one that comes again keeps its own."""
        if address not in self._found:
            self._found.append(address)
        return self._found.index(address) + 1

    def take(self) -> tuple[str, ...]:
        """All addresses since the last time; numbers begin anew."""
        found, self._found = tuple(self._found), []
        return found


def is_away(token: Token) -> bool:
    """Whether a link leads out of the deck."""
    return str(token.attrs.get("href", "")).startswith(("http:", "https:"))


def linked_from(tokens: Sequence[Token]) -> list[str]:
    """The addresses that tokens link to."""
    links = (token for token in everything(tokens) if token.type == "link_open" and is_away(token))
    return [str(token.attrs["href"]) for token in links]
