"""A full room: hundreds of followers, some of whom read nothing, and a talk that goes on."""

from __future__ import annotations

import asyncio
import json
import statistics
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from typing import Any

import pytest
from websockets.asyncio.client import connect

pytestmark = [pytest.mark.slow, pytest.mark.long]

FOLLOWERS, DEAF, MOVES = 500, 100, 6


@pytest.fixture(autouse=True)
def _many_files() -> None:
    """Every follower is two open files here: its own end and the server's."""
    resource = pytest.importorskip("resource")
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8192), most))


async def arrivals(window: Any, slides: int) -> list[float]:
    """When each move of the talk has reached a window."""
    loop, times = asyncio.get_running_loop(), []
    while len(times) < slides:
        if json.loads(await window.recv())["type"] == "at":
            times.append(loop.time())
    return times


async def crowd(served: Any) -> tuple[list[float], list[int]]:
    """The delays of all followers in all moves, and the status of pages asked for meanwhile."""
    address = f"ws://127.0.0.1:{served.port}/ws?token="
    async with AsyncExitStack() as stack:

        async def join(role: str, **options: Any) -> Any:
            where = address + getattr(served.tokens, role)
            return await stack.enter_async_context(
                connect(where, compression=None, ping_interval=None, **options)
            )

        for _ in range(DEAF):
            await join("audience", max_queue=1, close_timeout=0.01)
        followers = [await join("audience") for _ in range(FOLLOWERS)]
        presenter = await join("presenter", max_queue=None)
        hearing = [asyncio.create_task(arrivals(each, MOVES)) for each in followers]
        said, statuses = [], []
        for number in range(MOVES):
            said.append(asyncio.get_running_loop().time())
            message = {"type": "at", "slide": "two", "fragment": number % 2}
            await presenter.send(json.dumps({"n": number, "say": message}))
            answer, _ = await asyncio.to_thread(served.ask, f"/?token={served.tokens.presenter}")
            statuses.append(answer.status)
            await asyncio.sleep(0.5)  # a talk's moves are further apart
        heard = await asyncio.wait_for(asyncio.gather(*hearing), 60)
    return [at - said[number] for times in heard for number, at in enumerate(times)], statuses


def test_a_full_room_follows(serve: Callable) -> None:
    """All of 500 followers get every move while 100 others read nothing; the presenter's page answers."""
    with ThreadPoolExecutor(1) as apart:  # another test's browser may have left an event loop in this thread
        delays, statuses = apart.submit(asyncio.run, crowd(serve())).result()
    assert len(delays) == FOLLOWERS * MOVES
    assert statuses == [200] * MOVES
    late = sorted(delays)[int(len(delays) * 0.95)]
    assert late < 50 * max(statistics.median(delays), 0.01), (statistics.median(delays), late)
