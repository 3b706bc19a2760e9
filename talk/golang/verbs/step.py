"""`step`: the program under gdb, statement by statement, with the memory at each of them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec

from talk.errors import TalkError
from talk.golang.addresses import rebased
from talk.golang.answers import Moment, Stepped
from talk.golang.confined import Limits
from talk.golang.programs import Program
from talk.golang.questions import Question
from talk.golang.regions import lines_of
from talk.golang.toolchain import Bench
from talk.golang.verbs.build import built

MAX_MOMENTS = 160
MAX_FRAMES = 12
MAX_RUNS = 8
LIMITS = Limits(seconds=120, output_bytes=4 << 20)
NO_DEBUGGER = "no gdb found"
_STEPPER = Path(__file__).parents[1] / "stepper.py"
_OLDEST = 13  # the first one that reads DWARF 5 as Go writes it
_ENVIRONMENT = {"GOMAXPROCS": "1", "GODEBUG": "asyncpreemptoff=1", "GOGC": "off"}


class NoDebuggerError(TalkError):
    """There is no gdb, or it may not look into other processes here."""


class _Seen(msgspec.Struct):
    moments: tuple[Moment, ...] = ()
    error: str = ""


def find_debugger() -> Path:
    """The gdb on the PATH.

    Raises:
        NoDebuggerError: there is none.
    """
    found = shutil.which("gdb")
    if found is None:
        raise NoDebuggerError(
            NO_DEBUGGER, hint=f"stepping is recorded with gdb {_OLDEST} or newer; install it"
        )
    return Path(found)


def ask_step(bench: Bench, program: Program, question: Question) -> Stepped:
    """Every statement of the file or region that the question names, as it runs.

    Raises:
        NoDebuggerError: there is no debugger that works.
        TalkError: too many statements or calls, or none of these lines ever runs.
    """
    debugger = find_debugger()
    file, _, region = question.about.partition("#")
    first, last = lines_of(program, file, region)
    settings = {
        "module": program.module,
        "file": file,
        "first": first,
        "last": last,
        "most_moments": MAX_MOMENTS,
        "most_frames": MAX_FRAMES,
        "environment": _ENVIRONMENT,
    }
    (bench.folder / "talk.step.json").write_text(json.dumps(settings), encoding="utf-8")
    plain = bench.with_settings(GOEXPERIMENT="norandomizedheapbase64")
    compiled = built(plain, "-gcflags=all=-N -l")
    moments = _agreed(lambda: rebased(_seen(bench, debugger, compiled)))
    if not moments:
        raise TalkError(f"no statement of {question.about} ever runs", hint="step through what main calls")
    return Stepped(file, _version(bench, debugger), moments)


def _agreed(run: Callable[[], tuple[Moment, ...]]) -> tuple[Moment, ...]:
    """The first outcome that comes twice: the runtime's own threads may be in the way of one run.

    Raises:
        TalkError: the program itself goes another way in each run.
    """
    outcomes: list[tuple[Moment, ...]] = []
    for _ in range(MAX_RUNS):
        outcome = run()
        if outcome in outcomes:
            return outcome
        outcomes.append(outcome)
    raise TalkError(
        f"{MAX_RUNS} runs were all different", hint="step through a program without chance or clocks"
    )


def _seen(bench: Bench, debugger: Path, compiled: str) -> tuple[Moment, ...]:
    """What one run under the debugger has shown."""
    path = bench.folder / "talk.moments.json"
    for old in (path, bench.folder / "talk.output"):
        old.unlink(missing_ok=True)
    words = ("-nx", "-nh", "-batch", "-x", str(_STEPPER), compiled)
    ran = bench.program(debugger, *words, limits=LIMITS)
    return _read(path, ran.text())


def _read(path: Path, said: str) -> tuple[Moment, ...]:
    """What the debugger has written down."""
    if not path.exists():
        last = said.strip().splitlines()[-1:] or ["it said nothing"]
        raise NoDebuggerError(
            f"gdb could not step through the program: {last[0]}", hint="let gdb trace other processes"
        )
    seen = msgspec.json.decode(path.read_bytes(), type=_Seen)
    if seen.error:
        most = f"at most {MAX_MOMENTS} statements and {MAX_FRAMES} open calls; step through a region"
        raise TalkError(f"{seen.error}", hint=most)
    return seen.moments


def _version(bench: Bench, debugger: Path) -> str:
    said = bench.program(debugger, "--version", limits=Limits()).text("out")
    number = re.search(r"(\d+)\.(\d+)", said.partition("\n")[0])
    if number is None or int(number[1]) < _OLDEST:
        raise TalkError(f"this gdb is too old: {said.partition(chr(10))[0]}", hint=f"gdb {_OLDEST} is needed")
    return f"gdb {number[0]}"
