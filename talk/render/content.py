"""What stands on a slide besides its own tokens: the made title, the opener of a section."""

from __future__ import annotations

from markupsafe import Markup

from talk.deck.model import Slide
from talk.render.body import Body


def slide_content(slide: Slide, body: Body, shift: int = 0) -> Markup:
    """A slide's content. A title slide without tokens is made from the front matter."""
    page = body.page
    if slide.is_title and not slide.tokens:
        return page.templates.render("title.html.j2", meta=page.deck.meta)
    content = body.render_slide(slide.tokens, slide, shift)
    stop = page.way.stop_of(slide)
    if not slide.opens_section or slide.is_title or stop is None:
        return content
    return page.templates.render("opener.html.j2", stop=stop, content=content, quiet=_is_quiet(slide))


def _is_quiet(slide: Slide) -> bool:
    """Whether the slide has room for the section's points: a heading, and at most a paragraph of text."""
    blocks = [
        token.type
        for token in slide.tokens
        if token.level == 0 and token.nesting >= 0 and token.type != "inline"
    ]
    return len(blocks) <= 2 and set(blocks) <= {"heading_open", "paragraph_open"}
