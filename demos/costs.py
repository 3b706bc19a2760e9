"""What copies, sharing and integrity cost: recorded benchmarks, as ratios."""

from __future__ import annotations

from recorded import column_of, rows

from talk.demo import Chart, demo


@demo
def pointer_cost() -> Chart:
    """A call with a pointer, compared with the same call by value: handed down, and handed up."""
    table = rows("cost", "pass")
    down = _ratios(column_of(table, "pass_pointer_ns"), column_of(table, "pass_value_ns"))
    up = _ratios(column_of(table, "return_pointer_ns"), column_of(table, "return_value_ns"))
    return (
        Chart(
            x=column_of(table, "size_bytes"),
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
            f"Handed down, a pointer to 16 KiB costs 1/{1 / down[5]:.0f} of the copy; "
            f"handed up, a pointer costs {min(up):.0f} to {max(up):.0f} times the value."
        )
    )


@demo
def locality() -> Chart:
    """Reading one word of each 64-byte item: time an item, values = 1."""
    orders = ["values", "pointers in order", "pointers shuffled"]
    small, large = (_traversal(items, orders) for items in (1024, 262_144))
    return (
        Chart(x=orders, y_label="times the values", y_range=(0, 4.5))
        .bars(small, "1 K items", tone="muted")
        .bars(large, "256 K items", tone="accent")
        .says(f"Over 256 K items shuffled pointers take {large[2]} times as long; over 1 K {small[2]}.")
    )


@demo
def integrity_cost() -> Chart:
    """One safe increment, compared with a plain n++."""
    table = rows("cost", "increment")
    times = [round(row["ns"] / table[0]["ns"]) for row in table]
    return (
        Chart(x=[row["how"] for row in table], y_label="times a plain n++", y_log=True)
        .bars(times, "uncontended", tone="accent")
        .says(f"An atomic costs {times[1]} times a plain n++, a mutex {times[2]}, "
              f"an unbuffered channel {times[4]}.")
    )  # fmt: skip


def _ratios(of: list[float], to: list[float]) -> list[float]:
    return [a / b for a, b in zip(of, to, strict=True)]


def _traversal(items: int, orders: list[str]) -> list[float]:
    """Time an item in each order, compared with values."""
    found = {row["order"]: row["ns_per_item"] for row in rows("cost", "traversal") if row["items"] == items}
    return [round(found[order] / found["values"], 1) for order in orders]
