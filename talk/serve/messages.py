"""What the server and its windows say to each other over `/ws`: JSON objects told apart by `type`.

`talk/web/ts/messages.ts` says the same to the pages; `docs/present.md` explains both.
A message that sets something has a key: the last one of each key is what holds now, and
a window that connects gets all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

Name = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=4000)]
Pixel = Annotated[float, Meta(ge=-10_000, le=10_000)]
Stops = Annotated[tuple[Annotated[int, Meta(ge=0, le=100_000)], ...], Meta(max_length=64)]
Role = Literal["presenter", "remote", "audience"]
Mode = Literal["light", "dark", "auto"]

MAX_STROKES = 200  # of one drawing
MAX_NUMBERS = 800  # of one stroke: x and y in turn


class At(Struct, frozen=True, tag="at"):
    """The slide that is shown, and its fragment (-1: none yet)."""

    slide: Name
    fragment: Annotated[int, Meta(ge=-1, le=1000)] = -1


class Look(Struct, frozen=True, tag="look"):
    """The size of the text and the colours."""

    px: Annotated[float, Meta(ge=1, le=200)]
    mode: Mode


class Figure(Struct, frozen=True, tag="figure"):
    """Where a live figure stands: the stop of each control, those pinned, and exact values between stops."""

    id: Name
    place: Stops
    pinned: Stops | None = None
    exact: Annotated[dict[Name, float], Meta(max_length=64)] | None = None


class Clock(Struct, frozen=True, tag="clock"):
    """The talk's timer: how long it has run when this is sent, and whether it runs on."""

    elapsed_ms: Annotated[int, Meta(ge=0, le=10**9)]
    running: bool


class Dark(Struct, frozen=True, tag="dark"):
    """Whether the screen is black."""

    on: bool


class Pointer(Struct, frozen=True, tag="pointer"):
    """The place on the slide's canvas that is pointed at; None where none is."""

    at: tuple[Pixel, Pixel] | None = None


class Stroke(Struct, frozen=True, tag="stroke"):
    """One stroke of the drawing on a slide: its number, and x and y in turn."""

    slide: Name
    number: Annotated[int, Meta(ge=0, lt=MAX_STROKES)]
    points: Annotated[tuple[Pixel, ...], Meta(max_length=MAX_NUMBERS)]


class Clear(Struct, frozen=True, tag="clear"):
    """The drawing on a slide is gone."""

    slide: Name


class Move(Struct, frozen=True, tag="move"):
    """A step forwards or back, as the clicker does; the leading window carries it out."""

    by: Literal[-1, 1]


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """A demo for exactly these values: the body of `POST /api/demo`.

    `figure` names the figure in whose frame the state is to stand.
    """

    demo: str
    params: dict[str, bool | int | float | str] = {}
    figure: str = ""


class Run(Asked, frozen=True, tag="run"):
    """The same, asked for by a window: taken once the run is over and told, else `unrun`."""


Said = At | Look | Figure | Clock | Dark | Pointer | Stroke | Clear | Move


class Sent(Struct, frozen=True):
    """What a window sends: a message under a number, by which it learns that it has been taken."""

    n: Annotated[int, Meta(ge=0)]
    say: Said | Run


class Taken(Struct, frozen=True, tag="taken"):
    """The window's own message of that number holds now."""

    n: int


class Unrun(Struct, frozen=True, tag="unrun"):
    """Nothing came of the run that the window asked for under that number, and why."""

    n: int
    why: str


class Hello(Struct, frozen=True, tag="hello"):
    """The first word to a window: who it is, which edition of the deck is out, all that holds now.

    For the presenter alone: the seconds on each slide at the last rehearsal, and what is wrong with the deck.
    """

    role: Role
    edition: str
    holds: tuple[Said | Ran, ...]
    rehearsed: dict[str, float] = {}
    broken: tuple[str, ...] = ()


class Patch(Struct, frozen=True, tag="patch"):
    """A new edition of the deck, as what differs from the one before.

    `order` names the slides column by column, `slides` holds the sections that differ, `lines` the
    source lines that have moved, `styles` the style sheets in their order where they differ.
    `edited` is the first slide that differs, `reload` asks for the whole page.
    """

    edition: str
    before: str
    order: tuple[tuple[str, ...], ...] | None = None
    slides: dict[str, str] = {}
    lines: dict[str, int] = {}
    styles: tuple[Style, ...] | None = None
    config: dict[str, Any] | None = None
    edited: str = ""
    reload: bool = False


class Style(Struct, frozen=True):
    """A style sheet: its address, or its text."""

    url: str = ""
    text: str = ""


class Broken(Struct, frozen=True, tag="broken"):
    """What is wrong with the deck as it is written now, a line each; none once it is mended."""

    lines: tuple[str, ...] = ()


class Ran(Struct, frozen=True, tag="ran"):
    """What a live run of a figure's demo came to: all its values, and the state as the page draws it."""

    figure: str
    params: dict[str, Any]
    state: msgspec.Raw


class Present(Struct, frozen=True, tag="present"):
    """How many windows of each role are connected; not for the audience."""

    presenters: int
    remotes: int
    followers: int


Told = (
    At
    | Look
    | Figure
    | Clock
    | Dark
    | Pointer
    | Stroke
    | Clear
    | Move
    | Taken
    | Unrun
    | Hello
    | Patch
    | Broken
    | Ran
    | Present
)

MAY_SAY: dict[Role, tuple[type[Struct], ...]] = {
    "presenter": (At, Look, Figure, Clock, Dark, Pointer, Stroke, Clear, Move, Run),
    "remote": (Figure, Clock, Dark, Move),
    "audience": (),
}
"""What each role may send. An audience listens."""


def key_of(message: Struct) -> str:
    """What the message is about: a later one of the same key takes its place."""
    match message:
        case Figure(id=name) | Ran(figure=name):
            return f"{type(message).__name__} {name}"
        case Stroke(slide=slide, number=number):
            return f"Stroke {number} {slide}"
        case Clear(slide=slide):
            return f"Clear {slide}"
        case Taken(n=number) | Unrun(n=number):
            return f"{type(message).__name__} {number}"
        case Patch(edition=edition):
            return f"Patch {edition}"
        case _:
            return type(message).__name__


Relayed = At | Look | Figure | Dark | Pointer | Stroke | Clear | Ran
"""What an audience is told of the talk, and other processes are over a relay."""


def ended_by(message: Struct, held: Iterable[str | bytes]) -> list[str]:
    """Which of the keys that are held hold no longer after that message."""
    keys = [key.decode(errors="replace") if isinstance(key, bytes) else key for key in held]
    match message:
        case Clear(slide=slide):
            return [key for key in keys if key.startswith("Stroke ") and key.split(" ", 2)[2] == slide]
        case At():
            return [key for key in keys if key == "Pointer"]
        case Figure(id=name, exact=None):
            return [key for key in keys if key == f"Ran {name}"]
        case _:
            return []


def read_relayed(data: str | bytes) -> Relayed:
    """What another process was told.

    Raises:
        msgspec.DecodeError: it is not of the form.
    """
    return _relayed.decode(data)


def read_hello(data: str | bytes) -> Hello:
    """The first word to a window.

    Raises:
        msgspec.DecodeError: it is none.
    """
    return _hello.decode(data)


def read(data: str | bytes) -> Sent:
    """What a window sent.

    Raises:
        msgspec.DecodeError: it is not of the form.
    """
    return _decoder.decode(data)


def written(message: Told) -> str:
    """The message as it goes over the wire."""
    return _encoder.encode(message).decode()


_decoder = msgspec.json.Decoder(Sent)
_relayed: msgspec.json.Decoder[Relayed] = msgspec.json.Decoder(Relayed)
_hello = msgspec.json.Decoder(Hello)
_encoder = msgspec.json.Encoder()
