"""Quiet labels at the lines of code: what the compiler or the profiler says of each, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

When = Literal["always", "on", "off"]


@dataclass(frozen=True, slots=True)
class Label:
    """One label. `when` says for which position of the switch it holds, `kind` what it is (a CSS class).

    `place` is the line and column in the file, as the compiler gives them.
    """

    text: str
    kind: str
    place: str = ""
    when: When = "always"


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a block by the numbers of its lines, and a switch between two sets of them.

    `reasons` holds blocks of lines that say why, for those who ask.
    """

    source: str
    by_line: Mapping[int, tuple[Label, ...]] = field(default_factory=dict)
    switch: str = ""
    reasons: tuple[tuple[When, str], ...] = ()

    def texts(self) -> Iterator[str]:
        """All words that it may show."""
        yield from (label.text for labels in self.by_line.values() for label in labels)
        yield from (text for _, text in self.reasons)


_LABEL = Markup('<span class="label {kind} {when}"{place}>{text}</span>')
_PLACE = Markup(' data-at="{}"')
_SWITCH = Markup('<label class="switch"><input type="checkbox" checked> {}</label>\n')
_REASONS = Markup('<details class="why">\n<summary>Why</summary>\n{}</details>\n')
_REASON = Markup('<pre class="{}">{}</pre>\n')


def render_labels(labels: Iterable[Label]) -> Markup:
    """The labels of one line."""
    return Markup("").join(
        _LABEL.format(
            kind=label.kind,
            when=label.when,
            place=_PLACE.format(label.place) if label.place else "",
            text=label.text,
        )
        for label in labels
    )


def render_below(labels: Labels | None) -> Markup:
    """What stands below labelled code: the switch, and the reasons behind a button."""
    if labels is None:
        return Markup("")
    switch = _SWITCH.format(labels.switch) if labels.switch else Markup("")
    reasons = Markup("").join(_REASON.format(when, text) for when, text in labels.reasons)
    source = Markup('<p class="recorded">recorded with {}</p>\n').format(labels.source)
    parts = [switch, _REASONS.format(reasons) if reasons else Markup(""), source]
    return Markup('<div class="below">\n{}</div>\n').format(Markup("").join(parts))
