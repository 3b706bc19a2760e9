"""`read_deck`: a folder of Markdown, or one file, becomes a `Deck`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from markdown_it.token import Token

from talk.deck.drafts import Draft, Drafting
from talk.deck.files import Files
from talk.deck.front_matter import FrontMatter, read_front_matter
from talk.deck.ids import Ids
from talk.deck.includes import Reader, split
from talk.deck.model import Deck, Outline
from talk.deck.outline import check_coverage, read_outline
from talk.deck.slides import finish_slides, sections_of
from talk.deck.sources import OUTLINE_NAME, Source, find_source, take_front_matter
from talk.deck.targets import check_targets
from talk.errors import Diagnostics, Span, TalkError
from talk.witness import look


def read_deck(source: Path, diagnostics: Diagnostics) -> Deck:
    """The deck in a folder of `.md` files or in one file.

    Whatever is wrong goes into `diagnostics`, all of it in one run; what comes
    back then is what could be read, and nothing to build from.

    Raises:
        TalkError: there is nothing at `source`.
    """
    found = find_source(source)
    files = Files(found.root)
    texts = _read_texts(found, files, diagnostics)
    meta, texts = _take_meta(texts, found, files, diagnostics)
    reader = Reader(files, diagnostics, meta.slide_level)
    outline = _read_outline(meta, found, reader)
    drafts = _read_drafts(texts, meta, reader)
    ids = Ids(diagnostics)
    place = Span(found.files[0]) if found.files else Span(found.folder)
    slides = finish_slides(drafts, meta, ids, place)
    if not drafts and not diagnostics.errors:
        _tell_empty(found, place, diagnostics)
    deck = Deck(meta, outline, sections_of(slides), tuple(slides), found.root)
    check_coverage(deck, diagnostics)
    check_targets(deck, ids, diagnostics)
    return deck


def _read_texts(found: Source, files: Files, diagnostics: Diagnostics) -> dict[Path, str]:
    """The text of every file that can be read."""
    texts: dict[Path, str] = {}
    for path in found.files:
        try:
            named = path.name if path.parent == found.folder else str(path)
            real = files.locate(named, found.folder / "_", Span(path), "slide file")
            texts[real] = files.text(real)
        except TalkError as error:
            diagnostics.take(error)
    return texts


def _take_meta(
    texts: dict[Path, str], found: Source, files: Files, diagnostics: Diagnostics
) -> tuple[FrontMatter, dict[Path, str]]:
    """The front matter of the first file, and the texts of the slides without it."""
    first = next(iter(texts), None)
    if first is None or (found.files and first != found.files[0].resolve()):
        return FrontMatter(), texts
    settings, rest = take_front_matter(texts[first], first, diagnostics)
    meta = read_front_matter(settings, first, files, diagnostics)
    return meta, {file: text for file, text in {**texts, first: rest}.items() if file != meta.outline}


def _read_outline(meta: FrontMatter, found: Source, reader: Reader) -> Outline | None:
    """The outline that the front matter names, or the one beside the slides."""
    beside = found.folder / OUTLINE_NAME
    look(beside)
    file = meta.outline or (beside if beside.exists() and beside not in found.files else None)
    if file is None:
        return None
    try:
        path = file if meta.outline else reader.files.locate(OUTLINE_NAME, beside, Span(beside), "outline")
        return read_outline(path, replace(reader, slide_level=None))
    except TalkError as error:
        reader.diagnostics.take(error)
        return None


def _read_drafts(texts: dict[Path, str], meta: FrontMatter, reader: Reader) -> list[Draft]:
    drafts: list[Draft] = []
    for number, (file, text) in enumerate(texts.items()):
        drafting = Drafting(reader, meta)
        for opening, tokens in _slides_of(file, text, reader, begins_slide=number > 0):
            drafts.append(drafting.draft(opening, tokens))
    return drafts


def _slides_of(
    file: Path, text: str, reader: Reader, *, begins_slide: bool
) -> list[tuple[Token | None, list[Token]]]:
    try:
        return split(reader.read(file, text, begins_slide=begins_slide))
    except TalkError as error:
        reader.diagnostics.take(error)
        return []


def _tell_empty(found: Source, place: Span, diagnostics: Diagnostics) -> None:
    if found.files:
        diagnostics.error("the deck has no slide", place, "write a heading: '# Hello'")
    else:
        diagnostics.error(f"'{found.folder.name}' holds no slides", place, "add a file such as 01-start.md")
