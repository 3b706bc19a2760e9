"""Style sheets that load nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talk.safe.css import harmless_css, loads

PARTS = st.sampled_from(
    (
        *(
            "url(",
            "URL(",
            "u\\72l(",
            "\\75 rl(",
            'url("',
            "src(",
            "image-set(",
            "'//evil.test/x'",
            ")",
            "(",
            "{",
            "}",
        ),
        *(
            "@import ",
            "@IMPORT",
            "@\\69mport ",
            "//evil.test/x",
            "http://evil.test/x",
            "/*",
            "*/",
            '"',
            "'",
            ";",
        ),
        *("a{b:", "--x:", "var(--x)", "\\", "\n", "<!--", "-->", "data:image/png;base64,AA", "#id", "[", "]"),
    )
)


@pytest.mark.parametrize(
    "text",
    [
        'a { b: url("data:image/png;base64,AA==") }',
        "a { b: url(#id); color: red; --x: 1px }",
        '@media print { a::after { content: "url(http://good.test)" } }',
        "@font-face { src: url(data:font/woff2;base64,AA) }",
        "/* url(http://evil.test) */",
        "",
    ],
)
def test_what_loads_nothing_stays(text: str) -> None:
    """Pictures and fonts that stand in the style sheet, references into the page, strings, comments."""
    assert harmless_css(text) == (text, ())


@pytest.mark.parametrize(
    "text",
    [
        "a{b:url(x.png)}",
        "a{b:url( 'http://evil.test' )}",
        "a{b:\\75\\72\\6c(//evil.test)}",
        "a{b:image-set('x.png' 1x)}",
        "a{b:-webkit-image-set(url(x) 1x)}",
        "a{b:cross-fade(url(x), url(y))}",
        "a{b:src('x')}",
        "a{b:image('x')}",
        "a{b:url(data:text/html,x)}",
        "a{--x:url(x)}",
        "a{b:url(x",
        "a{b:url(x y)}",
        "@import 'x';",
        "@IMPORT url(x);",
        "@\\69mport 'x';",
        "@media all{@import 'x'}",
        "@charset 'utf-7';",
        "@namespace x 'y';",
    ],
)
def test_what_loads_is_taken_out(text: str) -> None:
    """However it is written; what is left loads nothing."""
    made, found = harmless_css(text)
    assert found
    assert harmless_css(made) == (made, ())
    assert loads(text)
    assert not loads(made)


def test_endless_nesting_is_left_out() -> None:
    """No style sheet brings the build down."""
    made, found = harmless_css("a{b:" + "(" * 5000 + "url(x)" + ")" * 5000 + "}")
    assert made == ""
    assert len(found) == 1


@settings(max_examples=120)
@given(st.lists(PARTS, max_size=12).map("".join))
def test_any_text_is_harmless_afterwards(text: str) -> None:
    """Reading what is left finds nothing more."""
    assert not loads(harmless_css(text)[0])
