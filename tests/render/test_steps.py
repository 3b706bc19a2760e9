from __future__ import annotations

import lxml.html
from markupsafe import Markup

from talk.render.steps import as_copy, at_last_moment, at_step, count_steps

SLIDE = Markup(
    '<section id="a"><h2>A</h2><p class="fragment">one</p><p class="fragment" data-fragment-index="1">two</p>'
    '<p class="fragment" data-fragment-index="0">three</p><p>four</p></section>'
)
CODE = Markup(
    '<section><figure><pre class="code stepping" data-steps="[[1],null,[2]]"><code>'
    '<span class="line lit" data-n="1">a</span><span class="line" data-n="2">b</span></code></pre>'
    '<span class="fragment code-step" data-step="1"></span><span class="fragment code-step" data-step="2">'
    "</span></figure></section>"
)
MOMENTS = Markup(
    '<section><figure class="demo"><div class="chart"><svg><g class="moment" data-moment="0"></g>'
    '<g class="moment later" data-moment="1"></g></svg></div>'
    '<span class="fragment moment-step" data-step="2"></span></figure></section>'
)


def shown(slide: Markup, step: int | None) -> list[str]:
    """The paragraphs that can be seen at a step."""
    root = lxml.html.fragment_fromstring(str(at_step(slide, step)))
    return [each.text for each in root.iterfind(".//p") if "unseen" not in each.get("class", "")]


def lit(step: int | None) -> tuple[list[str], bool]:
    """The lit lines of the code at a step, and whether the others step back."""
    root = lxml.html.fragment_fromstring(str(at_step(CODE, step)))
    lines = [
        each.text for each in root.iterfind(".//span[@data-n]") if "lit" in each.get("class", "").split()
    ]
    return lines, "stepping" in root.find(".//pre").get("class", "")


def test_fragments_come_in_the_order_of_a_browser() -> None:
    """Those with an index first, by it; then the others as they stand."""
    assert count_steps(SLIDE) == 3
    assert shown(SLIDE, 0) == ["four"]
    assert shown(SLIDE, 1) == ["three", "four"]
    assert shown(SLIDE, 2) == ["two", "three", "four"]
    assert shown(SLIDE, None) == ["one", "two", "three", "four"]


def test_code_is_lit_as_its_fragments_stand() -> None:
    """One line, then all of them, then the last; without a number the last step."""
    assert lit(0) == (["a"], True)
    assert lit(1) == ([], False)
    assert lit(2) == lit(None) == (["b"], True)


def test_of_the_moments_one_is_shown() -> None:
    """The first before the first step, the last at the end."""
    assert [at_step(MOMENTS, step).count("moment later") for step in (0, None)] == [1, 1]
    assert '<g class="moment" data-moment="0">' in at_step(MOMENTS, 0)
    assert '<g class="moment" data-moment="1">' in at_step(MOMENTS)


def test_a_slide_that_does_not_move_stays_as_it_is() -> None:
    """Nothing is parsed where there is nothing to set."""
    still = Markup('<section><p title="&quot;">x<br/></p></section>')
    assert at_step(still) == still
    assert count_steps(still) == 0


def test_a_copy_has_ids_of_its_own_and_no_heading() -> None:
    """What refers to an id inside the slide follows it; other links stay; the outline does not grow."""
    slide = Markup(
        '<section id="a"><h2 id="t" aria-level="3">A</h2><a href="#t">x</a><a href="#b">y</a>'
        '<svg aria-labelledby="t"><g clip-path="url(#t)"></g></svg></section>'
    )
    root = lxml.html.fragment_fromstring(str(as_copy(slide, "-2")))
    assert root.xpath("//@id") == ["a-2", "t-2"]
    assert root.xpath("//a/@href") == ["#t-2", "#b"]
    assert root.xpath("//g/@clip-path") == ["url(#t-2)"]
    assert root.xpath("//svg/@aria-labelledby") == ["t-2"]
    assert (root.find("h2").get("role"), root.find("h2").get("aria-level")) == ("presentation", None)


def test_a_drawing_alone_shows_its_last_moment() -> None:
    """Of moments only the last is not hidden; a drawing without any stays as it is."""
    moments = "".join(f'<g data-moment="{number}"><text>{number}</text></g>' for number in range(3))
    shown = at_last_moment(Markup(f"<svg>{moments}</svg>"))
    assert shown.count('class="later"') == 2
    assert '<g data-moment="2"><text>' in shown
    plain = Markup("<svg><g><text>x</text></g></svg>")
    assert at_last_moment(plain) == plain
