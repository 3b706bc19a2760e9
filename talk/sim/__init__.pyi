"""What `talk.sim` offers, for type checkers and editors; `__init__.py` loads each name when it is used."""

from talk.sim.alloc import Allocation, AppendTrace, Heap, allocation, grown_capacity, run_append
from talk.sim.cache import LEVELS, Cache, CacheLevel, CacheTrace, run_cache
from talk.sim.collector import Collector
from talk.sim.constructs import CONSTRUCTS, ConstructTrace, run_construct
from talk.sim.errors import ScenarioError
from talk.sim.frames import EXAMPLE_FRAMES, Frame, Local, Reframing, Word, run_reframe
from talk.sim.gc_phases import Pauses, Phase
from talk.sim.gc_run import run_gc
from talk.sim.gc_trace import GCCycle, GCTrace
from talk.sim.gctrace import GCTraceLine, read_gctrace
from talk.sim.goal import Memory, heap_goal, heap_trigger
from talk.sim.guide import GuidePhase, GuideTrace, run_guide
from talk.sim.limiter import CPULimiter
from talk.sim.mark import MarkRates
from talk.sim.memory import Layout, MemoryTrace, run_program, struct_layout, struct_layouts
from talk.sim.pacer import GCController
from talk.sim.pacer_cases import PacerCycle, PacerInput, run_pacer
from talk.sim.predictions import predict
from talk.sim.sched import (
    RaceTrace,
    ScheduleTrace,
    interleavings,
    run_goroutines,
    run_race,
    run_schedule,
)
from talk.sim.stack import (
    ENTRY_USED_BYTES,
    MAX_STACK_BYTES,
    MAX_STACK_CEILING_BYTES,
    STACK_GUARD_BYTES,
    STACK_MIN_BYTES,
    Move,
    Stack,
    StackOverflowError,
    grown_size,
    must_grow,
    shrunk_size,
    starting_size,
)
from talk.sim.stack_run import StackTrace, run_shrink, run_stack
from talk.sim.steady import SteadyState, steady_state
from talk.sim.streams import Stream, constant, delay, oscillate, ramp, random, total, unit
from talk.sim.traversal import TRAVERSALS, matrix_addresses, traversal_addresses
from talk.sim.tricolour_run import MarkingStep, MarkingTrace, ObjectState, run_marking
from talk.sim.units import GiB, KiB, MiB
from talk.sim.workers import WORK_KINDS, Workers, gc_workers
from talk.sim.workload import Workload

__all__ = [
    "CONSTRUCTS",
    "ENTRY_USED_BYTES",
    "EXAMPLE_FRAMES",
    "LEVELS",
    "MAX_STACK_BYTES",
    "MAX_STACK_CEILING_BYTES",
    "STACK_GUARD_BYTES",
    "STACK_MIN_BYTES",
    "TRAVERSALS",
    "WORK_KINDS",
    "Allocation",
    "AppendTrace",
    "CPULimiter",
    "Cache",
    "CacheLevel",
    "CacheTrace",
    "Collector",
    "ConstructTrace",
    "Frame",
    "GCController",
    "GCCycle",
    "GCTrace",
    "GCTraceLine",
    "GiB",
    "GuidePhase",
    "GuideTrace",
    "Heap",
    "KiB",
    "Layout",
    "Local",
    "MarkRates",
    "MarkingStep",
    "MarkingTrace",
    "Memory",
    "MemoryTrace",
    "MiB",
    "Move",
    "ObjectState",
    "PacerCycle",
    "PacerInput",
    "Pauses",
    "Phase",
    "RaceTrace",
    "Reframing",
    "ScenarioError",
    "ScheduleTrace",
    "Stack",
    "StackOverflowError",
    "StackTrace",
    "SteadyState",
    "Stream",
    "Word",
    "Workers",
    "Workload",
    "allocation",
    "constant",
    "delay",
    "gc_workers",
    "grown_capacity",
    "grown_size",
    "heap_goal",
    "heap_trigger",
    "interleavings",
    "matrix_addresses",
    "must_grow",
    "oscillate",
    "predict",
    "ramp",
    "random",
    "read_gctrace",
    "run_append",
    "run_cache",
    "run_construct",
    "run_gc",
    "run_goroutines",
    "run_guide",
    "run_marking",
    "run_pacer",
    "run_program",
    "run_race",
    "run_reframe",
    "run_schedule",
    "run_shrink",
    "run_stack",
    "shrunk_size",
    "starting_size",
    "steady_state",
    "struct_layout",
    "struct_layouts",
    "total",
    "traversal_addresses",
    "unit",
]
