from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk.sim.errors import ScenarioError
from talk.sim.memory.layout import Layout, struct_layout, struct_layouts
from talk.sim.memory.library import LIBRARY

RECORDED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data/layouts.json").read_text(encoding="utf-8")
)["structs"]


@pytest.fixture(scope="module")
def layouts() -> dict[str, Layout]:
    """All recorded types, laid out together."""
    return struct_layouts((each["name"], each["go"]) for each in RECORDED)


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda each: each["name"])
def test_recorded_layouts_are_exact(recorded: dict[str, Any], layouts: dict[str, Layout]) -> None:
    """Size, alignment, every offset, and size and alignment of every field are those of the compiler."""
    layout = layouts[recorded["name"]]
    assert (layout.size_bytes, layout.align_bytes) == (recorded["size"], recorded["align"])
    assert layout.offsets == recorded["offsets"]
    fields = {each.name: each for each in layout.fields}
    assert {name: fields[name].size_bytes for name in recorded["fields"]} == recorded["field_sizes"]
    assert {name: fields[name].align_bytes for name in recorded["fields"]} == recorded["field_aligns"]


@pytest.mark.parametrize(
    ("go", "size_bytes", "align_bytes"),
    [
        ("struct { a byte; b [0]int64 }", 16, 8),  # the empty field's own offset counts: 8, and a byte
        ("struct { a struct{}; b [0]int16 }", 0, 2),
        ("[3]struct { a int32; b bool }", 24, 4),
        ("struct { a [2][3]int16; b bool }", 14, 2),
        ("struct { f func(a int, b ...string) (int, error); c <-chan []int; n int8 }", 24, 8),
        ("struct { i interface{ Read([]byte) (int, error) }; e error }", 32, 8),
        ("struct { *Elsewhere; sync.Mutex }", 16, 8),
        ("struct { _ [64 - unsafe.Sizeof(atomic.Int64{})%64]byte }", 56, 1),
        ("struct { _ [1<<3 | 0x10 - 2*(3+0b1)]byte }", 16, 1),
        ('struct { a int "tag"; b bool `json:"b"` }', 16, 8),
        ("struct { // a comment\n\ta, b int16 /* and\nanother */\n\tc bool\n}", 6, 2),
        ("struct { p atomic.Pointer[map[string]int]; b bool }", 16, 8),
        ("complex64", 8, 4),
    ],
)
def test_by_hand(go: str, size_bytes: int, align_bytes: int) -> None:
    """Types that no recording has, worked out by hand."""
    layout = struct_layout(go, {"Elsewhere": "struct{}"})
    assert (layout.size_bytes, layout.align_bytes) == (size_bytes, align_bytes)


def test_padding_is_told() -> None:
    """What no field uses stands after the field before it."""
    layout = struct_layout("struct { a bool; b int64; c bool }")
    assert [each.padding_bytes for each in layout.fields] == [7, 0, 7]
    assert layout.padding_bytes == 14


def test_types_refer_to_each_other() -> None:
    """A type may stand before the one it uses, and hold pointers to itself."""
    layouts = struct_layouts(
        [("List", "struct { head Node; n int }"), ("Node", "struct { next *Node; v any }")]
    )
    assert layouts["List"].offsets == {"head": 0, "n": 24}
    assert layouts["Node"].pointers


def test_embedded_fields_have_the_name_of_their_type() -> None:
    """The package, the star and type arguments do not belong to it."""
    layout = struct_layout("struct { *A; sync.Mutex; atomic.Pointer[A] }", {"A": "int"})
    assert list(layout.offsets) == ["A", "Mutex", "Pointer"]


@pytest.mark.parametrize(
    ("go", "message"),
    [
        ("", "a name is missing"),
        ("struct { a int", "'}' is missing before the end"),
        ("struct {\n\ta int\n\tb Missing\n}", "line 3: undefined: Missing"),
        ("struct { a *Missing }", "undefined: Missing"),
        ("struct { a foo.Bar }", "foo.Bar is not among the library types"),
        ("struct { a, a int }", "the field a is declared twice"),
        ("struct { a int } b", "'b' after the type"),
        ("struct { a [-1]int }", "an array of -1 elements"),
        ("struct { a [1<<60]int }", "an array of 1152921504606846976 elements"),
        ("struct { a [1<<49]int }", "larger than 1125899906842624 bytes"),
        ("struct { a [1/0]int }", "division by zero"),
        ('struct { a ["x"]int }', "'x' is not an integer"),
        ("struct { a [n]int }", "no constant"),
        ("struct { []int }", "[]int cannot be embedded"),
        ("struct { a § }", "line 1: '§' begins nothing"),
        ("[2]" * 200 + "int", "nested more than 100 deep"),
        ("struct { f func( }", "is missing at the end"),
        ("struct { f func }", "a bracket is missing before '}'"),
    ],
)
def test_what_is_no_type_is_told(go: str, message: str) -> None:
    """The message has the line and the word."""
    with pytest.raises(ScenarioError) as error:
        struct_layout(go)
    assert message in str(error.value)


@pytest.mark.parametrize(
    "named",
    [
        [("A", "struct { a A }")],
        [("A", "struct { b [2]B }"), ("B", "struct { a A }")],
        [("A", "B"), ("B", "A")],
        [("A", "int"), ("A", "bool")],
        [(f"T{n}", f"struct {{ next T{n + 1} }}") for n in range(200)] + [("T200", "int")],
    ],
)
def test_impossible_declarations_are_refused(named: list[tuple[str, str]]) -> None:
    """Types inside themselves, twice, or in endless chains are refused, not run into."""
    with pytest.raises(ScenarioError, match=r"contains itself|declared|too deeply"):
        struct_layouts(named)


TYPES = st.recursive(
    st.sampled_from(["bool", "int16", "int32", "int", "string", "any", "*int", "struct{}", *LIBRARY]),
    lambda inner: (
        st.tuples(st.integers(0, 3), inner).map(lambda pair: f"[{pair[0]}]{pair[1]}")
        | inner.map(lambda elem: f"[]{elem}")
        | st.lists(inner, max_size=5).map(
            lambda types: "struct { " + "; ".join(f"f{n} {go}" for n, go in enumerate(types)) + " }"
        )
    ),
    max_leaves=12,
)


@given(st.lists(TYPES, min_size=1, max_size=6))
def test_fields_never_overlap(fields: list[str]) -> None:
    """Fields are aligned, in order and apart; with the padding they fill the struct."""
    layout = struct_layout("struct { " + "\n".join(f"f{n} {go}" for n, go in enumerate(fields)) + " }")
    end_bytes = 0
    for each in layout.fields:
        assert each.offset_bytes >= end_bytes
        assert each.offset_bytes % each.align_bytes == 0
        end_bytes = each.offset_bytes + each.size_bytes
    assert end_bytes <= layout.size_bytes
    assert layout.size_bytes % layout.align_bytes == 0
    # No field lies before padding: the first is at 0.
    assert sum(each.size_bytes + each.padding_bytes for each in layout.fields) == layout.size_bytes


@given(st.text(alphabet='struct{}[]*()int,;.\n "`0-/%é', max_size=60))
def test_any_text_is_a_type_or_an_error(text: str) -> None:
    """Whatever is written, there is a layout or the one kind of error."""
    try:
        layout = struct_layout(text)
    except ScenarioError:
        return
    assert layout.align_bytes > 0
