"""`talk new` and `talk outline`: a deck begun, and its plan."""

from __future__ import annotations

from pathlib import Path

import click

from talk.cli.options import SOURCE
from talk.cli.telling import EXIT_FAILED, say, show, tell
from talk.errors import Diagnostics, TalkError, shown_path


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Begin a deck in DIR: outline, slides, a demo and its test."""
    from talk.scaffold import new_deck

    for path in new_deck(folder):
        show(shown_path(path))
    say(f"Next: talk build {shown_path(folder / 'slides')} -o {shown_path(folder / 'build')}")


@click.command()
@SOURCE
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def outline(source: Path, form: str) -> int:
    """Show the outline with its slides, minutes and holes (a hole fails)."""
    from talk.deck.read import read_deck
    from talk.outline_report import report_json, report_text
    from talk.project import find_project

    diagnostics = Diagnostics()
    deck = read_deck(find_project(source).source, diagnostics)
    if deck is None:
        raise TalkError.of(diagnostics.sorted())
    if form == "json":
        click.echo(report_json(deck))
    else:
        show(report_text(deck))
    tell(diagnostics)
    return EXIT_FAILED if diagnostics.errors else 0
