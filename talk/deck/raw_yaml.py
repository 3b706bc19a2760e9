"""YAML whose scalars stay text, each with its line: no types, tags, aliases or anchors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from talk.deck.raw import Raw
from talk.errors import Span, TalkError

MAX_BYTES = 64 * 1024
MAX_DEPTH = 16
# Controls and halves of characters: neither can stand in a page.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORM = "write lines of the form 'key: value'"


def read_yaml(text: str, span: Span, what: str) -> dict[str, Raw]:
    """The mapping that `text` holds; `span` is the place of its first line, `what` its name in errors.

    A value of a mapping carries the line of its key, an item of a list its own.
    """
    size = len(text.encode(errors="surrogatepass"))
    if size > MAX_BYTES:
        raise TalkError(f"the {what} has {size:,} bytes; at most {MAX_BYTES:,} are read", span, "shorten it")
    try:
        return _Builder(text, span, what).mapping()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = span.down(_line(mark.line, text)) if mark else span
        raise TalkError(f"the {what} is not YAML: {_plain(error)}", place, _way_out(error)) from None
    except yaml.YAMLError as error:
        raise TalkError(f"the {what} is not YAML: {error}", span, _FORM) from None


class _Builder:
    """Builds values out of the parser's events, one pull at a time."""

    def __init__(self, text: str, span: Span, what: str) -> None:
        self.events: Iterator[Any] = yaml.parse(text, Loader=yaml.SafeLoader)
        self.span = span
        self.what = what

    def mapping(self) -> dict[str, Raw]:
        for event in self.events:
            if isinstance(event, yaml.StreamEndEvent):
                return {}
            if isinstance(event, yaml.NodeEvent):
                value = self._value(event, 0)
                self._must_end()
                if isinstance(value, dict):
                    return value
                if value == "":
                    return {}
                raise TalkError(
                    f"the {self.what} is not a list of settings",
                    self._place(event),
                    _FORM,
                )
        return {}

    def _must_end(self) -> None:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise TalkError(f"the {self.what} holds a second document", self._place(event), "keep one")

    def _value(self, event: Any, depth: int) -> str | tuple[Raw, ...] | dict[str, Raw]:
        self._refuse_extras(event)
        if depth > MAX_DEPTH:
            raise TalkError(
                f"the {self.what} is nested deeper than {MAX_DEPTH}", self._place(event), "flatten it"
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return tuple(self._items(depth + 1))
        return self._entries(depth + 1)

    def _items(self, depth: int) -> Iterator[Raw]:
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield Raw(self._value(event, depth), self._place(event))

    def _entries(self, depth: int) -> dict[str, Raw]:
        entries: dict[str, Raw] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key, place = self._key(event), self._place(event)
            if key in entries:
                raise TalkError(
                    f"'{key}' is set twice, first in line {entries[key].span.line}", place, "keep one"
                )
            entries[key] = Raw(self._value(next(self.events), depth), place)
        return entries

    def _key(self, event: Any) -> str:
        self._refuse_extras(event)
        if not isinstance(event, yaml.ScalarEvent) or not event.value:
            raise TalkError(
                f"a key of the {self.what} is not a word", self._place(event), "write 'key: value'"
            )
        return self._text(event)

    def _text(self, event: Any) -> str:
        """The scalar's text: an escape in quotes can write what no file may hold."""
        text = str(event.value)
        odd = _NO_TEXT.search(text)
        if odd:
            raise TalkError(
                f"the {self.what} holds the character U+{ord(odd[0]):04X}", self._place(event), "remove it"
            )
        return text

    def _refuse_extras(self, event: Any) -> None:
        """An alias can make a small file huge, a tag can name a type: neither is wanted here."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise TalkError(
                f"the {self.what} uses a YAML anchor or alias ('{event.anchor}')",
                self._place(event),
                "write the value out, or put text that begins with & or * in quotes",
            )
        if getattr(event, "tag", None):
            raise TalkError(
                f"the {self.what} uses a YAML tag ('{event.tag}')",
                self._place(event),
                "leave it out, or put text that begins with ! in quotes",
            )

    def _place(self, event: Any) -> Span:
        return self.span.down(event.start_mark.line)


def _line(line: int, text: str) -> int:
    """The parser's line, which for an early end lies one past the last."""
    return min(line, max(0, text.rstrip("\n").count("\n")))


def _plain(error: yaml.MarkedYAMLError) -> str:
    said = error.problem or error.context or "it cannot be read"
    return str(said).replace("\t", "tab")


def _way_out(error: yaml.MarkedYAMLError) -> str:
    said = f"{error.problem} {error.context}"
    if "\\t" in said:
        return "indent with spaces, not with tabs"
    if "mapping values are not allowed" in said:
        return "put text that holds ': ' in quotes, or mend the indentation"
    if "expected <block end>" in said or "could not find expected ':'" in said:
        return "write 'key: value' and indent all keys alike"
    return "put text that holds special characters in quotes"
