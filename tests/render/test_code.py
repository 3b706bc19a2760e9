from __future__ import annotations

import json
from types import SimpleNamespace

import lxml.html
import pytest

from talk.errors import Diagnostics
from talk.render import code as code_module
from talk.render.code import render_code, steps_in_words

GO = 'func main() {\n\tfmt.Println("<hi>")\n}\n'


def lines(html: str) -> list[lxml.html.HtmlElement]:
    """The line elements of a listing."""
    return lxml.html.fragment_fromstring(html).xpath('.//span[contains(@class, "line")]')


def words(language: str, text: str, diagnostics: Diagnostics, make: SimpleNamespace) -> str:
    """What a reader sees of the code."""
    made = lxml.html.fragment_fromstring(render_code(make.code(text, language), diagnostics))
    return str(made.find(".//code").text_content())


def test_every_line_is_an_element_with_its_number(make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """Lines count from the block's start, and none is lost or made up."""
    found = lines(render_code(make.code(GO, start=10), diagnostics))
    assert [line.get("data-n") for line in found] == ["10", "11", "12"]


def test_code_keeps_its_text(make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """Signs of HTML stay text; a tab becomes four columns."""
    assert words("go", GO, diagnostics, make) == 'func main() {\n    fmt.Println("<hi>")\n}\n'


@pytest.mark.parametrize(
    "text", ["$ go build\n./main.go:3: moved to heap: x", "$ a\n\n$ b\nlast", "no prompt"]
)
def test_a_session_keeps_all_lines(text: str, make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """The last line of a terminal session is shown, with or without a line end."""
    assert words("console", text, diagnostics, make) == text + "\n"


def test_words_are_coloured_by_class(make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """A keyword carries Pygments' short class."""
    assert '<span class="kd">func</span>' in render_code(make.code(GO), diagnostics)


def test_first_step_is_lit_in_the_page(make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """Without any script the lines of the first step are lit, and each further step is an empty fragment."""
    block = make.code(GO, steps=(frozenset({1}), frozenset({2, 3}), None))
    html = render_code(block, diagnostics)
    figure = lxml.html.fragment_fromstring(html)
    assert [line.get("data-n") for line in figure.xpath('.//span[contains(@class, "lit")]')] == ["1"]
    assert json.loads(figure.find("pre").get("data-steps")) == [[1], [2, 3], None]
    fragments = figure.xpath('./span[@class="fragment code-step"]')
    assert [each.get("data-step") for each in fragments] == ["1", "2"]
    assert not any(each.text_content() for each in fragments)


def test_paper_knows_in_which_steps_a_line_is_lit(make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """Each line names its steps, and the steps are told in words."""
    block = make.code(GO, steps=(frozenset({1, 2}), frozenset({2})))
    figure = lxml.html.fragment_fromstring(render_code(block, diagnostics))
    assert [line.get("data-lit") for line in figure.xpath(".//code/span")] == ["1", "1 2", None]
    assert figure.find("p").text_content() == "Steps 1: lines 1-2; 2: line 2"


def test_steps_in_words() -> None:
    """Runs of lines are told as ranges, `all` and `none` as words."""
    steps = [frozenset({3, 5, 6, 7}), None, frozenset()]
    assert steps_in_words(steps) == "1: lines 3, 5-7; 2: all lines; 3: no line"


def test_unknown_language_is_a_warning_with_the_nearest_name(
    make: SimpleNamespace, diagnostics: Diagnostics
) -> None:
    """The code is shown as it is, and the message names the place and a way out."""
    html = render_code(make.code("a < b", "pyton"), diagnostics)
    assert "a &lt; b" in html
    (warning,) = diagnostics.warnings
    assert (warning.text, warning.hint) == ("unknown language 'pyton'", "did you mean 'python'?")
    assert warning.span == make.span


def test_too_long_code_is_plain(make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """Beyond the cap nothing is highlighted, and the author is told."""
    html = render_code(make.code("var x\n" * 40_000), diagnostics)
    assert '<span class="kd">' not in html
    assert "without colours" in diagnostics.warnings[0].text


def test_slow_code_is_plain(
    make: SimpleNamespace, diagnostics: Diagnostics, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the deadline the code is shown without colours."""
    monkeypatch.setattr(code_module, "DEADLINE_S", -1.0)
    html = render_code(make.code("var slow = 1"), diagnostics)
    assert '<span class="line" data-n="1">var slow = 1\n</span>' in html
    assert "took longer" in diagnostics.warnings[0].text


def test_title_and_author_attributes_stand_on_the_figure(
    make: SimpleNamespace, diagnostics: Diagnostics
) -> None:
    """The file's name is the caption; classes, id and size are the figure's."""
    block = make.code(GO, title="a<b>.go", id="it", classes=("wide",), font=4, attrs={"data-x": '"'})
    figure = lxml.html.fragment_fromstring(render_code(block, diagnostics))
    assert figure.find("figcaption").text == "a<b>.go"
    assert dict(figure.attrib) == {"id": "it", "class": "listing wide", "style": "--add: 4", "data-x": '"'}


def test_a_long_line_hangs_below_its_own_indent(make: SimpleNamespace, diagnostics: Diagnostics) -> None:
    """Each line tells the style sheet how far in it begins."""
    styles = [line.get("style") for line in lines(render_code(make.code("a\n\t\tb"), diagnostics))]
    assert styles == [None, "--in: 8"]
