"""PDF files that a browser wrote: looked over, and with pikepdf given their metadata and stable bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talk import __version__
from talk.errors import TalkError

if TYPE_CHECKING:
    from pikepdf import Pdf

WANTED: Mapping[str, tuple[str, bytes]] = {
    "tags": ("Root", rb"/StructTreeRoot\s+\d"),
    "a language": ("Root", rb"/Lang\s*[(<]\w"),
    "bookmarks": ("Root", rb"/Outlines\s+\d"),
    "a title": ("Info", rb"/Title\s*[(<]."),
}


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
