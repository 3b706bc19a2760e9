"""The outermost layer: rules, sizes, deadlines and headers, the same for every route."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from talk.serve.rules import Refusal, Rules

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY_BYTES = 64 * 1024
PATIENCE_S = 20.0
_CHUNK_BYTES = 64 * 1024

SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def content_policy(nonce: str) -> str:
    """The content security policy of an answer: scripts with this nonce, the rest from here alone.

    Styles may stand in the page (KaTeX and widths need them); images may come from where the author says.
    """
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        f"script-src 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
        "img-src 'self' data: blob: https: http:; media-src 'self' data: https:; connect-src 'self'"
    )


class Guard:
    """An app that is asked only what the rules allow, and whose answers all carry the security headers."""

    patience_s = PATIENCE_S

    def __init__(self, app: App, rules: Rules) -> None:
        self.app, self.rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        # The proxy's path is gone from here on.
        scope = {**scope, "path": self.rules.path_of(scope), "root_path": ""}
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        scope["state"]["role"] = self.rules.role_of(scope)
        outward = self._outward(scope, send, nonce)
        refusal = self.rules.refusal(scope)
        if refusal is not None:
            await refuse(scope, receive, outward, refusal)
        elif scope["type"] == "websocket":
            await self.app(scope, receive, outward)
        else:
            await self._pass(scope, receive, outward)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the whole request first, within its bounds: the app never waits for a slow client."""
        try:
            async with asyncio.timeout(self.patience_s):
                body = await _read(scope, receive)
        except TimeoutError:
            await refuse(scope, receive, send, Refusal(408, "the request took too long"))
            return
        if body is None:
            await refuse(scope, receive, send, Refusal(413, f"at most {MAX_BODY_BYTES >> 10} KiB"))
            return
        await self.app(scope, _replay(body, receive), send)

    def _outward(self, scope: Scope, send: Send, nonce: str) -> Send:
        """Sends with the headers, in pieces that a slow reader must take within the time."""

        async def outward(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                message = {**message, "headers": _guarded(message.get("headers", ()), nonce)}
            if scope["type"] == "http":
                for piece in _pieces(message):
                    async with asyncio.timeout(self.patience_s):
                        await send(piece)
            else:
                await send(message)

        return outward


async def refuse(scope: Scope, receive: Receive, send: Send, refusal: Refusal) -> None:
    """Answer with a status and a sentence; a WebSocket is not opened."""
    prefix = ""
    if scope["type"] == "websocket":
        await receive()
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": 1008, "reason": refusal.text})
            return
        prefix = "websocket."
    body = f"{refusal.text}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": f"{prefix}http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": f"{prefix}http.response.body", "body": body})


async def _read(scope: Scope, receive: Receive) -> bytes | None:
    """The body, or None if it is too large; without asking for more where its length says so already."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if not length.isdigit() or int(length) > MAX_BODY_BYTES:
        return None
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            return None
        if not message.get("more_body", False):
            return body


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _pieces(message: Message) -> list[Message]:
    body = message.get("body", b"") if message["type"] == "http.response.body" else b""
    if len(body) <= _CHUNK_BYTES:
        return [message]
    parts = [body[at : at + _CHUNK_BYTES] for at in range(0, len(body), _CHUNK_BYTES)]
    pieces: list[Message] = [{**message, "body": part, "more_body": True} for part in parts]
    pieces[-1]["more_body"] = message.get("more_body", False)
    return pieces


def _guarded(headers: Any, nonce: str) -> list[tuple[bytes, bytes]]:
    given = [(bytes(name), bytes(value)) for name, value in headers]
    names = {name.lower() for name, _ in given}
    ours = {**SECURITY_HEADERS, "content-security-policy": content_policy(nonce), "cache-control": "no-store"}
    added = [(name.encode(), value.encode()) for name, value in ours.items() if name.encode() not in names]
    return [*given, *added]
