"""How a command tells what it has to say, and the codes it ends with."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import click

from talk.errors import Diagnostics, TalkError, listing, printable

EXIT_FAILED = 1
EXIT_INTERRUPTED = 130


def say(text: str) -> None:
    """One message to the person, on stderr; where that cannot take it, the exit code still tells."""
    with contextlib.suppress(OSError):
        click.echo(text, err=True)


def show(text: str) -> None:
    """One result for people to read, on stdout: what a terminal would obey is escaped."""
    click.echo(printable(text))


def tell(diagnostics: Diagnostics) -> None:
    """All findings, if there are any."""
    if diagnostics.found:
        say(listing(diagnostics.sorted()))


def told(action: Callable[[], None]) -> Callable[[], None]:
    """The action, whose errors are told and do not end what goes on around it."""

    def tried() -> None:
        try:
            action()
        except TalkError as error:
            say(listing(error.diagnostics))

    return tried
