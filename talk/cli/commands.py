"""All commands under one name."""

from __future__ import annotations

import click

from talk import __version__
from talk.cli.build import build
from talk.cli.check import check
from talk.cli.deck import new, outline
from talk.cli.demo import demo
from talk.cli.paper import export, handout
from talk.cli.present import present
from talk.cli.record import record
from talk.cli.sim import sim

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, message="talk %(version)s")
@click.option("--debug", is_flag=True, help="Show tracebacks (before or after the command).")
def cli(debug: bool) -> None:
    """Markdown decks whose demos run: slides, charts and handouts from one source."""


for command in (build, new, outline, record, handout, export, check, present, demo, sim):
    cli.add_command(command)
