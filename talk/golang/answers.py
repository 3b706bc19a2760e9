"""What the real Go may answer, as values that travel as JSON. No pixels, no paths of a machine."""

from __future__ import annotations

from typing import Literal

import msgspec

Stream = Literal["out", "err"]


class Output(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a program wrote, in order, and its exit status."""

    pieces: tuple[tuple[Stream, str], ...]
    exit: int

    def text(self, *streams: Stream) -> str:
        """What it wrote, on these streams or on both."""
        return "".join(text for stream, text in self.pieces if not streams or stream in streams)


class Run(msgspec.Struct, frozen=True, tag="run", forbid_unknown_fields=True):
    """The outcome of `agree` of `runs` runs, the most frequent one, and up to three others."""

    output: Output
    runs: int = 1
    agree: int = 1
    others: tuple[Output, ...] = ()


class Vet(msgspec.Struct, frozen=True, tag="vet", forbid_unknown_fields=True):
    """What `go vet` says; nothing where all is well."""

    text: str


class Verdict(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A line of the compiler about a place of a file; columns count bytes from 1."""

    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"./{self.file}:{self.line}:{self.column}: {self.text}"


class Escape(msgspec.Struct, frozen=True, tag="escape", forbid_unknown_fields=True):
    """The verdicts of `-m` and of `-m -l` (no inlining), and the reasons of `-m=2` for both."""

    inlined: tuple[Verdict, ...]
    called: tuple[Verdict, ...]
    inlined_why: tuple[Verdict, ...] = ()
    called_why: tuple[Verdict, ...] = ()


class Instruction(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """An instruction and the line of the source that it comes from."""

    line: int
    text: str


class Asm(msgspec.Struct, frozen=True, tag="asm", forbid_unknown_fields=True):
    """A compiled function: its frame, its arguments on the stack, whether it checks the stack's size."""

    function: str
    frame_bytes: int
    argument_bytes: int
    checks_stack: bool
    instructions: tuple[Instruction, ...]


class Timing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A benchmark: the time of an operation in each of its runs, bytes and allocations of one."""

    name: str
    ns: tuple[float, ...]
    bytes: int
    allocs: int


class Benchmarks(msgspec.Struct, frozen=True, tag="bench", forbid_unknown_fields=True):
    """The benchmarks of a program, and the machine they ran on."""

    cpu: str
    procs: int
    timings: tuple[Timing, ...]


class ProfileLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a line allocated in all runs of the benchmarks, and what of it was in use at the end."""

    file: str
    line: int
    alloc_bytes: int
    alloc_objects: int
    inuse_bytes: int
    inuse_objects: int


class Profile(msgspec.Struct, frozen=True, tag="memprofile", forbid_unknown_fields=True):
    """The lines that allocate, in the benchmarks with `operations` operations each."""

    operations: int
    lines: tuple[ProfileLine, ...]


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field as `unsafe` and `reflect` see it."""

    name: str
    type: str
    offset: int
    size: int
    align: int


class Layout(msgspec.Struct, frozen=True, tag="layout", forbid_unknown_fields=True):
    """A struct in memory, by `unsafe.Sizeof`, `Alignof` and `Offsetof`."""

    name: str
    kind: str
    size: int
    align: int
    fields: tuple[Field, ...]


class GCTrace(msgspec.Struct, frozen=True, tag="gctrace", forbid_unknown_fields=True):
    """The lines of `GODEBUG=gctrace=1`, and the GOGC and GOMAXPROCS in force."""

    gogc: int
    procs: int
    lines: tuple[str, ...]


class Variable(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A piece of memory: a local, a field, an element. `to` is the address that it holds, if it is one.

    `heap` says of a local that it lives on the heap: `address` is there.
    """

    name: str
    type: str
    address: int
    size: int
    value: str
    to: int = 0
    heap: bool = False


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call: its function, the line that it has come to, its stretch of the stack, its locals."""

    function: str
    line: int
    low: int
    high: int
    variables: tuple[Variable, ...]


class Object(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a pointer or a slice leads to outside of the frames. `place` is `heap`, `stack` or `static`."""

    address: int
    type: str
    size: int
    place: Literal["heap", "stack", "static"]
    parts: tuple[Variable, ...]


class Moment(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A statement that is about to run: where, on which goroutine, its stack, all that can be seen.

    `frames` begins with the outermost call. `output` is what the program has written so far, `moved` by how
    many bytes this goroutine's stack has moved since its moment before.
    """

    line: int
    goroutine: int
    stack: tuple[int, int]
    frames: tuple[Frame, ...]
    objects: tuple[Object, ...] = ()
    output: str = ""
    moved: int = 0


class Stepped(msgspec.Struct, frozen=True, tag="step", forbid_unknown_fields=True):
    """A run, statement by statement, through one file or a region of it."""

    file: str
    debugger: str
    moments: tuple[Moment, ...]


Answer = Run | Vet | Escape | Asm | Benchmarks | Profile | Layout | GCTrace | Stepped
