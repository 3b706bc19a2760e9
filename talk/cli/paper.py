"""`talk handout` and `talk export`: the deck on paper and for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from talk.cli.options import SAFE, SOURCE, form
from talk.cli.telling import say, show
from talk.errors import shown_path

if TYPE_CHECKING:
    from talk.outputs import Kind
    from talk.render.stills import Steps


@click.command()
@SOURCE
@click.option(
    "-o",
    "out",
    default="build/handout.pdf",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The PDF.",
)
@click.option(
    "--layout",
    type=click.Choice(["notes", "2up", "3up-lines", "6up", "article"]),
    default="notes",
    show_default=True,
    help="A slide with its notes, slides alone, or text to read.",
)
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
@click.option(
    "--notes", type=click.Choice(["none", "handout"]), help="Notes (default: with notes and article alone)."
)
@click.option("--ink", type=click.Choice(["color", "gray"]), default="color", show_default=True)
@click.option("--font", metavar="+6|110%", callback=form("font"), help="Text size of the slides.")
@click.option("--tables", is_flag=True, help="Print the numbers of charts as tables.")
@SAFE
def handout(source: Path, out: Path, **settings: Any) -> None:
    """Print SOURCE with its notes, by the installed Chrome, Chromium or Edge."""
    from talk.handout import HandoutOptions
    from talk.outputs import print_handout

    show(shown_path(print_handout(source, out, HandoutOptions(**settings), say)))


@click.command()
@click.argument("kind", type=click.Choice(["pdf", "png", "pptx", "notes", "md"]))
@SOURCE
@click.option("-o", "out", type=click.Path(path_type=Path), help="Where it goes (default: in build).")
@click.option(
    "--steps",
    type=click.Choice(["final", "all"]),
    default="final",
    show_default=True,
    help="A page or picture for each slide, or for each of its steps (pdf, png).",
)
@SAFE
def export(kind: Kind, source: Path, out: Path | None, steps: Steps, safe: bool) -> None:
    """Write SOURCE as a PDF, pictures, PowerPoint, a script to rehearse from, or Markdown."""
    from talk.outputs import ExportOptions, export_deck

    for path in export_deck(kind, source, out, ExportOptions(steps, safe=safe), say):
        show(shown_path(path))
