"""What stands on a slide besides its own tokens: the made title, the opener of a section."""

from __future__ import annotations

from markupsafe import Markup

from talk.deck.model import Slide
from talk.render.body import Body
from talk.render.wayfinding import Way


def slide_content(slide: Slide, body: Body, shift: int = 0) -> Markup:
    """A slide's content. A title slide without tokens is made from the front matter."""
    page = body.page
    if slide.is_title and not slide.tokens:
        return page.templates.render("title.html.j2", meta=page.deck.meta, below=page.titled)
    content = body.render_slide(slide.tokens, slide, shift)
    stop = page.way.stop_of(slide)
    if not slide.opens_section or slide.is_title or stop is None:
        return content
    quiet = lists_points(slide, page.way)
    return page.templates.render("opener.html.j2", stop=stop, content=content, quiet=quiet)


def lists_points(slide: Slide, way: Way) -> bool:
    """Whether a slide opens a section and lists its points: it holds a heading and at most a paragraph."""
    stop = way.stop_of(slide)
    if not slide.opens_section or slide.is_title or stop is None or not stop.shown_points:
        return False
    blocks = [token.type for token in slide.tokens if token.block and token.level == 0 and token.nesting >= 0]
    kinds = [kind for kind in blocks if kind != "inline"]
    return len(kinds) <= 2 and set(kinds) <= {"heading_open", "paragraph_open"}
