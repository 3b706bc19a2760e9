"""A demo without the deck: what there is, and one of them run, for an author at work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from talk.chart.describe import alt_text, status_text
from talk.chart.draw import render_file, use_cache
from talk.chart.figure import slide_size
from talk.chart.table import Table, short_table
from talk.deck.front_matter import BASE_FONT_PX, FrontMatter
from talk.deck.read import read_deck
from talk.demo.bind import bind, read_set
from talk.demo.catalog import Catalog, load_demos
from talk.demo.params import DemoSpec
from talk.demo.worker import Call
from talk.errors import Diagnostics, TalkError, shown_path
from talk.project import Project, find_project, open_cache

WIDTH_PX, HEIGHT_PX = 1120, 460  # the room of a figure below a heading on a 16:9 slide
KINDS = ("svg", "png", "csv")


@dataclass(frozen=True, slots=True)
class Bench:
    """A project's demos, loaded. Close the catalog when done."""

    project: Project
    catalog: Catalog


def open_bench(source: Path, diagnostics: Diagnostics) -> Bench:
    """The demos of the deck at `source`; where there are no slides yet, those in `demos/` beside it."""
    project, folder = _found(source)
    return Bench(project, load_demos(folder, diagnostics, root=project.root))


def demo_folder(source: Path) -> Path:
    """Where the demos of the deck at `source` lie."""
    return _found(source)[1]


def _found(source: Path) -> tuple[Project, Path]:
    if source.exists():
        project = find_project(source)
        meta = read_deck(project.source, Diagnostics()).meta
    else:
        project, meta = Project(source.absolute(), source.absolute().parent), FrontMatter()
    return project, project.demos(meta.demos)


def list_demos(specs: Iterable[DemoSpec]) -> str:
    """Each demo with its caption and its parameters: bounds, unit, default."""
    return "\n\n".join("\n".join(_entry(spec)) for spec in sorted(specs, key=lambda each: each.name))


def run_demo(
    bench: Bench, name: str, pairs: Iterable[str], out: Path | None, diagnostics: Diagnostics
) -> str:
    """One demo run for the given settings: its finding and table, or the file that was written.

    Raises:
        TalkError: `out` is of no known kind, or cannot be written; a setting is wrong; the demo fails.
    """
    kind = out.suffix.removeprefix(".").lower() if out else ""
    if out and kind not in KINDS:
        raise TalkError(f"a demo cannot be written to '{out.name}'", hint="name a .svg, .png or .csv file")
    spec = bench.catalog.find(name, diagnostics)
    bound = bind(spec, read_set(pairs), diagnostics) if spec else None
    diagnostics.stop_on_errors()
    assert bound is not None
    (ran,) = bench.catalog.run_all([Call(bound.spec, (bound.values,))], diagnostics)
    diagnostics.stop_on_errors()
    assert ran.results is not None
    (result,) = ran.results
    if out is None:
        return _told(status_text(result), short_table(result, bound.spec.caption), ran.output)
    use_cache(open_cache(bench.project.root, "matplotlib"))
    size = slide_size(WIDTH_PX, HEIGHT_PX, BASE_FONT_PX)
    _write(out, render_file(result, kind, size, id=name, alt=alt_text(result)))
    return shown_path(out)


def _entry(spec: DemoSpec) -> list[str]:
    head = f"{spec.name}  ({shown_path(Path(spec.file))}:{spec.line})"
    rows = [
        f"    {param.say(param.default)}  ({param.takes})  {param.help}".rstrip() for param in spec.params
    ]
    return [head, *([f"  {spec.caption}"] if spec.caption else []), *rows]


def _told(status: str, table: Table, output: str) -> str:
    rows = [table.header, *table.rows]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.header))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    printed = [output.rstrip(), ""] if output.strip() else []
    return "\n".join([*printed, *([status, ""] if status else []), *lines])


def _write(out: Path, data: bytes) -> None:
    """Put a file into its place in one step: whoever looks at it sees the old or the new one."""
    made = out.with_name(f".{out.name}.new")
    try:
        made.write_bytes(data)
        made.replace(out)
    except OSError as error:
        raise TalkError(f"{shown_path(out)} cannot be written: {error.strerror}") from error
