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

    def run() -> Callable[[], None]:
        result, error = None, None
        try:
            result = work()
        except BaseException as caught:
            error = caught
        return lambda: tell(result, error)

    def tell(result: T | None, error: BaseException | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    try:
        hand = _resting.pop()
    except IndexError:
        hand = _new_hand()
    hand.put(run)
    return await future


Hand = SimpleQueue[Callable[[], Callable[[], None]]]
"""How a thread is reached: it does the work that it finds there, and then calls what that returned."""

_resting: list[Hand] = []
"""Of those that have nothing to do: to start one takes as long as a short work."""


def _new_hand() -> Hand:
    hand: Hand = SimpleQueue()
    threading.Thread(target=_serve, args=(hand,), daemon=True).start()
    return hand


def _serve(hand: Hand) -> None:
    while _do(hand):
        pass


def _do(hand: Hand) -> bool:
    """One work; whether the thread is to rest until the next."""
    tell = hand.get()()
    rests = len(_resting) < _MAX_RESTING
    if rests:
        _resting.append(hand)  # before anybody can have another work for it
    tell()
    return rests
