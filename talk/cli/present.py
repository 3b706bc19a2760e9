"""`talk present`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from talk.cli.options import SOURCE
from talk.cli.telling import say, tell


@click.command()
@SOURCE
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port (default: the one of the last run, at first 8000)."
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 lets phones in."
)
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@click.option("--rehearse", is_flag=True, help="Record the time on each slide beside the deck.")
@click.option("--new-token", is_flag=True, help="Give out new tokens: addresses of earlier runs end.")
@click.option("--root-path", default="", metavar="P", help="The path under which a proxy serves the deck.")
@click.option(
    "--allow-host", "allow_hosts", multiple=True, metavar="H", help="A name by which a proxy calls it."
)
@click.option("--relay", default="", metavar="URL", help="Carry the follow channel over Redis (talk[relay]).")
@click.option("--follow-only", is_flag=True, help="With --relay: serve the audience of another process.")
def present(source: Path, no_open: bool, **settings: Any) -> None:
    """Show SOURCE on stage: live reload, speaker view, remote and audience pages."""
    if settings["follow_only"] and not settings["relay"]:
        raise click.UsageError("--follow-only needs the address of a --relay")
    from talk.project import find_project
    from talk.serve.run import PresentOptions, Voice, present

    options = PresentOptions(open_browser=not no_open, **settings)
    present(find_project(source), options, Voice(_result, say, tell))


def _result(line: str) -> None:
    """One line to stdout, at once: whoever started the server waits for it."""
    click.echo(line)
    sys.stdout.flush()
