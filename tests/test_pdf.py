"""PDF files: what they lack, their metadata, and the text in them."""

from __future__ import annotations

import io
import sys

import pikepdf
import pytest

from talk.errors import TalkError
from talk.pdf import About, check_pdf, finish_pdf, missing_parts
from talk.pdf_text import pdf_text

WHOLE = (
    b"%PDF-1.4\n1 0 obj\n<</Title (T)\n/Creator (C)>>\nendobj\n"
    b"2 0 obj\n<</Type /Catalog\n/StructTreeRoot 3 0 R\n/Outlines 4 0 R\n/Lang (en)>>\nendobj\n"
    b"trailer\n<</Size 5\n/Root 2 0 R\n/Info 1 0 R>>\n"
)
TO_UNICODE = b"""1 begincodespacerange <0000> <FFFF> endcodespacerange
2 beginbfchar <0003> <0041> <0004> <00660069> endbfchar
2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<2019> <D83DDE00>] endbfrange"""


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (b"/StructTreeRoot 3 0 R", "tags"),
        (b"/Lang (en)", "a language"),
        (b"/Outlines 4 0 R", "bookmarks"),
        (b"/Title (T)", "a title"),
    ],
)
def test_what_a_pdf_lacks_is_named(part: bytes, name: str) -> None:
    """Each of the four parts is asked for where it belongs."""
    assert missing_parts(WHOLE) == []
    assert missing_parts(WHOLE.replace(part, b"")) == [name]
    elsewhere = b"7 0 obj\n<<" + part + b">>\nendobj\n"
    with pytest.raises(TalkError, match=f"without {name}"):
        check_pdf(elsewhere + WHOLE.replace(part, b""))


def test_an_empty_title_or_language_is_none() -> None:
    """A key alone says nothing."""
    bare = WHOLE.replace(b"(T)", b"()").replace(b"(en)", b"()")
    assert missing_parts(bare) == ["a language", "a title"]


def made(title: str = "A heading thatgoes on", tag: str = "node00000433") -> bytes:
    """A PDF of one page with a bookmark and a tag's id, dated now."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, ToUnicode=pikepdf.Stream(pdf, TO_UNICODE)
        )
    )
    form = pikepdf.Stream(pdf, b"BT /F 10 Tf <0011> Tj ET")
    form.Subtype, form.Resources = pikepdf.Name.Form, pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    page = pdf.pages[0]
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(X=pdf.make_indirect(form))
    )
    page.Contents = pikepdf.Stream(
        pdf, b"BT /F 10 Tf <00030004> Tj 5 0 Td [<0010> 20 <0012>] TJ 0 -12 Td <00200021> Tj ET /X Do"
    )
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(title, 0))
    named = pikepdf.Dictionary(ID=pikepdf.String(tag), Alt=pikepdf.String("A dot"))
    pdf.Root.Tags = pikepdf.Array([pdf.make_indirect(named)])
    pdf.docinfo["/CreationDate"] = "D:20260101000000"
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_the_text_of_a_page_is_read_as_its_fonts_say() -> None:
    """Ligatures, ranges, lists, letters beyond the first plane and forms; a move along the line goes on."""
    text = pdf_text(made())
    assert "Afiac\n" in text
    assert "\u2019\U0001f600" in text
    assert "b" in text.split("\n")
    assert "A dot" in text
    assert "A heading thatgoes on" in text


def test_a_finished_pdf_is_the_same_whenever_it_was_made() -> None:
    """Dates go, ids of tags count from 1, and what the deck says about itself is in it twice."""
    about = About(
        "Ein Titel", "de", ("Ada", "Grace"), "Worum es geht", ("a", "b"), ("A heading that goes on",)
    )
    data = finish_pdf(made(), about)
    assert data == finish_pdf(made(tag="node00000009"), about)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/CreationDate" not in pdf.docinfo
        assert str(pdf.docinfo["/Author"]) == "Ada; Grace"
        assert str(pdf.Root.Tags[0].ID) == "node00000001"
        assert str(pdf.Root.Tags[0].Alt) == "A dot"
        with pdf.open_metadata() as meta:
            assert meta["dc:title"] == "Ein Titel"
            assert set(meta["dc:language"]) == {"de"}
        with pdf.open_outline() as outline:
            assert outline.root[0].title == "A heading that goes on"


def test_without_pikepdf_the_pdf_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is not needed to print."""
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    assert finish_pdf(WHOLE, About("T", "en")) == WHOLE
