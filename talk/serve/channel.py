"""One window's WebSocket: what it says goes to the hub, what the hub tells goes to it; its runs begin."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from talk.serve import messages
from talk.serve.hub import Hub, RefusedError, Window
from talk.serve.messages import Run

Begin = Callable[[Window, int, Run], None]

MESSAGES_PER_S = 400.0  # a drag on a screen of 144 Hz makes 288: where the figure stands, and a run
BURST = 800.0


class Pace:
    """How much a window has said lately."""

    def __init__(self) -> None:
        self._left, self._at = BURST, time.monotonic()

    def count(self) -> None:
        """One more message.

        Raises:
            RefusedError: that is too many for the time.
        """
        now = time.monotonic()
        self._left = min(BURST, self._left + (now - self._at) * MESSAGES_PER_S) - 1
        self._at = now
        if self._left < 0:
            raise RefusedError(1008, "too many messages")


async def serve_channel(socket: WebSocket, hub: Hub, begin: Begin) -> None:
    """Serve a window until it leaves, or has to; `begin` starts a run that it asks for under a number."""
    await socket.accept()
    window = Window(socket.scope["state"]["role"], socket.send_text)
    try:
        hub.join(window)
        await _first_of(_listen(socket, hub, window, begin), window.deliver())
    except RefusedError as refused:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect, TimeoutError):  # it may have gone already
            async with asyncio.timeout(1):
                await socket.close(refused.code, refused.why)
    except WebSocketDisconnect:
        pass
    finally:
        hub.leave(window)


async def _listen(socket: WebSocket, hub: Hub, window: Window, begin: Begin) -> None:
    pace = Pace()
    while (message := await socket.receive())["type"] != "websocket.disconnect":
        pace.count()
        text = message.get("text")
        if text is None:
            raise RefusedError(1003, "messages are text")
        try:
            sent = messages.read(text)
        except msgspec.DecodeError as error:
            raise RefusedError(1008, f"not a message: {error}"[:120]) from None
        if isinstance(sent.say, Run):
            hub.check(window, sent.say)
            begin(window, sent.n, sent.say)
        else:
            hub.hear(window, sent.n, sent.say)


async def _first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Go on until one of the works ends; the other goes with it, and what it raised is raised."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
