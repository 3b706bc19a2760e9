"""The addresses that common traversals read: values, pointers to objects, lists, rows and columns.

Addresses are made up; their differences are those that the allocator gives.
Source: `runtime/malloc.go` of Go 1.27.3; the programs of the recordings `cost-*`.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from talk.sim.alloc.heap import FIRST_SPAN_ADDRESS
from talk.sim.alloc.sizes import PAGE_BYTES, SPAN_PAGES, allocation, tiny_align
from talk.sim.errors import require, require_int

Addresses = NDArray[np.int64]
Traversal = Literal["values", "pointers", "shuffled pointers", "list", "shuffled list"]
TRAVERSALS: tuple[Traversal, ...] = get_args(Traversal)
"""The ways of walking that `traversal_addresses` knows."""
Order = Literal["rows", "columns"]

POINTER_BYTES = 8
MAX_ITEMS = 1 << 24
# Where the one array of a traversal begins: apart from the objects.
ARRAY_ADDRESS = 0xC0_8000_0000


def traversal_addresses(
    traversal: Traversal, count: int, *, item_bytes: int = 64, pointers: bool = False, seed: int = 0
) -> Addresses:
    """The addresses read by one walk over `count` items, of which each time the first word is read.

    Args:
        traversal: `values` reads a slice of items; `pointers` a slice of
            pointers and the item behind each, allocated one after the other;
            `list` only the items, as each holds the pointer to the next. The
            shuffled ones visit the items in a random order.
        count: how many items, from 1 to 16 Mi.
        item_bytes: size of an item, from 1 to 1 MiB.
        pointers: whether the items themselves hold pointers.
        seed: of the order, for the shuffled ones.

    Returns: one address an item, two for slices of pointers; in bytes.
    Raises: ScenarioError for an unknown traversal or values out of bounds.
    Source: size classes and spans of `runtime/malloc.go`.
    Omits: the other objects that lie between them in a program that runs for
        a while; instructions, stack, and whatever the loop keeps in registers.

    >>> traversal_addresses("values", 3, item_bytes=24) - traversal_addresses("values", 1, item_bytes=24)
    array([ 0, 24, 48])
    """
    require(traversal in TRAVERSALS, f"traversal is {traversal!r} (there are {', '.join(TRAVERSALS)})")
    require_int("count", count, 1, MAX_ITEMS)
    require_int("item_bytes", item_bytes, 1, 1 << 20)
    number = np.arange(count)
    if traversal == "values":
        return ARRAY_ADDRESS + number * item_bytes
    if traversal.startswith("shuffled"):
        number = np.random.default_rng(seed).permutation(count)
    items = _object_addresses(number, item_bytes, pointers)
    if traversal.endswith("list"):
        return items
    slots = ARRAY_ADDRESS + np.arange(count) * POINTER_BYTES
    return np.stack((slots, items), axis=1).ravel()


def _object_addresses(number: Addresses, item_bytes: int, pointers: bool) -> Addresses:
    """Where the n-th of many equal objects lies, if nothing else is allocated between them."""
    taken = allocation(item_bytes, pointers=pointers)
    if taken.kind == "large":
        return FIRST_SPAN_ADDRESS + number * taken.block_bytes
    span_bytes = SPAN_PAGES[taken.block_bytes] * PAGE_BYTES
    shared, step_bytes = 1, 0
    if taken.kind == "tiny":
        align_bytes = tiny_align(item_bytes)
        step_bytes = -(-item_bytes // align_bytes) * align_bytes
        shared = 1 + (taken.block_bytes - item_bytes) // step_bytes
    block, place = np.divmod(number, shared)
    span, block = np.divmod(block, span_bytes // taken.block_bytes)
    first = FIRST_SPAN_ADDRESS + taken.header_bytes
    found: Addresses = first + span * span_bytes + block * taken.block_bytes + place * step_bytes
    return found


def matrix_addresses(rows: int, columns: int, *, elem_bytes: int = 8, order: Order = "rows") -> Addresses:
    """The addresses read by a walk over all elements of a `[rows][columns]T`.

    Args:
        rows: from 1.
        columns: from 1; at most 16 Mi elements in all.
        elem_bytes: size of an element, from 1 to 4096.
        order: `rows` reads neighbours in memory, `columns` one element of each row.

    Returns: one address an element, in bytes.
    Raises: ScenarioError for an unknown order or values out of bounds.
    Source: the Go specification: an array of arrays lies row by row.
    Omits: a slice of slices, whose rows lie wherever they were allocated.

    >>> (matrix_addresses(2, 3, order="columns") - ARRAY_ADDRESS).tolist()
    [0, 24, 8, 32, 16, 40]
    """
    require(order in get_args(Order), f"order is {order!r} (there are {', '.join(get_args(Order))})")
    require_int("rows", rows, 1, MAX_ITEMS)
    require_int("columns", columns, 1, MAX_ITEMS)
    require(rows * columns <= MAX_ITEMS, f"{rows} × {columns} elements are more than {MAX_ITEMS}")
    require_int("elem_bytes", elem_bytes, 1, 4096)
    number = np.arange(rows * columns).reshape(rows, columns)
    walked = number if order == "rows" else number.T
    return ARRAY_ADDRESS + walked.ravel() * elem_bytes
