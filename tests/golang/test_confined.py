"""Foreign processes: what they get to see, and how they end."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from talk.golang.confined import Limits, Ran, run_confined

ENV = {"PATH": "/usr/bin:/bin", "SEEN": "yes"}
SOON = Limits(seconds=1.0, output_bytes=10_000)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits need a POSIX system")


def ran(code: str, folder: Path, limits: Limits = SOON) -> Ran:
    """A Python program, run with limits."""
    return run_confined([sys.executable, "-I", "-c", code], cwd=folder, env=ENV, limits=limits)


def test_only_what_is_named_reaches_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is the given one; nothing of the caller's comes along."""
    monkeypatch.setenv("TOKEN", "secret")
    code = "import os; print(sorted(name for name in os.environ if name != 'LC_CTYPE'))"
    assert ran(code, tmp_path, Limits()).text("out").strip() == "['PATH', 'SEEN']"


def test_output_and_exit_status_are_kept(tmp_path: Path) -> None:
    """Both streams are told apart, and the exit status is the process's."""
    found = ran("import sys; print('a'); print('b', file=sys.stderr); sys.exit(3)", tmp_path, Limits())
    assert (found.text("out"), found.text("err"), found.exit_code, found.broke) == ("a\n", "b\n", 3, "")


def test_what_hangs_is_ended(tmp_path: Path) -> None:
    """A process that does not end in time is ended, also one that has closed its output."""
    assert ran("while True: pass", tmp_path).broke == "seconds"
    quiet = "import os, time; os.close(1); os.close(2); time.sleep(60)"
    assert ran(quiet, tmp_path).broke == "seconds"


def test_what_writes_megabytes_is_ended(tmp_path: Path) -> None:
    """Output beyond the limit ends the process at once."""
    found = ran("while True: print('x' * 10_000)", tmp_path, Limits(seconds=60, output_bytes=10_000))
    assert found.broke == "output"


@pytest.mark.skipif(sys.platform != "linux", reason="runaways are found through /proc")
def test_what_it_has_started_is_ended_with_it(tmp_path: Path) -> None:
    """A child in a session of its own, whose parent has ended, does not stay behind."""
    code = (
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        open('pid', 'w').write(str(os.getpid()))\n"
        "        os.close(1); os.close(2)\n"
        "        time.sleep(60)\n"
        "    os._exit(0)\n"
        "while not os.path.exists('pid') or not open('pid').read(): time.sleep(0.01)\n"
    )
    ran(code, tmp_path, Limits())
    stat = Path("/proc") / (tmp_path / "pid").read_text() / "stat"
    end = time.monotonic() + 10
    while stat.exists() and stat.read_text().rpartition(")")[2].split()[0] not in "ZX":
        assert time.monotonic() < end, "the runaway is still there"
