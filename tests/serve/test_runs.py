"""Demos run for a page: inside their bounds, one at a time, the newest wins."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from talk.errors import TalkError
from talk.serve.messages import Asked

pytestmark = pytest.mark.long


def test_a_run_answers_with_values_and_state(serve: Callable) -> None:
    """Parameters left out take the function's defaults; the state is the demo's own answer."""
    status, text = serve().run(size=33)
    answer = json.loads(text)
    assert status == 200
    assert answer["params"] == {"size": 33, "part": 0.5, "kind": "one", "up": True}
    assert answer["state"]["say"]
    assert "66" in json.dumps(answer["state"])


@pytest.mark.parametrize(
    "params",
    [
        {"size": 0},
        {"size": 101},
        {"size": 2.5},
        {"size": "33"},
        {"size": True},
        {"size": None},
        {"size": [1]},
        {"size": 10**400},
        {"part": 1.0000001},
        {"part": "nan"},
        {"kind": "three"},
        {"kind": 1},
        {"up": "true"},
        {"up": 1},
        {"other": 1},
        {"__proto__": 1},
    ],
)
def test_a_bad_value_starts_nothing(
    serve: Callable, params: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is unknown, of another type or out of bounds is a 400, before any demo runs."""
    served = serve()
    served.run()
    ran: list[Any] = []
    monkeypatch.setattr("talk.demo.catalog.Catalog.run_all", lambda *args, **_: ran.append(args))
    status, text = served.run(**params)
    assert (status, ran) == (400, [])
    assert text.strip()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("[]", "application/json", 400),
        ('{"demo": "double", "params": {"size": NaN}}', "application/json", 400),
        ('{"demo": "double", "more": 1}', "application/json", 400),
        ('{"params": {}}', "application/json", 400),
        ('{"demo": "none"}', "application/json", 400),
        ('{"demo": "double"}', "text/plain", 415),
        ('{"demo": "double"}', "application/x-www-form-urlencoded", 415),
        ('{"demo": "double"}', "application/json; charset=utf-8", 200),
    ],
)
def test_a_run_has_one_form(serve: Callable, body: str, kind: str, status: int) -> None:
    """JSON of the form alone starts a run; a form of another site's page never does."""
    served = serve()
    answer, _ = served.ask(f"/api/demo?token={served.tokens.presenter}", "POST", body, content_type=kind)
    assert answer.status == status


def test_the_newest_of_many_runs_wins(serve: Callable) -> None:
    """Of runs that wait for one that hangs only the last takes place; the hanging one ends by its limit."""
    served = serve()
    answers: dict[int, int] = {}

    def ask(number: int, demo: str) -> None:
        answers[number] = served.run(demo, size=number)[0]

    served.run()  # the demos are loaded
    first = threading.Thread(target=ask, args=(1, "stuck"))
    first.start()
    while not served.stage.runs._turn.locked():
        pass
    others = []
    for number in range(2, 6):
        others.append(threading.Thread(target=ask, args=(number, "double")))
        others[-1].start()
        while served.stage.runs._count < number + 1:
            pass
    for thread in (first, *others):
        thread.join(30)
    assert answers == {1: 500, 2: 429, 3: 429, 4: 429, 5: 200}


def test_a_changed_demo_is_run_as_it_is_now(serve: Callable, talk: Any) -> None:
    """After a save of its file the next run is the new function's."""
    served = serve()
    assert '"say"' in served.run(size=33)[1]
    file = served.slides.parent / "demos" / "doubling.py"
    with served.window() as window:
        file.write_text(file.read_text().replace("2 * size", "3 * size"))
        served.edit("Some words", "Other words")
        talk.built(window)
    assert "99" in served.run(size=33)[1]


def test_the_other_windows_are_told_of_a_run(serve: Callable, talk: Any) -> None:
    """A run in the frame of a figure reaches every window that shows it."""
    served = serve()
    with served.window("audience") as follower:
        talk.hear(follower, "hello")
        body = json.dumps({"demo": "double", "params": {"size": 7}, "figure": "double-2"})
        answer, text = served.ask(
            f"/api/demo?token={served.tokens.presenter}", "POST", body, content_type="application/json"
        )
        ran = talk.hear(follower, "ran")
    assert answer.status == 200
    assert ran["figure"] == "double-2"
    assert {"params": ran["params"], "state": ran["state"]} == json.loads(text)


def test_a_window_asks_for_a_run(serve: Callable, talk: Any) -> None:
    """What it comes to is what the request answers, every window is told, and then the word is taken."""
    served = serve()
    with served.window() as one, served.window("audience") as follower:
        talk.say(one, 5, type="run", demo="double", params={"size": 7}, figure="figure")
        ran, heard = talk.hear(one, "ran"), talk.hear(follower, "ran")
        assert talk.hear_next(one) == {"type": "taken", "n": 5}
    assert ran == heard
    assert ran["figure"] == "figure"
    assert {"params": ran["params"], "state": ran["state"]} == json.loads(served.run(size=7)[1])


@pytest.mark.parametrize(
    ("run", "why"),
    [
        (
            {"demo": "double", "params": {"size": 0}},
            "size: 0 is out of bounds; it takes an integer from 1 to 100",
        ),
        ({"demo": "double", "params": {"more": 1}}, "demo 'double' has no parameter 'more'"),
        ({"demo": "none"}, "there is no demo 'none'"),
        ({"demo": "double", "params": {"size": 13}}, "demo 'double' with"),
    ],
)
def test_nothing_may_come_of_a_run(serve: Callable, talk: Any, run: dict[str, Any], why: str) -> None:
    """The window that asked is told why, and goes on; nobody else hears of it."""
    served = serve()
    with served.window() as one, served.window() as two:
        talk.say(one, 1, type="run", figure="figure", **run)
        told = talk.hear(one, "unrun")
        assert told["n"] == 1
        assert told["why"].startswith(why)
        talk.say(one, 2, type="dark", on=True)
        assert talk.hear(two, "dark")["on"]
    assert not any(key.startswith("Ran") for key in served.stage.hub.holds)


@pytest.mark.parametrize("role", ["remote", "audience"])
def test_the_presenter_alone_asks_for_runs(serve: Callable, talk: Any, role: str) -> None:
    """Another window that does is let go, and nothing runs."""
    served = serve()
    with served.window(role) as window:
        talk.say(window, 1, type="run", demo="double")
        assert talk.until_closed(window) == 1008
    assert served.stage.runs._count == 0


def hold_up(served: Any, talk: Any, window: Any) -> None:
    """Let a run that hangs take place: those after it wait."""
    talk.say(window, 1, type="run", demo="stuck", figure="stuck")
    while not served.stage.runs._turn.locked():
        pass


def test_each_figure_has_its_newest_run(serve: Callable, talk: Any) -> None:
    """Of the runs that wait, a newer one takes the place of one of the same figure, not of another's."""
    served = serve()
    with served.window() as one:
        hold_up(served, talk, one)
        for number, figure in ((2, "a"), (3, "b"), (4, "a")):
            talk.say(one, number, type="run", demo="double", figure=figure)
        ends: list[tuple[str, int]] = []
        while len(ends) < 4:
            told = talk.hear_next(one)
            ends += [(told["type"], told["n"])] if told["type"] in ("taken", "unrun") else []
    assert sorted(ends) == [("taken", 3), ("taken", 4), ("unrun", 1), ("unrun", 2)]
    assert not served.stage.runs._newest


def test_so_many_figures_may_wait(serve: Callable, talk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more is refused at once; those that wait have their runs."""
    monkeypatch.setattr("talk.serve.runs.MAX_FIGURES", 3)
    served = serve()
    with served.window() as one:
        hold_up(served, talk, one)
        for number, figure in ((2, "a"), (3, "b"), (4, "c")):
            talk.say(one, number, type="run", demo="double", figure=figure)
        told = talk.hear(one, "unrun")
        assert (told["n"], told["why"]) == (4, "too many figures wait for a run")
        assert served.stage.runs._turn.locked()
        assert {talk.hear(one, "ran")["figure"] for _ in range(2)} == {"a", "b"}


def test_a_state_that_has_no_room_is_a_reason(
    serve: Callable, talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be laid out is told as what cannot be run; the request gets 500 with the words."""

    def refuse(*_: object) -> bytes:
        raise TalkError("the chart needs a height of 900 px")

    monkeypatch.setattr("talk.serve.runs.live_state", refuse)
    served = serve()
    with served.window() as one:
        talk.say(one, 1, type="run", demo="double", figure="figure")
        assert talk.hear(one, "unrun")["why"] == "the chart needs a height of 900 px"
    assert served.run() == (500, "the chart needs a height of 900 px\n")


def test_a_newest_run_that_is_let_go_leaves_the_others(serve: Callable) -> None:
    """One that waits behind a run, and whose newer one is cancelled meanwhile, has its turn."""
    runs = serve().stage.runs

    async def ask() -> list[Any]:
        await runs._turn.acquire()
        older, newest = (asyncio.create_task(runs.run(Asked("double", figure="a"))) for _ in range(2))
        await asyncio.sleep(0.01)
        newest.cancel()
        await asyncio.gather(newest, return_exceptions=True)
        runs._turn.release()
        return await asyncio.gather(older, return_exceptions=True)

    with ThreadPoolExecutor(1) as thread:
        (ran,) = thread.submit(asyncio.run, ask()).result(20)
    assert ran.figure == "a"
    assert not runs._newest


def test_a_run_outlives_its_window(serve: Callable, talk: Any) -> None:
    """Its figure stands in other windows, too."""
    served = serve()
    with served.window("audience") as follower:
        with served.window() as one:
            talk.say(one, 1, type="run", demo="double", params={"size": 7}, figure="figure")
        assert talk.hear(follower, "ran")["params"]["size"] == 7
