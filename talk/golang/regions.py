"""Where a region of a program's file lies. The deck's own reader checks regions; here only lines count."""

from __future__ import annotations

import re

from talk.errors import TalkError
from talk.golang.programs import Program

_MARKER = re.compile(r"\s*//\s*(?P<end>end)?region\b[ \t]*(?P<name>\S*)\s*$")


def lines_of(program: Program, file: str, region: str) -> tuple[int, int]:
    """The first and the last line of a region of a file; of the file where no region is named.

    Raises:
        TalkError: the program has no such file, the file no such region.
    """
    if file not in program.files:
        raise TalkError(f"the program {program.name} has no file '{file}'")
    lines = program.text(file).split("\n")
    if not region:
        return 1, len(lines)
    open_regions: list[tuple[str, int]] = []
    for number, line in enumerate(lines, 1):
        marker = _MARKER.match(line)
        if marker and not marker["end"]:
            open_regions.append((marker["name"], number))
        elif marker and open_regions:
            name, first = open_regions.pop()
            if name == region:
                return first + 1, number - 1
    raise TalkError(f"'{file}' has no region '{region}'", hint="mark it with '// region NAME'")
