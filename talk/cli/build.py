"""`talk build`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from talk.cli.options import SOURCE, form
from talk.cli.telling import say, tell, told
from talk.errors import Diagnostics, TalkError, shown_path

if TYPE_CHECKING:
    from talk.build import BuildOptions


@click.command()
@SOURCE
@click.option(
    "-o", "out", default="build", show_default=True, type=click.Path(path_type=Path), help="Output folder."
)
@click.option(
    "--font",
    metavar="+6|110%",
    callback=form("font"),
    help="Base text size instead of the deck's own (28 px + 6, or 110 %).",
)
@click.option(
    "--mode", type=click.Choice(["light", "dark", "auto"]), help="Colours instead of the deck's own."
)
@click.option(
    "--aspect",
    metavar="16:9|4:3|W:H",
    callback=form("aspect"),
    help="Shape of the slides instead of the deck's own.",
)
@click.option("--single-file", is_flag=True, help="Write each page with all that it loads in it.")
@click.option("--publish", is_flag=True, help="Leave out all notes that are not public.")
@click.option("--strict", is_flag=True, help="Warnings fail.")
@click.option("--jobs", type=click.IntRange(1), help="Demos that run at once (default: as many as cores).")
@click.option(
    "--demo-timeout",
    type=click.FloatRange(0, min_open=True),
    default=20,
    show_default=True,
    metavar="SECONDS",
    help="Time that one demo may take.",
)
@click.option("--no-cache", is_flag=True, help="Make every figure anew, and keep none.")
@click.option("--explain", is_flag=True, help="Say of each figure where it comes from, and why.")
@click.option("--watch", is_flag=True, help="Build again whenever a file of the deck changes.")
def build(source: Path, out: Path, watch: bool, strict: bool, explain: bool, **settings: Any) -> None:
    """Build the deck and the handout from SOURCE (a folder of slides or one .md file)."""
    from talk.build import BuildOptions

    options = BuildOptions(**settings)
    if not watch:
        build_once(source, out, options, strict=strict, explain=explain)
        return
    from talk.project import find_project
    from talk.watch import on_change

    again = told(lambda: build_once(source, out, options, strict=strict, explain=explain))
    on_change(find_project(source).root, out, again)


def build_once(
    source: Path, out: Path, options: BuildOptions, *, strict: bool, explain: bool = False
) -> None:
    """Build and write one deck, and say what there is to look at."""
    from talk.build import build_site
    from talk.progress import ProgressLine
    from talk.project import find_project
    from talk.site import write_site
    from talk.webfiles import stale_warning

    project = find_project(source)
    project.check_output(out)
    diagnostics = Diagnostics()
    with ProgressLine(sys.stderr) as line:
        site = build_site(project, options, diagnostics, line.show, line.say if explain else None)
    if strict and diagnostics.warnings:
        raise TalkError.of(diagnostics.sorted())
    write_site(site, out)
    if stale := stale_warning():
        say(f"warning: {stale}")
    tell(diagnostics)
    for page in site.pages:
        click.echo(shown_path(out / page))
