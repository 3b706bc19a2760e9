from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk import sim

POSITIONS = st.floats(0, 1e6)


def test_ramp_rises_and_stays() -> None:
    """A ramp of 10 over 5 passes 4 at 2 and stays at 10."""
    stream = sim.ramp(10, 5)
    assert [stream.at(x) for x in (0, 2, 5, 9)] == [0, 4, 10, 10]


def test_unit_is_a_single_pulse() -> None:
    """A unit stands at its amplitude once."""
    assert [sim.unit(3).at(x) for x in (0, 1, 2)] == [3, 0, 0]


def test_delay_starts_another_stream_later() -> None:
    """A delayed ramp is 0 until its time, then starts from its own beginning."""
    stream = sim.delay(50, sim.ramp(66, 1))
    assert [stream.at(x) for x in (0, 49, 50, 51)] == [0, 0, 0, 66]


def test_oscillate_is_a_sine() -> None:
    """A quarter of a period after the start stands the amplitude."""
    assert sim.oscillate(13, 0, 8).at(2) == pytest.approx(13)
    assert sim.oscillate(13, math.pi, 8).at(2) == pytest.approx(-13)


def test_streams_add_up_with_numbers() -> None:
    """Streams and numbers make sums in any order."""
    assert (2 + sim.ramp(-1, 12)).at(12) == (sim.ramp(-1, 12) + 2).at(12) == 1


def test_only_constants_are_constant() -> None:
    """A sum is constant when all of its parts are."""
    assert (sim.constant(1) + 2).is_constant
    assert not (sim.constant(1) + sim.ramp(1, 2)).is_constant


@given(POSITIONS, st.integers(0, 2**32))
def test_random_depends_on_seed_and_position_alone(position: float, seed: int) -> None:
    """A draw is the same however often and in whatever order it is asked for, and within its amplitude."""
    first = sim.random(5, seed).at(position)
    sim.random(5, seed).at(position + 1)
    assert sim.random(5, seed).at(position) == first
    assert -5 <= first <= 5


def test_random_draws_anew() -> None:
    """Other positions and other seeds give other draws; within `every` the draw stays."""
    stream = sim.random(1, seed=7, every=10)
    assert stream.at(3) == stream.at(9.9)
    assert stream.at(3) != stream.at(10)
    assert stream.at(3) != sim.random(1, seed=8, every=10).at(3)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, "3"])
def test_refuses_what_is_no_number(value: float) -> None:
    """Streams are made of finite numbers only."""
    with pytest.raises(sim.ScenarioError, match="value is "):
        sim.constant(value)


def test_refuses_lengths_that_cannot_be() -> None:
    """A ramp over nothing and a negative delay are refused."""
    with pytest.raises(sim.ScenarioError, match="length is 0, not above 0"):
        sim.ramp(1, 0)
    with pytest.raises(sim.ScenarioError, match="length is -1, less than 0"):
        sim.delay(-1, 3)
