"""The commands: what a person types, and how every outcome is told.

Results go to stdout, messages and progress to stderr. 0 is done, 1 failed, 2 wrong usage,
130 interrupted. Each command imports what it needs when it runs, so that
`talk --help` stays light.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from errno import EIO, ENOSPC
from pathlib import Path

import click

from talk.cli.commands import cli
from talk.cli.telling import EXIT_FAILED, EXIT_INTERRUPTED, say
from talk.errors import TalkError, listing, printable, shown_path

WAY_OUT_OF_DISK = "look at its rights, and whether the disk is full"


def main() -> None:
    """Run `talk` with the words of the command line and end the process."""
    _occupy_closed_streams()
    _let_all_text_through()
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run one command; what comes back is the exit code. Every exception ends here."""
    debug = "--debug" in words
    try:
        outcome = cli.main([word for word in words if word != "--debug"], "talk", standalone_mode=False)
        if sys.stdout is not None:  # else closed by whoever started us, who wants no results
            sys.stdout.flush()
        return outcome if isinstance(outcome, int) else 0
    except click.ClickException as error:
        usage = io.StringIO()
        error.show(usage)
        say(printable(usage.getvalue().rstrip("\n")))  # words of the command line may be names of files
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("interrupted")
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader of our output has left; nobody is there to tell
        _drop_output()
        return EXIT_FAILED
    except Exception as error:
        if debug:
            raise
        if _is_lost_output(error):
            _drop_output()
        say(listing(error.diagnostics) if isinstance(error, TalkError) else _unexpected(error))
        return EXIT_FAILED


def _drop_output() -> None:
    """Send what is left for stdout nowhere, so that the end of the process does not trip over it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _occupy_closed_streams() -> None:
    """Open what was closed: else the next file that is opened would be taken for stdout by every child."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it gets the lowest free number, which is this one


def _let_all_text_through() -> None:
    """Characters that the terminal's encoding lacks are escaped instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _is_lost_output(error: Exception) -> bool:
    """Whether stdout could not take the results: files that cannot be written are told with their names."""
    return isinstance(error, OSError) and error.filename is None and error.errno in (ENOSPC, EIO)


def _unexpected(error: Exception) -> str:
    if _is_lost_output(error):
        return f"error: the results cannot be written: {error} (free the place they go to)"
    if isinstance(error, OSError) and isinstance(error.filename, str) and error.strerror:
        place = shown_path(Path(error.filename))
        return printable(f"error: {place} cannot be used: {error.strerror} ({WAY_OUT_OF_DISK})")
    if isinstance(error, MemoryError):
        return "error: there is not enough memory for this deck (make it smaller, or end other programs)"
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return printable(
        f"error: talk itself failed: {what} (run again with --debug to see where, and report it)"
    )
