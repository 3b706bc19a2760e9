"""Padding and size classes agree with the compiler's and the runtime's own rules."""

import pytest
from sizes import FIELDS, ORDERS, SIZES, orders, size_classes, struct_padding

from talk import sim
from talk.sim.alloc import SIZE_CLASSES

ALIGN_BYTES = {"bool": 1, "int16": 2, "int64": 8}


def _offsets(kinds):
    """Each at the next multiple of its alignment; the whole is rounded up to the largest."""
    at, offsets = 0, []
    for kind in kinds:
        at = -(-at // ALIGN_BYTES[kind]) * ALIGN_BYTES[kind]
        offsets.append(at)
        at += ALIGN_BYTES[kind]
    return offsets, -(-at // 8) * 8


@pytest.mark.parametrize("order", range(1, ORDERS + 1))
def test_fields_lie_where_the_rule_puts_them(order):
    """Word and place of each field, and the size of the whole."""
    panel = struct_padding(order=order).data.panels[0]
    (fields,) = [spans for spans in panel.spans if spans.label == "field"]
    offsets, size = _offsets([text.split()[1] for text in fields.texts])
    assert [8 * lane + start for lane, start in zip(fields.lanes, fields.starts, strict=True)] == offsets
    assert len(panel.lanes) == size // 8


@pytest.mark.parametrize("order", [1, 12, ORDERS])
def test_fields_and_padding_fill_the_struct(order):
    """Together they are as many bytes as the struct has."""
    panel = struct_padding(order=order).data.panels[0]
    filled = sum(
        end - start for spans in panel.spans for start, end in zip(spans.starts, spans.ends, strict=True)
    )
    assert filled == 8 * len(panel.lanes)


def test_the_orders_go_from_24_to_40_bytes():
    """All thirty orders, each once, and largest first among the smallest."""
    kinds = [tuple(each.type for each in layout.fields) for layout in orders()]
    sizes = [layout.size_bytes for layout in orders()]
    assert len(set(kinds)) == len(kinds) == ORDERS
    assert sizes == sorted(sizes)
    assert set(sizes) == {24, 32, 40}
    largest_first = tuple(sorted((kind for _, kind in FIELDS), key=ALIGN_BYTES.get, reverse=True))
    assert dict(zip(kinds, sizes, strict=True))[largest_first] == 24


@pytest.mark.parametrize(
    ("size_bytes", "pointers", "block_bytes"),
    [(8, False, 16), (8, True, 8), (33, False, 48), (512, True, 512), (520, False, 576), (520, True, 576)],
)
def test_the_mark_stands_on_the_next_size_class(size_bytes, pointers, block_bytes):
    """A block of 16 B is shared by tiny objects; above 512 B with pointers a word more is taken."""
    (mark,) = size_classes(size_bytes=size_bytes, pointers=pointers).data.panels[0].events
    assert (mark.x, mark.y) == ((size_bytes,), (block_bytes,))


@pytest.mark.parametrize("pointers", [False, True])
def test_every_step_is_a_size_class(pointers):
    """The stairs go up through the classes, and never lie below what was asked for."""
    chart = size_classes(pointers=pointers)
    taken = chart["taken"]
    assert set(taken) <= set(SIZE_CLASSES)
    assert list(taken) == sorted(taken)
    assert all(block >= size for block, size in zip(taken, chart.data.xs, strict=True))
    assert chart.data.xs[-1] == SIZES[-1]


def test_rounding_loses_less_than_a_third():
    """What the note says: 33 bytes are the worst case from 16 bytes up to a page."""
    waste = {
        size: sim.allocation(size).waste_bytes / sim.allocation(size).block_bytes for size in range(16, 8193)
    }
    assert max(waste, key=waste.get) == 33
    assert 0.3 < waste[33] < 1 / 3
