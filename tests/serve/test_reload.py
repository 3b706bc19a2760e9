"""What a save does: a new edition told as what differs, or a page that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from talk.build import BuildOptions
from talk.project import find_project
from talk.serve.press import Press
from talk.serve.tokens import new_tokens


def test_a_changed_word_changes_its_slide_alone(serve: Callable, talk: Any) -> None:
    """One section is sent, nothing else; the page that is opened next shows the same."""
    served = serve()
    with served.window() as window:
        first = talk.hear(window, "hello")["edition"]
        served.edit("Some words", "Some other words")
        patch = talk.built(window)
    assert list(patch["slides"]) == ["one"]
    assert "Some other words" in patch["slides"]["one"]
    assert patch["edited"] == "one"
    assert (patch["before"], patch["order"], patch["styles"], patch["reload"]) == (first, None, None, False)
    assert "Some other words" in served.page()
    assert f'"edition": "{patch["edition"]}"' in served.page()


def test_a_line_more_only_moves_the_slides_below(serve: Callable, talk: Any) -> None:
    """Slides that stand further down in the file are not sent again: their lines are."""
    served = serve()
    with served.window() as window:
        served.edit("Some words here.", "Some words here.\n\nAnd more.")
        patch = talk.built(window)
    assert list(patch["slides"]) == ["one"]
    assert patch["lines"] == {"two": 23, "live": 30}


def test_a_slide_more_changes_the_order(serve: Callable, talk: Any) -> None:
    """A new slide comes with the order of all."""
    served = serve()
    with served.window() as window:
        served.edit("## Second", "## Between {#between}\n\nNew.\n\n---\n\n## Second")
        patch = talk.built(window)
    assert patch["order"] == [["a-talk"], ["one"], ["between"], ["two"], ["live"]]
    assert "between" in patch["slides"]


def test_the_audience_is_sent_public_notes_alone(serve: Callable, talk: Any) -> None:
    """A patch for a follower holds no more than the page that it opened."""
    served = serve()
    with served.window("audience") as follower, served.window() as speaker:
        served.edit("Some words", "Other words")
        told, whole = (
            talk.built(follower)["slides"]["one"],
            talk.built(speaker)["slides"]["one"],
        )
    assert "public-note" in told
    assert "plain-note" not in told
    assert "private-note" not in told
    assert "private-note" in whole


def test_a_changed_note_does_not_reach_the_audience(serve: Callable, talk: Any) -> None:
    """A follower's page stays as it is when only a private note changes."""
    served = serve()
    with served.window("audience") as follower:
        served.edit("private-note", "another-note")
        assert talk.built(follower)["slides"] == {}


def test_a_changed_style_needs_no_reload(serve: Callable, talk: Any) -> None:
    """A style sheet of the deck that changes is sent as an address, and no slide with it."""
    served = serve()
    (served.slides / "own.css").write_text("p { color: red }")
    with served.window() as window:
        served.edit("title: A talk", "title: A talk\ncss: own.css")
        with_style = talk.built(window)
        assert with_style["styles"]
        (served.slides / "own.css").write_text("p { color: blue }")
        again = talk.built(window)
    assert again["styles"] != with_style["styles"]
    assert again["slides"] == {}
    assert not again["reload"]
    for style in again["styles"]:
        if style["url"]:
            assert served.ask(f"/{style['url']}")[0].status == 200


def test_a_page_keeps_the_files_that_it_was_made_with(serve: Callable, talk: Any) -> None:
    """What an open page may still load is served after the next save, too."""
    served = serve()
    (served.slides / "own.css").write_text("p { color: red }")
    with served.window() as window:
        served.edit("title: A talk", "title: A talk\ncss: own.css")
        first = talk.built(window)["styles"][-1]["url"]
        (served.slides / "own.css").write_text("p { color: blue }")
        assert talk.built(window)["styles"][-1]["url"] != first
    assert "red" in served.ask(f"/{first}")[1]


def test_another_canvas_loads_the_page_again(serve: Callable, talk: Any) -> None:
    """What the page cannot take over in place is asked of it as a whole."""
    served = serve()
    with served.window() as window:
        served.edit("title: A talk", "title: A talk\naspect: 4:3")
        assert talk.built(window)["reload"]


def test_a_broken_deck_is_told_and_the_last_good_one_stays(serve: Callable, talk: Any) -> None:
    """The error page names file, line and text; windows are told; the fix brings the deck back."""
    served = serve()
    with served.window() as window, served.window("audience") as follower:
        talk.hear(follower, "hello")
        served.edit("## Second {#two}", "## Second {#one}")
        lines = talk.hear(window, "broken")["lines"]
        assert any("01.md:21: error" in line for line in lines)
        page = served.page()
        assert "01.md:21" in page
        assert "## Second {#one}" in page
        assert "The deck does not build" in page
        assert "Some words" in served.page("/?deck=last")
        assert "Some words" in served.page("/follow", "audience")
        served.edit("## Second {#one}", "## Second {#two} and more")
        served.edit("## Second {#two} and more", "## Again {#two}")
        while talk.hear(window, "broken")["lines"]:
            pass
        while "Again" not in talk.built(window)["slides"].get("two", ""):
            pass
        assert "Again" in served.page()
        while "Again" not in talk.built(follower)["slides"].get("two", ""):
            pass


@pytest.mark.parametrize("text", ["", "---\ntitle: [\n---\n\n# x\n", "```go\nnever closed\n", "# \x00\n"])
def test_a_deck_that_is_broken_from_the_start_is_served(serve: Callable, deck: Any, text: str) -> None:
    """The server comes up with the error page, and with the deck once it is mended."""
    file = deck / "01.md"
    file.write_text(text)
    served = serve()
    assert "The deck does not build" in served.page()
    assert served.ask(f"/follow?token={served.tokens.audience}")[0].status == 503
    assert served.run()[0] == 500


def test_an_error_page_escapes_what_it_shows(serve: Callable, deck: Any) -> None:
    """Text of the deck is text on the page."""
    (deck / "01.md").write_text("## A {#x}\n\n---\n\n## <script>alert(1)</script> {#x}\n")
    page = serve().page()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_the_edited_slide_comes_before_the_deck(serve: Callable, talk: Any) -> None:
    """The first word after a save of one slide's text is that slide, still of the same edition."""
    served = serve()
    with served.window() as window:
        edition = talk.hear(window, "hello")["edition"]
        served.edit("Some words", "Some other words")
        first, then = talk.hear(window, "patch"), talk.hear(window, "patch")
    assert (first["before"], first["edition"]) == (edition, edition)
    assert (then["before"], then["edition"] != edition) == (edition, True)
    assert first["slides"] == {"one": then["slides"]["one"]}
    assert ">Some other words here.<" in first["slides"]["one"]


def test_a_preview_of_what_is_taken_back_goes(serve: Callable, talk: Any) -> None:
    """A word that is changed and changed back stands as before, though the edition is the same."""
    served = serve()
    with served.window() as window:
        served.edit("Some words", "Other words")
        first = talk.built(window)["before"]
        served.edit("Other words", "Some words")
        back = talk.built(window)
    assert back["edition"] == first
    assert "Some words" in back["slides"]["one"]
    assert "Some words" in served.page()


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("## Second {#two}", "## Another {#two}", False),
        ("- a {.fragment}", "- a {.fragment}\n\n---\n\nMore", False),
        ("Some words", "Some [words][w]", False),
        ("Some words", "```go\nopen", False),
        ("size: 10..50/10", "size: 10..40/10", True),
        ("title: A talk", "title: Another", False),
        ("Note: plain-note", "Note: other-note", True),
    ],
)
def test_a_preview_is_what_the_build_makes_of_it(deck: Path, old: str, new: str, shown: bool) -> None:
    """A slide that is shown before the deck is built is what the deck then holds, but for its figures."""
    press = Press(find_project(deck), BuildOptions(), new_tokens())
    before = press.build(lambda _: None)
    assert before
    file = deck / "01.md"
    file.write_text(file.read_text().replace(old, new))
    edit = before.sources.edit([file])
    assert (edit is not None) == shown
    after = press.build(lambda _: None)
    if edit is not None and after is not None and not edit.new.demo_calls:
        assert before.section(edit.new, "presenter") == after.presenter.sections[edit.new.id]
