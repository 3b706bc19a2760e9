"""Work beside the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from talk.serve import aside as own
from talk.serve.aside import aside

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """In a loop of its own: a browser may have one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result(20)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "_resting", [])


def test_a_thread_does_one_work_after_the_other() -> None:
    """It is not started anew for each; what a work raises is raised where it is waited for."""

    def fail() -> None:
        raise LookupError("nothing there")

    async def works() -> set[int]:
        first = await aside(threading.get_ident)
        with pytest.raises(LookupError, match="nothing there"):
            await aside(fail)
        return {first, *[await aside(threading.get_ident) for _ in range(5)]}

    assert len(run(works())) == 1


def test_works_do_not_wait_for_each_other() -> None:
    """Each that has to wait has a thread for itself; only a few threads rest afterwards."""
    count = own._MAX_RESTING + 3

    async def works() -> list[int]:
        all_there = threading.Barrier(count)
        return await asyncio.gather(*(aside(lambda: all_there.wait(10)) for _ in range(count)))

    assert sorted(run(works())) == list(range(count))
    assert len(own._resting) <= own._MAX_RESTING


def test_a_work_that_nobody_waits_for_harms_nobody() -> None:
    """The loop has ended meanwhile; the thread takes the next work."""
    go_on, done = threading.Event(), threading.Event()

    def last() -> None:
        go_on.wait(10)
        done.set()

    async def leave() -> None:
        waiting = asyncio.create_task(aside(last))
        await asyncio.sleep(0)
        waiting.cancel()

    run(leave())
    go_on.set()
    assert done.wait(10)

    async def next_one() -> str:
        return await aside(lambda: "next")

    assert run(next_one()) == "next"
