"""Speaker notes: found on a slide, taken off it, and sorted by who may read them."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from markdown_it.token import Token

from talk.deck.model import NoteBlock, NoteLevel
from talk.deck.rules.div import is_div
from talk.deck.tokens import blocks, classes_of, drop_class, end_of, everything
from talk.errors import Diagnostics, Span

_MARK = re.compile(r"Notes?:\s*")
_LATE = re.compile(r"(?:^|(?<=\s))Notes?:(?=\s|$)")
_LOOKALIKE = re.compile(r"(?:note|notes|NOTE|NOTES):(?=\s|$)")
_LEVELS: tuple[NoteLevel, ...] = ("private", "public")
_ABOUT_SLIDE = ("slide_attributes", "slide_yaml", "comment")
_LISTS = ("bullet_list_open", "ordered_list_open")


def take_notes(
    tokens: Sequence[Token], diagnostics: Diagnostics
) -> tuple[list[Token], tuple[NoteBlock, ...]]:
    """What stays on the slide, and its notes in order."""
    slide, after_mark = _cut_at_mark(tokens, diagnostics)
    slide, lifted = _lift_blocks(slide, diagnostics)
    notes: list[NoteBlock] = []
    for block, level in lifted:
        notes += _levelled(block, level, diagnostics)
    notes += _levelled(after_mark, "plain", diagnostics)
    _refuse_levels_on_slide(slide, diagnostics)
    _lint(slide, diagnostics)
    return slide, tuple(_merged(notes))


def _lift_blocks(
    tokens: Sequence[Token], diagnostics: Diagnostics
) -> tuple[list[Token], list[tuple[list[Token], NoteLevel]]]:
    """`::: notes`, wherever they stand."""
    rest: list[Token] = []
    lifted: list[tuple[list[Token], NoteLevel]] = []
    index = 0
    while index < len(tokens):
        if is_div(tokens[index], "notes"):
            end = end_of(tokens, index)
            lifted.append((list(tokens[index + 1 : end - 1]), _level(tokens[index], "plain", diagnostics)))
            index = end
        else:
            rest.append(tokens[index])
            index += 1
    return rest, lifted


def _cut_at_mark(tokens: Sequence[Token], diagnostics: Diagnostics) -> tuple[list[Token], list[Token]]:
    """Everything from a top-level paragraph that begins with `Note:`; what is about the slide stays."""
    depth = 0
    for index, token in enumerate(tokens):
        if depth == 0 and token.type == "paragraph_open" and _strip_mark(tokens[index + 1]):
            rest = tokens[index:] if tokens[index + 1].children else tokens[index + 3 :]
            _refuse_after_mark(rest, token.meta["span"], diagnostics)
            about_slide = [each for each in rest if each.type in _ABOUT_SLIDE]
            notes = [each for each in rest if each.type not in _ABOUT_SLIDE]
            return [*tokens[:index], *about_slide], notes
        depth += token.nesting
    return list(tokens), []


def _strip_mark(line: Token) -> bool:
    """Remove `Note:` from the beginning of a paragraph's text, if it is there."""
    children = line.children or []
    found = _MARK.match(children[0].content) if children and children[0].type == "text" else None
    if not found:
        return False
    children[0].content = children[0].content[found.end() :]
    if not children[0].content:
        children.pop(0)
        while children and children[0].type in ("softbreak", "hardbreak"):
            children.pop(0)
    return True


def _refuse_after_mark(tokens: Sequence[Token], mark: Span, diagnostics: Diagnostics) -> None:
    for token in tokens:
        columns = is_div(token, "columns") or is_div(token, "column")
        if columns or token.type == "demo":
            thing = "columns" if columns else "a demo"
            diagnostics.error(
                f"{thing} after 'Note:' (line {mark.line}) would be lost in the notes",
                token.meta["span"],
                "move it above the note, or write the note as '::: notes' ... ':::'",
            )


def _levelled(tokens: Sequence[Token], level: NoteLevel, diagnostics: Diagnostics) -> Iterator[NoteBlock]:
    """The notes block by block, each with its own level or that of what it stands in."""
    for each in blocks([token for token in tokens if token.type not in ("pause", *_ABOUT_SLIDE)]):
        if is_div(each[0], "notes"):
            yield from _levelled(each[1:-1], _level(each[0], level, diagnostics), diagnostics)
            continue
        around = _level(each[0], level, diagnostics)
        for part, own in _parts(each, around, diagnostics):
            _refuse_deep_levels(part, diagnostics)
            yield NoteBlock(own, part, part[0].meta["span"])


def _parts(
    part: list[Token], around: NoteLevel, diagnostics: Diagnostics
) -> Iterator[tuple[list[Token], NoteLevel]]:
    """A list with items of several levels as one list a level, any other block as it is."""
    items = list(blocks(part[1:-1])) if part[0].type in _LISTS else []
    if not any(_has_level(item[0]) for item in items):
        yield part, around
        return
    number = int(part[0].attrGet("start") or 1)
    runs = groupby(items, key=lambda item: _level(item[0], around, diagnostics))
    for own, run in runs:
        same = list(run)
        opened = copy.copy(part[0])
        opened.attrs = dict(part[0].attrs)
        opened.meta = {**part[0].meta, "span": same[0][0].meta["span"]}
        if part[0].type == "ordered_list_open" and number != 1:
            opened.attrs["start"] = number
        number += len(same)
        yield [opened, *chain.from_iterable(same), part[-1]], own


def _level(token: Token, around: NoteLevel, diagnostics: Diagnostics) -> NoteLevel:
    """The level that a token's classes say; private wins over all that stands around it."""
    said = [level for level in _LEVELS if level in classes_of(token)]
    if len(said) > 1:
        diagnostics.error("a note cannot be both private and public", token.meta["span"], "keep one class")
    drop_class(token, "private", "public", "plain")
    if not said or around == "private":
        return around
    return said[0]


def _merged(notes: Sequence[NoteBlock]) -> Iterator[NoteBlock]:
    """Neighbours of one level as one block."""
    for level, run in groupby(notes, key=lambda note: note.level):
        same = list(run)
        yield NoteBlock(level, [token for note in same for token in note.tokens], same[0].span)


def _has_level(token: Token) -> bool:
    return "class" in token.attrs and any(level in classes_of(token) for level in _LEVELS)


def _refuse_deep_levels(part: Sequence[Token], diagnostics: Diagnostics) -> None:
    for token in everything(part):
        if _has_level(token):
            diagnostics.error(
                "private and public work on whole blocks of notes",
                token.meta["span"],
                "put the text into a paragraph or list item of its own, or into '::: {.notes .private}'",
            )


def _refuse_levels_on_slide(tokens: Sequence[Token], diagnostics: Diagnostics) -> None:
    for token in everything(tokens):
        if _has_level(token):
            diagnostics.error(
                "'private' and 'public' stand on the slide itself, where everybody sees the text",
                token.meta["span"],
                "they belong into notes: after 'Note:' or in '::: notes'",
            )


def _lint(tokens: Sequence[Token], diagnostics: Diagnostics) -> None:
    """Text that looks like a note and would be shown to the audience."""
    depth = 0
    for index, token in enumerate(tokens):
        if token.type == "inline":
            late = _LATE.search(token.content)
            top = depth == 1 and tokens[index - 1].type == "paragraph_open"
            if late:
                line = token.content.count("\n", 0, late.start())
                _tell(
                    token.meta["span"].down(line), "'Note:' inside a block is shown on the slide", diagnostics
                )
            elif top and _LOOKALIKE.match(token.content):
                _tell(
                    token.meta["span"], f"'{token.content.split(':')[0]}:' is shown on the slide", diagnostics
                )
        depth += token.nesting


def _tell(span: Span, text: str, diagnostics: Diagnostics) -> None:
    hint = "for a speaker note put 'Note:' at the left margin, with a blank line above it"
    diagnostics.warning(text, span, hint, "foreign-note")
