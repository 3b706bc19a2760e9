"""What a page loads: style sheets, fonts and scripts, as links or written into the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from talk.deck.front_matter import THEME, FrontMatter
from talk.render.assets import Links, PageOptions, Paper

DECK_STYLES = (
    "reset.css",
    "reveal.css",
    "css/theme.css",
    "css/content.css",
    "css/code.css",
    "css/figure.css",
    "css/deck.css",
    "css/layouts.css",
    "css/stage.css",
)
_PAGE_STYLES = ("reset.css", "css/theme.css", "css/content.css", "css/code.css", "css/figure.css")
HANDOUT_STYLES = (*_PAGE_STYLES, "css/reading.css", "css/handout.css")
PRINTED_STYLES = (*HANDOUT_STYLES, "css/ink.css", "css/paper.css", "css/article.css")
STILL_STYLES = (*_PAGE_STYLES, "css/deck.css", "css/layouts.css", "css/still.css")
SHEET_STYLES = (*STILL_STYLES, "css/ink.css", "css/paper.css", "css/reading.css", "css/sheets.css")
DECK_SCRIPTS = ("reveal.js", "talk.js")


FONT_FACE = (
    '@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:block;'
    'src:url("{url}") format("woff2");unicode-range:{unicode}}}'
)


_FOR_PEOPLE = re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)
"""Comments and indents: a sheet of ours that is written into the page goes without them."""
_MARGIN_TYPE = 'font:9pt "Talk Sans",sans-serif;color:#5c5c5c'


@dataclass(frozen=True, slots=True)
class Loaded:
    """One style sheet or script: its address, or its text if it is written into the page, and whose it is."""

    url: str = ""
    text: Markup | None = None
    is_ours: bool = True


def styles(
    names: Iterable[str], meta: FrontMatter, links: Links, options: PageOptions, *, math: bool
) -> list[Loaded]:
    """A page's style sheets in their order: ours, KaTeX's if there is math, the theme's, the author's."""
    found = own_styles((*names, *_theme_sheets(meta)), meta, links, options, math=math)
    if options.theme is not None:
        found += [Loaded(links.file(path)) for path in sorted((options.theme / "css").glob("*.css"))]
    return found + [Loaded(links.file(path)) for path in meta.css]


def own_styles(
    names: Iterable[str], meta: FrontMatter, links: Links, options: PageOptions, *, math: bool = False
) -> list[Loaded]:
    """The style sheets that come with `talk`, alone."""
    found = [Loaded(text=_style(font_faces(links, meta, options)))]
    if math:
        found.append(Loaded(text=_style(katex_style(links))))
    return found + [_sheet(name, links) for name in names]


def scripts(names: Iterable[str], meta: FrontMatter, links: Links) -> list[Loaded]:
    """A page's scripts in their order: ours, then the author's."""
    found = [
        Loaded(text=_script(links.text(name))) if links.inline else Loaded(links.url(name)) for name in names
    ]
    if links.inline:
        return found + [Loaded(text=_script(links.script(path)), is_ours=False) for path in meta.js]
    return found + [Loaded(links.file(path), is_ours=False) for path in meta.js]


def still_scripts(links: Links) -> list[Loaded]:
    """What measures the slides of a printed page, written into it; an author's scripts stay out."""
    return [Loaded(text=_script(links.text("print.js")))]


def font_faces(links: Links, meta: FrontMatter, options: PageOptions) -> str:
    """The `@font-face` rules of our type. A browser loads only the faces that a page uses."""
    faces = json.loads(links.text("fonts/fonts.json"))["faces"]
    rules = [
        FONT_FACE.format(**face, url=links.url(f"fonts/{face['name']}.woff2"))
        for face in faces
        if has_family(face["family"], meta, links)
    ]
    return "\n".join([*rules, options.font_rules])


def has_family(family: str, meta: FrontMatter, links: Links) -> bool:
    """Whether a deck's pages may be set in this family: its theme names it, or its author brings styles."""
    if meta.css or meta.theme_folder is not None:
        return True
    return any(f'"{family}"' in links.text(name) for name in ("css/theme.css", *_theme_sheets(meta)))


def _theme_sheets(meta: FrontMatter) -> tuple[str, ...]:
    """The style sheet of a theme of ours that follows the common ones."""
    own = meta.theme_folder is not None or meta.theme == THEME
    return () if own else (f"css/themes/{meta.theme}.css",)


def katex_style(links: Links) -> str:
    """KaTeX's style sheet with its fonts where this page finds them."""
    text = links.text("katex.css")
    return re.sub(r"url\((katex-fonts/[\w-]+\.woff2)\)", lambda found: f'url("{links.url(found[1])}")', text)


def page_rules(title: str, paper: Paper, parts: Iterable[tuple[str, str]] = ()) -> Markup:
    """The sheet of paper: its size if one is named, the title and the page's number in its margin.

    `parts` are named pages (`part-1`), each with what stands at their head.
    """
    size = f"size:{paper};" if paper else ""
    heads = "".join(
        f"@page {name}{{@top-left{{content:{_css_string(head)};{_MARGIN_TYPE}}}}}" for name, head in parts
    )
    return _style(
        "@page{" + size + f"@bottom-left{{content:{_css_string(title)};{_MARGIN_TYPE}}}"
        f'@bottom-right{{content:counter(page) " / " counter(pages);{_MARGIN_TYPE}}}}}{heads}'
    )


def slide_page_rules(canvas: tuple[int, int]) -> Markup:
    """A sheet as large as a slide, without margins."""
    return _style(f"@page{{size:{canvas[0]}px {canvas[1]}px;margin:0}}")


def _css_string(text: str) -> str:
    """The text as CSS writes a string: every character that could end it as an escape."""
    return '"' + "".join(c if c.isalnum() or c in " .,:;!?-" else f"\\{ord(c):x} " for c in text) + '"'


def _sheet(name: str, links: Links) -> Loaded:
    if not links.inline:
        return Loaded(links.url(name))
    return Loaded(text=_style(_FOR_PEOPLE.sub("", links.text(name))))


def _style(text: str) -> Markup:
    """A style sheet that cannot end its own element."""
    return Markup(text.replace("</", "<\\/"))


def _script(text: str) -> Markup:
    """A script that cannot end its own element: in strings and patterns an escaped sign means the same."""
    return Markup(re.sub(r"</(?=script)|<!--", lambda found: found[0][0] + "\\" + found[0][1:], text))
