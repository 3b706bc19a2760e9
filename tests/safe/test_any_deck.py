"""Any Markdown, built with `--safe`, makes pages in which nothing acts or loads."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from talk.build import BuildOptions, build_parts
from talk.errors import Diagnostics, TalkError
from talk.project import find_project
from tests.safe.conftest import wrong_in

PIECES = st.sampled_from(
    (
        *(
            "# T\n\n",
            "\n---\n\n",
            "\n\n",
            "- a\n",
            "> q\n",
            "| a | b |\n|---|---|\n| ",
            " | c |\n",
            "Note:\nn ",
            "words ",
        ),
        *(
            "```go\n",
            "```\n",
            "```demo evil\nword: ",
            "`",
            "$",
            "$$",
            "[^1]",
            "\n[^1]: ",
            "\\",
            "\n",
            "*",
            "::: {.a ",
        ),
        *(
            "}\n",
            ":::\n",
            "[a](",
            "![a](",
            ")",
            "{",
            "}",
            ".fragment ",
            "{#id ",
            " onclick=owned() ",
            "style=",
            '"',
            "'",
        ),
        *(
            "url(http://evil.test/x)",
            "http://evil.test/x",
            "javascript:owned()",
            "data:text/html,x",
            "data-src=x ",
        ),
        *(
            "<script>",
            "</script>",
            "<img src=x onerror=owned()>",
            "<div ",
            "<b>",
            "</b>",
            "<a href=",
            ">",
            "<!--",
            "-->",
        ),
        *(
            "<svg onload=owned()>",
            "</svg>",
            "<style>",
            "</style>",
            "<iframe srcdoc=",
            "<table><td>",
            "<math>",
            "&lt;",
        ),
        *(
            "<!-- .slide: data-background-iframe=",
            " -->",
            "<!-- .element: ",
            "{{ 1 }}",
            "data-background-image=",
        ),
    )
)


@pytest.mark.long
@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, min_size=1, max_size=14).map("".join))
def test_any_deck_is_harmless(tmp_path: Path, text: str) -> None:
    """Each page is looked at as a tree; a deck with errors makes none."""
    source = tmp_path / "deck.md"
    source.write_text(f"# Any\n\n{text}", encoding="utf-8")
    try:
        site = build_parts(find_project(source), BuildOptions(safe=True), Diagnostics()).site
    except TalkError:
        assume(False)
    for page in site.pages.values():
        assert list(wrong_in(lxml.html.document_fromstring(page.decode()))) == []
