"""`talk demo`: demos without the deck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from talk.cli.options import SOURCE
from talk.cli.telling import show, told
from talk.errors import Diagnostics, shown_path


@click.group()
def demo() -> None:
    """Try the deck's demos without the deck."""


@demo.command("list")
@SOURCE
def list_(source: Path) -> None:
    """List the demos with their parameters, bounds and defaults."""
    from talk.demo_bench import list_demos, open_bench

    diagnostics = Diagnostics()
    bench = open_bench(source, diagnostics)
    with bench.catalog as catalog:
        diagnostics.stop_on_errors()
        show(list_demos(catalog.specs.values()) or f"no demos in {shown_path(catalog.folder)}")


def demo_command(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command of `talk demo` that runs one of them."""
    kinds = "Write the chart or its numbers: .svg, .png or .csv."
    options = (
        click.argument("name"),
        click.option("--set", "pairs", multiple=True, metavar="K=V", help="Pin a parameter (repeatable)."),
        click.option("-o", "out", type=click.Path(path_type=Path), help=kinds),
        click.option(
            "--source", default="slides", show_default=True, type=click.Path(path_type=Path), help="The deck."
        ),
    )

    def made(function: Callable[..., None]) -> click.Command:
        for option in reversed(options):
            function = option(function)
        return demo.command(name)(function)

    return made


@demo_command("run")
def run_(name: str, pairs: Sequence[str], out: Path | None, source: Path) -> None:
    """Run one demo and show its finding and its table, or write them to a file."""
    run_once(name, pairs, out, source)


@demo_command("watch")
def watch_(name: str, pairs: Sequence[str], out: Path | None, source: Path) -> None:
    """Run one demo now and at every change of the demos, until Ctrl-C."""
    from talk.demo_bench import demo_folder
    from talk.watch import on_change

    on_change(demo_folder(source), out, told(lambda: run_once(name, pairs, out, source)))


def run_once(name: str, pairs: Sequence[str], out: Path | None, source: Path) -> None:
    """Load the demos as they are now, run one, and show what it says or where it was written."""
    from talk.demo_bench import open_bench, run_demo

    diagnostics = Diagnostics()
    bench = open_bench(source, diagnostics)
    with bench.catalog:
        show(run_demo(bench, name, pairs, out, diagnostics))
