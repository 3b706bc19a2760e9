"""A program compiled on a bench."""

from __future__ import annotations

from talk.golang.toolchain import Bench

PROGRAM = "talk.program"  # Go ignores a file of that name in the folder


def built(bench: Bench, *flags: str) -> str:
    """The name of the compiled program in its folder; paths in it are those of the module."""
    bench.needed("build", "-trimpath", *flags, "-o", PROGRAM, ".")
    return PROGRAM
