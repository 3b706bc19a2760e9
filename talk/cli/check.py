"""`talk check`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from talk.cli.options import SAFE, SOURCE
from talk.cli.telling import EXIT_FAILED, say
from talk.errors import shown_path


@click.command()
@SOURCE
@click.option("--no-browser", is_flag=True, help="Leave out what only a browser can tell.")
@click.option("--full", is_flag=True, help="Ask axe about every slide, not once for each layout.")
@click.option("--strict", is_flag=True, help="Warnings fail.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True
)
@click.option(
    "--report",
    "page",
    metavar="FILE.html",
    type=click.Path(path_type=Path),
    help="Write a page with pictures.",
)
@SAFE
def check(
    source: Path, no_browser: bool, full: bool, strict: bool, form: str, page: Path | None, safe: bool
) -> int:
    """Look for what is wrong with SOURCE, on every slide in every state, shape and mode."""
    from talk.check.deck_check import CheckOptions, check_deck
    from talk.check.report import report_as, report_page
    from talk.printing import write_output
    from talk.progress import ProgressLine
    from talk.project import find_project

    project = find_project(source)
    with ProgressLine(sys.stderr) as line:
        report = check_deck(project, CheckOptions(no_browser, full, page is not None, safe), line.show)
    click.echo(report_as(form, report))
    if report.left_out and not no_browser:
        say(f"warning: the checks in the browser were left out: {report.left_out}")
    if page is not None:
        write_output(page, report_page(report).encode())
        say(f"the report is in {shown_path(page)}")
    return EXIT_FAILED if report.fails(strict=strict) else 0
