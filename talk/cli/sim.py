"""`talk sim`: the simulator without a deck."""

from __future__ import annotations

import json
from typing import Any

import click

from talk.errors import TalkError


@click.group()
def sim() -> None:
    """Ask the simulator of the Go runtime."""


@sim.command()
@click.argument("file", metavar="FILE|-", type=click.File("rb"))
def predict(file: Any) -> None:
    """Predict what the Go runtime does in each of the scenarios of a JSON file."""
    from talk.sim import ScenarioError, predict

    try:
        results = predict(json.loads(file.read()))
    except ScenarioError as error:
        raise TalkError(str(error)) from error
    except ValueError as error:
        raise TalkError(f"{file.name} is not JSON: {error}") from error
    except RecursionError as error:
        raise TalkError(f"{file.name} is nested too deep", hint="scenarios are flat objects") from error
    click.echo(json.dumps(results))
