"""The talk's timer as the server keeps it between windows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from talk.serve.messages import Clock

Now = Callable[[], float]


@dataclass(slots=True)
class Timer:
    """The last word of a window about the timer, and when it came."""

    now: Now = time.monotonic
    _clock: Clock | None = None
    _since: float = 0.0

    def set(self, clock: Clock) -> None:
        self._clock, self._since = clock, self.now()

    def clock(self) -> Clock | None:
        """How the timer stands now; None before anybody has started it."""
        if self._clock is None or not self._clock.running:
            return self._clock
        return Clock(self._clock.elapsed_ms + round((self.now() - self._since) * 1000), True)
