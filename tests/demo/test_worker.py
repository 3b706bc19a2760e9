from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from talk.chart.model import ChartData, StepsData
from talk.demo.catalog import Catalog
from talk.demo.messages import Limits, Run
from talk.demo.pen import open_pen
from talk.demo.sweep import all_processes, children_of
from talk.demo.worker import Call, Ran
from talk.errors import Diagnostics, Span, listing

SLIDE = Span(Path("slides/a.md").absolute(), 7)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


def run(catalog: Catalog, diagnostics: Diagnostics, *names: str) -> list[Ran]:
    """Run demos with their defaults."""
    calls = [Call(catalog.specs[name], (catalog.specs[name].defaults,), SLIDE) for name in names]
    return catalog.run_all(calls, diagnostics)


def test_results_come_back_as_numbers_in_their_order(workshop, diagnostics: Diagnostics) -> None:
    """A chart and diagrams, as values, whatever ends first."""
    catalog = workshop({"a.py": """
        import time, enum
        from talk.demo import box, cell, column
        class Way(enum.Enum):
            UP = 1
        @demo
        def slow(n: Annotated[int, Range(1, 9)] = 3, way: Way = Way.UP) -> Chart:
            time.sleep(0.2)
            return Chart(x=range(n)).line([way.value * 2, None, float("nan")], "n")
        @demo
        def quick() -> Steps:
            return Steps().step("one", column("stack", box("main", cell("n", 1))))
    """})  # fmt: skip
    slow, quick = run(catalog, diagnostics, "slow", "quick")
    assert listing(diagnostics) == ""
    assert isinstance(slow.results[0], ChartData)
    assert slow.results[0].series("n").y == (2.0, None, None)
    assert isinstance(quick.results[0], StepsData)


NAUGHTY = """
    import os, signal, sys, time, random
    import helper
    @demo
    def raises(n: Annotated[int, Range(1, 9)] = 5) -> Chart:
        return helper.divide(n)
    @demo
    def refuses() -> Chart:
        return Chart(x=[1, 2]).line([1], "short")
    @demo
    def exits() -> Chart:
        sys.exit(3)
    @demo
    def leaves() -> Chart:
        os._exit(4)
    @demo
    def crashes() -> Chart:
        os.kill(os.getpid(), signal.SIGSEGV)
    @demo
    def nothing() -> Chart:
        return None
    @demo
    def hangs() -> Chart:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True: pass
    @demo
    def large() -> Chart:
        return Chart(x=range(100_000)).line([n + 0.123456789012345 for n in range(100_000)], "n" * 400)
    @demo
    def lies() -> Chart:
        for fd in range(3, 64):
            try: os.write(fd, b'{"type": "chart", "x": 3}')
            except OSError: pass
        os._exit(0)
    @demo
    def good() -> Chart:
        return Chart(x=[1]).line([1], "n")
"""


def test_every_way_to_fail_is_one_error_and_stops_no_other(workshop, diagnostics: Diagnostics) -> None:
    """The demo's own line, the state, the way there, the slide; the good one still comes back."""
    helper = "def divide(n):\n    return n / 0\n"
    catalog = workshop({"bad.py": NAUGHTY, "helper.py": helper}, seconds=2.0, result_bytes=1 << 20)
    names = sorted(catalog.specs)
    ran = dict(zip(names, run(catalog, diagnostics, *names), strict=True))
    assert ran["good"].results is not None
    told = {error.text.split("'")[1]: error for error in diagnostics.errors}
    assert len(told) == len(diagnostics.errors) == len(names) - 1
    facts = {name: error.text.partition(": ")[2].partition(";")[0] for name, error in told.items()}
    assert facts == {
        "raises": "ZeroDivisionError: division by zero",
        "refuses": "series 'short': x has 2 values and y has 1",
        "exits": "exits with 3",
        "leaves": "ended its process with status 4",
        "crashes": "was ended by SIGSEGV",
        "nothing": "returned None",
        "hangs": "did not end within 2 s",
        "large": "returned more than 1 MB",
        "lies": "ended before its result was whole",
    }
    raises = told["raises"]
    assert (raises.span.file.name, raises.span.line) == ("helper.py", 4)
    assert "demo 'raises' with n=5: " in raises.text
    assert "bad.py:8 in raises" in raises.text
    assert raises.text.endswith("called at slides/a.md:7")
    assert told["hangs"].span == catalog.specs["hangs"].span
    assert told["hangs"].hint == "--demo-timeout SECONDS gives more"


def test_output_is_kept_up_to_its_limit(workshop, diagnostics: Diagnostics) -> None:
    """What a demo prints comes back, cut; printing much more does no harm."""
    catalog = workshop({"a.py": """
        import sys
        @demo
        def prints() -> Chart:
            print("hello"); print("error", file=sys.stderr)
            return Chart(x=[1])
        @demo
        def floods() -> Chart:
            for _ in range(100): print("x" * 1_000_000)
            return Chart(x=[1])
        @demo
        def closes() -> Chart:
            sys.stdout.close(); sys.stderr.close()
            assert sys.stdin.read() == ""
            return Chart(x=[1])
    """}, output_bytes=1000)  # fmt: skip
    prints, floods, closes = run(catalog, diagnostics, "prints", "floods", "closes")
    assert listing(diagnostics) == ""
    assert prints.output == "hello\nerror\n"
    assert len(floods.output) < 1100
    assert floods.output.endswith("[more output is left out]")
    assert closes.output == ""


def test_a_demo_touches_no_other(workshop, diagnostics: Diagnostics) -> None:
    """Globals, chance, the working directory and the environment are each run's own."""
    catalog = workshop({"a.py": """
        import os, random
        import numpy
        SEEN = []
        @demo
        def state() -> Chart:
            SEEN.append(1)
            chance = [random.random(), numpy.random.random()]
            found = [len(SEEN), *chance, len(os.getcwd()), "TALKED" in os.environ]
            os.chdir("/"); os.environ["TALKED"] = "1"; random.seed(); numpy.random.seed()
            return Chart(x=range(5)).line(found, "state")
    """})  # fmt: skip
    first, second = run(catalog, diagnostics, "state", "state")
    assert listing(diagnostics) == ""
    assert first == second
    assert first.results[0].series("state").y[3] == len(str(catalog.folder.parent))


@pytest.mark.slow
def test_memory_has_a_limit(workshop, diagnostics: Diagnostics) -> None:
    """A demo that takes more than its share ends with a word about it."""
    catalog = workshop({"a.py": """
        @demo
        def eats() -> Chart:
            taken = []
            while True: taken.append(bytearray(16 << 20))
    """}, memory_bytes=128 << 20)  # fmt: skip
    run(catalog, diagnostics, "eats")
    assert "demo 'eats': ran out of memory, it has 128 MiB" in listing(diagnostics)


@LINUX
def test_memory_is_watched_where_the_system_does_not(workshop, diagnostics: Diagnostics, monkeypatch) -> None:
    """As on macOS: what is held is asked for from outside, and the run is ended."""
    monkeypatch.setattr("talk.demo.pen.LIMITS_MEMORY", False)
    run_ = Run(0, "eats", ({},), Limits(seconds=20, memory_bytes=64 << 20))

    def eats():
        taken = bytearray(256 << 20)
        time.sleep(60)
        yield bytes(taken)

    monkeypatch.setattr("talk.demo.inmate.resource.setrlimit", lambda *_: None)
    pen = open_pen(run_, eats)
    while not pen.is_over:
        time.sleep(0.05)
        pen.check()
    done = pen.close()
    assert done.failure is not None
    assert done.failure.text == "ran out of memory, it has 64 MiB"


@LINUX
def test_nothing_that_a_demo_starts_is_left(workshop, diagnostics: Diagnostics, tmp_path: Path) -> None:
    """Children, also those that fork twice and leave the group, are ended with the run."""
    catalog = workshop({"a.py": f"""
        import os, time
        @demo
        def forks() -> Chart:
            for _ in range(2):
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        open({str(tmp_path / "pid-")!r} + str(os.getpid()), "w").close()
                        time.sleep(600)
                    os._exit(0)
            while str(os.listdir({str(tmp_path)!r})).count("pid-") < 2: time.sleep(0.01)
            return Chart(x=[1]).line([1], "n")
    """}, seconds=10.0)  # fmt: skip
    (ran,) = run(catalog, diagnostics, "forks")
    assert ran.results is not None
    pids = [int(path.name.removeprefix("pid-")) for path in tmp_path.glob("pid-*")]
    assert len(pids) == 2
    assert not [pid for pid in pids if _lives(pid)]


@LINUX
def test_children_are_known_without_a_list_of_them() -> None:
    """As on macOS and in small kernels: `ps` tells the same."""
    with subprocess.Popen(["sleep", "60"]) as child:
        assert (child.pid, os.getpid()) in all_processes()
        assert child.pid in children_of(os.getpid())
        child.kill()


@LINUX
def test_closing_ends_what_still_runs(workshop, diagnostics: Diagnostics, tmp_path: Path) -> None:
    """A build that is stopped leaves no demo behind."""
    catalog = workshop({"a.py": f"""
        import os, time
        open({str(tmp_path / "pid")!r}, "w").write(str(os.getpid()))
        @demo
        def never() -> Chart: ...
    """})  # fmt: skip
    pid = int((tmp_path / "pid").read_text(encoding="utf-8"))
    assert _lives(pid)
    catalog.close()
    assert not _lives(pid)


def test_one_that_ends_its_keeper_takes_no_other_along(workshop, diagnostics: Diagnostics) -> None:
    """The others are run again, and the culprit is named."""
    catalog = workshop({"a.py": """
        import os, signal, time
        @demo
        def kills() -> Chart:
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(60)
        @demo
        def good() -> Chart:
            time.sleep(0.3)
            return Chart(x=[1]).line([1], "n")
    """}, seconds=10.0)  # fmt: skip
    first, second, third = run(catalog, diagnostics, "good", "kills", "good")
    assert first.results is not None
    assert third.results is not None
    assert second.results is None
    assert "demo 'kills': ended the process that watches over it" in listing(diagnostics)


def test_progress_names_each_call_as_it_begins(workshop, diagnostics: Diagnostics) -> None:
    """Whoever waits can be told what runs."""
    catalog = workshop({"a.py": "@demo\ndef f() -> Chart:\n    return Chart(x=[1])\n"})
    seen: list[str] = []
    calls = [Call(catalog.specs["f"], ({},), SLIDE)] * 3
    catalog.run_all(calls, diagnostics, progress=lambda call: seen.append(call.spec.name))
    assert seen == ["f", "f", "f"]


def test_a_system_without_fork_still_has_a_time_limit(
    workshop, diagnostics: Diagnostics, monkeypatch
) -> None:
    """There a run takes place in the other process itself, which is ended at the limit and begun again."""
    monkeypatch.setenv("TALK_NO_FORK", "1")
    catalog = workshop({"a.py": """
        @demo
        def hangs() -> Chart:
            while True: pass
        @demo
        def good() -> Chart:
            return Chart(x=[1]).line([1], "n")
    """}, seconds=1.5)  # fmt: skip
    begun = time.monotonic()
    first, second, third = run(catalog, diagnostics, "good", "hangs", "good")
    assert time.monotonic() - begun < 15
    assert first.results is not None
    assert third.results is not None
    assert second.results is None
    assert "demo 'hangs': did not end within 1.5 s" in listing(diagnostics)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
