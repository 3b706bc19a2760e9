"""The hostile deck in Chromium, from the disk and over HTTP: nothing of it acts, nothing is asked for."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from talk.cli import run
from tests.safe.conftest import Stranger

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.long]

# What the payloads of the deck call, and what the browser refuses by the policy.
WATCH = """
window.acted = [];
window.owned = (what) => window.top.acted.push(String(what));
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  refused.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""
VISIT = """async () => {
  for (const each of document.querySelectorAll("*")) {
    each.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
    each.dispatchEvent(new FocusEvent("focus"));
  }
  if (!window.Reveal) return 0;
  await window.talk.ready;
  const slides = Reveal.getSlides();
  for (const slide of slides) {
    const { h, v } = Reveal.getIndices(slide);
    Reveal.slide(h, v, 99);
  }
  return slides.length;
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(params=["disk", "one file", "http"])
def built(request: pytest.FixtureRequest, stranger: Stranger, tmp_path: Path) -> Iterator[str]:
    """Where the deck's folder is found."""
    if request.param == "disk":
        yield stranger.out.as_uri()
    elif request.param == "one file":
        assert run(["build", str(stranger.source), "--safe", "--single-file", "-o", str(tmp_path)]) == 0
        yield tmp_path.as_uri()
    else:
        handler = partial(_Quiet, directory=str(stranger.out))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            yield f"http://127.0.0.1:{server.server_address[1]}"
            server.shutdown()
            thread.join()


def visited(browser: Browser, address: str) -> tuple[Page, list[str], int]:
    """A page through which somebody has walked, what it asked for elsewhere, and its slides."""
    context = browser.new_context()
    context.set_default_timeout(20_000)
    context.add_init_script(WATCH)
    foreign: list[str] = []
    home = address.rpartition("/")[0]

    def sort_out(route: Route) -> None:
        if route.request.url.startswith((home, "data:")):
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    context.route("**/*", sort_out)
    page = context.new_page()
    page.goto(address)
    return page, foreign, int(page.evaluate(VISIT))


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "index.html?view=print",
        "index.html?view=speaker",
        "index.html?view=scroll",
        "handout.html",
    ],
)
def test_nothing_acts_and_nothing_is_asked_for(browser: Browser, built: str, name: str) -> None:
    """In each view; the policy has nothing left to refuse."""
    page, foreign, slides = visited(browser, f"{built}/{name}")
    assert page.evaluate("acted") == []
    assert foreign == []
    assert page.evaluate("refused") == []
    assert name != "index.html" or slides == 9
    page.context.close()


def test_the_same_deck_acts_without_safe(browser: Browser, stranger: Stranger, tmp_path: Path) -> None:
    """So the payloads are real: a trusted author's scripts and handlers run as they did before."""
    text = (stranger.source / "01-html.md").read_text().partition("---\n\n")[2]
    (tmp_path / "deck.md").write_text(text.replace('http-equiv="refresh"', ""))  # which leads away
    assert run(["build", str(tmp_path / "deck.md"), "-o", str(tmp_path / "out")]) == 0
    page, foreign, _ = visited(browser, f"{(tmp_path / 'out').as_uri()}/index.html")
    acted = set(page.evaluate("acted"))
    assert acted >= {"script", "script over lines", "img", "svg", "div", "details"}
    assert "http://evil.test/script.js" in foreign
    page.context.close()


def test_the_policy_holds_back_what_gets_into_a_page_later(browser: Browser, stranger: Stranger) -> None:
    """Even if something of the deck were left, it could neither run nor ask."""
    page, foreign, _ = visited(browser, f"{stranger.out.as_uri()}/index.html")
    page.evaluate(
        """() => {
          const late = document.createElement("div");
          late.innerHTML = '<img src="http://evil.test/a.png" onerror="owned(1)"><iframe src="http://evil.test"></iframe>';
          document.body.append(late);
          const script = document.createElement("script");
          script.textContent = "owned(2)";
          document.body.append(script);
          fetch("http://evil.test/b").catch(() => {});
        }"""
    )
    page.evaluate("new Promise((done) => setInterval(() => refused.length >= 4 && done(), 20))")
    assert page.evaluate("acted") == []
    assert foreign == []
    page.context.close()
