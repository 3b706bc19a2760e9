"""Work beside the event loop, in threads that never keep the process from ending."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")

_MAX_RESTING = 4


async def aside(work: Callable[[], T]) -> T:
    """What the work comes to, done in a thread that has nothing else to do."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as caught:
            error = caught
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    try:
        hand = _resting.pop()
    except IndexError:
        hand = _new_hand()
    hand.put(run)
    return await future


_resting: list[SimpleQueue[Callable[[], None]]] = []
"""How threads that have done their work are reached: to start one takes as long as a short work."""


def _new_hand() -> SimpleQueue[Callable[[], None]]:
    hand: SimpleQueue[Callable[[], None]] = SimpleQueue()
    threading.Thread(target=_serve, args=(hand,), daemon=True).start()
    return hand


def _serve(hand: SimpleQueue[Callable[[], None]]) -> None:
    while True:
        hand.get()()
        if len(_resting) >= _MAX_RESTING:
            return
        _resting.append(hand)
