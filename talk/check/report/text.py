"""A report as people read it on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from talk.check.browser.walk import MOST_PX
from talk.check.findings import Report
from talk.errors import listing


def report_text(report: Report) -> str:
    """A line for each finding, then their sum, and how much larger the text of the slides could be."""
    lines = [listing(report.findings)] if report.findings else []
    return "\n".join([*lines, summary(report), *_headroom(report.headroom)])


def summary(report: Report) -> str:
    """How much was found on how many slides."""
    warnings = len(report.findings) - report.errors
    counts = [_count(report.errors, "error"), _count(warnings, "warning")]
    told = ", ".join(each for each in counts if not each.startswith("0 ")) or "nothing wrong"
    return f"{told} on {_count(len(report.slides), 'slide')}"


def headroom_in_words(pixels: int) -> str:
    """By how much a slide could be larger: `holds up to +9`."""
    return f"holds up to +{pixels}" + (" or more" if pixels == MOST_PX else "")


def _headroom(headroom: Mapping[str, int]) -> Iterator[str]:
    """The slides by how much larger their text could be, the least first."""
    for pixels in sorted(set(headroom.values())):
        names = [name for name, each in headroom.items() if each == pixels]
        yield f"{headroom_in_words(pixels)}: {', '.join(names)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
