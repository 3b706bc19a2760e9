"""What `worker` and `nursery` say to each other: small values, sent as JSON behind their length."""

from __future__ import annotations

from typing import IO, Any

import msgspec

from talk.chart.model import ChartData, StepsData
from talk.demo.params import DemoSpec, Value
from talk.demo.reads import Read

MAX_FRAME_BYTES = 16 << 20
LENGTH_BYTES = 4


class Limits(msgspec.Struct, frozen=True):
    """What one run of a demo may take: `seconds` and `result_bytes` for each state, the rest for all."""

    seconds: float = 20.0
    memory_bytes: int = 1 << 30
    output_bytes: int = 64 << 10
    result_bytes: int = 8 << 20
    run_bytes: int = 64 << 20


class Load(msgspec.Struct, frozen=True, tag="load"):
    """Load the demos of a folder of a project, but for some files; then run so many at once.

    With `spare`, a process with these limits waits for each next run.
    """

    folder: str
    root: str
    skip: tuple[str, ...] = ()
    seconds: float = 20.0
    jobs: int = 1
    spare: Limits | None = None


class Run(msgspec.Struct, frozen=True, tag="run"):
    """Run a demo for these states, one after the other, and answer under that number."""

    number: int
    name: str
    states: tuple[dict[str, Value], ...]
    limits: Limits


class Stop(msgspec.Struct, frozen=True, tag="stop"):
    """The rest of that run is not wanted any more."""

    number: int


Request = Load | Run | Stop


class Place(msgspec.Struct, frozen=True):
    """A line of the author's, and the function that it is in."""

    file: str
    line: int
    function: str = ""


class Loading(msgspec.Struct, frozen=True, tag="loading"):
    """The file that comes next."""

    file: str


class Problem(msgspec.Struct, frozen=True):
    """Why a file could not be loaded."""

    text: str
    place: Place
    hint: str = ""


class Loaded(msgspec.Struct, frozen=True, tag="loaded"):
    """All demos that were found, what stood in the way of others, and what was read for it."""

    specs: tuple[DemoSpec, ...]
    problems: tuple[Problem, ...]
    reads: tuple[Read, ...] = ()


class Failure(msgspec.Struct, frozen=True, tag="failure"):
    """Why a run came to nothing: a sentence, a way out, the author's lines from the outside in."""

    text: str
    hint: str = ""
    places: tuple[Place, ...] = ()


Outcome = ChartData | StepsData | Failure


class Begun(msgspec.Struct, frozen=True, tag="begun"):
    """That run has a process now."""

    number: int


class State(msgspec.Struct, frozen=True, tag="state"):
    """What one state of a run came to, and what was read and loaded of talk itself since the one before."""

    number: int
    index: int
    outcome: Outcome
    reads: tuple[Read, ...] = ()
    modules: tuple[str, ...] = ()


class Done(msgspec.Struct, frozen=True, tag="done"):
    """A run has ended, and what it printed; with a failure if it ended before its last state."""

    number: int
    failure: Failure | None = None
    output: str = ""


Answer = Loading | Loaded | Begun | State | Done


def too_large(limits: Limits) -> Failure:
    """What is said of a result over its limit."""
    return Failure(f"returned more than {limits.result_bytes >> 20} MB", "return fewer points")


def too_much(limits: Limits) -> Failure:
    """What is said of results that are together over their limit."""
    hint = "return fewer points, or give its sliders fewer stops"
    return Failure(f"returned more than {limits.run_bytes >> 20} MB over all its states", hint)


def out_of_memory(limits: Limits) -> Failure:
    """What is said of a run that holds more than it may."""
    return Failure(f"ran out of memory, it has {limits.memory_bytes >> 20} MiB", "hold less")


def frame(message: msgspec.Struct) -> bytes:
    """The message as bytes with its length before it."""
    return framed(msgspec.json.encode(message))


def framed(body: bytes) -> bytes:
    """A message that is JSON already, with its length before it."""
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def read_frame(source: IO[bytes], kind: Any) -> Any:
    """The next message, one of that type; None at the end.

    Raises:
        msgspec.DecodeError: it is of another.
    """
    length = int.from_bytes(_exactly(source, LENGTH_BYTES), "big")
    if not 0 < length <= MAX_FRAME_BYTES:
        return None
    body = _exactly(source, length)
    return msgspec.json.decode(body, type=kind) if len(body) == length else None


def _exactly(source: IO[bytes], count: int) -> bytes:
    """So many bytes, fewer only at the end; no byte more is taken from the stream."""
    parts: list[bytes] = []
    while count and (part := source.read(count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
