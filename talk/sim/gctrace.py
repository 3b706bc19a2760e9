"""The line that `GODEBUG=gctrace=1` prints for a cycle, written and read.

Source: gcMarkTermination, fmtNSAsMS and itoaDiv in `runtime/mgc.go` of Go 1.27.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from talk.sim.errors import ScenarioError
from talk.sim.units import MS, US, MiB

_TIME = r"\d+(?:\.\d+)?"
_LINE = re.compile(
    r"gc (?P<number>\d+) @(?P<begin>\d+\.\d{3})s (?P<percent>\d+)%: "
    rf"(?P<sweep_term>{_TIME})\+(?P<mark>{_TIME})\+(?P<mark_term>{_TIME}) ms clock, "
    rf"(?P<sweep_term_cpu>{_TIME})\+(?P<assist>{_TIME})/(?P<background>{_TIME})/(?P<idle>{_TIME})"
    rf"\+(?P<mark_term_cpu>{_TIME}) ms cpu, "
    r"(?P<start>\d+)->(?P<end>\d+)->(?P<marked>\d+) MB, (?P<goal>\d+) MB goal, "
    r"(?P<stacks>\d+) MB stacks, (?P<globals>\d+) MB globals, (?P<procs>\d+) P(?P<forced> \(forced\))?"
)


@dataclass(frozen=True, slots=True)
class GCTraceLine:
    """What the line says of one cycle; `str` of it is the line."""

    number: int
    begin_ns: int
    """Begin of sweep termination, since the program started."""
    gc_cpu_percent: int
    """The collector's share of all CPU time since the start, without idle marking, rounded down."""
    sweep_term_ns: int
    mark_ns: int
    mark_term_ns: int
    sweep_term_cpu_ns: int
    """The pause times the CPUs that it keeps from the program: the Ps, but no more than the machine has."""
    assist_ns: int
    background_ns: int
    """Dedicated and fractional workers."""
    idle_ns: int
    mark_term_cpu_ns: int
    heap_start_bytes: int
    heap_end_bytes: int
    heap_marked_bytes: int
    goal_bytes: int
    stack_bytes: int
    globals_bytes: int
    procs: int
    forced: bool = False
    """Asked for by runtime.GC()."""

    def __str__(self) -> str:
        begin_ms = self.begin_ns // MS
        clock = "+".join(map(format_ms, (self.sweep_term_ns, self.mark_ns, self.mark_term_ns)))
        marking = "/".join(map(format_ms, (self.assist_ns, self.background_ns, self.idle_ns)))
        cpu = f"{format_ms(self.sweep_term_cpu_ns)}+{marking}+{format_ms(self.mark_term_cpu_ns)}"
        heap = (self.heap_start_bytes, self.heap_end_bytes, self.heap_marked_bytes)
        return (
            f"gc {self.number} @{begin_ms // 1000}.{begin_ms % 1000:03}s {self.gc_cpu_percent}%: "
            f"{clock} ms clock, {cpu} ms cpu, {'->'.join(str(size // MiB) for size in heap)} MB, "
            f"{self.goal_bytes // MiB} MB goal, {self.stack_bytes // MiB} MB stacks, "
            f"{self.globals_bytes // MiB} MB globals, {self.procs} P{' (forced)' if self.forced else ''}"
        )


def format_ms(ns: int) -> str:
    """A time in milliseconds as gctrace prints it: whole ones from 10 on, two digits below.

    There are three decimals at most.

    >>> [format_ms(ns) for ns in (0, 5_999, 73_100, 381_000, 9_999_999, 26_400_000)]
    ['0', '0.005', '0.073', '0.38', '9.9', '26']
    """
    if ns >= 10 * MS:
        return str(ns // MS)
    left, decimals = ns // US, 3
    if left == 0:
        return "0"
    # Digits are cut off, not rounded.
    while left >= 100:
        left, decimals = left // 10, decimals - 1
    return f"{left // 10**decimals}.{left % 10**decimals:0{decimals}}"


def read_gctrace(text: str) -> GCTraceLine:
    """What a printed line says, in bytes and nanoseconds.

    Args:
        text: the line and nothing else.

    Returns: the line's values, as exact as they were printed: sizes are whole
        MiB. `str` of it is the text again.
    Raises: ScenarioError with the text that is no such line.
    Source: gcMarkTermination in `runtime/mgc.go`.

    >>> line = read_gctrace("gc 24 @1.156s 16%: 0.052+26+0.073 ms clock, 0.10+0.38/13/18+0.14 ms cpu, "
    ...                     "93->105->45 MB, 115 MB goal, 0 MB stacks, 32 MB globals, 2 P")
    >>> line.mark_ns, line.goal_bytes >> 20
    (26000000, 115)
    """
    found = _LINE.fullmatch(text.strip())
    if found is None:
        raise ScenarioError(f"gctrace line is {text!r}, which has another form")
    part = found.groupdict()
    return GCTraceLine(
        number=int(part["number"]),
        begin_ns=_scaled(part["begin"], 1000 * MS),
        gc_cpu_percent=int(part["percent"]),
        sweep_term_ns=_scaled(part["sweep_term"], MS),
        mark_ns=_scaled(part["mark"], MS),
        mark_term_ns=_scaled(part["mark_term"], MS),
        sweep_term_cpu_ns=_scaled(part["sweep_term_cpu"], MS),
        assist_ns=_scaled(part["assist"], MS),
        background_ns=_scaled(part["background"], MS),
        idle_ns=_scaled(part["idle"], MS),
        mark_term_cpu_ns=_scaled(part["mark_term_cpu"], MS),
        heap_start_bytes=int(part["start"]) * MiB,
        heap_end_bytes=int(part["end"]) * MiB,
        heap_marked_bytes=int(part["marked"]) * MiB,
        goal_bytes=int(part["goal"]) * MiB,
        stack_bytes=int(part["stacks"]) * MiB,
        globals_bytes=int(part["globals"]) * MiB,
        procs=int(part["procs"]),
        forced=part["forced"] is not None,
    )


def _scaled(text: str, unit: int) -> int:
    return int(Decimal(text) * unit)
