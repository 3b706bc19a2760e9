"""PDF files that a browser wrote: looked over, and with pikepdf given their metadata and stable bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from talk import __version__
from talk.errors import TalkError

if TYPE_CHECKING:
    from pikepdf import Pdf

WANTED: Mapping[str, tuple[str, bytes]] = {
    "tags": ("Root", rb"/StructTreeRoot\s+\d"),
    "a language": ("Root", rb"/Lang\s*[(<]\w"),
    "bookmarks": ("Root", rb"/Outlines\s+\d"),
    "a title": ("Info", rb"/Title\s*[(<][^)>]"),
}

_TAG_ID = re.compile(r"node\d+")


@dataclass(frozen=True, slots=True)
class About:
    """What a document says about itself. `headings` are the words of its bookmarks, as they are meant."""

    title: str
    lang: str
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


def missing_parts(data: bytes) -> list[str]:
    """What a PDF as Chromium writes it lacks for readers who cannot see it; nothing if all is there."""
    return [name for name, (place, form) in WANTED.items() if not re.search(form, _dictionary(data, place))]


def check_pdf(data: bytes) -> None:
    """Refuse a PDF that is not accessible.

    Raises:
        TalkError: it lacks its tags, language, title or bookmarks; the message names which.
    """
    missing = missing_parts(data)
    if missing:
        raise TalkError(
            f"the browser wrote a PDF without {' and '.join(missing)}",
            hint="update the browser, or name another one by TALK_BROWSER",
        )


def finish_pdf(data: bytes, about: About) -> bytes:
    """The PDF with its metadata and without dates, so that equal pages are equal bytes.

    Without pikepdf (the extra `talk[pdf]`) it stays as the browser wrote it.
    """
    try:
        import pikepdf
    except ImportError:
        return data
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for name in ("/CreationDate", "/ModDate"):
            if name in pdf.docinfo:
                del pdf.docinfo[name]
        pdf.docinfo["/Creator"] = f"talk {__version__}"
        _mend_bookmarks(pdf, about.headings)
        _number_tags(pdf)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
            for name, value in _metadata(about).items():
                meta[name] = value
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return out.getvalue()


def _mend_bookmarks(pdf: Pdf, headings: Iterable[str]) -> None:
    """Give bookmarks the spaces that a browser loses where a heading goes on in the next line."""
    import pikepdf

    meant = {_squeezed(heading): heading for heading in headings}
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and "/Title" in each and "/Parent" in each:
            title = str(each["/Title"])
            each["/Title"] = pikepdf.String(meant.get(_squeezed(title), title))


def _number_tags(pdf: Pdf) -> None:
    """Count the ids of tags from 1: a browser begins where it happens to stand."""
    found = {text for each in pdf.objects for text in _ids(each)}
    numbers = {old: f"node{number:08}" for number, old in enumerate(sorted(found), 1)}
    for each in pdf.objects:
        _replace_ids(each, numbers)


def _ids(holder: Any) -> Iterator[str]:
    """The ids of tags that stand in an object itself, not in those that it refers to."""
    import pikepdf

    for _, value in _own(holder):
        if isinstance(value, pikepdf.String):
            yield from [str(value)] if _TAG_ID.fullmatch(str(value)) else ()
        else:
            yield from _ids(value)


def _replace_ids(holder: Any, numbers: Mapping[str, str]) -> None:
    import pikepdf

    for place, value in _own(holder):
        if not isinstance(value, pikepdf.String):
            _replace_ids(value, numbers)
        elif str(value) in numbers:
            holder[place] = pikepdf.String(numbers[str(value)])


def _own(holder: Any) -> list[tuple[Any, Any]]:
    """What stands in a dictionary or an array itself, by its place."""
    import pikepdf

    if isinstance(holder, pikepdf.Dictionary):
        rows: list[tuple[Any, Any]] = list(holder.items())
    else:
        rows = list(enumerate(holder)) if isinstance(holder, pikepdf.Array) else []
    kinds = (pikepdf.Dictionary, pikepdf.Array, pikepdf.String)
    return [(place, value) for place, value in rows if isinstance(value, kinds) and not value.is_indirect]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _metadata(about: About) -> dict[str, str | list[str] | set[str]]:
    """What is known, by its XMP name."""
    told: dict[str, str | list[str] | set[str]] = {
        "dc:title": about.title,
        "dc:language": {about.lang},
        "dc:creator": list(about.authors),
        "dc:description": about.subject,
        "pdf:Keywords": ", ".join(about.keywords),
        "xmp:CreatorTool": f"talk {__version__}",
    }
    return {name: value for name, value in told.items() if value}


def _dictionary(data: bytes, name: str) -> bytes:
    """The dictionary that the trailer names, as it stands in the file; empty where it cannot be found."""
    trailer = data[data.rfind(b"trailer") :]
    found = re.search(rb"/%s\s+(\d+)\s+0\s+R" % name.encode(), trailer)
    if not found:
        return b""
    text = re.search(rb"(?:^|[\r\n])%s 0 obj(.*?)endobj" % found[1], data, re.DOTALL)
    return text[1] if text else b""
