import pytest

from talk.chart.units import check_unit, factor, is_bytes
from talk.errors import TalkError


@pytest.mark.parametrize(
    ("unit", "show", "expected"),
    [
        ("ns", "ms", 1e-6),
        ("s", "us", 1e6),
        ("B", "MiB", 1 / 2**20),
        ("GiB", "KiB", 2**20),
        ("", "%", 100),
        ("%", "", 0.01),
        ("frames", "frames", 1),
        ("MiB/s", "GiB/s", 1 / 1024),
    ],
)
def test_a_unit_converts_within_its_dimension(unit: str, show: str, expected: float) -> None:
    """The factor takes a number in one unit to the same amount in the other."""
    assert factor(unit, show) == expected


@pytest.mark.parametrize(
    ("unit", "show", "hint"),
    [
        ("ns", "MiB", "'ns' is time, 'MiB' is bytes"),
        ("MB ", "MiB", "did you mean 'MB'?"),
        ("frames", "ms", "'frames' is not a unit that converts"),
        ("ms", "", "'ms' is time, '' is share"),
    ],
)
def test_units_of_two_kinds_are_refused(unit: str, show: str, hint: str) -> None:
    """An error holds both units and says why they do not convert."""
    with pytest.raises(TalkError) as error:
        factor(unit, show)
    assert f"unit '{unit}' cannot be shown as '{show}'" in str(error.value)
    assert hint in str(error.value)


@pytest.mark.parametrize("unit", ["a" * 25, "m\x1bs", 3])
def test_what_is_no_text_for_an_axis_is_no_unit(unit: object) -> None:
    """Units are short and printable."""
    with pytest.raises(TalkError, match="unit"):
        check_unit(unit)


def test_binary_units_are_known() -> None:
    """Axes in bytes count in powers of two, those in MB do not."""
    assert is_bytes("B")
    assert is_bytes("KiB")
    assert not is_bytes("MB")
