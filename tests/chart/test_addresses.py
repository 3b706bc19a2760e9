from talk.chart.addresses import shortened
from talk.chart.steps import Steps, box, cell, column


def _short(*addresses: int | str) -> list[str]:
    cells = (cell(f"c{number}", address=address) for number, address in enumerate(addresses))
    (step,) = shortened(Steps().step("s", column("", box("b", *cells))).data.steps)
    return [each.address for each in step.keyed.values()]


def test_four_digits_if_they_tell_all_apart() -> None:
    """A long address is known by its end."""
    assert _short(0xC00004A7C8, 0xC00004A788) == ["…a7c8", "…a788"]


def test_as_many_digits_as_are_needed() -> None:
    """Two addresses with one ending get a digit more, and so do all others."""
    assert _short(0xC00004A7C8, 0xC00014A7C8, 0xC000000010) == ["…04a7c8", "…14a7c8", "…000010"]


def test_what_is_no_long_address_stays() -> None:
    """Short numbers and names are shown whole."""
    assert _short(0x1000, "SP+8") == ["0x1000", "SP+8"]


def test_values_are_cut_like_addresses() -> None:
    """A pointer still shows the address of what it leads to."""
    target, pointer = cell("n", 1, address=0xC00004A7C8), cell("p", "0xc00004a7c8", address=0xC00004A788)
    (step,) = shortened(Steps().step("s", column("", box("b", target, pointer))).data.steps)
    assert step.keyed["b.p"].value == step.keyed["b.n"].address == "…a7c8"
