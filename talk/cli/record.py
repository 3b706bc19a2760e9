"""`talk record`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from talk.cli.options import SOURCE
from talk.cli.telling import EXIT_FAILED, say, show, tell
from talk.errors import Diagnostics, shown_path


@click.command()
@SOURCE
@click.option("--check", is_flag=True, help="Ask all again, write nothing, and tell what differs.")
@click.option("--only", default="", metavar="NAME", help="Ask anew about one program, and about no other.")
@click.option(
    "--escape",
    "file",
    type=click.Path(path_type=Path),
    help="Print the compiler's verdicts on a Go file as JSON.",
)
@click.option("--json", "as_json", is_flag=True, help="With --escape: JSON, its only form.")
def record(source: Path, check: bool, only: str, file: Path | None, as_json: bool) -> int:  # noqa: ARG001
    """Ask the real Go what the slides want to know, and keep its answers in SOURCE/recordings."""
    from talk.progress import ProgressLine
    from talk.project import find_project
    from talk.record import escape_labels, open_recorder

    diagnostics = Diagnostics()
    with ProgressLine(sys.stderr) as line:
        if file is not None:
            click.echo(json.dumps(escape_labels(file, line.show), ensure_ascii=False))
            return 0
        recorder, asks = open_recorder(find_project(source), diagnostics, line.show, only)
        if check:
            count = recorder.check(asks)
        else:
            written = recorder.record(asks, anew=bool(only))
    tell(diagnostics)
    for name in recorder.unchecked:
        say(f"warning: {name}")
    if check:
        click.echo(f"{count} recordings checked with Go {recorder.go.version}")
    else:
        for path in written:
            show(shown_path(path))
    return EXIT_FAILED if diagnostics.errors else 0
