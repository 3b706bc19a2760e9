"""What types and objects take: padding between fields, size classes on the heap. From the simulator.

Offsets follow CalcStructSize in `cmd/compile/internal/types/size.go`, blocks mallocgc in `runtime/malloc.go`
and `internal/runtime/gc/sizeclasses.go`, all of Go 1.27 on 64 bits.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import permutations
from typing import Annotated

from _thin import changes

from talk import sim
from talk.demo import Chart, Choice, Range, demo
from talk.sim.alloc import Allocation
from talk.sim.memory import Layout

WORD_BYTES = 8
FIELDS = (("ok", "bool"), ("id", "int64"), ("kind", "int16"), ("at", "int64"), ("last", "bool"))
ORDERS = 30
"""The orders of two bools, two int64 and one int16, equal types not told apart."""
LARGEST_BYTES = 1536
SIZES = tuple(range(1, LARGEST_BYTES + 1))


@demo
def struct_padding(
    order: Annotated[
        int, Range(1, ORDERS, step=1, label="order of fields", help="The smallest struct comes first.")
    ] = ORDERS,
) -> Chart:
    """A struct word by word: the compiler keeps the order of its fields."""
    layout = orders()[order - 1]
    used = [(each.offset_bytes, each.size_bytes) for each in layout.fields]
    empty = [
        (each.offset_bytes + each.size_bytes, each.padding_bytes)
        for each in layout.fields
        if each.padding_bytes
    ]
    words = [f"+{offset}" for offset in range(0, layout.size_bytes, WORD_BYTES)]
    chart = Chart(x=range(WORD_BYTES + 1), x_unit="B", x_label="in the word", lanes=words)
    return (
        chart.spans(
            *_in_words(used),
            "field",
            text=[f"{each.name} {each.type}" for each in layout.fields],
            tone="accent",
        )
        .spans(*_in_words(empty), "padding", tone="muted")
        .says(
            f"{', '.join(each.type for each in layout.fields)}: {layout.size_bytes} B, "
            f"{layout.padding_bytes} of them padding."
        )
    )


@demo
def size_classes(
    size_bytes: Annotated[int, Range(8, 1288, unit="B", label="object", help="The size of its type.")] = 520,
    pointers: Annotated[bool, Choice(label="holds pointers")] = False,
) -> Chart:
    """What an object of each size takes on the heap."""
    blocks = [sim.allocation(each, pointers=pointers).block_bytes for each in SIZES]
    steps = changes(blocks)
    taken = sim.allocation(size_bytes, pointers=pointers)
    return (
        Chart(
            x=[SIZES[each] for each in steps],
            x_unit="B",
            x_label="size of the type",
            y_unit="B",
            y_label="block",
        )
        .line((1, LARGEST_BYTES), "asked for", x=(1, LARGEST_BYTES), tone="muted")
        .step([blocks[each] for each in steps], "taken", tone="accent")
        .events([size_bytes], f"{taken.block_bytes} B", [taken.block_bytes], label="object")
        .says(_said(taken, pointers))
    )


@lru_cache(maxsize=1)
def orders() -> tuple[Layout, ...]:
    """The layouts of all orders of the fields, the smallest first."""
    kinds = sorted(set(permutations(kind for _, kind in FIELDS)))
    layouts = (sim.struct_layout(_struct(each)) for each in kinds)
    return tuple(sorted(layouts, key=lambda each: each.size_bytes))


def _struct(kinds: tuple[str, ...]) -> str:
    """A struct with fields of these types in this order; of two of one type the first keeps its place."""
    left = list(FIELDS)
    fields = []
    for kind in kinds:
        field = next(each for each in left if each[1] == kind)
        left.remove(field)
        fields.append(" ".join(field))
    return f"struct {{ {'; '.join(fields)} }}"


def _in_words(stretches: list[tuple[int, int]]) -> tuple[list[int], list[int], list[int]]:
    """Lane, start and end of stretches (offset, size); none of them goes beyond its word."""
    lanes = [offset // WORD_BYTES for offset, _ in stretches]
    starts = [offset % WORD_BYTES for offset, _ in stretches]
    return lanes, starts, [start + size for start, (_, size) in zip(starts, stretches, strict=True)]


def _said(taken: Allocation, pointers: bool) -> str:
    kind = "with pointers" if pointers else "without pointers"
    if taken.kind == "tiny":
        return f"{taken.requested_bytes} B {kind} share a block of {taken.block_bytes} B with others."
    header = f"{taken.header_bytes} B say where its pointers are, " if taken.header_bytes else ""
    return (
        f"{taken.requested_bytes} B {kind} take a block of {taken.block_bytes} B: {header}"
        f"{taken.waste_bytes} B ({taken.waste_bytes / taken.block_bytes:.0%}) are rounding."
    )
