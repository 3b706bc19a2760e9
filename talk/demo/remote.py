"""The other process, seen from here: requests go in, answers come out, and it can be ended at any time."""

from __future__ import annotations

import contextlib
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

import msgspec

from talk.demo.messages import Answer, frame, read_frame
from talk.demo.sweep import MARK

_START = "import sys; sys.path[:] = sys.argv[1].split('\\n'); from talk.demo.nursery import main; main()"
_FIXED = {
    "PYTHONHASHSEED": "0",  # a demo that walks over a set gives the same chart in every build
    "PYTHONDONTWRITEBYTECODE": "1",  # nothing is written into the deck's folder
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "OMP_NUM_THREADS": "1",  # numpy with threads cannot be forked safely
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


def can_fork() -> bool:
    """Whether runs get a child process each (everywhere but on Windows)."""
    return hasattr(os, "fork") and not os.environ.get("TALK_NO_FORK")


class Remote:
    """The nursery of one project; it stands in the project's root."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-c",
                _START,
                "\n".join(_search_path()),
                *([] if can_fork() else ["--alone"]),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_FIXED, MARK: secrets.token_hex(8)},
            cwd=root,
            start_new_session=True,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._requests: IO[bytes] = self.process.stdin
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._ear = threading.Thread(target=self._listen, args=(self.process.stdout,), daemon=True)
        self._ear.start()

    def send(self, message: msgspec.Struct) -> None:
        with contextlib.suppress(OSError):  # it has ended: the next answer says so
            self._requests.write(frame(message))
            self._requests.flush()

    def answer(self, seconds: float) -> Answer | None:
        """The next answer; None once the process has ended.

        Raises:
            queue.Empty: there was none in that time.
        """
        return self._answers.get(timeout=seconds)

    def close(self) -> None:
        """End the process; it ends its children first, unless it does not listen any more."""
        with contextlib.suppress(OSError):
            self._requests.close()
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self.kill()
        self._ear.join(timeout=2)
        if self.process.stdout is not None and not self._ear.is_alive():
            self.process.stdout.close()

    def kill(self) -> None:
        """End the process at once, with its group."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()

    def _listen(self, source: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError, msgspec.DecodeError):
            while (message := read_frame(source, Answer)) is not None:
                self._answers.put(message)
        self._answers.put(None)


def _search_path() -> list[str]:
    """Where this process finds modules, without the folder that it happens to stand in."""
    import talk

    home = str(Path(talk.__file__).resolve().parent.parent)
    return [*dict.fromkeys(path for path in (*sys.path, home) if path)]
