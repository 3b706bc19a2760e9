from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from talk import sim
from talk.sim.units import MS, S


def test_fills_when_the_collector_takes_more_than_half() -> None:
    """On one P, 0.75 of the time for the collector fills the bucket of 1 s in 2 s."""
    limiter = sim.CPULimiter(procs=1)
    for _ in range(199):
        limiter.accumulate(10 * MS, 7_500_000)
    assert (limiter.limiting, limiter.fill_ns) == (False, 995 * MS)
    limiter.accumulate(10 * MS, 7_500_000)
    assert limiter.limiting


def test_drains_when_the_program_runs() -> None:
    """A full bucket lets assists go on as soon as the program had more than half of a period."""
    limiter = sim.CPULimiter(procs=4, fill_ns=4 * S, limiting=True)
    limiter.accumulate(10 * MS, 10 * MS)
    assert not limiter.limiting


def test_is_looked_at_every_10_ms() -> None:
    """Between its updates the limiter keeps its state."""
    limiter = sim.CPULimiter(procs=1, fill_ns=1 * S, limiting=True)
    limiter.accumulate(9 * MS, 0)
    assert limiter.limiting
    limiter.accumulate(1 * MS, 0)
    assert not limiter.limiting


def test_assists_look_at_once() -> None:
    """An assist that fills the bucket ends the assists, whatever is left of the 10 ms."""
    limiter = sim.CPULimiter(procs=1, fill_ns=1 * S - 1 * MS)
    assert limiter.until_full_ns(gc_frac=1.0) == 1 * MS
    limiter.accumulate(1 * MS, 1 * MS, assisted=True)
    assert limiter.limiting
    assert limiter.until_full_ns(gc_frac=0.5) is None


def test_idle_time_counts_for_neither() -> None:
    """With one of two Ps idle, half of the other for the collector leaves the bucket as it is."""
    limiter = sim.CPULimiter(procs=2, fill_ns=1 * S)
    limiter.accumulate(10 * MS, 5 * MS, idle_ns=10 * MS)
    assert limiter.fill_ns == 1 * S
    assert limiter.until_full_ns(gc_frac=0.5, idle_frac=0.5) == 1 * S


@given(st.integers(1, 16), st.lists(st.floats(0, 1), max_size=50))
def test_stays_within_its_bucket(procs: int, shares: list[float]) -> None:
    """Whatever the collector takes, the fill stays between 0 and a second for each P."""
    limiter = sim.CPULimiter(procs)
    for share in shares:
        limiter.accumulate(100 * MS, int(share * 100 * MS * procs))
        assert 0 <= limiter.fill_ns <= procs * S
        assert limiter.limiting == (limiter.fill_ns == procs * S)


BEFORE = st.lists(st.tuples(st.integers(1, 9 * MS), st.integers(0, 30 * MS)), max_size=2)
BEFORE = st.lists(st.tuples(st.integers(1, 9 * MS), st.integers(0, 30 * MS)), max_size=2)
STRETCHES = st.tuples(
    st.integers(1, 60), st.integers(1, 12 * MS), st.integers(0, 20 * MS), st.integers(0, 8 * MS)
)


@given(before=BEFORE, alike=STRETCHES)
@example(before=[(9 * MS, 18 * MS)], alike=(5, 1 * MS, 0, 0))  # what is not counted yet fills it
def test_alike_stretches_count_as_one_by_one(
    before: list[tuple[int, int]], alike: tuple[int, int, int, int]
) -> None:
    """Taken in at once they leave what they leave in turn; so many as are said leave the bucket as it is."""
    count, wall_ns, gc_ns, idle_ns = alike
    quick, slow = sim.CPULimiter(2), sim.CPULimiter(2)
    for limiter in (quick, slow):
        for wall, gc in before:
            limiter.accumulate(wall, gc)
    unchanged, fill_ns = quick.alike(count, wall_ns, gc_ns, idle_ns), quick.fill_ns
    quick.accumulate_alike(count, wall_ns, gc_ns, idle_ns)
    for number in range(count):
        slow.accumulate(wall_ns, gc_ns, idle_ns)
        assert slow.fill_ns == fill_ns or number >= unchanged
    assert quick == slow
