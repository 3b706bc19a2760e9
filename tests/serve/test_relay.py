"""The follow channel over a real Redis: one process says where the talk is, others serve its audience."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from talk.cli import run
from talk.errors import TalkError
from talk.serve.hub import Hub
from talk.serve.messages import At
from talk.serve.rehearsal import Rehearsal
from talk.serve.relay import audience_token, read_relay

pytestmark = pytest.mark.slow


class RedisServer:
    """A Redis of a test's own, which can go away and come back."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder = program, folder
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen([self.program, *options], stdout=subprocess.DEVNULL)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=10).close()
                return
            except ConnectionRefusedError:
                assert self.process.poll() is None

    def stop(self) -> None:
        """End it at once; it keeps nothing."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A running Redis."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no Redis found")
    pytest.importorskip("redis", reason="no Redis found")
    server = RedisServer(program, tmp_path)
    server.start()
    yield server
    server.stop()


def token_of(address: str) -> str:
    """The audience's token there, asked in a thread: tests in a browser leave a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, audience_token(read_relay(address))).result()


@pytest.fixture
def talk_and_room(serve: Callable, redis: RedisServer) -> tuple[Any, Any]:
    """The presenter's process, and one that only follows it."""
    presenter = serve(relay=redis.url)
    assert token_of(redis.url) == presenter.tokens.audience
    return presenter, serve(tokens=presenter.tokens, relay=redis.url, follow_only=True)


def keys_of(redis: RedisServer) -> dict[str, bytes]:
    """All that lies in Redis."""
    from redis import Redis

    with Redis.from_url(redis.url) as client:
        return {
            key.decode(): client.get(key)
            if client.type(key) == b"string"
            else b" ".join(client.hgetall(key).values())
            for key in client.scan_iter()
        }


def test_an_audience_elsewhere_follows(talk_and_room: tuple[Any, Any], talk: Any) -> None:
    """Slides, sliders and drawings reach windows of another process, also those that come later."""
    presenter, room = talk_and_room
    with presenter.window() as one, room.window("audience") as early:
        talk.say(one, 1, type="at", slide="two", fragment=1)
        talk.say(one, 2, type="stroke", slide="two", number=0, points=[1, 2])
        assert talk.hear(early, "at") == {"type": "at", "slide": "two", "fragment": 1}
        talk.hear(early, "stroke")
        with room.window("audience") as late:
            kinds = {each["type"] for each in talk.hear(late, "hello")["holds"]}
        assert kinds == {"at", "stroke"}
        talk.say(one, 3, type="clear", slide="two")
        talk.hear(early, "clear")
        with room.window("audience") as late:
            assert {each["type"] for each in talk.hear(late, "hello")["holds"]} == {"at"}


@pytest.mark.long
def test_a_live_run_reaches_an_audience_elsewhere(talk_and_room: tuple[Any, Any], talk: Any) -> None:
    """What the demo came to is shown there, too; nothing is run there."""
    presenter, room = talk_and_room
    with room.window("audience") as follower:
        talk.hear(follower, "hello")
        body = '{"demo": "double", "params": {"size": 33}, "figure": "figure"}'
        address = f"/api/demo?token={presenter.tokens.presenter}"
        assert presenter.ask(address, "POST", body, content_type="application/json")[0].status == 200
        assert talk.hear(follower, "ran")["params"]["size"] == 33


def test_a_process_that_follows_has_pages_for_the_audience_alone(talk_and_room: tuple[Any, Any]) -> None:
    """Whatever token is brought, there is no presenter's page, no remote, no run."""
    _, room = talk_and_room
    for role in ("presenter", "remote", "audience"):
        token = getattr(room.tokens, role)
        for path in ("/", "/index.html", "/remote", "/handout.html", "/qr.svg"):
            assert room.ask(f"{path}?token={token}")[0].status == 404
        assert room.ask(f"/api/demo?token={token}", "POST", "{}")[0].status == 404
    page = room.page("/follow", "audience")
    assert "public-note" in page
    assert "plain-note" not in page
    assert "private-note" not in page


@pytest.mark.long
def test_redis_holds_what_an_audience_may_see(
    talk_and_room: tuple[Any, Any], talk: Any, redis: RedisServer
) -> None:
    """No note, no timer, no token but the audience's, also after a save of the deck."""
    presenter, room = talk_and_room
    with presenter.window() as one, room.window("audience") as follower:
        talk.say(one, 1, type="clock", elapsed_ms=1234567, running=True)
        presenter.edit("Some words", "Other words")
        talk.built(one)
        talk.say(one, 2, type="at", slide="two")
        talk.hear(follower, "at")
    kept = keys_of(redis)
    assert set(kept) == {"talk:talk:holds", "talk:talk:audience"}
    said = b" ".join(kept.values())
    for secret in ("note", "1234567", presenter.tokens.presenter, presenter.tokens.remote, "rehearsed"):
        assert secret.encode() not in said
    assert kept["talk:talk:audience"] == presenter.tokens.audience.encode()


@pytest.mark.long
def test_the_talk_goes_on_while_redis_is_away(
    talk_and_room: tuple[Any, Any], talk: Any, redis: RedisServer
) -> None:
    """The presenter's own windows notice nothing; once it is back, empty, the others learn all."""
    presenter, room = talk_and_room
    with (
        presenter.window() as one,
        presenter.window("audience") as here,
        room.window("audience") as there,
    ):
        talk.say(one, 1, type="stroke", slide="one", number=0, points=[1, 2])
        talk.hear(there, "stroke")
        redis.stop()
        talk.say(one, 2, type="clear", slide="one")
        talk.say(one, 3, type="at", slide="two")
        assert talk.hear(here, "at")["slide"] == "two"
        assert presenter.ask(f"/?token={presenter.tokens.presenter}")[0].status == 200
        assert room.ask(f"/follow?token={room.tokens.audience}")[0].status == 200
        redis.start()
        assert talk.hear(there, "at", within=30)["slide"] == "two"
        with room.window("audience") as late:
            assert {each["type"] for each in talk.hear(late, "hello")["holds"]} == {"at"}


@pytest.mark.long
@pytest.mark.parametrize(
    "said",
    [
        b"\xff\x00",
        b"{}",
        b'{"type":"move","by":1}',
        b'{"type":"patch","edition":"x","before":"y","reload":true}',
        b'{"type":"hello","role":"presenter","edition":"","holds":[]}',
        b'{"type":"broken","lines":["x"]}',
        b'{"type":"at","slide":"' + b"x" * 300 + b'"}',
        b'{"type":"ran","figure":"figure","params":{},"state":"' + b"x" * (1 << 20) + b'"}',
    ],
    ids=["bytes", "nothing", "move", "patch", "hello", "broken", "long", "large"],
)
def test_what_comes_over_the_relay_is_held_to_its_form(
    talk_and_room: tuple[Any, Any], talk: Any, redis: RedisServer, said: bytes
) -> None:
    """What no window of a presenter could have said is passed over, published or held."""
    from redis import Redis

    _, room = talk_and_room
    with room.window("audience") as follower, Redis.from_url(redis.url) as client:
        talk.hear(follower, "hello")
        latest = time.monotonic() + 20  # the audience is greeted before the room has found Redis
        while not client.pubsub_numsub("talk:talk:said")[0][1]:
            assert time.monotonic() < latest, "the room has not found Redis"
        client.publish("talk:talk:said", said)
        client.publish("talk:talk:said", b'{"type":"at","slide":"two"}')
        assert talk.hear_next(follower) == {"type": "at", "slide": "two", "fragment": -1}


@pytest.mark.long
def test_another_talk_of_the_same_redis_is_another(serve: Callable, redis: RedisServer, talk: Any) -> None:
    """Names behind the address keep talks apart."""
    first, other = serve(relay=f"{redis.url}#first"), serve(relay=f"{redis.url}#other")
    with first.window() as one, other.window() as two:
        talk.say(one, 1, type="at", slide="two")
        talk.hear(one, "taken")
        talk.say(two, 1, type="at", slide="one")
        talk.hear(two, "taken")
    for name, served in (("first", first), ("other", other)):
        assert token_of(f"{redis.url}#{name}") == served.tokens.audience


@pytest.mark.parametrize("text", ["", "http://x", "redis", "redis://x#a b", "redis://x#" + "x" * 99])
def test_an_address_that_is_none(text: str) -> None:
    """It is said what is expected."""
    with pytest.raises(TalkError, match="no address of a relay"):
        read_relay(text)


def test_following_needs_a_relay(capsys: Any) -> None:
    """The option alone is wrong usage."""
    assert run(["present", "--follow-only", "--no-open"]) == 2
    assert "--relay" in capsys.readouterr().err


def test_without_a_relay_its_client_is_not_loaded() -> None:
    """The default needs no Redis."""
    code = "import talk.serve.run, sys; print('redis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_what_no_longer_holds_is_taken_back() -> None:
    """A process that has missed something is told all anew, and drops the rest."""
    hub = Hub(Rehearsal())
    hub.relay(At("one"))
    hub.hold_all([])
    assert hub.holds == {}
