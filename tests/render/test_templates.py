"""Templates of a theme: they go before ours, and what is wrong with them is told at their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from talk.errors import TalkError
from talk.render.templates import Templates


def theme(folder: Path, text: str) -> Templates:
    """A theme with one template."""
    (folder / "templates").mkdir()
    (folder / "templates" / "agenda.html.j2").write_text(text)
    return Templates(folder)


def test_a_theme_goes_first(tmp_path: Path) -> None:
    """A template of the theme's stands in for ours, and values are escaped in it too."""
    assert theme(tmp_path, "<p>{{ x }}</p>").render("agenda.html.j2", x="<") == "<p>&lt;</p>"


@pytest.mark.parametrize("text", ["\n{{ missing }}", "\n{% if %}", "\n{{ 1 / 0 }}", '\n{% include "none" %}'])
def test_a_wrong_template_is_told(tmp_path: Path, text: str) -> None:
    """Unknown names, bad syntax, failing code and missing parts are errors at the template's line."""
    with pytest.raises(TalkError) as error:
        theme(tmp_path, text).render("agenda.html.j2")
    span = error.value.diagnostics[0].span
    assert span is not None
    assert (span.file.name, span.line) == ("agenda.html.j2", 2)


def test_a_fault_of_ours_is_not_the_themes(tmp_path: Path) -> None:
    """What fails in a template of talk's own is no message for an author."""
    with pytest.raises(Exception, match="undefined") as error:
        theme(tmp_path, "").render("title.html.j2")
    assert not isinstance(error.value, TalkError)
