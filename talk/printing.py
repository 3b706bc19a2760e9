"""A page of ours through the browser: printed to a PDF or taken as a picture, and looked over."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from talk.browser import Browser
from talk.deck.model import Deck
from talk.errors import TalkError, shown_path
from talk.pdf import About, check_pdf, finish_pdf
from talk.render.leaks import Watch

HOW_TO_PRINT = (
    "no Chrome, Chromium or Edge was found: open the page in any browser and print it to a file, or name a"
    " browser by TALK_BROWSER"
)


def print_page(html: str, browser: Browser, about: About, watch: Watch) -> bytes:
    """The PDF of a page that holds all it loads; its readers see nothing that `watch` keeps from them.

    Raises:
        TalkError: the browser failed; its PDF lacks tags, bookmarks, language or title; page or PDF show
            a note that is not for its readers.
    """
    with _on_disk(html) as page, ThreadPoolExecutor(1) as pool:
        printed = pool.submit(browser.print_pdf, page)
        watch.check_page("the PDF", html)  # the browser has enough to do meanwhile
        readable = _can_read()
        data = printed.result()
    check_pdf(data)
    if readable and watch.has_secrets:
        from talk.pdf_text import pdf_text

        watch.check("the PDF", pdf_text(data))
    return finish_pdf(data, about)


def _can_read() -> bool:
    """Whether the text of a PDF can be read: without pikepdf the text of its page must do."""
    try:
        import pikepdf  # noqa: F401
    except ImportError:
        return False
    return True


def picture_page(html: str, browser: Browser, width_px: int, height_px: int, scale: int) -> bytes:
    """A PNG of the top of such a page, with `scale` pixels to one of the page.

    Raises:
        TalkError: the browser failed.
    """
    with _on_disk(html) as page:
        return browser.take_picture(page, width_px, height_px, scale)


def cut(picture: bytes, boxes: Iterable[tuple[int, int, int, int]], scale: int) -> Iterator[bytes]:
    """A PNG of each of the boxes (left, top, width, height, in pixels of the page) of a picture."""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as whole:
        for left, top, width, height in boxes:
            edges = (left * scale, top * scale, (left + width) * scale, (top + height) * scale)
            out = io.BytesIO()
            whole.crop(edges).convert("RGB").save(out, "PNG")
            yield out.getvalue()


@contextlib.contextmanager
def _on_disk(html: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="talk-page-") as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, encoding="utf-8")
        yield page


def about_deck(deck: Deck, title: str) -> About:
    """What a PDF of a deck says about itself."""
    meta = deck.meta
    headings = (title, *(section.title for section in deck.sections), *(slide.title for slide in deck.slides))
    return About(title, meta.lang, meta.author, meta.subtitle, meta.keywords, headings)


def write_output(out: Path, data: bytes) -> None:
    """Put a finished output in its place in one step.

    Raises:
        TalkError: it cannot be written there.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, staged = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(staged).chmod(0o644)
            Path(staged).replace(out)
        except BaseException:
            Path(staged).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise TalkError(
            f"{shown_path(out)} cannot be written: {error.strerror}", hint="name another file with -o"
        ) from error
