"""From a project to a site: the whole pipeline on one screen.

Every step puts what it finds wrong into the same `Diagnostics` and goes on, so that all
the errors of a deck come in one run. Nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it.token import Token

from talk import webfiles, webfonts
from talk.deck.files import Files
from talk.deck.front_matter import FrontMatter, Mode, read_aspect, read_font
from talk.deck.model import Deck
from talk.deck.read import read_deck
from talk.errors import Diagnostics, TalkError
from talk.links import SiteLinks
from talk.project import Project
from talk.render.assets import PageOptions
from talk.render.handout import render_handout
from talk.render.leaks import Watch
from talk.render.loaded import FONT_FACE, has_family
from talk.render.pages import render_deck
from talk.site import Site

if TYPE_CHECKING:
    from talk.chart.figure import Figure
    from talk.figures import Progress

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What the command line asks for; None leaves the front matter its say.

    With `safe`, nothing of the deck is run, and nothing that was kept is used.
    """

    font: str | None = None
    mode: Mode | None = None
    aspect: str | None = None
    single_file: bool = False
    whole_fonts: bool = False  # of a page that only our own browser sees: cutting costs more than it saves
    publish: bool = False
    jobs: int | None = None
    demo_timeout: float = 20.0
    no_cache: bool = False
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """A deck with all that its pages are made of."""

    deck: Deck
    figures: Mapping[str, Figure]
    links: SiteLinks
    options: PageOptions

    @property
    def site(self) -> Site:
        """What has been made of them so far."""
        return self.links.site


def build_parts(
    project: Project,
    options: BuildOptions,
    diagnostics: Diagnostics,
    progress: Progress | None = None,
    explain: Progress | None = None,
) -> Parts:
    """The parts of a project; their site is whole: deck, handout and all that they load.

    `progress` is told of each demo when it begins, `explain` where each figure comes from.

    Raises:
        TalkError: something is wrong with the deck or its demos; it carries everything that was found.
    """
    parts = gather(project, options, diagnostics, progress, explain)
    site = parts.site
    for name, render in (("index.html", render_deck), ("handout.html", render_handout)):
        try:
            site.pages[name] = render(
                parts.deck, parts.figures, parts.links, parts.options, diagnostics
            ).encode()  # in one go: a page of 1000 slides takes 10 MB more while it has a name
        except TalkError as error:
            diagnostics.take(error)
    diagnostics.stop_on_errors()
    look_for_leaks(parts, site)
    return parts


def gather(
    project: Project,
    options: BuildOptions,
    diagnostics: Diagnostics,
    progress: Progress | None = None,
    explain: Progress | None = None,
) -> Parts:
    """The deck of a project as it was read, with its figures drawn and a place for what its pages load."""
    deck = with_options(read_deck(project.source, diagnostics), options)
    if options.safe:
        deck, figures, go = _without_running(deck, project, options, diagnostics)
    else:
        deck, recorded, go = _answered(deck, project, options, diagnostics)
        figures = _drawn(deck, project, options, diagnostics, progress, explain) | recorded
    if explain is not None:
        _tell_of_room(figures, explain)
    letters = frozenset("".join(_texts(deck, figures)))
    links = SiteLinks(
        Site(),
        Files(deck.root),
        diagnostics,
        inline=options.single_file,
        safe=options.safe,
        made=made_files(figures, letters),
        letters=frozenset() if deck.meta.js or options.whole_fonts else letters | _later_letters(figures),
    )
    pages = replace(
        PageOptions.of(deck.meta, publish=options.publish, theme=deck.meta.theme_folder),
        font_rules=_font_rules(letters, deck.meta, links),
        go=go or (f"Go {deck.meta.go}" if deck.meta.go else ""),
        safe=options.safe,
    )
    warn_of_missing(letters, diagnostics)
    return Parts(deck, figures, links, pages)


def _without_running(
    deck: Deck, project: Project, options: BuildOptions, diagnostics: Diagnostics
) -> tuple[Deck, dict[str, Figure], str]:
    """A stranger's deck made harmless, with what was recorded for it; a recording that fails is a warning."""
    from talk.safe.deck import harmless_deck
    from talk.safe.shown import label_answers

    found = Diagnostics()
    deck, recorded, go = _answered(harmless_deck(deck, diagnostics), project, options, found)
    diagnostics.found.extend(replace(each, severity="warning") for each in found)
    return label_answers(deck, go, {each.span for each in found.errors}), recorded, go


def _answered(
    deck: Deck, project: Project, options: BuildOptions, diagnostics: Diagnostics
) -> tuple[Deck, dict[str, Figure], str]:
    """The deck with what the real Go said, its figures, its version; loaded where a slide asks."""
    if not deck.asking_blocks:
        return deck, {}, ""
    from talk.asked import answer

    return answer(deck, project, diagnostics, with_cache=not (options.no_cache or options.safe))


def _drawn(
    deck: Deck,
    project: Project,
    options: BuildOptions,
    diagnostics: Diagnostics,
    progress: Progress | None,
    explain: Progress | None,
) -> dict[str, Figure]:
    """The figures of the demos; loaded where there are some."""
    if not deck.demo_calls:
        return {}
    from talk.figures import Ways, make_figures

    ways = Ways(options.jobs or 0, options.demo_timeout, not options.no_cache, progress, explain)
    return make_figures(deck, project, diagnostics, ways)


def _tell_of_room(figures: Mapping[str, Figure], explain: Progress) -> None:
    """Say where the text of a slide is smaller than asked for, so that its figure has room."""
    for name, figure in figures.items():
        if figure.shrink_px:
            explain(f"figure {name}: the text of its slide gives way to it by {figure.shrink_px} px")


def look_for_leaks(parts: Parts, site: Site) -> None:
    """Refuse a site that shows notes which are not for its readers.

    Raises:
        TalkError: there is such a note, in a page or in a file of text.
    """
    publish = parts.options.publish
    watch = Watch(parts.deck, parts.figures, "public" if publish else "handout")
    for name, data in site.pages.items():
        if publish or name != "index.html":  # which is the speaker's own
            watch.check_page(name, data.decode())
    for name, data in site.files.items():
        if Path(name).suffix in (".css", ".csv", ".js", ".svg"):
            watch.check(name, data.decode(errors="replace"))


def with_options(deck: Deck, options: BuildOptions) -> Deck:
    """The deck with what the command line says in place of its front matter.

    Raises:
        TalkError: an option is not of its form.
    """
    meta = deck.meta
    return replace(
        deck,
        meta=replace(
            meta,
            font_px=read_font(options.font) if options.font is not None else meta.font_px,
            canvas=read_aspect(options.aspect) if options.aspect is not None else meta.canvas,
            mode=options.mode or meta.mode,
        ),
    )


def made_files(figures: Mapping[str, Figure], letters: Iterable[str]) -> dict[str, bytes]:
    """What no file of the deck or the bundle holds: CSVs, and fonts for rare letters."""
    csvs = {f"data/{name}.csv": figure.csv for name, figure in figures.items()}
    fonts = {f"fonts/{name}": data for name, data in webfonts.supplement(letters).items()}
    return csvs | fonts


def warn_of_missing(letters: Iterable[str], diagnostics: Diagnostics) -> None:
    """Letters that no bundled font has look different on every machine."""
    lacking = sorted(webfonts.missing("".join(letters)))
    if lacking:
        diagnostics.warning(
            f"the deck's fonts lack {' '.join(lacking[:20])}{' ...' if len(lacking) > 20 else ''}",
            hint="the viewer's own fonts will show these letters",
        )


def _font_rules(letters: Iterable[str], meta: FrontMatter, links: SiteLinks) -> str:
    """The rules by which a page finds the fonts for its rare letters."""
    return "\n".join(
        FONT_FACE.format(
            family=face.family,
            weight=face.weight,
            style=face.style,
            unicode=ranges,
            url=links.url(f"fonts/{name}"),
        )
        for name, (face, ranges) in webfonts.supplemented(letters).items()
        if has_family(face.family, meta, links)
    )


def _texts(deck: Deck, figures: Mapping[str, Figure]) -> Iterator[str]:
    """All text that a page may show."""
    meta = deck.meta
    yield from (meta.title, meta.subtitle, *meta.author, meta.date, meta.venue, meta.header, meta.footer)
    for slide in deck.slides:
        yield from _token_texts(slide.tokens)
        for block in slide.notes:
            yield from _token_texts(block.tokens)
    for point in deck.outline.walk() if deck.outline else ():
        yield point[1].text
    for figure in figures.values():
        yield from (figure.svg, figure.caption, figure.status, *(paper.svg for paper in figure.paper))


def _later_letters(figures: Mapping[str, Figure]) -> frozenset[str]:
    """What live figures, their tables and our script may write into the page."""
    told = "".join(
        f"{figure.states}{figure.controls}{figure.table}{figure.alt}" for figure in figures.values()
    )
    decoded = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), told)
    return frozenset(decoded + webfiles.read_text("talk.js"))


def _token_texts(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        yield token.content
        if "code" in token.meta:
            yield token.meta["code"].text
        if "terminal" in token.meta:
            yield from (row.text for row in token.meta["terminal"].rows)
        if "labels" in token.meta:
            yield from token.meta["labels"].texts()
