"""A simulator of the parts of the Go runtime that a talk shows: stacks and the collector.

A library of its own: it needs numpy and nothing else. Sizes are bytes and
times nanoseconds, with the unit in the name; runs are pure functions with a
frozen trace as their result, and the same arguments give the same trace.

    >>> from talk import sim
    >>> sim.run_stack(1072, depth=100).final_size_bytes
    131072
    >>> trace = sim.run_gc(sim.Workload.steady(live_bytes=64 * sim.MiB), gogc=100)
    >>> trace.cycles[-1].goal_bytes // sim.MiB
    176

What each model knows, its source and how well it agrees with recordings of
the real runtime stands in `docs/simulator.md`.
"""

from importlib import import_module

_HOMES = {
    "alloc": "Allocation AppendTrace Heap allocation grown_capacity run_append",
    "cache": "LEVELS Cache CacheLevel CacheTrace run_cache",
    "collector": "Collector",
    "constructs": "CONSTRUCTS ConstructTrace run_construct",
    "errors": "ScenarioError",
    "frames": "EXAMPLE_FRAMES Frame Local Reframing Word run_reframe",
    "gc_phases": "Pauses Phase",
    "gc_run": "run_gc",
    "gc_trace": "GCCycle GCTrace",
    "workers": "WORK_KINDS Workers gc_workers",
    "gctrace": "GCTraceLine read_gctrace",
    "goal": "Memory heap_goal heap_trigger",
    "guide": "GuidePhase GuideTrace run_guide",
    "limiter": "CPULimiter",
    "mark": "MarkRates",
    "memory": "Layout MemoryTrace run_program struct_layout struct_layouts",
    "pacer": "GCController",
    "pacer_cases": "PacerCycle PacerInput run_pacer",
    "predictions": "predict",
    "sched": "RaceTrace ScheduleTrace interleavings run_goroutines run_race run_schedule",
    "stack": (
        "ENTRY_USED_BYTES MAX_STACK_BYTES MAX_STACK_CEILING_BYTES STACK_GUARD_BYTES STACK_MIN_BYTES Move "
        "Stack StackOverflowError grown_size must_grow shrunk_size starting_size"
    ),
    "stack_run": "StackTrace run_shrink run_stack",
    "steady": "SteadyState steady_state",
    "streams": "Stream constant delay oscillate ramp random total unit",
    "traversal": "TRAVERSALS matrix_addresses traversal_addresses",
    "tricolour_run": "MarkingStep MarkingTrace ObjectState run_marking",
    "units": "GiB KiB MiB",
    "workload": "Workload",
}
"""Each module with the names it gives: a module is loaded when one of them is first asked for."""

_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605 - the names are strings


def __getattr__(name: str) -> object:
    """The public name of that home, loaded once."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'talk.sim' has no attribute {name!r}")
    value: object = getattr(import_module(f"talk.sim.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*globals(), *__all__]
