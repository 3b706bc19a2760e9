"""The content security policy of a page."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from talk.render.loaded import Loaded
from talk.render.policy import MARK, hash_of, page_policy, with_policy

PAGE = "<!DOCTYPE html><html><body>{}</body></html>"
OURS = (Loaded("assets/talk.js"),)
INLINE = (Loaded(text=Markup("let a = 1")),)


def directives(html: str, scripts: tuple[Loaded, ...] = OURS, *, safe: bool = False) -> dict[str, set[str]]:
    """The policy of a page that holds this, taken apart."""
    parts = page_policy(PAGE.format(html), scripts, safe=safe).split("; ")
    return {part.split()[0]: set(part.split()[1:]) for part in parts}


def test_a_page_of_ours_allows_what_lies_beside_it_and_nothing_else() -> None:
    """No network, no frames, no plugins; styles stand in the page."""
    assert directives("<p>words</p>") == {
        "default-src": {"'none'"},
        "base-uri": {"'none'"},
        "connect-src": {"'none'"},
        "form-action": {"'none'"},
        "frame-src": {"'none'"},
        "object-src": {"'none'"},
        "script-src": {"'self'", "'unsafe-eval'"},
        "style-src": {"'self'", "'unsafe-inline'"},
        "img-src": {"'self'", "data:"},
        "font-src": {"'self'", "data:"},
        "media-src": {"'self'", "data:"},
    }


@pytest.mark.parametrize(
    ("html", "directive", "added"),
    [
        ("<script>own()</script>", "script-src", {hash_of("own()")}),
        ("<SCRIPT type='module'>own()</SCRIPT >", "script-src", {hash_of("own()")}),
        ("<script type='application/json'>{}</script>", "script-src", set()),
        ("<script src='https://a.test/x.js'></script>", "script-src", {"https://a.test"}),
        ("<script src='https://a.test/x.js'></script>", "connect-src", {"https:"}),
        ("<b onclick='own()'>b</b>", "script-src", {"'unsafe-hashes'", hash_of("own()")}),
        (
            "<b title='a>b' onclick='a &amp;&amp; b'>b</b>",
            "script-src",
            {"'unsafe-hashes'", hash_of("a && b")},
        ),
        ("<a href='javascript:own()'>b</a>", "script-src", {"'unsafe-hashes'", hash_of("own()")}),
        ("<iframe src='https://a.test/x'></iframe>", "frame-src", {"https:"}),
        ("<iframe data-src='page.html'></iframe>", "frame-src", {"'self'"}),
        ("<section data-background-iframe='http://a.test'></section>", "frame-src", {"https:", "http:"}),
        ("<img src='//a.test/x.png'>", "img-src", {"https:", "http:"}),
        ("<img srcset='https://a.test/x.png 2x'>", "img-src", {"https:"}),
        ("<p style=\"background: url('https://a.test/x.png')\"></p>", "img-src", {"https:"}),
        ("<style>@import 'https://a.test/x.css';</style>", "style-src", {"https:"}),
        ("<video src='https://a.test/x.mp4'></video>", "media-src", {"https:"}),
        ("<object data='x.pdf'></object>", "object-src", {"'self'"}),
        ("<form><input></form>", "form-action", {"'self'"}),
        ('<form class="settings"></form>', "form-action", set()),
        ("<link rel='stylesheet' href='data:text/css,'>", "style-src", {"data:"}),
    ],
)
def test_what_an_author_wrote_is_allowed(html: str, directive: str, added: set[str]) -> None:
    """Scripts by their hashes or hosts, the web for what is loaded from it; nothing of it with `--safe`."""
    bare, closed = directives("")[directive], {"'none'"}
    assert directives(html)[directive] == ((bare - closed) | added or closed)
    if added != {"data:"}:
        assert directives(html, safe=True) == directives("", safe=True)


def test_our_scripts_in_the_page_are_allowed_by_their_hashes() -> None:
    """Without a script there is none to allow; a script of the author may ask files beside the page."""
    assert directives("", INLINE, safe=True)["script-src"] == {hash_of("let a = 1")}
    assert directives("", (), safe=True)["script-src"] == {"'none'"}
    author = (*OURS, Loaded("assets/own.js", is_ours=False))
    assert directives("", author)["connect-src"] == {"'self'"}
    assert directives("<script>let a = 1</script>", INLINE)["connect-src"] == {"'none'"}


def test_the_policy_takes_the_place_of_the_mark_in_the_head_alone() -> None:
    """A slide that names the mark keeps its word."""
    page = Markup(f'<meta content="{MARK}"><p>{MARK}</p>')
    made = with_policy(page, safe=True)
    assert made.startswith("<meta content=\"default-src 'none'; base-uri")
    assert made.endswith(f"<p>{MARK}</p>")
