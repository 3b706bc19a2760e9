"""Named regions of a source file: `// region NAME` to `// endregion`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from talk.errors import Span, TalkError, did_you_mean

_MARKER = re.compile(
    r"\s*(?://|#|--|;|/\*|<!--)\s*#?(?P<end>end)?region\b[ \t]*(?P<name>[^\s*]*)\s*(?:\*/|-->)?\s*$"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """Text to show and the place of its first line."""

    text: str
    span: Span
    from_file: bool = True


@dataclass(frozen=True, slots=True)
class Region:
    """A region's lines, counted from 0: its first and the one behind its last."""

    first: int
    end: int


def cut_region(text: str, path: Path, name: str | None, span: Span) -> Cut:
    """A region of a file, or all of it, without markers, common indentation and blank ends."""
    lines = text.split("\n")
    region = Region(0, len(lines))
    if name is not None:
        regions = find_regions(lines, path)
        if name not in regions:
            hint = did_you_mean(name, regions) or _listing(regions)
            raise TalkError(f"'{path.name}' has no region '{name}'", span, hint)
        region = regions[name]
    kept = [(at, lines[at]) for at in range(region.first, region.end) if not is_marker(lines[at])]
    while kept and not kept[0][1].strip():
        kept.pop(0)
    while kept and not kept[-1][1].strip():
        kept.pop()
    if not kept:
        raise TalkError(
            f"{f'region {name!r} of ' if name else ''}'{path.name}' is empty", span, "nothing to show"
        )
    return Cut("\n".join(dedent([line for _, line in kept])), Span(path, kept[0][0] + 1))


def is_marker(line: str) -> bool:
    """Whether a line begins or ends a region: it is not shown."""
    return _MARKER.match(line) is not None


def find_regions(lines: list[str], path: Path) -> dict[str, Region]:
    """All regions of a file by name. Regions may stand inside others."""
    regions: dict[str, Region] = {}
    open_regions: list[tuple[str, int]] = []
    for at, line in enumerate(lines):
        marker = _MARKER.match(line)
        if marker is None:
            continue
        if not marker["end"]:
            open_regions.append((_name(marker, path, at), at))
            continue
        if not open_regions or marker["name"] not in ("", open_regions[-1][0]):
            raise TalkError(
                "'endregion' ends no open region", Span(path, at + 1), "check the names of the regions"
            )
        name, start = open_regions.pop()
        if name in regions:
            raise TalkError(
                f"the region '{name}' stands here twice", Span(path, start + 1), "rename one of them"
            )
        regions[name] = Region(start + 1, at)
    if open_regions:
        name, start = open_regions[-1]
        raise TalkError(f"the region '{name}' is never closed", Span(path, start + 1), "add '// endregion'")
    return regions


def dedent(lines: list[str]) -> list[str]:
    """The lines without the indentation that all of them share; blank ones become empty."""
    indents = [line[: len(line) - len(line.lstrip())] for line in lines if line.strip()]
    shared = _shared_prefix(indents)
    return [line[len(shared) :].rstrip() if line.strip() else "" for line in lines]


def _shared_prefix(texts: list[str]) -> str:
    if not texts:
        return ""
    low, high = min(texts), max(texts)
    length = next(
        (at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high))
    )
    return low[:length]


def _name(marker: re.Match[str], path: Path, at: int) -> str:
    if not marker["name"]:
        raise TalkError("this region has no name", Span(path, at + 1), "write '// region NAME'")
    return marker["name"]


def _listing(regions: dict[str, Region]) -> str:
    return f"it has {', '.join(regions)}" if regions else "mark one with '// region NAME' and '// endregion'"
