"""Goroutines on Ps: nothing is lost, nothing runs twice at once."""

from itertools import pairwise

import pytest
from timeline import BLOCKED_NS, BLOCKING, MS, WORK_NS, timeline


def _stretches(chart, label="runs"):
    panel = chart.data.panels[0]
    return [
        (panel.lanes[lane], start, end, text)
        for spans in panel.spans
        if spans.label == label
        for lane, start, end, text in zip(spans.lanes, spans.starts, spans.ends, spans.texts, strict=True)
    ]


@pytest.mark.parametrize("blocking", BLOCKING)
@pytest.mark.parametrize("procs", [1, 2, 4])
def test_every_goroutine_does_all_of_its_work(procs, blocking):
    """Eight milliseconds each, whatever P they run on."""
    done = {}
    for _, start, end, name in _stretches(timeline(goroutines=7, procs=procs, blocking=blocking)):
        done[name] = done.get(name, 0) + end - start
    assert sorted(done) == [f"G{number}" for number in range(7)]
    assert all(work == pytest.approx(2 * WORK_NS, rel=0.01) for work in done.values())


@pytest.mark.parametrize("procs", [1, 2, 4])
def test_a_p_runs_one_at_a_time(procs):
    """Stretches in one lane do not overlap, and there are as many lanes as Ps."""
    chart = timeline(goroutines=8, procs=procs, blocking="in a system call")
    rows = [*_stretches(chart), *_stretches(chart, "in a system call")]
    for number in range(procs):
        own = sorted((start, end) for lane, start, end, _ in rows if lane == f"P{number}")
        assert own
        assert all(end <= start for (_, end), (start, _) in pairwise(own))


def test_twice_the_ps_halve_the_time():
    """Eight that never block need 64 ms on one P, 32 on two, 16 on four."""
    for procs in (1, 2, 4):
        end = max(end for _, _, end, _ in _stretches(timeline(goroutines=8, procs=procs)))
        assert end == pytest.approx(8 * 2 * WORK_NS / procs, rel=0.02)


def test_a_channel_frees_the_p_and_a_system_call_holds_it_for_a_while():
    """Waiting on a channel leaves no gap while others can run; in a system call Ps stand idle for longer."""

    def end_ms(blocking):
        return max(end for *_, end, _ in _stretches(timeline(8, 2, blocking))) / MS

    assert end_ms("on a channel") < end_ms("in a system call")
    assert end_ms("on a channel") <= 8 * 2 * WORK_NS / 2 / MS + BLOCKED_NS / MS
