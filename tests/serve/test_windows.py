"""What one window does, the others show; what came before, a new one is told."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest

MESSAGES: list[dict[str, Any]] = [
    {"type": "at", "slide": "two", "fragment": 1},
    {"type": "look", "px": 34, "mode": "dark"},
    {"type": "figure", "id": "double", "place": [3, 0], "pinned": [1, 1], "exact": {"size": 41.5}},
    {"type": "dark", "on": True},
    {"type": "pointer", "at": [10.5, 20]},
    {"type": "stroke", "slide": "one", "number": 0, "points": [1, 2, 3.5, 4]},
    {"type": "clear", "slide": "one"},
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message["type"])
def test_what_one_window_says_all_others_hear(serve: Callable, talk: Any, message: dict[str, Any]) -> None:
    """Presenter's second window, remote and audience get the message; the sender only that it is taken."""
    served = serve()
    with (
        served.window() as one,
        served.window() as two,
        served.window("remote") as phone,
        served.window("audience") as follower,
    ):
        for window in (one, two, phone, follower):
            talk.hear(window, "hello")
        talk.say(one, 7, **message)
        for window in (two, phone, follower):
            assert talk.hear(window, message["type"]) == message
        assert talk.hear(one, "taken") == {"type": "taken", "n": 7}


def test_a_new_window_learns_what_holds(serve: Callable, talk: Any) -> None:
    """Slide, look, sliders and drawing of the last words are in the first word to whoever comes later."""
    served = serve()
    with served.window() as one:
        for number, message in enumerate(MESSAGES):
            talk.say(one, number, **message)
            talk.hear(one, "taken")
        talk.say(one, 98, type="stroke", slide="one", number=1, points=[5, 6])
        talk.say(one, 99, type="figure", id="double", place=[5, 0])
        talk.hear(one, "taken"), talk.hear(one, "taken")
        with served.window("audience") as late:
            holds = talk.hear(late, "hello")["holds"]
    kinds = [each["type"] for each in holds]
    assert sorted(kinds) == ["at", "dark", "figure", "look", "pointer", "stroke"]
    assert {"type": "figure", "id": "double", "place": [5, 0], "pinned": None, "exact": None} in holds
    assert {"type": "stroke", "slide": "one", "number": 1, "points": [5, 6]} in holds


def test_the_timer_runs_on_between_windows(serve: Callable, talk: Any) -> None:
    """A window that comes later is told how long the timer has run by then; the audience is not."""
    served = serve()
    now = [100.0]
    served.stage.hub.timer.now = lambda: now[0]
    with served.window() as one:
        talk.say(one, 1, type="clock", elapsed_ms=2000, running=True)
        talk.hear(one, "taken")
        now[0] += 5
        with served.window("remote") as phone, served.window("audience") as follower:
            assert {"type": "clock", "elapsed_ms": 7000, "running": True} in talk.hear(phone, "hello")[
                "holds"
            ]
            assert "clock" not in [each["type"] for each in talk.hear(follower, "hello")["holds"]]
        talk.say(one, 2, type="clock", elapsed_ms=9000, running=False)
        talk.hear(one, "taken")
        now[0] += 5
        with served.window() as two:
            assert {"type": "clock", "elapsed_ms": 9000, "running": False} in talk.hear(two, "hello")["holds"]


def test_one_window_alone_carries_a_step_out(serve: Callable, talk: Any) -> None:
    """Next on the phone reaches the leading window; when that is gone, the one after it."""
    served = serve()
    with ExitStack() as stack:
        leader, second, phone = (
            stack.enter_context(served.window(role)) for role in ("presenter", "presenter", "remote")
        )
        talk.hear(leader, "hello"), talk.hear(second, "hello")
        talk.say(phone, 1, type="move", by=1)
        assert talk.hear(leader, "move") == {"type": "move", "by": 1}
        leader.close()
        while talk.hear(second, "present")["presenters"] == 2:
            pass
        talk.say(phone, 2, type="move", by=-1)
        assert talk.hear(second, "move") == {"type": "move", "by": -1}


def test_a_phone_may_not_say_where_the_talk_is(serve: Callable, talk: Any) -> None:
    """The remote moves the talk by steps; a place is the presenter's to say."""
    served = serve()
    with served.window("remote") as phone:
        talk.say(phone, 1, type="at", slide="two")
        assert talk.until_closed(phone) == 1008


def test_a_window_that_reads_nothing_holds_nobody_up(serve: Callable, talk: Any) -> None:
    """Hundreds of messages pass while one window does not read; the others get the last of each key."""
    served = serve()
    with (
        served.window(max_queue=1, close_timeout=0) as deaf,
        served.window(max_queue=None) as one,
        served.window("audience") as follower,
    ):
        for number in range(300):
            talk.say(one, number, type="at", slide="two", fragment=number % 2)
        talk.say(one, 300, type="at", slide="one")
        while talk.hear(follower, "at")["slide"] != "one":
            pass
        deaf.socket.shutdown(socket.SHUT_RDWR)  # it would wait for room for what it has not read


def test_the_presenter_knows_who_is_there(serve: Callable, talk: Any) -> None:
    """The presenter is told how many phones and followers are connected, and when one leaves."""
    served = serve()
    with served.window() as one:
        with served.window("audience"):
            while talk.hear(one, "present") != {
                "type": "present",
                "presenters": 1,
                "remotes": 0,
                "followers": 1,
            }:
                pass
        while talk.hear(one, "present") != {"type": "present", "presenters": 1, "remotes": 0, "followers": 0}:
            pass
