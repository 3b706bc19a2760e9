"""Runs of small Go programs: what their memory holds, step by step."""

from __future__ import annotations

from collections.abc import Collection

from talk.sim.errors import require
from talk.sim.memory.calls import Calls
from talk.sim.memory.frames import FrameLayout, declared_types, frame_layout
from talk.sim.memory.machine import Machine
from talk.sim.memory.observe import Observer
from talk.sim.memory.operators import Plain, constant_value
from talk.sim.memory.scope import Scope
from talk.sim.memory.source import read_source
from talk.sim.memory.storage import Storage
from talk.sim.memory.syntax import Declare, Source
from talk.sim.memory.trace import MemoryTrace
from talk.sim.memory.types import Type, Types
from talk.sim.memory.values import Place, encode
from talk.sim.stack import STACK_MIN_BYTES, Stack, require_stack_size


def run_program(
    go: str, *, heap: Collection[str] = (), start_size_bytes: int = STACK_MIN_BYTES
) -> MemoryTrace:
    """The memory of a small Go program after each of its steps.

    Args:
        go: the program: types, variables, functions and methods, of which
            `main` is run. Bodies are straight lines of declarations,
            assignments, calls and returns; a call of a function stands alone
            or is a whole right side. `println` writes, `runtime.GC()` collects.
        heap: the variables that the compiler moves to the heap, as
            "function.variable" ("open.f", "T.m.x", "(*T).m.x"). Its verdicts
            come from the real compiler; what cannot be is refused.
        start_size_bytes: the stack of the goroutine, a power of two from 2048.

    Returns: a step for each call, statement and return, with all frames,
        objects, values and addresses.
    Raises: ScenarioError with the line: for what is not understood, for what
        a Go program would panic at, and for a pointer that outlives a frame.
    Source: the Go specification; `runtime/stack.go`, `runtime/malloc.go` and
        `runtime/slice.go` of Go 1.27.3.
    Omits: control flow, closures, goroutines, maps, interfaces' contents;
        escape analysis: what `new`, `&T{}`, `make`, `[]T{}` and a growing
        append make is always on the heap; registers and inlining: all
        variables are in frames, which hold nothing else; liveness: declared
        variables count as used to the end of their function.

    >>> trace = run_program('''
    ... func add(p *int) { *p += 2 }
    ... func main() {
    ...     n := 40
    ...     add(&n)
    ... }
    ... ''')
    >>> trace.last.frames, trace.at(2).value("main.n").value, trace.at(2).value("add.p").points_to
    ((), 42, 'main.n')
    """
    require_stack_size("start_size_bytes", start_size_bytes)
    source, types = read_source(go)
    require("main" in source.functions, "there is no func main")
    main = source.functions["main"]
    plain = not (main.parameters or main.result)
    require(plain, f"line {main.line}: main has neither parameters nor a result")
    storage = Storage(types, Stack(start_size_bytes))
    globals_ = _globals(source, types, storage)
    layouts = _layouts(source, types, {name: place.type for name, place in globals_.items()}, heap)
    machine = Machine(Calls(types, storage, globals_), layouts)
    observer = Observer(machine.calls, machine.printed, source.lines)
    machine.watch = observer.step
    machine.call("main", [])
    return observer.trace


def _layouts(
    source: Source, types: Types, globals_: dict[str, Type], heap: Collection[str]
) -> dict[str, FrameLayout]:
    layouts = {
        name: frame_layout(function, types, source.functions, globals_, heap)
        for name, function in source.functions.items()
    }
    known = {f"{name}.{slot}" for name, layout in layouts.items() for slot in layout.slots}
    for name in heap:
        require(name in known, f"heap: there is no variable {name!r} (there are {', '.join(sorted(known))})")
    return layouts


def _globals(source: Source, types: Types, storage: Storage) -> dict[str, Place]:
    """The package variables, with constant values or zero."""
    places: dict[str, Place] = {}
    for statement in source.variables:
        scope = Scope(types, {}, {name: place.type for name, place in places.items()})
        for number, (name, type_) in enumerate(
            zip(statement.names, declared_types(statement, scope), strict=True)
        ):
            require(name not in places, f"line {statement.line}: {name} is declared twice")
            places[name] = Place(type_, storage.global_variable(type_))
            if statement.values:
                storage.write(places[name].address, encode(_start(statement, number, types), type_, types))
    return places


def _start(statement: Declare, number: int, types: Types) -> Plain:
    return constant_value(statement.values[number], types)
