"""Who is connected, where the talk stands, and how every window learns of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from talk.serve import messages
from talk.serve.messages import (
    MAY_SAY,
    At,
    Clear,
    Clock,
    Hello,
    Move,
    Present,
    Ran,
    Relayed,
    Role,
    Run,
    Said,
    Stroke,
    Taken,
    Told,
)
from talk.serve.rehearsal import Rehearsal
from talk.serve.timer import Timer

MAX_WINDOWS = {"presenter": 32, "remote": 16, "audience": 1000}
MAX_WAITING = 256  # messages that a window may be behind before it is let go; it comes back to what holds
MAX_HELD = 2000  # keys: figures and strokes of all slides
SEND_S = 20.0

Transmit = Callable[[str], Awaitable[None]]


class RefusedError(Exception):
    """A window that must go: the WebSocket code, and why."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code, self.why = code, why


@dataclass(eq=False, slots=True)
class Window:
    """One connected page, and what it has not been told yet: of each key the last message alone.

    One that is no person's stands for other processes.
    """

    role: Role
    transmit: Transmit
    is_person: bool = True
    waiting: dict[str, str] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    is_lost: bool = False

    def tell(self, message: Told, text: str) -> None:
        key = messages.key_of(message)
        self.waiting.pop(key, None)
        self.waiting[key] = text
        self.is_lost = self.is_lost or len(self.waiting) > MAX_WAITING
        self.news.set()

    async def deliver(self) -> None:
        """Send what waits, until the window cannot follow any more.

        Raises:
            RefusedError: it takes too long, or is too far behind.
        """
        while not self.is_lost:
            await self.news.wait()
            self.news.clear()
            while self.waiting:
                text = self.waiting.pop(next(iter(self.waiting)))
                try:
                    async with asyncio.timeout(SEND_S):
                        await self.transmit(text)
                except TimeoutError:
                    raise RefusedError(1013, "this window cannot follow") from None
        raise RefusedError(1013, "this window is too far behind")


@dataclass(slots=True)
class Hub:
    """All windows, and what holds: the last message of each key; `broken` is what is wrong with the deck."""

    rehearsal: Rehearsal
    edition: str = ""
    broken: tuple[str, ...] = ()
    windows: list[Window] = field(default_factory=list)
    holds: dict[str, Said | Ran] = field(default_factory=dict)
    timer: Timer = field(default_factory=Timer)

    def join(self, window: Window) -> None:
        """Let a window in and tell it all that holds.

        Raises:
            RefusedError: there are too many of its role.
        """
        if len(list(self._of(window.role))) >= MAX_WINDOWS[window.role]:
            raise RefusedError(1013, "there are too many windows")
        self.windows.append(window)
        hello = Hello(window.role, self.edition, self._all_that_holds(window.role))
        if window.role == "presenter":
            hello = msgspec.structs.replace(hello, rehearsed=self.rehearsal.before, broken=self.broken)
        self.tell(window, hello)
        self._count()

    def leave(self, window: Window) -> None:
        if window in self.windows:
            self.windows.remove(window)
            self._count()

    def check(self, window: Window, said: Said | Run) -> None:
        """Hold what a window says to its role.

        Raises:
            RefusedError: it may not say that.
        """
        if not isinstance(said, MAY_SAY[window.role]):
            raise RefusedError(1008, "this window may not say that")

    def hear(self, window: Window, number: int, said: Said) -> None:
        """Take what a window says under a number: it holds from now on, and all others are told.

        Raises:
            RefusedError: a window of that role may not say it.
        """
        self.check(window, said)
        if isinstance(said, Move):
            self._lead(said)
        else:
            self._hold(said)
            self._tell(said, but=window)
        self.tell(window, Taken(number))

    def tell(self, window: Window, message: Told) -> None:
        """Tell one window alone."""
        window.tell(message, messages.written(message))

    def announce(self, message: Told, roles: tuple[Role, ...] = ("presenter", "remote", "audience")) -> None:
        """Tell all windows of these roles."""
        if isinstance(message, Ran):
            self._hold(message)
        self._tell(message, roles=roles)

    def relay(self, said: Relayed) -> None:
        """Take what another process's window has said: it holds, and all here are told."""
        self._hold(said)
        self._tell(said)

    def hold_all(self, said: Iterable[Relayed]) -> None:
        """Let this hold and nothing else: another process says so, of which some may have been missed."""
        drawn = {each.slide for each in self.holds.values() if isinstance(each, Stroke)}
        for slide in sorted(drawn):
            self.relay(Clear(slide))
        self.holds.clear()
        for each in said:
            self.relay(each)

    def has(self, role: Role) -> bool:
        """Whether a window of that role is connected."""
        return any(window.role == role for window in self.windows)

    def _hold(self, said: Said | Ran) -> None:
        if isinstance(said, Clock):
            self.timer.set(said)
            self.rehearsal.clock(running=said.running)
            return
        for key in messages.ended_by(said, self.holds):
            del self.holds[key]
        if isinstance(said, Clear):
            return
        if isinstance(said, At):
            self.rehearsal.at(said.slide)
        if len(self.holds) < MAX_HELD or messages.key_of(said) in self.holds:
            self.holds[messages.key_of(said)] = said

    def _all_that_holds(self, role: Role) -> tuple[Said | Ran, ...]:
        """Results of runs last: a window shows them where its figures stand already."""
        clock = self.timer.clock() if role in _INNER else None
        held = sorted(self.holds.values(), key=lambda said: isinstance(said, Ran))
        return (*held, *((clock,) if clock else ()))

    def _lead(self, move: Move) -> None:
        """One window alone carries a step out: it knows the fragments, and tells where that led."""
        for leader in self._of("presenter"):
            self.tell(leader, move)
            return

    def _tell(
        self,
        message: Told,
        *,
        but: Window | None = None,
        roles: tuple[Role, ...] = ("presenter", "remote", "audience"),
    ) -> None:
        text = messages.written(message)
        quiet = _INNER if isinstance(message, (Clock, Present)) else roles
        for window in self.windows:
            if window is not but and window.role in roles and window.role in quiet:
                window.tell(message, text)

    def _of(self, role: Role) -> Iterator[Window]:
        return (window for window in self.windows if window.role == role)

    def _count(self) -> None:
        roles: tuple[Role, ...] = ("presenter", "remote", "audience")
        present = Present(*(sum(window.is_person for window in self._of(role)) for role in roles))
        self._tell(present)


_INNER: tuple[Role, ...] = ("presenter", "remote")  # the timer and who is there are not the audience's
