"""A deck, its stage, and the stage served over a real socket on a free port."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from talk.build import BuildOptions
from talk.project import find_project
from talk.serve.app import Stage
from talk.serve.press import Press
from talk.serve.relay import read_relay
from talk.serve.run import Lively, PresentOptions, make_stage, open_port, server_config
from talk.serve.tokens import Tokens, new_tokens
from talk.serve.watcher import Saves

DECK = """---
title: A talk
---

## First {{#one}}

Some {word} here.

Note: plain-note for the speaker.

::: {{.notes .private}}
private-note for nobody else.
:::

::: {{.notes .public}}
public-note for all.
:::

---

## Second {{#two}}

- a {{.fragment}}
- b {{.fragment}}

---

## Live {{#live minutes=1 .optional}}

```demo double
id: figure
size: 10..50/10
part: 0.5
kind: one
up: true
```
"""
DEMO = '''"""Demos of a test."""
import time
from typing import Annotated, Literal

from talk.demo import Chart, Range, demo


@demo
def double(
    size: Annotated[int, Range(1, 100)] = 10,
    part: Annotated[float, Range(0, 1)] = 0.5,
    kind: Literal["one", "two"] = "one",
    up: bool = True,
) -> Chart:
    """Twice the size."""
    if size == 13:
        raise ValueError("no 13")
    return Chart(x=[0, 1, 2]).line([0, size, 2 * size], kind)


@demo
def stuck(size: Annotated[int, Range(1, 100)] = 10) -> Chart:
    """It never ends."""
    time.sleep(60)
    return Chart(x=[0, 1]).line([0, size], "a")
'''


@dataclass
class Served:
    """A stage that answers at a port."""

    stage: Stage
    port: int
    slides: Path
    faults: list[str] = field(default_factory=list)

    @property
    def tokens(self) -> Any:
        return self.stage.rules.tokens

    def ask(
        self, path: str, method: str = "GET", body: bytes | str | None = None, **headers: str
    ) -> tuple[HTTPResponse, str]:
        """The answer to one request; `sec_fetch_site="x"` is the header Sec-Fetch-Site."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            return answer, answer.read().decode(errors="replace")
        finally:
            connection.close()

    def page(self, path: str = "/", role: str = "presenter", **headers: str) -> str:
        """The text of a page, asked for with a role's token."""
        sign = "&" if "?" in path else "?"
        answer, text = self.ask(f"{path}{sign}token={getattr(self.tokens, role)}", **headers)
        assert answer.status == 200, (answer.status, text)
        return text

    def run(self, demo: str = "double", token: str | None = None, **params: Any) -> tuple[int, str]:
        """Status and text of a demo run."""
        answer, text = self.ask(
            f"/api/demo?token={self.tokens.presenter if token is None else token}",
            "POST",
            json.dumps({"demo": demo, "params": params}),
            content_type="application/json",
        )
        return answer.status, text

    def window(self, role: str = "presenter", **options: Any) -> ClientConnection:
        """A connected window of that role."""
        address = f"ws://127.0.0.1:{self.port}/ws?token={getattr(self.tokens, role)}"
        return connect(address, open_timeout=10, **options)

    def socket(self) -> socket.socket:
        """A bare connection, for what no client would send."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def edit(self, old: str, new: str) -> None:
        """Change the first slide file."""
        file = self.slides / "01.md"
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALK_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """The slides of a small deck with a demo beside them."""
    slides, demos = tmp_path / "deck" / "slides", tmp_path / "deck" / "demos"
    slides.mkdir(parents=True)
    demos.mkdir()
    (slides / "01.md").write_text(DECK.format(word="words"), encoding="utf-8")
    (demos / "doubling.py").write_text(DEMO, encoding="utf-8")
    return slides


@pytest.fixture
def serve(deck: Path) -> Iterator[Callable[..., Served]]:
    """Serves the deck; each call another server. All end with the test."""
    running: list[Any] = []

    def start(tokens: Tokens | None = None, **options: Any) -> Served:
        context = served(deck, PresentOptions(**options), tokens=tokens)
        running.append(context)
        return context.__enter__()

    yield start
    for context in running:
        context.__exit__(None, None, None)


@pytest.fixture
def restart(deck: Path) -> Iterator[Callable[[], Served]]:
    """Serves the deck; called again, ends the server and starts another with its port and tokens."""
    running: list[Any] = []
    last: list[Served] = []

    def again() -> Served:
        port, tokens = (last[-1].port, last[-1].tokens) if last else (0, None)
        if running:
            running.pop().__exit__(None, None, None)
        running.append(served(deck, PresentOptions(), port, tokens))
        last.append(running[-1].__enter__())
        return last[-1]

    yield again
    for context in running:
        context.__exit__(None, None, None)


@contextmanager
def served(
    deck: Path, options: PresentOptions, port: int = 0, tokens: Tokens | None = None
) -> Iterator[Served]:
    """The deck's stage behind a real socket, in a thread of its own."""
    faults: list[str] = []
    tokens = tokens or new_tokens()
    press = Press(
        find_project(deck), BuildOptions(), tokens, is_open=options.host not in ("127.0.0.1", "localhost")
    )

    def tell(diagnostics: Any) -> None:
        faults.extend(str(each) for each in diagnostics)

    saves = Saves(press.project)
    press.build(tell)
    listener = open_port("127.0.0.1", port, 0, faults.append)
    port = listener.getsockname()[1]
    stage = make_stage(press, options, tokens, port)
    relay = read_relay(options.relay) if options.relay else None
    server = uvicorn.Server(server_config(Lively(stage, saves, tell, relay), options.root_path))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        yield Served(stage, port, deck, faults)
    finally:
        server.should_exit = True
        thread.join(10)
        stage.runs.close()
        assert not thread.is_alive()


def say(window: ClientConnection, n: int, /, **message: Any) -> None:
    """Send a message as a page does."""
    window.send(json.dumps({"n": n, "say": message}))


def until_closed(window: ClientConnection) -> int:
    """The code with which the server lets the window go."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            window.recv(timeout=10)
    assert window.close_code is not None
    return window.close_code


def hear(window: ClientConnection, kind: str, within: float = 10) -> Any:
    """The next message of that type; others before it are passed over."""
    end = time.monotonic() + within
    while True:
        message = json.loads(window.recv(timeout=max(0.01, end - time.monotonic())))
        if message["type"] == kind:
            return message


def built(window: ClientConnection) -> Any:
    """The next patch that leads to another edition; previews before it are passed over."""
    while True:
        patch = hear(window, "patch")
        if patch["edition"] != patch["before"]:
            return patch


def hear_next(window: ClientConnection) -> Any:
    """The very next message."""
    return json.loads(window.recv(timeout=10))


@pytest.fixture
def talk() -> SimpleNamespace:
    """A conversation over a window: `say`, `hear`, `hear_next`, `built` and `until_closed`."""
    return SimpleNamespace(say=say, hear=hear, hear_next=hear_next, built=built, until_closed=until_closed)
