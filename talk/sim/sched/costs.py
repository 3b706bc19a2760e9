"""How long the scheduler's own steps take, and where chance comes from."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from talk.sim.errors import require_between

# So many numbers are drawn at a time.
BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Costs:
    """Times in nanoseconds of what is not computing, sleeping or a system call.

    With one P all of them are nothing, unless given: then the order is a
    function of the program alone. With several Ps the order hangs on them.
    The figures are plausible for a machine of today, not measured on yours.
    """

    op_ns: float = 80.0
    """One operation of a goroutine."""
    switch_ns: float = 200.0
    """From one goroutine to the next on a P."""
    wake_ns: float = 5_000.0
    """Until a parked thread runs again."""
    thread_ns: float = 25_000.0
    """Until a new thread runs."""
    steal_ns: float = 150.0
    """One round over the other Ps."""
    spread: float = 0.9
    """Other times are drawn evenly between 1 - spread and 1 + spread of their figure; 0 for no chance."""
    wake_factor: float = 30.0
    """Both waits for a thread are drawn evenly on a logarithmic scale, between their figure divided and
    multiplied by this; 1 for no chance."""

    def __post_init__(self) -> None:
        require_between("spread", self.spread, 0, 1)
        require_between("wake_factor", self.wake_factor, 1, 1000)
        for each in fields(self):
            if each.name.endswith("_ns"):
                require_between(each.name, getattr(self, each.name), 0, 1e9)

    @classmethod
    def none(cls) -> Costs:
        """Everything but computing, sleeping and system calls takes no time."""
        return cls(0, 0, 0, 0, 0, spread=0, wake_factor=1)

    @property
    def any(self) -> bool:
        """Whether any step takes time."""
        return bool(self.op_ns or self.switch_ns or self.wake_ns or self.thread_ns or self.steal_ns)


class Chance:
    """Random numbers from one seed, drawn when the first is asked for."""

    __slots__ = ("_block", "_rng", "_seed")

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._rng: np.random.Generator | None = None
        self._block: list[float] = []

    @property
    def used(self) -> bool:
        """Whether anything was left to chance; if not, every seed gives the same."""
        return self._rng is not None

    def share(self) -> float:
        """A number from 0 to below 1."""
        if not self._block:
            if self._rng is None:
                self._rng = np.random.default_rng(self._seed)
            self._block = self._rng.random(BLOCK).tolist()
        return self._block.pop()

    def below(self, n: int) -> int:
        """A whole number from 0 to below n, each as likely."""
        return int(self.share() * n)

    def order(self, n: int) -> list[int]:
        """The numbers below n, shuffled."""
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = self.below(i + 1)
            order[i], order[j] = order[j], order[i]
        return order

    def around(self, mean_ns: float, spread: float) -> int:
        """A time within the spread of the mean."""
        if mean_ns and spread:
            mean_ns *= 1 + spread * (2 * self.share() - 1)
        return round(mean_ns)

    def within_factor(self, middle_ns: float, factor: float) -> int:
        """A time at most this factor away from the middle, evenly on a logarithmic scale."""
        if middle_ns and factor > 1:
            middle_ns *= factor ** (2 * self.share() - 1)
        return round(middle_ns)
