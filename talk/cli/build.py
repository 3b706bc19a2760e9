"""`talk build`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from talk.cli.options import SAFE, SOURCE, form
from talk.cli.telling import say, show, told
from talk.errors import Diagnostic, Diagnostics, TalkError, listing, shown_path

if TYPE_CHECKING:
    from talk.amend import Kept
    from talk.build import Parts
    from talk.finished import Finished


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
@SAFE
@click.option("--no-cache", is_flag=True, help="Make everything anew, and keep nothing.")
@click.option("--explain", is_flag=True, help="Say of each figure where it comes from, and why.")
@click.option("--watch", is_flag=True, help="Build again whenever a file of the deck changes.")
def build(source: Path, out: Path, watch: bool, strict: bool, explain: bool, **settings: Any) -> None:
    """Build the deck and the handout from SOURCE (a folder of slides or one .md file)."""
    if not watch:
        if not _is_finished(source, out, {**settings, "strict": strict}, explain=explain):
            build_once(source, out, settings, strict=strict, explain=explain)
        return
    from talk.project import find_project
    from talk.watch import on_change

    again = told(lambda: build_once(source, out, settings, strict=strict, explain=explain))
    on_change(find_project(source).root, out, again)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Let nothing look for circles meanwhile: a deck only grows, and that took a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collector()
def _is_finished(source: Path, out: Path, asked: Mapping[str, Any], *, explain: bool) -> bool:
    """Whether an earlier build holds still; it is then told again what that one told."""
    finished = _memory(source, out, asked)
    if finished is None or finished.record is None:
        return False
    record, told = finished.find(), "nothing has changed since the last build"
    if record is None:
        from talk.amend import amended

        record, told = amended(finished, out), "one slide has changed since the last build"
    if record is None:
        return False
    if explain:
        for line in (*record.explained, told):
            say(line)
    _tell_all([each.diagnostic for each in record.messages], out, record.pages)
    return True


def _memory(source: Path, out: Path, asked: Mapping[str, Any]) -> Finished | None:
    """Where finished builds are remembered; a build that trusts no cache remembers nothing."""
    if asked["no_cache"] or asked.get("safe"):
        return None
    from talk.finished import Finished
    from talk.project import find_project

    project = find_project(source)
    project.check_output(out)
    return Finished(project, out, asked)


@_without_collector()
def build_once(
    source: Path, out: Path, settings: Mapping[str, Any], *, strict: bool, explain: bool = False
) -> None:
    """Build and write one deck, and say what there is to look at."""
    is_first = "talk.build" not in sys.modules  # a later one finds much in memory, and reads too little
    finished = _memory(source, out, {**settings, "strict": strict}) if is_first else None
    if finished is None:
        parts, diagnostics, _ = _made(source, out, settings, strict=strict, explain=explain)
    else:
        with finished.watching() as notes:
            parts, diagnostics, explained = _made(source, out, settings, strict=strict, explain=explain)
        finished.keep(notes, parts.site, diagnostics.sorted(), explained, lambda: _kept(parts))
    _tell_all(diagnostics.sorted(), out, tuple(parts.site.pages))


def _kept(parts: Parts) -> Kept | None:
    """What is kept of a build, so that one slide of it can be made anew."""
    from talk.amend import kept_of

    return kept_of(parts.deck, parts.options, inline=parts.links.inline)


def _made(
    source: Path, out: Path, settings: Mapping[str, Any], *, strict: bool, explain: bool
) -> tuple[Parts, Diagnostics, list[str]]:
    """The parts, their site written; what was found; and where each figure comes from."""
    from talk.build import BuildOptions, build_parts
    from talk.progress import ProgressLine
    from talk.project import find_project
    from talk.site import write_site

    project = find_project(source)
    project.check_output(out)
    diagnostics, explained = Diagnostics(), list[str]()
    with ProgressLine(sys.stderr) as line:

        def explain_line(text: str) -> None:
            explained.append(text)
            if explain:
                line.say(text)

        parts = build_parts(project, BuildOptions(**settings), diagnostics, line.show, explain_line)
    if strict and diagnostics.warnings:
        raise TalkError.of(diagnostics.sorted())
    write_site(parts.site, out)
    return parts, diagnostics, explained


def _tell_all(found: Sequence[Diagnostic], out: Path, pages: Sequence[str]) -> None:
    """Say what was found, and which pages there are."""
    from talk.webfiles import stale_warning

    if stale := stale_warning():
        say(f"warning: {stale}")
    if found:
        say(listing(found))
    for page in pages:
        show(shown_path(out / page))
