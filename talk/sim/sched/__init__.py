"""Goroutines on threads and processors: the Go scheduler as a discrete-event simulation.

Programs are scenarios in JSON (`run_schedule`) or Python generators
(`run_goroutines`); both run on the same objects. Files as in the runtime:

- `entities`, `state`: G, M and P, the clock, ready and park;
- `runq`, `proc`, `threads`, `timers`, `sysmon`: who runs next, and where;
- `chans`, `locks`, `groups`: what goroutines wait for;
- `language`, `script`, `machine`, `vm`, `program`: programs;
- `trace`: what a run recorded; `race`: the lost update.
"""

from talk.sim.sched.chans import Case, Chan
from talk.sim.sched.costs import Costs
from talk.sim.sched.entities import GoPanic
from talk.sim.sched.groups import Atomic, Cond, Var, WaitGroup
from talk.sim.sched.language import read_scenario
from talk.sim.sched.locks import Mutex, RWMutex
from talk.sim.sched.machine import run_schedule
from talk.sim.sched.program import Go, run_goroutines
from talk.sim.sched.race import CURES, RaceStep, RaceTrace, interleavings, run_race
from talk.sim.sched.script import Script
from talk.sim.sched.trace import Change, LogLine, ScheduleTrace, Slice

__all__ = [
    "CURES",
    "Atomic",
    "Case",
    "Chan",
    "Change",
    "Cond",
    "Costs",
    "Go",
    "GoPanic",
    "LogLine",
    "Mutex",
    "RWMutex",
    "RaceStep",
    "RaceTrace",
    "ScheduleTrace",
    "Script",
    "Slice",
    "Var",
    "WaitGroup",
    "interleavings",
    "read_scenario",
    "run_goroutines",
    "run_race",
    "run_schedule",
]
