"""What waiting costs: one server, arrivals and work of random length (M/M/1)."""

from typing import Annotated

from talk.demo import Chart, Range, demo


def mean_answer_ms(service_ms: float, load: float) -> float:
    """The mean time from arrival to answer, for a load from 0 to below 1."""
    return service_ms / (1 - load)


@demo
def answer_time(
    service_ms: Annotated[float, Range(1, 50, step=1, unit="ms")] = 10,
    load: Annotated[int, Range(10, 95, step=5, unit="%")] = 80,
) -> Chart:
    """How long an answer takes as the server fills up."""
    loads = list(range(96))
    times = [mean_answer_ms(service_ms, each / 100) for each in loads]
    here = mean_answer_ms(service_ms, load / 100)
    return (
        Chart(x=loads, x_unit="%", x_label="load", y_unit="ms", y_label="answer")
        .line(times, "mean answer")
        .says(f"At {load} % load an answer takes {here:.0f} ms, {here / service_ms:.0f} times the work.")
    )
