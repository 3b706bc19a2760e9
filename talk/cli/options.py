"""What several commands take from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from talk.errors import TalkError

SAFE = click.option(
    "--safe", is_flag=True, help="Run nothing of the deck, and let nothing of it act or load."
)
SOURCE = click.argument("source", default="slides", metavar="[SOURCE]", type=click.Path(path_type=Path))


def form(name: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """A check of an option by the deck's own reader of that setting: a wrong form is wrong usage."""

    def check(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        from talk.deck import front_matter

        try:
            if value is not None:
                getattr(front_matter, f"read_{name}")(value)
        except TalkError as error:
            told = error.diagnostics[0]
            raise click.BadParameter(f"{told.text} ({told.hint})", ctx, param) from error
        return value

    return check
