"""The routes of `talk present`: pages, files of the manifest, demo runs, the channel."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from talk.links import media_type
from talk.serve.aside import aside
from talk.serve.channel import serve_channel
from talk.serve.edition import Edition, PageName
from talk.serve.guard import App, Guard
from talk.serve.hub import Hub, Window
from talk.serve.messages import Asked, Ran, Run, Taken, Unrun
from talk.serve.press import Press
from talk.serve.qr import qr_svg
from talk.serve.rules import Rules
from talk.serve.runs import Runs, UnrunError

HTML = "text/html; charset=utf-8"
IMMUTABLE = {"cache-control": "private, max-age=31536000, immutable"}


@dataclass(frozen=True)
class Stage:
    """Everything that the routes need: the deck, the windows, the demos, the rules."""

    press: Press
    hub: Hub
    runs: Runs
    rules: Rules
    phone_url: str = ""  # where other machines find this server; "" while it is on loopback alone
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    """Runs that windows have asked for: they end also when their window is gone."""

    @property
    def app(self) -> App:
        """The whole app with its guard before it."""
        return Guard(Starlette(routes=self.routes), self.rules)

    @property
    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.deck),
            Route("/index.html", self.deck),
            Route("/handout.html", self.handout),
            Route("/follow", self.follow),
            Route("/remote", self.remote),
            Route("/qr.svg", self.qr),
            Route("/api/demo", self.demo, methods=["POST"]),
            WebSocketRoute("/ws", self.channel),
            Route("/assets/{name:path}", self.file),
            Route("/data/{name:path}", self.file),
        ]

    async def deck(self, request: Request) -> Response:
        """The presenter's deck; while it does not build, what is wrong (`?deck=last`: the last good one)."""
        edition = self.press.latest
        if edition is not None and (not self.press.faults or request.query_params.get("deck") == "last"):
            return await self._page(request, edition, "presenter")
        token = quote(request.query_params.get("token", ""))
        last = f"?token={token}&deck=last" if edition is not None else ""
        return self._html(request, await aside(lambda: self.press.error_page(last)))

    async def handout(self, request: Request) -> Response:
        return await self._page(request, self.press.latest, "handout")

    async def follow(self, request: Request) -> Response:
        return await self._page(request, self.press.latest, "audience")

    async def remote(self, request: Request) -> Response:
        return await self._page(request, self.press.latest, "remote")

    async def qr(self, request: Request) -> Response:
        """The code that a phone reads to open the remote (`for=follow`: the audience's page)."""
        if not self.phone_url:
            return _text("phones cannot come: start with --host", 404)
        audience = request.query_params.get("for") == "follow"
        return Response(qr_svg(self.address("follow" if audience else "remote")), media_type="image/svg+xml")

    async def file(self, request: Request) -> Response:
        """A file of the manifest, looked up by its name alone: no path of the disk is ever made of it."""
        name = str(request.scope["path"]).removeprefix("/")
        data = self.press.file(name)
        if data is None:
            return _text("there is nothing here", 404)
        return Response(data, media_type=media_type(name), headers=IMMUTABLE)

    async def demo(self, request: Request) -> Response:
        """The state of a demo for the values asked for; the other windows are told of it."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            return _text("a run is asked for in application/json", 415)
        try:
            asked = msgspec.json.decode(await request.body(), type=Asked)
            ran = await self._run(asked)
        except msgspec.DecodeError as error:
            return _text(f"not a run: {error}", 400)
        except UnrunError as unrun:
            return _text(unrun.why, unrun.status)
        body = msgspec.json.encode({"params": ran.params, "state": ran.state})
        return Response(body, media_type="application/json")

    async def channel(self, socket: WebSocket) -> None:
        await serve_channel(socket, self.hub, self._begin)

    def _begin(self, window: Window, number: int, run: Run) -> None:
        task = asyncio.create_task(self._answer(window, number, run))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _answer(self, window: Window, number: int, run: Run) -> None:
        try:
            await self._run(run)
        except UnrunError as unrun:
            self.hub.tell(window, Unrun(number, unrun.why))
        except Exception:
            self.hub.tell(window, Unrun(number, "the run came to nothing"))
            raise
        else:
            self.hub.tell(window, Taken(number))

    async def _run(self, asked: Asked) -> Ran:
        """What a demo comes to; every window is told if it is a figure's.

        Raises:
            UnrunError: nothing, and why.
        """
        ran = await self.runs.run(asked)
        if ran.figure:
            self.hub.announce(ran)
        return ran

    def address(self, page: str) -> str:
        """Where a phone finds a page, with the token that it needs."""
        tokens = self.rules.tokens
        return f"{self.phone_url}/{page}?token={tokens.remote if page == 'remote' else tokens.audience}"

    async def _page(self, request: Request, edition: Edition | None, name: PageName) -> Response:
        if edition is None:
            return _text("the deck does not build yet: come back in a moment", 503)
        return self._html(request, await aside(lambda: edition.page(name)))

    def _html(self, request: Request, page: bytes) -> Response:
        nonce: Any = request.scope["state"].get("nonce") or secrets.token_urlsafe(16)
        return Response(page.replace(self.press.mark.encode(), nonce.encode()), media_type=HTML)


def _text(text: str, status: int) -> Response:
    return Response(f"{text}\n", status, media_type="text/plain; charset=utf-8")
