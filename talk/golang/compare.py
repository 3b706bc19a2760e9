"""Whether two answers say the same: times, addresses and goroutine numbers are of one run only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from talk.golang.addresses import comparable
from talk.golang.answers import (
    Answer,
    Asm,
    Benchmarks,
    GCTrace,
    Moment,
    Output,
    Profile,
    ProfileLine,
    Run,
    Stepped,
)

_NOISE = (
    (re.compile(r"0x[0-9a-f]+"), "0x…"),
    (re.compile(r"\bgoroutine \d+"), "goroutine N"),
    (re.compile(r"\bgp?=\d+|\bm=\d+"), "N"),
    (re.compile(r"\b\d+(?:\.\d+)?(?:ns|µs|us|ms|s)\b"), "TIME"),
    (re.compile(r"/tmp/[^\s:]+"), "TEMP"),
)
_NOISE_SHARE = 0.1  # of the bytes of a profile
_BYTES = 0.02  # what the runtime itself allocates meanwhile is in the mean
_CYCLES = 0.5  # of the cycles of a trace


def normal(text: str) -> str:
    """The text without what is of one run only."""
    for pattern, word in _NOISE:
        text = pattern.sub(word, text)
    return text


def normal_output(output: Output) -> tuple[str, str, int]:
    """An outcome as it is compared: both streams by themselves, since their order may vary."""
    return normal(output.text("out")), normal(output.text("err")), output.exit


def differences(old: Answer, new: Answer) -> Iterator[str]:
    """What the new answer says differently, in words; nothing where both say the same."""
    if isinstance(old, Run) and isinstance(new, Run):
        yield from _of_runs(old, new)
    elif isinstance(old, Benchmarks) and isinstance(new, Benchmarks):
        yield from _of_benchmarks(old, new)
    elif isinstance(old, GCTrace) and isinstance(new, GCTrace):
        yield from _of_traces(old, new)
    elif isinstance(old, Profile) and isinstance(new, Profile):
        yield from _of_profiles(old, new)
    elif isinstance(old, Asm) and isinstance(new, Asm) and old.frame_bytes != new.frame_bytes:
        yield f"frame: {old.frame_bytes} B, now {new.frame_bytes} B"
    elif isinstance(old, Stepped) and isinstance(new, Stepped):
        yield from _of_moments(comparable(old.moments), comparable(new.moments))
    elif old != new:
        yield "the answer is another"


def _of_runs(old: Run, new: Run) -> Iterator[str]:
    known = {normal_output(each) for each in (old.output, *old.others)}
    seen = [normal_output(each) for each in (new.output, *new.others)]
    if not known & set(seen):
        yield f"output: {_first_difference(normal_output(old.output), seen[0])}"
    elif old.agree == old.runs and new.agree != new.runs:
        yield f"output: it varies now, {new.agree} of {new.runs} runs agree"


def _first_difference(old: tuple[str, str, int], new: tuple[str, str, int]) -> str:
    if old[2] != new[2]:
        return f"exit status {old[2]}, now {new[2]}"
    before, after = "".join(old[:2]).splitlines(), "".join(new[:2]).splitlines()
    pairs = zip([*before, ""], [*after, ""], strict=False)
    line = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    return f"'{line[0]}', now '{line[1]}'"


def _of_benchmarks(old: Benchmarks, new: Benchmarks) -> Iterator[str]:
    """Allocations are exact, their bytes a mean; times are those of one machine at one time."""
    known = {each.name: each for each in old.timings}
    yield from _of_lists("benchmark", list(known), [each.name for each in new.timings])
    for each in new.timings:
        before = known.get(each.name)
        if before is None:
            continue
        differ = abs(each.bytes - before.bytes) > _BYTES * before.bytes
        if differ or before.allocs != each.allocs:
            was = f"{before.allocs} allocs and {before.bytes} B"
            yield f"{each.name}: {was} an operation, now {each.allocs} and {each.bytes} B"


def _of_traces(old: GCTrace, new: GCTrace) -> Iterator[str]:
    few, many = sorted((len(old.lines), len(new.lines)))
    if few < many * _CYCLES:
        yield f"{len(old.lines)} cycles, now {len(new.lines)}"


def _of_lists(what: str, old: list[str], new: list[str]) -> Iterator[str]:
    yield from (f"{what} {each} is gone" for each in old if each not in new)
    yield from (f"{what} {each} is new" for each in new if each not in old)


def _of_moments(old: tuple[Moment, ...], new: tuple[Moment, ...]) -> Iterator[str]:
    """The first moment at which memory is another; where the stacks themselves lie does not count."""
    for number, (before, after) in enumerate(zip(old, new, strict=False), 1):
        if before != after:
            yield (
                f"moment {number}: line {before.line}, now line {after.line}"
                if before.line != after.line
                else (f"moment {number}, at line {before.line}: memory is another")
            )
            return
    if len(old) != len(new):
        yield f"{len(old)} moments, now {len(new)}"


def _of_profiles(old: Profile, new: Profile) -> Iterator[str]:
    """The runtime allocates a little itself, so that counts may differ by a few."""
    before, after = _by_place(old), _by_place(new)
    yield from _of_lists("line", list(before), list(after))
    for place in before.keys() & after.keys():
        was, now = before[place].alloc_bytes, after[place].alloc_bytes
        if abs(was - now) > _NOISE_SHARE * max(was, now):
            yield f"{place}: {was} B, now {now} B"


def _by_place(profile: Profile) -> dict[str, ProfileLine]:
    return {f"{each.file}:{each.line}": each for each in profile.lines}
