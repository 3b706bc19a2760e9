"""The units that the simulator counts in: bytes and nanoseconds."""

from __future__ import annotations

KiB = 1 << 10
MiB = 1 << 20
GiB = 1 << 30

US = 1_000
MS = 1_000_000
S = 1_000_000_000
