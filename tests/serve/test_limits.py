"""What clients may send, how slowly, and how many of them there may be."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from talk.serve.guard import MAX_BODY_BYTES, Guard
from talk.serve.hub import MAX_WINDOWS
from talk.serve.wire import PatientProtocol

pytestmark = pytest.mark.long

GARBAGE = [
    b"\x00\x01\x02\x03\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
    b"POST /api/demo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /api/demo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 100_000,
]


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fifth of a second instead of twenty: the same clock, sooner."""
    monkeypatch.setattr(PatientProtocol, "patience_s", 0.2)


def rest(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    parts = []
    with connection, contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_a_body_is_bounded(serve: Callable) -> None:
    """64 KiB are read; a byte more is refused, by its length or as it comes."""
    served = serve()
    path = f"/api/demo?token={served.tokens.presenter}"
    kind = {"content_type": "application/json"}
    assert served.ask(path, "POST", b" " * MAX_BODY_BYTES, **kind)[0].status == 400
    assert served.ask(path, "POST", b" " * (MAX_BODY_BYTES + 1), **kind)[0].status == 413
    with served.socket() as connection:
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(
            head.encode() + b"10000\r\n" + b" " * 65536 + b"\r\n10000\r\n" + b" " * 65536 + b"\r\n"
        )
        assert b" 413 " in connection.recv(100)


@pytest.mark.parametrize("garbage", GARBAGE)
def test_what_is_no_request_is_answered_or_cut(serve: Callable, garbage: bytes) -> None:
    """Malformed requests get a 4xx with the headers of every answer, and others are served on."""
    served = serve()
    connection = served.socket()
    connection.sendall(garbage)
    connection.shutdown(socket.SHUT_WR)
    answer = rest(connection)
    assert answer == b"" or (answer.startswith(b"HTTP/1.1 4") and b"nosniff" in answer)
    assert "A talk" in served.page()


@pytest.mark.parametrize("head", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_a_head_that_does_not_come_is_cut(serve: Callable, patience: None, head: bytes) -> None:
    """A client that never ends the head of its request is let go when its time is over."""
    served = serve()
    connection = served.socket()
    connection.sendall(head)
    assert rest(connection) == b""


def test_a_second_request_on_a_connection_has_its_own_time(serve: Callable, patience: None) -> None:
    """After a whole request the next one must come in time, too."""
    served = serve()
    connection = served.socket()
    whole = f"GET /follow HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode()
    connection.sendall(whole)
    assert connection.recv(12) == b"HTTP/1.1 200"
    connection.sendall(b"GET / HT")
    assert b"HTTP/1.1" not in rest(connection)


def test_a_body_that_does_not_come_is_refused(serve: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that dribbles is answered with 408 when its time is over."""
    monkeypatch.setattr(Guard, "patience_s", 0.2)
    served = serve()
    connection = served.socket()
    head = f"POST /api/demo?token={served.tokens.presenter} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n"
    connection.sendall(head.encode() + b"Content-Length: 10\r\n\r\n{")
    assert b" 408 " in rest(connection).splitlines()[0]


@pytest.mark.parametrize(
    "message",
    [
        "",
        "null",
        "[]",
        "{",
        '{"n": 1}',
        '{"n": -1, "say": {"type": "at", "slide": "one"}}',
        '{"n": 1, "say": {"type": "none"}}',
        '{"n": 1, "say": {"type": "at"}}',
        '{"n": 1, "say": {"type": "at", "slide": 5}}',
        '{"n": 1, "say": {"type": "at", "slide": "one", "fragment": 1e9}}',
        '{"n": 1, "say": {"type": "look", "px": 1e400, "mode": "dark"}}',
        '{"n": 1, "say": {"type": "hello", "role": "presenter"}}',
        '{"n": 1, "say": {"type": "stroke", "slide": "one", "number": 1, "points": ["x"]}}',
        json.dumps({"n": 1, "say": {"type": "stroke", "slide": "one", "number": 1, "points": [1] * 5000}}),
        b"\x00\xff",
    ],
)
def test_a_malformed_message_ends_its_window_alone(serve: Callable, talk: Any, message: str | bytes) -> None:
    """Whoever sends what is no message is let go with a policy code; another window hears on."""
    served = serve()
    with served.window() as bad, served.window("remote") as good:
        bad.send(message)
        assert talk.until_closed(bad) in (1003, 1008)
        good.send('{"n": 1, "say": {"type": "dark", "on": true}}')
        while json.loads(good.recv(timeout=10))["type"] != "taken":
            pass


def test_a_message_is_bounded(serve: Callable, talk: Any) -> None:
    """A message over 64 KiB ends its window."""
    served = serve()
    with served.window() as window:
        window.send("x" * (MAX_BODY_BYTES + 1))
        assert talk.until_closed(window) == 1009


def test_a_flood_ends_its_window(serve: Callable, talk: Any) -> None:
    """A window that sends thousands of messages at once is let go."""
    served = serve()
    with served.window(close_timeout=0.1) as window:
        with contextlib.suppress(ConnectionClosed):
            for number in range(5000):
                talk.say(window, number, type="pointer", at=[1, 2])
        assert talk.until_closed(window) in (1008, 1013)  # too fast, or too far behind to be told


def test_one_window_too_many_is_not_let_in(
    serve: Callable, talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each role has its number of windows; those that are there stay."""
    monkeypatch.setitem(MAX_WINDOWS, "audience", 1)
    served = serve()
    with served.window("audience") as first:
        first.recv(timeout=10)
        with served.window("audience") as second:
            assert talk.until_closed(second) == 1013
        first.ping().wait(10)


def test_an_audience_may_not_speak(serve: Callable, talk: Any) -> None:
    """A follower that tries to move the talk is let go, and nothing moves."""
    served = serve()
    with served.window("audience") as window:
        window.send('{"n": 1, "say": {"type": "at", "slide": "two"}}')
        assert talk.until_closed(window) == 1008
    assert "At" not in served.stage.hub.holds
