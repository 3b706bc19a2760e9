"""A browser with pages that reach nothing but the deck, and that tell what went wrong in them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from talk.browser import VARIABLE, Browser
from talk.check.browser.scripts import axe, walking
from talk.errors import TalkError

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Driven
    from playwright.sync_api import ConsoleMessage, Page, Route

LOCAL = ("file:", "data:", "blob:", "about:")
WAIT_MS = 30_000

ColourMode = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that a page did while it was looked at; `about` is what tells its source."""

    rule: Literal["console-error", "foreign-request"]
    message: str
    about: str


@dataclass(slots=True)
class Window:
    """A page in a window of a size, and the trouble it made since it was last asked."""

    page: Page
    trouble: list[Trouble] = field(default_factory=list)
    _has_axe: bool = False

    def take_trouble(self) -> list[Trouble]:
        """What has gone wrong since the last time."""
        taken, self.trouble = self.trouble, []
        return taken

    def open(self, path: Path, query: str = "") -> None:
        """Show a page of the deck, until it says that it is ready."""
        self._has_axe = False
        self.page.goto(f"{path.as_uri()}{query}", wait_until="load")
        self.page.evaluate("() => globalThis.talk?.mountAll() ?? document.fonts.ready.then(() => null)")

    def load_axe(self) -> None:
        """Give the page that is shown axe-core, once."""
        if not self._has_axe:
            self.page.evaluate(axe())
            self._has_axe = True

    def note_request(self, route: Route) -> None:
        """Let through what belongs to the deck, and note the rest."""
        url = route.request.url
        if url.startswith(LOCAL):
            route.continue_()
        else:
            self.trouble.append(Trouble("foreign-request", f"the page asks for '{url}'", url))
            route.abort()

    def note_console(self, said: ConsoleMessage) -> None:
        """Note an error on the console, unless it is about a request that was noted already."""
        url = said.location.get("url", "")
        if said.type == "error" and (not url or url.startswith(LOCAL)):
            missing = "Failed to load resource" in said.text
            about = url.rpartition("/")[2] if missing else said.text
            self.trouble.append(Trouble("console-error", f"error in the page: {said.text}", about))

    def note_error(self, error: Exception) -> None:
        """Note an error that a script of the page did not catch."""
        text = str(error).partition("\n")[0]
        self.trouble.append(Trouble("console-error", f"error in the page: {text}", text))


@contextlib.contextmanager
def open_browser(browser: Browser) -> Iterator[Driven]:
    """The browser, driven; it ends with the block.

    Raises:
        TalkError: it cannot be started.
    """
    from playwright.sync_api import Error, sync_playwright

    is_root = not getattr(os, "geteuid", lambda: 1)()  # who may only run Chromium without its sandbox
    with sync_playwright() as playwright:
        try:
            driven = playwright.chromium.launch(executable_path=browser.path, chromium_sandbox=not is_root)
        except Error as error:
            first = str(error).partition("\n")[0]
            raise TalkError(
                f"the browser {browser.path} cannot be driven: {first}", hint=f"name another by {VARIABLE}"
            ) from error
        try:
            yield driven
        finally:
            driven.close()


@contextlib.contextmanager
def open_window(
    driven: Driven, size: tuple[int, int], mode: ColourMode, media: Literal["screen", "print"] = "screen"
) -> Iterator[Window]:
    """A window of that size without a way out of the deck, for someone who wants nothing to move."""
    context = driven.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=mode, reduced_motion="reduce"
    )
    context.set_default_timeout(WAIT_MS)
    context.add_init_script(walking())
    window = Window(context.new_page())
    window.page.emulate_media(media=media)
    # Playwright keeps something of its own on what it is given, which methods of this class do not take.
    context.route("**/*", partial(Window.note_request, window))
    window.page.on("console", partial(Window.note_console, window))
    window.page.on("pageerror", partial(Window.note_error, window))
    try:
        yield window
    finally:
        context.close()
