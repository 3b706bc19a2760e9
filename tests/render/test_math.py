from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import lxml.html
import pytest

from talk.errors import Diagnostics
from talk.render.math import MAX_CHARACTERS, render_math


def test_a_formula_is_there_for_eye_and_reader(make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """A formula is HTML hidden from readers, and MathML for them."""
    made = lxml.html.fragment_fromstring(render_math(r"\frac{a}{2}", make.span, diagnostics, display=False))
    assert made.xpath('.//*[local-name()="math"]//*[local-name()="mfrac"]')
    assert made.xpath('.//span[@class="katex-html" and @aria-hidden="true"]')
    assert not diagnostics.found


def test_display_math_is_a_block(make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """`display` gives KaTeX's display mode."""
    assert 'class="katex-display"' in render_math("x", make.span, diagnostics, display=True)


@pytest.mark.parametrize(
    ("tex", "fact"),
    [
        (r"\frac{a", "Unexpected end of input"),
        (r"\SI{1}", r"Undefined control sequence: \SI"),
        ("x_y_z", "Double subscript"),
    ],
)
def test_bad_tex_is_an_error_at_its_place(
    tex: str, fact: str, make: SimpleNamespace, diagnostics: Diagnostics
) -> None:
    """The message holds the formula, KaTeX's own words, the place and a way out."""
    render_math(tex, make.span, diagnostics, display=False)
    (error,) = diagnostics.errors
    assert error.text.startswith(f"bad TeX '{tex}': ")
    assert fact in error.text
    assert error.span == make.span
    assert error.hint


def test_a_formula_runs_no_script(make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """Quotes and tags in TeX are text, both in the engine and in the page."""
    html = render_math(r'\text{</script>"+hurt()+"}', make.span, diagnostics, display=False)
    assert "</script>" not in html
    assert not diagnostics.found


def test_a_huge_formula_is_refused(make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """The cap is named."""
    render_math("x" * (MAX_CHARACTERS + 1), make.span, diagnostics, display=False)
    assert str(MAX_CHARACTERS) in diagnostics.errors[0].hint


def test_a_formula_is_set_beside_a_running_event_loop(
    make: SimpleNamespace, diagnostics: Diagnostics
) -> None:
    """A server renders inside an event loop."""

    async def render() -> str:
        return render_math("x+1", make.span, diagnostics, display=False)

    with ThreadPoolExecutor(1) as thread:  # this one may have a loop already: the browser tests leave one
        assert "<math" in thread.submit(asyncio.run, render()).result()


def test_a_complaint_is_one_line(make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """KaTeX repeats the formula with its line ends and underlines; a message has neither."""
    render_math("x\n\\foo", make.span, diagnostics, display=False)
    (error,) = diagnostics.errors
    assert "\n" not in error.text
    assert "\\foo at position 3: x \\foo" in error.text
