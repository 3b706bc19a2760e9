"""The three kinds of object: G, M and P; and how a goroutine stops.

- G, a goroutine: its generator, its status, what it waits for.
- M, a thread: it needs a P to run Go code; one in a system call does not.
- P, the permission to run Go code: a local run queue, the slot `runnext`, timers.

Source: `runtime/runtime2.go` of Go 1.27.3.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from typing import Any, Final

RUNNABLE: Final = "runnable"
RUNNING: Final = "running"
SYSCALL: Final = "syscall"
WAITING: Final = "waiting"
DEAD: Final = "dead"

# The ring of a P holds this many goroutines.
RING_SIZE = 256


class _Park:
    """The type of `PARK`."""

    def __repr__(self) -> str:
        return "PARK"


PARK: Final = _Park()
"""What an operation returns if its goroutine does not go on at once.

Everything else that an operation returns is its result, and the generator
that yields it gets it back without the scheduler taking part.
"""

Body = Generator[Any, Any, None]
"""A goroutine: yields what its operations return, gets their results."""
Then = Callable[[], Any]
"""The rest of an operation, run when its goroutine runs again: returns a result, or PARK once more."""


class GoPanic(Exception):  # noqa: N818 - it is what Go calls it
    """A panic, or a fatal error of the runtime; unless caught, it ends the program."""

    def __init__(self, text: str, *, fatal: bool = False) -> None:
        super().__init__(text)
        self.outcome = f"{'fatal error' if fatal else 'panic'}: {text}"


class Goexit(Exception):  # noqa: N818 - it is what Go calls it
    """Ends the goroutine that calls `runtime.Goexit`; its `finally` blocks run."""


class G:
    """A goroutine."""

    __slots__ = (
        "goid",
        "handed",
        "left_ns",
        "name",
        "offer",
        "ok",
        "sel",
        "send",
        "status",
        "then",
        "throw",
        "until_ns",
        "value",
        "wall",
    )

    def __init__(self, goid: int, name: str, body: Body) -> None:
        self.goid = goid
        self.name = name
        self.send = body.send
        self.throw = body.throw
        self.status: str = RUNNABLE
        self.then: Then | None = None
        self.value: Any = None
        """What the operation that it stopped in results in."""
        self.ok = True
        """Whether a value came from a send (not from a close)."""
        self.offer: Any = None
        """The value of a blocked send: it lies on the sender's stack."""
        self.handed = False
        """Whether a semaphore was handed over to it (the ticket of `sema.go`)."""
        self.left_ns = 0
        """What remains to be computed, or of a system call."""
        self.until_ns = 0
        """When that ends, if nothing comes in between; 0 while it does not run."""
        self.wall = False
        """Whether it keeps busy until a time of the clock, which goes on while it does not run."""
        self.sel: None = None
        """No select: waiting in a channel's queue it stands for itself."""

    def __repr__(self) -> str:
        return f"G{self.goid}({self.name}, {self.status})"


class P:
    """A processor: what a thread must hold to run Go code."""

    __slots__ = (
        "g",
        "id",
        "idle",
        "m",
        "ring",
        "runnext",
        "seen_sched_ns",
        "seen_sched_tick",
        "seen_syscall_ns",
        "seen_syscall_tick",
        "syscall_tick",
        "tick",
        "timers",
    )

    def __init__(self, number: int) -> None:
        self.id = number
        self.idle = True
        self.m: M | None = None
        self.g: G | None = None
        """Who runs here, or is in a system call that has not cost it this P."""
        self.runnext: G | None = None
        self.ring: deque[G] = deque()
        self.tick = 0
        """schedtick: how many time slices began here."""
        self.syscall_tick = 0
        self.timers: list[Any] = []
        # What sysmon saw at its last looks (sysmontick).
        self.seen_sched_tick = -1
        self.seen_sched_ns = 0
        self.seen_syscall_tick = -1
        self.seen_syscall_ns = 0

    @property
    def queued(self) -> int:
        """How many goroutines wait here: the ring and runnext."""
        return len(self.ring) + (self.runnext is not None)

    def __repr__(self) -> str:
        return f"P{self.id}({'idle' if self.idle else self.g}, {self.queued} queued)"


class M:
    """A thread of the operating system."""

    __slots__ = ("event", "g", "id", "looks_again", "old_p", "p", "search", "spinning")

    def __init__(self, number: int) -> None:
        self.id = number
        self.p: P | None = None
        self.g: G | None = None
        """Its goroutine while that is in a system call."""
        self.old_p: P | None = None
        """The P it held on entering a system call."""
        self.spinning = False
        self.looks_again = False
        """Whether it spins again after the poller."""
        self.search: Generator[int, None, G | None] | None = None
        """Its walk over the other Ps, if it is on one."""
        self.event = 0
        """The one event that it waits for; an event of another number is stale."""

    def __repr__(self) -> str:
        return f"M{self.id}({self.p}{', spinning' if self.spinning else ''})"
