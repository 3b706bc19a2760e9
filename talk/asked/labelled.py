"""The labels of code: the compiler's verdicts and the profiler's counts at the lines that they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talk.asked.found import Found
from talk.golang.answers import Escape, Profile, ProfileLine, Verdict
from talk.golang.claims import subject_of
from talk.render.labels import Label, Labels, When

_KINDS = {"escapes": "heap", "leaks": "leak", "stays": "stack", "": "remark"}
_LEFT_OUT = ("can inline ",)  # said of most functions; that one was inlined is said where it is called


def labels_of(found: Found) -> Labels | None:
    """The labels that a block asks for, or None."""
    escape, profile = found.answer(Escape), found.answer(Profile)
    if escape is not None and "escape" in found.ask.block.verbs:
        return _of_escape(found, escape)
    if profile is not None:
        return _of_profile(found, profile)
    return None


def _of_escape(found: Found, escape: Escape) -> Labels:
    """With inlining and without it, where the two differ."""
    on, off = _shown(found, escape.inlined), _shown(found, escape.called)
    both = [each for each in on if each in off]
    rows: list[tuple[Verdict, When]] = [(each, "always") for each in both]
    rows += [(each, "on") for each in on if each not in both]
    rows += [(each, "off") for each in off if each not in both]
    numbers = _numbers(found)
    by_line: dict[int, tuple[Label, ...]] = {}
    for verdict, when in sorted(rows, key=lambda row: (row[0].line, row[0].column)):
        kind = _KINDS[subject_of(verdict).fate]
        label = Label(verdict.text, kind, f"{verdict.line}:{verdict.column}", when)
        number = numbers[verdict.line]
        by_line[number] = (*by_line.get(number, ()), label)
    differs = len(both) < max(len(on), len(off))
    return Labels(
        found.version, by_line, "inlining" if differs else "", tuple(_reasons(found, escape, differs))
    )


def _shown(found: Found, verdicts: Sequence[Verdict]) -> list[Verdict]:
    lines = set(found.ask.lines)
    here = (each for each in verdicts if each.file == found.ask.file and each.line in lines)
    return list(dict.fromkeys(each for each in here if not each.text.startswith(_LEFT_OUT)))


def _numbers(found: Found) -> dict[int, int]:
    """The number under which each line of the file is shown."""
    return {line: number for number, line in enumerate(found.ask.lines, found.ask.block.start)}


def _reasons(found: Found, escape: Escape, differs: bool) -> Iterator[tuple[When, str]]:
    """The chains of `-m=2` for what is shown, as the compiler prints them."""
    sets: list[tuple[When, tuple[Verdict, ...]]] = [("on" if differs else "always", escape.inlined_why)]
    sets += [("off", escape.called_why)] if differs else []
    for when, why in sets:
        chains = [each for each in why if each.text.startswith("  ") or " escapes to heap in " in each.text]
        text = "\n".join(map(str, _shown(found, chains)))
        if text:
            yield when, text


def _of_profile(found: Found, profile: Profile) -> Labels:
    """All that a line has allocated, or what of it is still in use."""
    numbers = _numbers(found)
    by_line = {
        numbers[each.line]: (
            Label(_counted(each.alloc_bytes, each.alloc_objects), "heap", when="on"),
            Label(f"{_counted(each.inuse_bytes, each.inuse_objects)} in use", "heap", when="off"),
        )
        for each in profile.lines
        if _is_shown(each, found) and each.line in numbers
    }
    return Labels(found.version, by_line, f"all of {profile.operations} operations")


def _is_shown(line: ProfileLine, found: Found) -> bool:
    return line.file.rpartition("/")[2] == found.ask.file.rpartition("/")[2]


def _counted(size: int, count: int) -> str:
    return f"{size:,} B in {count:,} object{'' if count == 1 else 's'}"
