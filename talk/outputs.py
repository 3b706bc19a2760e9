"""What the commands for paper and other programs do: make an output, look it over, put it in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from talk.browser import VARIABLE, Browser, find_browser
from talk.build import BuildOptions, Parts, gather
from talk.deck.read import read_deck
from talk.errors import Diagnostics, TalkError, listing, shown_path
from talk.export.slides import figure_pictures, slide_pictures, slides_pdf
from talk.export.texts import deck_markdown, deck_script
from talk.handout import HandoutOptions, make_handout
from talk.printing import HOW_TO_PRINT, write_output
from talk.project import Project, find_project
from talk.render.stills import Steps
from talk.site import Site, write_site

Kind = Literal["pdf", "png", "pptx", "notes", "md"]
Say = Callable[[str], None]

# What each export is called in `build`; a name without an ending is a folder.
DEFAULTS: Mapping[Kind, str] = {
    "pdf": "slides.pdf",
    "png": "png",
    "pptx": "slides.pptx",
    "notes": "notes.md",
    "md": "markdown",
}
SCRIPT_MARK = "<!-- made by talk export notes -->"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the command line asks for: which of a slide's steps, and whether nothing of the deck may run."""

    steps: Steps = "final"
    safe: bool = False


def print_handout(source: Path, out: Path, options: HandoutOptions, say: Say) -> Path:
    """Write the handout; what comes back is its file: without a browser the page from which to print it.

    Raises:
        TalkError: something is wrong with the deck, the browser or the place; nothing has been written.
    """
    project = _project(source, out, ".pdf")
    diagnostics = Diagnostics()
    made = make_handout(project, options, find_browser(), diagnostics)
    _tell(diagnostics, say)
    if made.pdf is not None:
        write_output(out, made.pdf)
        return out
    page = out.with_suffix(".print.html")
    write_output(page, made.html.encode())
    say(f"warning: {HOW_TO_PRINT}")
    return page


def export_deck(kind: Kind, source: Path, out: Path | None, options: ExportOptions, say: Say) -> list[Path]:
    """Write the deck as other programs read it; what comes back is its files, the main one first.

    Raises:
        TalkError: as for `print_handout`; there is no browser where one is needed.
    """
    target = out or Path("build") / DEFAULTS[kind]
    project = _project(source, target, Path(DEFAULTS[kind]).suffix)
    diagnostics = Diagnostics()
    site = _EXPORTS[kind](project, target, options, diagnostics)
    diagnostics.stop_on_errors()
    _tell(diagnostics, say)
    if isinstance(site, bytes):
        write_output(target, site)
        return [target]
    write_site(site, target)
    return [target / name for name in site.pages]


def _export_pdf(project: Project, _: Path, options: ExportOptions, diagnostics: Diagnostics) -> bytes:
    return slides_pdf(_parts(project, options, diagnostics), _browser(), diagnostics, options.steps)


def _export_png(project: Project, _: Path, options: ExportOptions, diagnostics: Diagnostics) -> Site:
    return Site(
        pages=slide_pictures(_parts(project, options, diagnostics), _browser(), diagnostics, options.steps)
    )


def _export_pptx(project: Project, _: Path, options: ExportOptions, diagnostics: Diagnostics) -> bytes:
    from talk.export.pptx import deck_pptx

    parts = _parts(project, options, diagnostics)
    pictures = figure_pictures(parts, _browser()) if parts.figures else {}
    return deck_pptx(parts.deck, parts.figures, pictures)


def _export_notes(project: Project, target: Path, options: ExportOptions, diagnostics: Diagnostics) -> bytes:
    _refuse_foreign(target, SCRIPT_MARK)
    deck = read_deck(project.source, diagnostics)
    if options.safe:
        from talk.safe.deck import harmless_deck

        deck = harmless_deck(deck, diagnostics)
    return f"{SCRIPT_MARK}\n\n{deck_script(deck)}".encode()


def _export_md(project: Project, _: Path, options: ExportOptions, diagnostics: Diagnostics) -> Site:
    parts = _parts(project, options, diagnostics)
    made = deck_markdown(parts.deck, parts.figures, safe=options.safe)
    return Site(pages={"slides.md": made.text.encode(), **made.pictures})


_EXPORTS: Mapping[Kind, Callable[[Project, Path, ExportOptions, Diagnostics], bytes | Site]] = {
    "pdf": _export_pdf,
    "png": _export_png,
    "pptx": _export_pptx,
    "notes": _export_notes,
    "md": _export_md,
}


def _parts(project: Project, options: ExportOptions, diagnostics: Diagnostics) -> Parts:
    asked = BuildOptions(single_file=True, whole_fonts=True, safe=options.safe)
    parts = gather(project, asked, diagnostics)
    diagnostics.stop_on_errors()
    return parts


def _browser() -> Browser:
    found = find_browser()
    if found is None:
        raise TalkError(
            "no Chrome, Chromium or Edge was found", hint=f"install one, or name it by {VARIABLE}"
        )
    return found


def _refuse_foreign(target: Path, mark: str) -> None:
    """Leave alone what somebody else has written: only a file that begins with our mark is replaced."""
    if target.is_file() and not target.read_bytes().startswith(mark.encode()):
        raise TalkError(
            f"{shown_path(target)} was not written by talk", hint="move it away or name another file with -o"
        )


def _project(source: Path, out: Path, suffix: str) -> Project:
    """The project, if the output may go where it is wanted.

    Raises:
        TalkError: the output has the name of another kind of file, or lies among the deck's own.
    """
    project = find_project(source)
    if out.suffix.lower() != suffix:
        wanted = f"a {suffix} file" if suffix else "a folder"
        raise TalkError(f"'{shown_path(out)}' is no name for {wanted}", hint=f"name {wanted} with -o")
    if out.resolve().is_relative_to(project.source.resolve()) or not suffix:
        project.check_output(out)
    return project


def _tell(diagnostics: Diagnostics, say: Say) -> None:
    if diagnostics.found:
        say(listing(diagnostics.sorted()))
