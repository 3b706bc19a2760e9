"""What the commands for paper and other programs do: make an output, look it over, put it in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from talk.browser import find_browser
from talk.errors import Diagnostics, TalkError, listing, shown_path
from talk.handout import HandoutOptions, make_handout
from talk.printing import HOW_TO_PRINT, write_output
from talk.project import Project, find_project

Say = Callable[[str], None]


def print_handout(source: Path, out: Path, options: HandoutOptions, say: Say) -> Iterator[Path]:
    """Write the handout; what comes back is its file: without a browser the page from which to print it.

    Raises:
        TalkError: something is wrong with the deck, the browser or the place; nothing has been written.
    """
    project = _project(source, out, ".pdf")
    diagnostics = Diagnostics()
    made = make_handout(project, options, find_browser(), diagnostics)
    _tell(diagnostics, say)
    if made.pdf is not None:
        write_output(out, made.pdf)
        yield out
        return
    page = out.with_suffix(".print.html")
    write_output(page, made.html.encode())
    say(f"warning: {HOW_TO_PRINT}")
    yield page


def _project(source: Path, out: Path, suffix: str) -> Project:
    """The project, if the output may go where it is wanted.

    Raises:
        TalkError: the output has the name of another kind of file, or lies among the deck's own.
    """
    project = find_project(source)
    if out.suffix.lower() != suffix:
        raise TalkError(f"'{shown_path(out)}' is no name for a {suffix} file", hint=f"end it in {suffix}")
    project.check_output(out.parent / out.stem)
    return project


def _tell(diagnostics: Diagnostics, say: Say) -> None:
    if diagnostics.found:
        say(listing(diagnostics.sorted()))
