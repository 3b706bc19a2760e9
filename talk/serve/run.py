"""`talk present` from its options to its end: build, bind, say where, serve."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import uvicorn
from starlette.applications import Starlette

from talk.build import BuildOptions
from talk.demo.bind import Setting, bind
from talk.demo.catalog import Catalog, load_demos
from talk.demo.messages import Limits
from talk.demo.params import DemoSpec, Value
from talk.errors import Diagnostics, TalkError
from talk.figures.drawn import import_drawing
from talk.project import Project
from talk.serve.app import Stage
from talk.serve.aside import aside
from talk.serve.guard import MAX_BODY_BYTES, App, Receive, Scope, Send
from talk.serve.hub import Hub
from talk.serve.press import Press
from talk.serve.qr import qr_text
from talk.serve.rehearsal import open_rehearsal
from talk.serve.relay import Relay, audience_token, follow, publish, read_relay
from talk.serve.rules import Rules
from talk.serve.runs import LIVE_SECONDS, Runs
from talk.serve.tokens import Tokens, keep_tokens, load_tokens, new_tokens
from talk.serve.watcher import Saves, Watch
from talk.serve.wire import PatientProtocol

DEFAULT_PORT = 8000
PORTS_TRIED = 50
PING_S = 10.0
WARM_AFTER_S = 1.0
SWITCH_S = 0.001  # windows are answered while a build runs in its thread
MAX_FILES = 8192
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
_TAKEN = (errno.EADDRINUSE, errno.EACCES)


@dataclass(frozen=True, slots=True)
class PresentOptions:
    """What the command line asks for; `port` None is the one of the last run."""

    port: int | None = None
    host: str = "127.0.0.1"
    open_browser: bool = True
    rehearse: bool = False
    new_token: bool = False
    root_path: str = ""
    allow_hosts: tuple[str, ...] = ()
    relay: str = ""
    follow_only: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """Where messages go: results to stdout, all else to stderr, faults of the deck as they come."""

    result: Callable[[str], None]
    note: Callable[[str], None]
    faults: Callable[[Diagnostics], None]


def present(project: Project, options: PresentOptions, voice: Voice) -> None:
    """Serve the deck until interrupted.

    Raises:
        TalkError: the host has no such address, or no port is free.
    """
    relay = read_relay(options.relay) if options.relay else None
    tokens = _tokens(project, options, relay, voice)
    is_open = options.host not in LOCAL_HOSTS
    press = Press(project, BuildOptions(), tokens, is_open=is_open)
    saves = Saves(project)  # before the first build: what is saved during it counts, too
    press.build(voice.faults)
    listener = open_port(options.host, options.port, tokens.port, voice.note)
    port = int(listener.getsockname()[1])
    if not options.follow_only:
        keep_tokens(project, tokens.with_port(port))
    stage = make_stage(press, options, tokens.with_port(port), port)
    announce(stage, options, port, voice)
    server = uvicorn.Server(server_config(Lively(stage, saves, voice.faults, relay), options.root_path))
    _allow_many_files()
    sys.setswitchinterval(SWITCH_S)
    try:
        server.run(sockets=[listener])
    finally:
        stage.hub.rehearsal.end()
        stage.runs.close()


def _tokens(project: Project, options: PresentOptions, relay: Relay | None, voice: Voice) -> Tokens:
    """The deck's own tokens; a process that only follows has the audience's of the presenter's process."""
    if relay is None or not options.follow_only:
        return new_tokens() if options.new_token else load_tokens(project)
    voice.note("waiting for the presenter's 'talk present --relay' with the same address")
    audience = asyncio.run(audience_token(relay))
    return msgspec.structs.replace(new_tokens(), audience=audience)


def make_stage(press: Press, options: PresentOptions, tokens: Tokens, port: int) -> Stage:
    """The stage of a deck on that port."""
    hub = Hub(open_rehearsal(press.project, record=options.rehearse))
    hub.edition = press.latest.stamp if press.latest else ""
    hub.broken = press.fault_lines
    rules = Rules(
        tokens,
        port,
        own_host=f"[{options.host}]" if ":" in options.host else options.host,
        hosts=tuple(host.lower() for host in options.allow_hosts),
        is_open=press.is_open,
        root_path=options.root_path.rstrip("/"),
        follow_only=options.follow_only,
    )
    phone_url = f"http://{_phone_host(options.host)}:{port}{rules.root_path}" if press.is_open else ""
    return Stage(
        press,
        hub,
        Runs(lambda: _catalog(press), lambda figure, spec: _pinned(press, figure, spec)),
        rules,
        phone_url,
    )


class Lively:
    """The stage's app, with the watching that begins and ends with it."""

    def __init__(
        self,
        stage: Stage,
        saves: Saves,
        say: Callable[[Diagnostics], None],
        relay: Relay | None = None,
    ) -> None:
        self.stage, self.saves, self.say, self.relay = stage, saves, say, relay
        self.life = Starlette(lifespan=self._live)
        self.app = stage.app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app: App = self.life if scope["type"] == "lifespan" else self.app
        await app(scope, receive, send)

    @contextlib.asynccontextmanager
    async def _live(self, _: Starlette) -> AsyncIterator[None]:
        stage = self.stage
        works = [Watch(self.saves, stage.press, stage.hub, stage.runs, self.say).go_on()]
        if not stage.rules.follow_only:
            works.append(_warm(stage))
        if self.relay is not None:
            works.append(self._relayed(self.relay))
        tasks = [asyncio.create_task(work) for work in works]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)  # connections of theirs are closed

    def _relayed(self, relay: Relay) -> Coroutine[Any, Any, None]:
        """The work with the relay: to follow it, or to say in it where the talk is."""
        hub, rules = self.stage.hub, self.stage.rules
        return follow(relay, hub) if rules.follow_only else publish(relay, hub, rules.tokens.audience)


async def _warm(stage: Stage) -> None:
    """Load the demos, and what tells their results, while nobody waits for them."""
    if stage.press.latest and stage.press.latest.built.deck.demo_calls:
        with contextlib.suppress(TalkError):
            await asyncio.sleep(WARM_AFTER_S)  # first the page
            await stage.runs.warm_up()
            await aside(import_drawing)


def server_config(app: App, root_path: str = "") -> uvicorn.Config:
    """The server's bounds: small messages, short patience, no words of its own."""
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="websockets-sansio",
        ws_max_size=MAX_BODY_BYTES,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        ws_per_message_deflate=False,
        loop="asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,
        log_level="critical",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        root_path=root_path.rstrip("/"),
    )


def open_port(host: str, port: int | None, last: int, note: Callable[[str], None]) -> socket.socket:
    """A listening socket at the port asked for, or at the next free one, which is said.

    Raises:
        TalkError: the host has no such address, or no port near is free.
    """
    wanted = port if port is not None else last or DEFAULT_PORT
    for candidate in range(wanted, min(wanted + PORTS_TRIED, 65536)) if wanted else (0,):
        try:
            listener = _listen(host, candidate)
        except OSError as error:
            if error.errno not in _TAKEN:
                raise TalkError(
                    f"cannot listen at {host}: {error.strerror}", hint="name another --host"
                ) from error
            continue
        if candidate != wanted:
            note(f"port {wanted} is taken: this deck is at {candidate}")
        return listener
    raise TalkError(f"no port from {wanted} on is free", hint="name another with --port")


def announce(stage: Stage, options: PresentOptions, port: int, voice: Voice) -> None:
    """Say where the deck is, to people and to the browser."""
    host = f"[{options.host}]" if ":" in options.host else options.host
    near = "127.0.0.1" if options.host in ("0.0.0.0", "::") else host
    at, tokens = f"http://{near}:{port}{stage.rules.root_path}", stage.rules.tokens
    if options.follow_only:
        voice.result(f"{at}/follow?token={tokens.audience}")
        return
    address = f"{at}/?token={tokens.presenter}"
    voice.result(address)
    if stage.phone_url:
        voice.note(
            f"anybody in this network who has its token can open a page:\n"
            f"remote   {stage.address('remote')}\naudience {stage.address('follow')}"
        )
        voice.note(qr_text(stage.address("remote")))
    if options.open_browser and _has_screen():
        threading.Thread(target=_open, args=(address,), daemon=True).start()


def _open(address: str) -> None:
    import webbrowser

    with contextlib.suppress(Exception):  # whatever it is, the address stands in the terminal
        webbrowser.open(address)


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _listen(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    # Named as TCP, so that asyncio lets small answers go at once: else they wait 40 ms for the other side.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def _catalog(press: Press) -> Catalog:
    """The demos of the deck as it stands.

    Raises:
        TalkError: there is no deck that names them.
    """
    if press.latest is None:
        raise TalkError("the deck does not build")
    folder = press.project.demos(press.latest.built.deck.meta.demos)
    limits = Limits(LIVE_SECONDS)
    return load_demos(folder, Diagnostics(), root=press.project.root, limits=limits, jobs=2, is_live=True)


def _pinned(press: Press, figure: str, spec: DemoSpec) -> dict[str, Value]:
    """What the block of that figure pins; nothing where there is none."""
    calls = press.latest.built.deck.demo_calls if press.latest else []
    for _, call in calls:
        if call.id == figure and call.name == spec.name:
            settings: Mapping[str, Setting] = call.settings
            bound = bind(spec, settings, Diagnostics(), options=call.options)
            return bound.pinned if bound else {}
    return {}


def _phone_host(host: str) -> str:
    """The address under which other machines find this one."""
    if host not in ("0.0.0.0", "::"):
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # nothing is sent: the system only chooses the way out
        return str(probe.getsockname()[0])
    return socket.gethostname()


def _allow_many_files() -> None:
    """Every window is an open file; the usual bound is too low for a full room."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MAX_FILES if most == resource.RLIM_INFINITY else min(most, MAX_FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
