"""What copies, sharing and integrity cost: recorded benchmarks, as ratios."""

from __future__ import annotations

from recorded import medians_ns

from talk.demo import Chart, demo

SIZES_BYTES = (8, 64, 256, 1024, 4096, 16384)
ORDERS = {"values": "values", "in-order": "pointers in order", "shuffled": "pointers shuffled"}
WAYS = {
    "plain": "plain",
    "atomic": "atomic",
    "mutex": "mutex",
    "buffered": "channel of\N{NO-BREAK SPACE}1",
    "channel": "channel",
}


@demo
def pointer_cost() -> Chart:
    """A call with a pointer, compared with the same call by value: handed down, and handed up."""
    times = medians_ns("passing")
    down, up = (
        [times[f"{size}/pointer-{way}"] / times[f"{size}/value-{way}"] for size in SIZES_BYTES]
        for way in ("down", "up")
    )
    return (
        Chart(
            x=SIZES_BYTES,
            x_unit="B",
            x_label="struct",
            x_log=True,
            y_label="times the value's cost",
            y_log=True,
        )
        .line(up, "pointer up: 1 allocation", tone="accent")
        .line(down, "pointer down")
        .hline(1, "value")
        .says(
            f"Handed down, a pointer to 16 KiB costs 1/{1 / down[-1]:.0f} of the copy; "
            f"handed up, a pointer costs {min(up):.0f} to {max(up):.0f} times the value."
        )
    )


@demo
def locality() -> Chart:
    """Reading one word of each 64-byte item: time an item, values = 1."""
    small, large = (_walks(count) for count in ("Few", "Many"))
    return (
        Chart(x=list(ORDERS.values()), y_label="times the values", y_range=(0, 4.5))
        .bars(small, "1 K items", tone="muted")
        .bars(large, "256 K items", tone="accent")
        .says(f"Over 256 K items shuffled pointers take {large[2]} times as long; over 1 K {small[2]}.")
    )


@demo
def integrity_cost() -> Chart:
    """One safe increment, compared with a plain n++."""
    times = medians_ns("prices")
    ratios = {name: round(times[f"Count/{way}"] / times["Count/plain"]) for way, name in WAYS.items()}
    return (
        Chart(x=list(ratios), y_label="times a plain n++", y_log=True)
        .bars(list(ratios.values()), "uncontended", tone="accent")
        .says(f"An atomic costs {ratios['atomic']} times a plain n++, a mutex {ratios['mutex']}, "
              f"an unbuffered channel {ratios['channel']}.")
    )  # fmt: skip


def _walks(count: str) -> list[float]:
    """The time of a walk in each order, compared with that over values."""
    times = medians_ns("prices")
    return [round(times[f"{count}/{order}"] / times[f"{count}/values"], 1) for order in ORDERS]
