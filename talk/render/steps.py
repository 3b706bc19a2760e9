"""A slide at one of its steps, for outputs in which nothing moves.

In a browser reveal.js and our script move a slide from step to step; here the same is
done once, on the rendered slide: what has not come yet is `unseen`, lines are lit and
moments shown as they stand at that step.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import takewhile

import lxml.html
from lxml.html import HtmlElement
from markupsafe import Markup

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LINKED = re.compile(r"#([\w.:-]+)")


def count_steps(slide: Markup) -> int:
    """How many presses of the clicker a rendered slide takes before the next one comes."""
    return len(_groups(_tree(slide))) if _moves(slide) else 0


def at_step(slide: Markup, step: int | None = None) -> Markup:
    """A rendered slide (one element) after so many presses; after the last one without a number."""
    if not _moves(slide):
        return slide
    root = _tree(slide)
    groups = _groups(root)
    present = len(groups) if step is None else step
    for number, group in enumerate(groups, 1):
        for fragment in group:
            fragment.classes.add("visible" if number <= present else "unseen")
            _switch(fragment, "current-fragment", on=number == present)
    for block in root.iterfind(".//pre[@data-steps]"):
        _light(block)
    for figure in root.iterfind(".//figure"):
        _show_moment(figure)
    return Markup(lxml.html.tostring(root, encoding="unicode"))


def at_last_moment(drawing: Markup) -> Markup:
    """A drawing without a slide around it; of its moments, if it has several, the last one."""
    root = _tree(drawing)
    moments = {int(str(each.get("data-moment"))): each for each in root.iterfind(".//g[@data-moment]")}
    if not moments:
        return drawing
    for number, moment in moments.items():
        _switch(moment, "later", on=number != max(moments))
    return Markup(lxml.html.tostring(root, encoding="unicode"))


def as_copy(slide: Markup, mark: str) -> Markup:
    """The slide once more in the same document: ids end in `mark`, headings stay out of the outline."""
    root = _tree(slide)
    own = {str(element.get("id")) for element in root.iter("*") if element.get("id")}
    for element in root.iter("*"):
        for name, value in element.items():
            element.set(name, _renamed(str(name), str(value), own, mark))
        if element.tag in HEADINGS:
            element.set("role", "presentation")
            element.attrib.pop("aria-level", None)
    return Markup(lxml.html.tostring(root, encoding="unicode"))


def _renamed(name: str, value: str, own: set[str], mark: str) -> str:
    """The value of an attribute that may name ids of the slide: as an id, as a link or in `url(#...)`."""
    if name == "id":
        return value + mark
    if name in ("for", "aria-labelledby", "aria-describedby"):
        return " ".join(each + mark if each in own else each for each in value.split())
    return _LINKED.sub(lambda found: found[0] + (mark if found[1] in own else ""), value)


def _moves(slide: Markup) -> bool:
    return "fragment" in slide


def _tree(slide: Markup) -> HtmlElement:
    return lxml.html.fragment_fromstring(str(slide))


def _groups(root: HtmlElement) -> list[list[HtmlElement]]:
    """The fragments in reveal.js's order: those with an index by it, then each of the others alone."""
    indexed: dict[int, list[HtmlElement]] = {}
    alone = []
    for fragment in root.iter("*"):
        if "fragment" not in fragment.classes:
            continue
        index = str(fragment.get("data-fragment-index", ""))
        if index.isdigit():
            indexed.setdefault(int(index), []).append(fragment)
        else:
            alone.append([fragment])
    return [*(indexed[index] for index in sorted(indexed)), *alone]


def _light(block: HtmlElement) -> None:
    """Light the lines of the step at which the fragments behind a walked block stand."""
    steps = json.loads(str(block.get("data-steps")))
    shown = sum("visible" in each.classes for each in _behind(block, "code-step"))
    lit = steps[min(shown, len(steps) - 1)]
    _switch(block, "stepping", on=lit is not None)
    for line in block.iterfind(".//span[@data-n]"):
        _switch(line, "lit", on=lit is not None and int(str(line.get("data-n"))) in lit)


def _behind(block: HtmlElement, name: str) -> Iterator[HtmlElement]:
    """The elements of a class that directly follow a block."""
    return takewhile(lambda each: name in each.classes, block.itersiblings("*"))


def _show_moment(figure: HtmlElement) -> None:
    """Show of the moments of a figure the one at which its fragments stand."""
    marks = [each for each in figure.iterfind("span") if "moment-step" in each.classes]
    if not marks:
        return
    shown = sum("visible" in each.classes for each in marks)
    for moment in figure.iterfind(".//g[@data-moment]"):
        _switch(moment, "later", on=int(str(moment.get("data-moment"))) != shown)


def _switch(element: HtmlElement, name: str, *, on: bool) -> None:
    if on:
        element.classes.add(name)
    else:
        element.classes.discard(name)
