"""The commands: what a person types, and how every outcome is told.

Results go to stdout, messages and progress to stderr. 0 is done, 1 failed, 2 wrong usage,
130 interrupted. Each command imports what it needs when it runs, so that
`talk --help` stays light.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from errno import EIO, ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from talk import __version__
from talk.errors import Diagnostics, TalkError, listing, printable, shown_path

if TYPE_CHECKING:
    from talk.build import BuildOptions
    from talk.press import Kind
    from talk.render.stills import Steps

EXIT_FAILED = 1
EXIT_INTERRUPTED = 130

SOURCE = click.argument("source", default="slides", metavar="[SOURCE]", type=click.Path(path_type=Path))
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def main() -> None:
    """Run `talk` with the words of the command line and end the process."""
    _occupy_closed_streams()
    _let_all_text_through()
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run one command; what comes back is the exit code. Every exception ends here."""
    debug = "--debug" in words
    try:
        outcome = cli.main([word for word in words if word != "--debug"], "talk", standalone_mode=False)
        if sys.stdout is not None:  # else closed by whoever started us, who wants no results
            sys.stdout.flush()
        return outcome if isinstance(outcome, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("interrupted")
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader of our output has left; nobody is there to tell
        _drop_output()
        return EXIT_FAILED
    except Exception as error:
        if debug:
            raise
        if _is_lost_output(error):
            _drop_output()
        say(listing(error.diagnostics) if isinstance(error, TalkError) else _unexpected(error))
        return EXIT_FAILED


def say(text: str) -> None:
    """One message to the person, on stderr; where that cannot take it, the exit code still tells."""
    with contextlib.suppress(OSError):
        click.echo(text, err=True)


def _drop_output() -> None:
    """Send what is left for stdout nowhere, so that the end of the process does not trip over it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _occupy_closed_streams() -> None:
    """Open what was closed: else the next file that is opened would be taken for stdout by every child."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it gets the lowest free number, which is this one


def _let_all_text_through() -> None:
    """Characters that the terminal's encoding lacks are escaped instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _is_lost_output(error: Exception) -> bool:
    """Whether stdout could not take the results: files that cannot be written are told with their names."""
    return isinstance(error, OSError) and error.filename is None and error.errno in (ENOSPC, EIO)


def _unexpected(error: Exception) -> str:
    if _is_lost_output(error):
        return f"error: the results cannot be written: {error} (free the place they go to)"
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return printable(
        f"error: talk itself failed: {what} (run again with --debug to see where, and report it)"
    )


def _form(name: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
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


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, message="talk %(version)s")
@click.option("--debug", is_flag=True, help="Show tracebacks (before or after the command).")
def cli(debug: bool) -> None:
    """Markdown decks whose demos run: slides, charts and handouts from one source."""


@cli.command()
@SOURCE
@click.option(
    "-o", "out", default="build", show_default=True, type=click.Path(path_type=Path), help="Output folder."
)
@click.option(
    "--font",
    metavar="+6|110%",
    callback=_form("font"),
    help="Base text size instead of the deck's own (28 px + 6, or 110 %).",
)
@click.option(
    "--mode", type=click.Choice(["light", "dark", "auto"]), help="Colours instead of the deck's own."
)
@click.option(
    "--aspect",
    metavar="16:9|4:3|W:H",
    callback=_form("aspect"),
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

    again = _told(lambda: build_once(source, out, options, strict=strict, explain=explain))
    on_change(find_project(source).root, out, again)


def _told(action: Callable[[], None]) -> Callable[[], None]:
    """The action, whose errors are told and do not end what goes on around it."""

    def tried() -> None:
        try:
            action()
        except TalkError as error:
            say(listing(error.diagnostics))

    return tried


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
    if diagnostics.found:
        say(listing(diagnostics.sorted()))
    for page in site.pages:
        click.echo(shown_path(out / page))


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Begin a deck in DIR: outline, slides, a demo and its test."""
    from talk.scaffold import new_deck

    for path in new_deck(folder):
        click.echo(shown_path(path))
    say(f"Next: talk build {shown_path(folder / 'slides')} -o {shown_path(folder / 'build')}")


@cli.command()
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
    click.echo(report_json(deck) if form == "json" else report_text(deck))
    if diagnostics.found:
        say(listing(diagnostics.sorted()))
    return EXIT_FAILED if diagnostics.errors else 0


@cli.command()
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
    if diagnostics.found:
        say(listing(diagnostics.sorted()))
    for name in recorder.unchecked:
        say(f"warning: {name}")
    if check:
        click.echo(f"{count} recordings checked with Go {recorder.go.version}")
    else:
        for path in written:
            click.echo(shown_path(path))
    return EXIT_FAILED if diagnostics.errors else 0


@cli.command()
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
@click.option("--font", metavar="+6|110%", callback=_form("font"), help="Text size of the slides.")
@click.option("--tables", is_flag=True, help="Print the numbers of charts as tables.")
def handout(source: Path, out: Path, **settings: Any) -> None:
    """Print SOURCE with its notes, by the installed Chrome, Chromium or Edge."""
    from talk.handout import HandoutOptions
    from talk.press import print_handout

    click.echo(shown_path(print_handout(source, out, HandoutOptions(**settings), say)))


@cli.command()
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
def export(kind: Kind, source: Path, out: Path | None, steps: Steps) -> None:
    """Write SOURCE as a PDF, pictures, PowerPoint, a script to rehearse from, or Markdown."""
    from talk.press import export_deck

    for path in export_deck(kind, source, out, steps, say):
        click.echo(shown_path(path))


@cli.command()
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
def check(source: Path, no_browser: bool, full: bool, strict: bool, form: str, page: Path | None) -> int:
    """Look for what is wrong with SOURCE, on every slide in every state, shape and mode."""
    from talk.check.deck_check import CheckOptions, check_deck
    from talk.check.report import report_as, report_page
    from talk.printing import write_output
    from talk.progress import ProgressLine
    from talk.project import find_project

    project = find_project(source)
    with ProgressLine(sys.stderr) as line:
        report = check_deck(project, CheckOptions(no_browser, full, page is not None), line.show)
    click.echo(report_as(form, report))
    if report.left_out and not no_browser:
        say(f"warning: the checks in the browser were left out: {report.left_out}")
    if page is not None:
        write_output(page, report_page(report).encode())
        say(f"the report is in {shown_path(page)}")
    return EXIT_FAILED if report.fails(strict=strict) else 0


@cli.command()
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
def present(source: Path, no_open: bool, **settings: Any) -> None:
    """Show SOURCE on stage: live reload, speaker view, remote and audience pages."""
    from talk.project import find_project
    from talk.serve.run import PresentOptions, Voice, present

    def tell(diagnostics: Diagnostics) -> None:
        if diagnostics.found:
            say(listing(diagnostics.sorted()))

    options = PresentOptions(open_browser=not no_open, **settings)
    present(find_project(source), options, Voice(_result, say, tell))


def _result(line: str) -> None:
    """One line to stdout, at once: whoever started the server waits for it."""
    click.echo(line)
    sys.stdout.flush()


@cli.group()
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
        click.echo(list_demos(catalog.specs.values()) or f"no demos in {shown_path(catalog.folder)}")


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

    on_change(demo_folder(source), out, _told(lambda: run_once(name, pairs, out, source)))


def run_once(name: str, pairs: Sequence[str], out: Path | None, source: Path) -> None:
    """Load the demos as they are now, run one, and show what it says or where it was written."""
    from talk.demo_bench import open_bench, run_demo

    diagnostics = Diagnostics()
    bench = open_bench(source, diagnostics)
    with bench.catalog:
        click.echo(run_demo(bench, name, pairs, out, diagnostics))


@cli.group()
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
