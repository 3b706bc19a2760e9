"""Where the values of an axis lie in pixels, as the page computes it too."""

from __future__ import annotations

import math
from dataclasses import dataclass

from talk.chart.scale import Scale


@dataclass(frozen=True, slots=True)
class AxisMap:
    """`low` lies at the pixel `start`, `high` at `end`; evenly in between, or by ratio."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    @classmethod
    def of(cls, scale: Scale, start: float, end: float) -> AxisMap:
        """The map of a scale whose ends lie at these two pixels."""
        return cls(scale.low, scale.high, start, end, scale.log)

    def at(self, value: float) -> float:
        """The pixel of a value; NaN for what a logarithmic axis cannot show."""
        if not self.log:
            return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)
        if value <= 0:
            return math.nan
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)

    def per_value(self, near: float) -> float:
        """How many pixels a value of 1 takes there."""
        if not self.log:
            return abs((self.end - self.start) / (self.high - self.low))
        return abs((self.end - self.start) / math.log(self.high / self.low)) / near

    def coded(self) -> dict[str, object]:
        """The same for the page."""
        return {"v": [self.low, self.high], "p": [self.start, self.end], "log": int(self.log)}
