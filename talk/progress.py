"""What is under way, on one line of a terminal that is written over; nothing where there is no terminal."""

from __future__ import annotations

import contextlib
import shutil
from typing import TextIO

from talk.errors import printable

_CLEAR = "\r\x1b[K"


class ProgressLine:
    """A line that shows the newest thing and is gone at the end. A context manager."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream, self._is_shown = stream, False
        with contextlib.suppress(ValueError, OSError):
            self._is_shown = stream is not None and stream.isatty()

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        self._write(_CLEAR)

    def show(self, text: str) -> None:
        """Write over what was shown before."""
        width = shutil.get_terminal_size().columns - 1
        self._write(f"{_CLEAR}{printable(text)[:width]}")

    def say(self, text: str) -> None:
        """A line that stays, also where there is no terminal."""
        self._write(_CLEAR)
        self._put(f"{printable(text)}\n")

    def _write(self, text: str) -> None:
        if self._is_shown:
            self._put(text)

    def _put(self, text: str) -> None:
        if self._stream is not None:
            with contextlib.suppress(OSError, ValueError):
                self._stream.write(text)
                self._stream.flush()
