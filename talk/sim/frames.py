"""Re-framing: which words of a stack change when it moves, and which do not.

Source: adjustframe, adjustpointers and copystack in `runtime/stack.go` of Go 1.27.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from talk.sim.errors import require, require_int
from talk.sim.stack import (
    ENTRY_USED_BYTES,
    MAX_STACK_BYTES,
    RETURN_ADDRESS_BYTES,
    STACK_MIN_BYTES,
    Move,
    Stack,
)

LocalKind = Literal["value", "pointer", "uintptr"]
WordKind = Literal["value", "pointer", "uintptr", "saved frame pointer"]

WORD_BYTES = 8
# A made-up object on the heap, apart from all made-up stacks.
HEAP_OBJECT_ADDRESS = 0xC0_0001_2000


@dataclass(frozen=True, slots=True)
class Local:
    """A local variable of one word or more in a stack frame.

    `points_to` is "FRAME.LOCAL" for a local of this stack, "heap" for an
    object on the heap, or None for a plain value. A `uintptr` holds such an
    address as an integer: the stack maps do not show it.
    """

    name: str
    kind: LocalKind = "value"
    points_to: str | None = None
    value: int = 0
    size_bytes: int = WORD_BYTES


@dataclass(frozen=True, slots=True)
class Frame:
    """A stack frame: a function, its size without the return address, its locals from the top down."""

    name: str
    frame_bytes: int
    locals: tuple[Local, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the stack before and after the move."""

    frame: str
    name: str
    kind: WordKind
    points_to: str | None
    below_top_bytes: int
    """Its distance from the top: the same before and after."""
    address_before: int
    address_after: int
    value_before: int
    value_after: int
    target_after: int | None
    """Where the thing that it means lies after the move; None for a plain value."""

    @property
    def adjusted(self) -> bool:
        """Whether the move changed what the word holds."""
        return self.value_after != self.value_before

    @property
    def stale(self) -> bool:
        """Whether the word holds an address that no longer is that of its thing."""
        return self.target_after is not None and self.value_after != self.target_after


@dataclass(frozen=True, slots=True)
class Reframing:
    """A stack with named locals, before and after one more call.

    `move` is None where the call fitted: then nothing has moved.
    """

    words: tuple[Word, ...]
    """From the top of the stack down."""
    move: Move | None
    size_before_bytes: int
    size_after_bytes: int
    hi_before: int
    hi_after: int

    def word(self, name: str) -> Word:
        """The word of this name, as "FRAME.LOCAL"."""
        found = [word for word in self.words if f"{word.frame}.{word.name}" == name]
        require(len(found) == 1, f"there is no local {name!r}")
        return found[0]


# main keeps a number; work gets its address, keeps the same address as an
# integer beside it, and has a pointer to the heap.
EXAMPLE_FRAMES = (
    Frame("main", 64, (Local("n", value=42),)),
    Frame(
        "work",
        96,
        (
            Local("p", "pointer", "main.n"),
            Local("u", "uintptr", "main.n"),
            Local("h", "pointer", "heap"),
        ),
    ),
)


def run_reframe(
    frames: Sequence[Frame] = EXAMPLE_FRAMES,
    *,
    next_frame_bytes: int = 2048,
    start_size_bytes: int = STACK_MIN_BYTES,
    entry_used_bytes: int = ENTRY_USED_BYTES,
    max_stack_bytes: int = MAX_STACK_BYTES,
) -> Reframing:
    """What one more call does to the words of a stack.

    Args:
        frames: the calls in progress, outermost first; names differ.
        next_frame_bytes: the frame of the function that is called now, from 0.
        start_size_bytes: size of the stack before the first call, a power of two from 2048.
        entry_used_bytes: in use on entry of the first call.
        max_stack_bytes: the limit.

    Returns: every local and saved frame pointer, before and after. Pointers
        and saved frame pointers into the old stack are adjusted; integers and
        pointers elsewhere are not.
    Raises: ScenarioError for locals that do not fit their frame or point to
        nothing; StackOverflowError where the limit forbids the move.
    Source: copystack in `runtime/stack.go`; recordings `pointer-*`: a local
        keeps its distance from the top, a stale address does not reach it.
    Omits: liveness (every pointer counts as live), arguments and results,
        deferred calls, channel operations in flight. Addresses are made up.

    >>> trace = run_reframe()
    >>> trace.word("work.p").adjusted, trace.word("work.u").stale, trace.word("work.h").adjusted
    (True, True, False)
    """
    require_int("next_frame_bytes", next_frame_bytes, 0)
    require(len({frame.name for frame in frames}) == len(frames), "two frames have one name")
    stack = Stack(start_size_bytes, entry_used_bytes, max_stack_bytes)
    for frame in frames:
        stack.call(frame.frame_bytes)
    hi_before, size_before_bytes = stack.hi, stack.size_bytes
    slots = list(_slots(frames, entry_used_bytes))
    move = stack.call(next_frame_bytes)
    places = {f"{slot.frame}.{slot.name}": slot.below_top_bytes for slot in slots}
    return Reframing(
        words=tuple(_word(slot, places, hi_before, move) for slot in slots),
        move=move,
        size_before_bytes=size_before_bytes,
        size_after_bytes=stack.size_bytes,
        hi_before=hi_before,
        hi_after=stack.hi,
    )


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a word lies in its frame, and what it is."""

    frame: str
    name: str
    kind: WordKind
    points_to: str | None
    value: int
    below_top_bytes: int


def _slots(frames: Sequence[Frame], entry_used_bytes: int) -> Iterator[_Slot]:
    """All words, laid out from the top: return address, saved frame pointer, then the locals."""
    used_bytes = entry_used_bytes
    caller: str | None = None  # the outermost saved frame pointer is 0
    for frame in frames:
        below_top_bytes = used_bytes + WORD_BYTES
        yield _Slot(frame.name, "saved bp", "saved frame pointer", caller, 0, below_top_bytes)
        for local in frame.locals:
            require_int(f"{frame.name}.{local.name}: size_bytes", local.size_bytes, 1)
            below_top_bytes += -(-local.size_bytes // WORD_BYTES) * WORD_BYTES
            yield _Slot(frame.name, local.name, local.kind, local.points_to, local.value, below_top_bytes)
        room_bytes = used_bytes + frame.frame_bytes - below_top_bytes
        require(room_bytes >= 0, f"the locals of {frame.name} do not fit into {frame.frame_bytes} bytes")
        used_bytes += frame.frame_bytes + RETURN_ADDRESS_BYTES
        caller = f"{frame.name}.saved bp"


def _word(slot: _Slot, places: dict[str, int], hi: int, move: Move | None) -> Word:
    address = hi - slot.below_top_bytes
    value = _target(slot, places, hi)
    knows = slot.kind in ("pointer", "saved frame pointer")
    return Word(
        frame=slot.frame,
        name=slot.name,
        kind=slot.kind,
        points_to=slot.points_to,
        below_top_bytes=slot.below_top_bytes,
        address_before=address,
        address_after=move.adjust(address) if move else address,
        value_before=slot.value if value is None else value,
        value_after=_after(slot, value, move if knows else None),
        target_after=None if value is None else (move.adjust(value) if move else value),
    )


def _target(slot: _Slot, places: dict[str, int], hi: int) -> int | None:
    """The address that a word holds before the move, or None for a plain value."""
    if slot.points_to is None:
        addressless = slot.kind in ("value", "saved frame pointer")
        require(addressless, f"{slot.frame}.{slot.name} is a {slot.kind} and points to nothing")
        return None
    if slot.points_to == "heap":
        return HEAP_OBJECT_ADDRESS
    known = ", ".join(places)
    require(
        slot.points_to in places, f"{slot.frame}.{slot.name} points to {slot.points_to!r} (there is {known})"
    )
    return hi - places[slot.points_to]


def _after(slot: _Slot, value: int | None, move: Move | None) -> int:
    """What the word holds afterwards; a move is given only for words that it adjusts."""
    held = slot.value if value is None else value
    return move.adjust(held) if move else held
