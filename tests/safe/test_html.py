"""Raw HTML made harmless, piece by piece and as one."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talk.safe.attributes import harmless_attributes, harmless_slide_attributes
from talk.safe.html import TAGS, harmless_pieces, refused

ALLOWED = {*TAGS, "html", "body", "head"}
PARTS = st.sampled_from(
    (
        *("<div>", "</div>", "<p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</table>", "<li>", "</a>"),
        *("<script>", "</script>", "<style>", "</style>", "<svg>", "</svg>", "<math>", "<mtext>", "<title>"),
        *("<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?", "<noscript>", "</noscript>", "<template>"),
        *("<a href=javascript:owned()>", "<a href='https://good.test'>", "<img src=x onerror=owned()>"),
        *(
            '<b title="',
            '"',
            "'",
            ">",
            "<",
            "`",
            "&lt;",
            "&quot;",
            "&#0;",
            "\0",
            "words",
            " onclick=owned() ",
        ),
        *("<iframe srcdoc='", "<form action=x>", "<input>", "<textarea>", "<plaintext>", "<select>", "<x-y>"),
        *(
            "<div style='background:url(http://evil.test)'>",
            "<p id=talk-config>",
            "<object data=x>",
            "<base>",
        ),
    )
)
PIECES = st.lists(st.lists(PARTS, max_size=8).map("".join), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("<b>bold</b>", "<b>bold</b>"),
        ("<script>owned()</script>after", "after"),
        ("<img src=x onerror=owned()>", "<img>"),
        ('<img src="data:image/png;base64,AA==" alt="a">', '<img src="data:image/png;base64,AA==" alt="a">'),
        ('<img src="data:text/html,x">', "<img>"),
        ("<a href='jav\tascript:owned()'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("<a href='#slide'>a</a>", '<a href="#slide" rel="noopener noreferrer">a</a>'),
        ("<a href='../../secret'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("<p id=talk-config>a</p>", "<p>a</p>"),
        ("<p class='lit' lang=de dir=rtl>a</p>", '<p class="lit" lang="de" dir="rtl">a</p>'),
        (
            "<p style='color: red; background: url(//evil.test)'>a</p>",
            '<p style="color: red; background: url(&quot;data:,&quot;)">a</p>',
        ),
        ("<details open><summary>s</summary>w</details>", '<details open=""><summary>s</summary>w</details>'),
        ("<!-- words -->", ""),
        ("<x-y>words</x-y>", "words"),
    ],
)
def test_one_piece(written: str, left: str) -> None:
    """What shows is left as it was; what acts, loads or passes for ours is gone."""
    assert harmless_pieces([written]) == [left]


def test_pieces_are_read_together() -> None:
    """An element may be opened in one piece and closed in another, with Markdown between."""
    assert harmless_pieces(["<div class='a'>", "<b>", "</b></div>"]) == [
        '<div class="a">',
        "<b>",
        "</b></div>",
    ]
    assert harmless_pieces([]) == []


def test_a_piece_that_takes_in_the_next_is_read_alone() -> None:
    """A quote or a comment left open swallows nothing of what our own markup will say."""
    made = harmless_pieces(['<b title="', '"><img src=x onerror=owned()>', "<!--", "<i>kept</i>"])
    assert "<img src" not in made[1]
    assert made[3] == "<i>kept</i>"
    assert made[0].count('"') == made[2].count("<!--") == 0


def test_what_is_refused_has_the_names_that_an_author_knows() -> None:
    """Each once, in order."""
    assert refused("<script></script><p onclick=a><p onclick=b><b>") == ["<script>", "onclick="]


@settings(max_examples=120)
@given(PIECES)
def test_any_pieces_are_harmless(pieces: list[str]) -> None:
    """However they are put together, only allowed elements and attributes are left, and stay so."""
    made = harmless_pieces(pieces)
    assert len(made) == len(pieces)
    whole = "".join(f"<p>{piece}</p>" for piece in made)
    for element in lxml.html.document_fromstring(whole).iter("*"):
        assert element.tag in ALLOWED
        for key, value in element.items():
            assert not key.startswith("on")
            assert key not in ("srcdoc", "action", "data")
            assert key == "title" or not value.lower().strip().startswith("javascript:")
            assert "evil" not in value or key == "title"
    assert harmless_pieces(["".join(made)]) == harmless_pieces(harmless_pieces(["".join(made)]))


@pytest.mark.parametrize(
    ("attrs", "kept", "wrong"),
    [
        ({"class": "a", "data-fragment-index": "2"}, {"class": "a", "data-fragment-index": "2"}, []),
        ({"data-fragment-index": "2; x"}, {}, ["data-fragment-index"]),
        ({"onclick": "x", "srcdoc": "x", "data-src": "x"}, {}, ["onclick", "srcdoc", "data-src"]),
        ({"style": "--add: 4"}, {"style": "--add: 4"}, []),
        ({"style": "a: image('x')"}, {"style": 'a: url("data:,")'}, ["style"]),
        ({"start": 3}, {"start": 3}, []),
        ({"aria-label": "x"}, {"aria-label": "x"}, []),
        ({"target": "_blank"}, {}, ["target"]),
    ],
)
def test_attributes(attrs: dict[str, str | int], kept: dict[str, str | int], wrong: list[str]) -> None:
    """Those that show are kept with their values; the others are named."""
    assert harmless_attributes(attrs) == (kept, wrong)


@pytest.mark.parametrize(
    ("name", "value", "stands"),
    [
        ("data-background-color", "#fff", True),
        ("data-background-color", "rgb(1 2 3 / 50%)", True),
        ("data-background-color", "red url(http://evil.test)", False),
        ("data-background-gradient", "linear-gradient(red, blue)", True),
        ("data-background-gradient", "url(http://evil.test)", False),
        ("data-background-image", "http://evil.test", False),
        ("data-background-iframe", "https://evil.test", False),
        ("data-background-interactive", "true", False),
        ("data-background-video", "x.mp4", False),
        ("data-transition", "fade-in slide-out", True),
        ("data-markdown", "", False),
        ("data-state", "lit", True),
        ("data-state", "a;b", False),
    ],
)
def test_attributes_of_slides(name: str, value: str, stands: bool) -> None:
    """What reveal.js only draws with stands; what it loads or shows from elsewhere does not."""
    assert harmless_slide_attributes({name: value}) == (({name: value}, []) if stands else ({}, [name]))
