"""Kinds of charts for amounts: bars, stacks, histograms, heat maps."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np

from talk.demo import Chart, Choice, Range, demo


# region bars
@demo
def compression(level: Annotated[Literal["fast", "best"], Choice(label="level")] = "fast") -> Chart:
    """Bytes before and after, for three kinds of text."""
    import zlib

    texts = {
        "log lines": b"".join(b"2026-11-24 GET /item/%d 200 %d us\n" % (n, n * 7 % 90) for n in range(900)),
        "prose": b"It was a dark and stormy night; the rain fell in torrents. " * 500,
        "noise": np.random.default_rng(3).bytes(30_000),
    }
    packed = [len(zlib.compress(each, {"fast": 1, "best": 9}[level])) for each in texts.values()]
    return (
        Chart(x=list(texts), y_unit="B", y_show="KiB", y_label="size")
        .bars([len(each) for each in texts.values()], "plain", tone="muted")
        .bars(packed, "packed", tone="accent")
        .says(
            f"Log lines shrink to {packed[0] / len(texts['log lines']):.0%}, "
            f"noise to {packed[2] / 30_000:.0%}."
        )
    )


# endregion


# region stack
@demo
def memory_use(
    cache_mib: Annotated[int, Range(0, 200, step=10, unit="MiB", label="cache")] = 60,
) -> Chart:
    """What a process holds over a day."""
    hours = np.linspace(0, 24, 97)
    sessions = 40 + 35 * np.sin((hours - 8) / 24 * 2 * np.pi) ** 2
    cache = np.minimum(cache_mib, hours * 25)
    return (
        Chart(x=hours, x_unit="h", x_label="time of day", y_unit="MiB", y_label="memory")
        .stack(np.full(len(hours), 30.0), "program", tone="muted")
        .stack(sessions, "sessions")
        .stack(cache, "cache", tone="accent")
        .hline(256, "limit")
        .says(f"The peak is {float(np.max(30 + sessions + cache)):.0f} MiB of 256.")
    )


# endregion


# region histogram
@demo
def latency(
    hedged: Annotated[int, Range(1, 4, step=1, label="copies of each request")] = 1,
) -> Chart:
    """Latency of 5,000 requests, when the first of several answers counts."""
    rng = np.random.default_rng(11)
    samples = np.min(rng.lognormal(3.0, 0.7, (5000, hedged)), axis=1)
    tail = float(np.percentile(samples, 99))
    return (
        Chart(
            x=np.geomspace(1, 400, 41), x_unit="ms", x_log=True, x_label="latency",
            y_unit="requests", y_label="requests",
        )
        .histogram(samples, "requests", tone="accent")
        .vline(tail, f"99 %: {tail:.0f} ms")
        .says(f"With {hedged} copies one request in a hundred takes more than {tail:.0f} ms.")
    )  # fmt: skip


# endregion


# region heat
@demo
def rush(weekend: Annotated[bool, Choice(label="weekend")] = False) -> Chart:
    """Requests by hour and region."""
    hours = np.arange(24)
    regions = {"Americas": 17, "Europe": 11, "Asia": 4, "Oceania": 1}
    rows = [
        900 * np.exp(-(((hours - noon + 12) % 24 - 12) ** 2) / 18) * (0.55 if weekend else 1) + 40
        for noon in regions.values()
    ]
    total = np.sum(rows, axis=0)
    busiest = int(np.argmax(total))
    return (
        Chart(x=hours, x_unit="h", x_label="hour, UTC", lanes=list(regions))
        .heat(rows, "requests", unit="req/s")
        .says(f"The busiest hour is {busiest} o'clock UTC with {float(total[busiest]):.0f} requests/s.")
    )


# endregion
