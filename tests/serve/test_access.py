"""Who gets what: every route against foreign names, foreign pages and missing tokens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.routing import Route, WebSocketRoute
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from talk.serve.rules import DOORS, OPEN_FOLDERS, PAGES

UPGRADE = {
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec_websocket_version": "13",
    "sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ==",
}
ASKS = {"/api/demo": "POST"}
ROUTES = sorted(DOORS)


def status(served, path: str, token: str = "", **headers: str) -> int:
    """The status of the answer to a request that a route would take."""
    query = f"?token={token}" if token else ""
    upgrade = UPGRADE if path == "/ws" else {}
    answer, _ = served.ask(f"{path}{query}", ASKS.get(path, "GET"), **upgrade, **headers)
    assert answer.getheader("x-content-type-options") == "nosniff"
    assert answer.getheader("referrer-policy") == "no-referrer"
    assert "frame-ancestors 'none'" in answer.getheader("content-security-policy")
    assert answer.getheader("access-control-allow-origin") is None
    return answer.status


def test_every_route_has_its_door(serve: Callable) -> None:
    """The rules name each route of the app, and no other."""
    routes = serve().stage.routes
    named = {route.path for route in routes if isinstance(route, (Route, WebSocketRoute))}
    assert {path for path in named if "{" not in path} == set(DOORS)
    assert {path.partition("{")[0] for path in named if "{" in path} == set(OPEN_FOLDERS)


def test_every_route_refuses_strangers(serve: Callable) -> None:
    """A foreign Host, Origin or site gets nothing from any route, whatever its token."""
    served = serve()
    token, own = served.tokens.presenter, f"127.0.0.1:{served.port}"
    asset = "/" + next(iter(served.stage.press.latest.built.links.site.files))
    for path in (*ROUTES, asset):
        assert status(served, path, token, host=f"evil.example:{served.port}") == 403, path
        assert status(served, path, token, host=f"localhost.evil.example:{served.port}") == 403, path
        assert status(served, path, token, host=f"127.0.0.1:{served.port + 1}") == 403, path
        assert status(served, path, token, origin="http://evil.example") == 403, path
        assert status(served, path, token, origin="null") == 403, path
        assert status(served, path, token, origin=f"http://{own}.evil.example") == 403, path
        assert status(served, path, token, origin=f"http://127.0.0.1:{served.port + 1}") == 403, path
        for site in ("cross-site", "same-site", "nonsense"):
            assert status(served, path, token, sec_fetch_site=site) == 403, path


def test_every_route_refuses_who_has_no_token(serve: Callable) -> None:
    """No token and a wrong one are refused where one is due; on loopback the audience needs none."""
    served = serve()
    for path in ROUTES:
        for token in ("", "x", served.tokens.presenter + "x", "%00", "%C3%A9"):
            expected = 200 if path == "/follow" else 401
            assert status(served, path, token) == expected, (path, token)


def test_each_token_opens_its_own_doors(serve: Callable) -> None:
    """The audience's token opens no page of the speaker's, the remote's none of the presenter's."""
    served = serve()
    for role, doors in {"remote": {"/remote", "/follow"}, "audience": {"/follow"}}.items():
        for path in sorted(PAGES | {"/api/demo", "/qr.svg"}):
            expected = 200 if path in doors else 401
            assert status(served, path, getattr(served.tokens, role)) == expected, (role, path)


def test_two_tokens_are_none(serve: Callable) -> None:
    """A query that names the token twice is not read one way here and another there."""
    served = serve()
    assert served.ask(f"/?token={served.tokens.presenter}&token=x")[0].status == 401


def test_a_link_from_elsewhere_opens_a_page_and_nothing_else(serve: Callable) -> None:
    """A link in a chat may open a page in a window; not in a frame, not by a form, not another route."""
    served = serve()
    token = served.tokens.presenter
    visit = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    for path in ROUTES:
        assert status(served, path, token, **visit) == (200 if path in PAGES else 403), path
        assert status(served, path, token, **{**visit, "sec_fetch_dest": "iframe"}) == 403, path
    answer, _ = served.ask(f"/?token={token}", "POST", **visit)
    assert answer.status == 403


def test_an_open_server_asks_the_audience_for_its_token(serve: Callable) -> None:
    """With --host nothing but a file under its hash is given away without a token."""
    served = serve(host="0.0.0.0")
    assert [status(served, path) for path in ROUTES] == [401] * len(ROUTES)
    assert status(served, "/follow", served.tokens.audience) == 200


def test_an_open_server_knows_the_address_it_was_reached_at(serve: Callable) -> None:
    """A name that leads here is foreign, the very address of the connection is not."""
    served = serve(host="0.0.0.0")
    token = served.tokens.presenter
    assert status(served, "/", token, host=f"127.0.0.1:{served.port}") == 200
    assert status(served, "/", token, host=f"10.1.2.3:{served.port}") == 403
    assert status(served, "/", token, host=f"laptop.local:{served.port}") == 403


def test_a_proxy_names_its_host_and_path(serve: Callable) -> None:
    """`--allow-host` and `--root-path` let a proxy in, with its own origin."""
    served = serve(allow_hosts=("talks.example",), root_path="/deck")
    token = served.tokens.presenter
    assert status(served, "/", token, host="talks.example") == 200
    assert status(served, "/deck/", token, host="talks.example", origin="https://talks.example") == 200
    assert status(served, "/", token, host="other.example") == 403
    assert status(served, "/", token, host="talks.example", origin="https://other.example") == 403


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../slides/01.md",
        "/assets/%2e%2e/slides/01.md",
        "/assets/..%2fslides%2f01.md",
        "/slides/01.md",
        "/assets/",
        "/assets//etc/passwd",
        "/data/nothing.csv",
        "/.talk-manifest.json",
        "/demos/doubling.py",
    ],
)
def test_only_the_manifest_is_served(serve: Callable, path: str) -> None:
    """No path on the disk is looked up from an address."""
    served = serve()
    answer, text = served.ask(f"{path}?token={served.tokens.presenter}")
    assert answer.status == 404
    assert "Some words" not in text


def test_everything_in_the_manifest_is_served(serve: Callable) -> None:
    """Each file of the site has its bytes and its type, and may be kept for good."""
    served = serve()
    for name, data in served.stage.press.latest.built.links.site.files.items():
        answer, text = served.ask(f"/{name}")
        assert answer.status == 200
        assert text == data.decode(errors="replace")
        assert "immutable" in answer.getheader("cache-control")
    assert served.ask(f"/{name}", "DELETE")[0].status == 405


def test_a_channel_opens_for_its_own_page_alone(serve: Callable) -> None:
    """A WebSocket of a foreign page is refused before it is open, with the status of the reason."""
    served = serve()
    address = f"ws://127.0.0.1:{served.port}/ws"
    good = f"{address}?token={served.tokens.presenter}"
    for where, origin, code in [
        (good, "http://evil.example", 403),
        (address, f"http://127.0.0.1:{served.port}", 401),
        (f"{address}?token=wrong", None, 401),
    ]:
        with pytest.raises(InvalidStatus) as refused, connect(where, origin=origin):  # type: ignore[arg-type]
            pass
        assert refused.value.response.status_code == code
    with connect(good, origin=f"http://127.0.0.1:{served.port}"):  # type: ignore[arg-type]
        pass


def test_scripts_need_the_nonce_of_their_answer(serve: Callable) -> None:
    """Each answer has a nonce of its own; every script element of ours bears it."""
    served = serve()
    seen = set()
    for path in ("/", "/follow", "/remote"):
        answer, text = served.ask(f"{path}?token={served.tokens.presenter}")
        policy = answer.getheader("content-security-policy")
        nonce = policy.partition("'nonce-")[2].partition("'")[0]
        seen.add(nonce)
        assert text.count(f'nonce="{nonce}"') == text.count("<script nonce=") >= 1
        assert served.stage.press.mark not in text
    assert len(seen) == 3


def test_an_audience_page_holds_public_notes_alone(serve: Callable) -> None:
    """Neither a private nor a plain note is on a page that the audience can open; the speaker has all."""
    served = serve()
    follow, speaker, remote = served.page("/follow", "audience"), served.page("/"), served.page("/remote")
    assert "public-note" in follow
    assert "private-note" not in follow
    assert "plain-note" not in follow
    assert all(note in page for note in ("private-note", "plain-note") for page in (speaker, remote))
    assert not any(getattr(served.tokens, role) in follow for role in ("presenter", "remote"))
