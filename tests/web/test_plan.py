"""The speaker's clock and plan, and what a window keeps for its server: without a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from py_mini_racer import MiniRacer

from talk import webfiles

Call = Callable[..., Any]


def plan(*minutes: float, optional: tuple[int, ...] = (), whole: float | None = None) -> dict[str, Any]:
    """A plan whose slides take so many minutes."""
    slides = [
        {
            "id": f"s{n}",
            "label": f"1.{n + 1}",
            "title": "",
            "section": "ab"[n > 1],
            "minutes": each,
            "optional": n in optional,
        }
        for n, each in enumerate(minutes)
    ]
    return {"minutes": sum(minutes) if whole is None else whole, "slides": slides}


@pytest.mark.parametrize(
    ("at", "elapsed", "words"),
    [
        (0, 0, "on time"),
        (0, 2, "on time"),
        (0, 2.4, "on time"),
        (0, 3.5, "1:30 behind"),
        (1, 2.5, "on time"),
        (2, 2.5, "2:30 ahead"),
    ],
)
def test_the_pace_is_of_the_slide_that_is_shown(call: Call, at: int, elapsed: float, words: str) -> None:
    """A talk is behind once its slide's time is over, ahead before it has begun, else on time."""
    assert call("inWords", call("pace", plan(2, 3, 4), at, elapsed)) == words


@pytest.mark.parametrize(
    ("elapsed", "words"),
    [
        (1, ""),
        (2.4, ""),
        (3, "skip 1.4 to finish on time"),
        (4.5, "skip 1.4 to finish on time"),
        (6, "skip 1.2 and 1.4 to finish on time"),
        (9, "skip 1.2 and 1.4: still 2:30 over"),
    ],
)
def test_what_could_be_dropped_is_named(call: Call, elapsed: float, words: str) -> None:
    """As few of the optional slides ahead as bring the talk back; all of them where that is not enough."""
    assert call("advice", plan(2, 1.5, 4, 3, optional=(1, 3)), 0, elapsed) in (
        words,
        words.replace("1.2", "1.4"),
    )


def test_what_lies_behind_is_not_dropped(call: Call) -> None:
    """Only slides that are still to come can be left out."""
    assert call("advice", plan(2, 1, 4, 1, optional=(0, 1)), 1, 9) == ""


def test_slack_in_the_hour_is_used_first(call: Call) -> None:
    """A talk that is behind its slides but ends within its duration needs nothing dropped."""
    assert call("advice", plan(2, 1, 4, optional=(1,), whole=20), 0, 9) == ""


def test_sections_add_up(call: Call) -> None:
    """Each section has the minutes of its slides; the one of the present slide is marked."""
    assert call("sections", plan(1, 2, 3, 4), 2) == [
        {"section": "a", "minutes": 3, "here": False},
        {"section": "b", "minutes": 7, "here": True},
    ]


@pytest.mark.parametrize(
    ("ms", "text"), [(0, "0:00"), (61_999, "1:01"), (3_723_000, "1:02:03"), (-5, "0:00")]
)
def test_times_read_like_a_clock(call: Call, ms: int, text: str) -> None:
    """Minutes and seconds; hours where there are any."""
    assert call("inClock", ms) == text


@pytest.fixture(scope="module")
def script() -> Callable[[str], Any]:
    """Runs statements over the page's script and gives back what they `return`."""
    engine = MiniRacer()
    engine.eval("globalThis.URLSearchParams = class {};" + webfiles.read_text("talk.js"))
    return lambda body: json.loads(str(engine.eval(f"JSON.stringify((() => {{ {body} }})())")))


def test_the_timer_starts_with_the_first_move(script: Any) -> None:
    """Moves start a timer that has not run; one that somebody has paused stays paused."""
    assert script(
        """let now = 0; const clock = talk.pure.newClock(() => now); const seen = [clock.running];
        clock.moved(); now = 5000; seen.push(clock.running, clock.elapsedMs);
        clock.toggle(); now = 9000; clock.moved(); seen.push(clock.running, clock.elapsedMs); return seen;"""
    ) == [False, True, 5000, False, 5000]


def test_a_slip_does_not_reset_the_timer(script: Any) -> None:
    """Reset needs a paused timer and a second press within four seconds."""
    assert script(
        """let now = 0; const clock = talk.pure.newClock(() => now); const seen = [];
        clock.toggle(); now = 5000; seen.push(clock.reset()); clock.toggle(); seen.push(clock.reset());
        now = 9500; seen.push(clock.reset(), clock.elapsedMs);
        now = 10000; seen.push(clock.reset(), clock.elapsedMs); return seen;"""
    ) == [False, False, False, 5000, True, 0]


def test_a_word_under_way_outlives_what_others_said_before(script: Any) -> None:
    """Until the server has taken a word of ours, another's of its kind is older; then it is newer."""
    assert script(
        """const words = talk.pure.newWords();
        const { n } = words.send({ type: "at", slide: "a" });
        const other = { type: "at", slide: "b" };
        const seen = [words.isOld(other), words.isOld({ type: "dark" })];
        words.ended(n); seen.push(words.isOld(other)); return seen;"""
    ) == [True, False, False]


def test_what_the_server_lost_is_said_again(script: Any) -> None:
    """After a break the last word of each key waits, and nothing twice."""
    assert script(
        """const words = talk.pure.newWords(); const at = (slide) => ({ type: "at", slide });
        words.send(at("a")); words.lose(); words.keep(at("b"));
        words.keep({ type: "figure", id: "x", place: [1] });
        words.send(at("c")); words.lose();
        const waiting = words.waiting(); return [waiting, words.waiting()];"""
    ) == [[{"type": "at", "slide": "b"}, {"type": "figure", "id": "x", "place": [1]}], []]


def test_windows_wait_longer_each_time_and_not_alike(call: Call) -> None:
    """Tries are spread, grow, and stay under six seconds."""
    assert call("waitMs", 0, 0) < call("waitMs", 0, 1) < call("waitMs", 3, 0.5) < call("waitMs", 20, 1) < 6000
