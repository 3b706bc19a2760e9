from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from talk.chart.controls import ControlView
from talk.errors import TalkError
from talk.render.leaks import Watch, page_text

SECRET = "Do not tell them that the numbers of last year were better."


def watch(make: SimpleNamespace, *notes: object, text: str = "## A", reader: str = "handout") -> Watch:
    """What the readers of a deck of one slide must not see."""
    return Watch(make.deck(make.slide("a", text, notes=notes)), {}, reader)  # type: ignore[arg-type]


def test_words_of_a_private_note_are_found_wherever_a_line_breaks(make: SimpleNamespace) -> None:
    """Six words in a row are enough, and case, signs and line breaks do not hide them."""
    looking = watch(make, make.note("private", SECRET))
    with pytest.raises(TalkError, match="the numbers of last year were") as told:
        looking.check("handout.pdf", "1 / 9 THE NUMBERS\nof last\nyear – were!")
    assert told.value.diagnostics[0].span == make.span
    assert told.value.diagnostics[0].rule == "note-leak"


def test_a_short_note_is_looked_for_as_a_whole(make: SimpleNamespace) -> None:
    """Fewer than six words must all be there; a word or two of them prove nothing."""
    looking = watch(make, make.note("private", "Mention Berlin office"))
    looking.check("a", "the Berlin office")
    with pytest.raises(TalkError, match="mention berlin office"):
        looking.check("a", "Mention Berlin office.")


def test_what_everybody_may_see_is_no_leak(make: SimpleNamespace) -> None:
    """A private note that repeats the slide gives nothing away."""
    looking = watch(make, make.note("private", SECRET), text=f"## A\n\n{SECRET}")
    looking.check("a", SECRET)


def test_what_a_control_says_of_itself_is_no_leak(make: SimpleNamespace) -> None:
    """The help of a parameter stands under its figure, also where a note shows the function with it."""
    control = ControlView("x", "x", "switch", (False, True), ("off", "on"), 0, help=SECRET)
    deck = make.deck(make.slide("a", "## A", notes=[make.note("plain", SECRET)]))
    Watch(deck, {"f": replace(make.figure(), controls=(control,))}, "public").check("a", SECRET)


def test_neighbours_on_a_slide_may_follow_each_other(make: SimpleNamespace) -> None:
    """Words that only come together where one block ends and the next begins are no leak."""
    note = make.note("private", "A stack and a few registers a thread.")
    looking = watch(make, note, text="| x | y |\n|---|---|\n| stack and a few registers | a thread |")
    looking.check_page("a", "<table><tr><td>stack and a few registers</td><td>a thread</td></tr></table>")


@pytest.mark.parametrize(("reader", "leaks"), [("speaker", False), ("handout", False), ("public", True)])
def test_who_may_read_plain_notes(reader: str, leaks: bool, make: SimpleNamespace) -> None:
    """A plain note is for the speaker and the handout, not for everybody."""
    looking = watch(make, make.note("plain", SECRET), reader=reader)
    if leaks:
        with pytest.raises(TalkError):
            looking.check("a", SECRET)
    else:
        looking.check("a", SECRET)


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{SECRET}</p>",
        f"<!-- {SECRET} --><p>x</p>",
        f"<p>x</p><script>'{SECRET}'</script>",
        f'<img alt="{SECRET}">',
        f'<meta name="description" content="{SECRET}">',
        f'<p aria-label="{SECRET}">x</p>',
    ],
)
def test_a_page_is_searched_where_readers_and_programs_look(html: str, make: SimpleNamespace) -> None:
    """Text, comments, scripts, alternative texts and descriptions count."""
    with pytest.raises(TalkError):
        watch(make, make.note("private", SECRET)).check_page("a", html)


def test_code_in_a_note_counts(make: SimpleNamespace) -> None:
    """A listing is looked for like prose."""
    note = make.note("private", "x")
    note.tokens[:] = [make.token("code", code=make.code("secret := answer(forty, two)"))]
    with pytest.raises(TalkError):
        watch(make, note).check("a", "secret := answer(forty, two)")


def test_an_empty_page_has_no_text() -> None:
    """Nothing is nothing."""
    assert page_text(" ") == ""
