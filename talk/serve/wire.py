"""The HTTP protocol with deadlines: a client that dribbles is cut, one too many is not let in."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from talk.serve.guard import PATIENCE_S, SECURITY_HEADERS, content_policy

MAX_CONNECTIONS = 1500
_RESERVED = 100  # for this machine itself: the presenter gets in however many others wait


class PatientProtocol(H11Protocol):
    """uvicorn's protocol, but the head of a request must be there within the time."""

    patience_s = PATIENCE_S
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        near = self.client is not None and self.client[0] in ("127.0.0.1", "::1")
        if len(self.connections) > MAX_CONNECTIONS + _RESERVED * near:
            transport.abort()
        else:
            self._begin()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._end()
        elif self._deadline is None:
            self._begin()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._end()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer to what is no HTTP, with the headers of every other answer."""
        said: dict[str, str] = {
            **SECURITY_HEADERS,
            "content-security-policy": content_policy("none"),
            "content-type": "text/plain; charset=utf-8",
            "connection": "close",
        }
        parts: list[Any] = [
            h11.Response(status_code=400, headers=list(said.items()), reason=b"Bad Request"),
            h11.Data(data=f"{msg}\n".encode()),
            h11.EndOfMessage(),
        ]
        for part in parts:
            self.transport.write(self.conn.send(part) or b"")
        self.transport.close()

    def _begin(self) -> None:
        self._deadline = self.loop.call_later(self.patience_s, self.transport.abort)

    def _end(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
