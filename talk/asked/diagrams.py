"""Memory as it was when a program was stepped through, moment by moment, as `Steps`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from talk.chart.model import Box, Cell, Column, StepsData
from talk.chart.steps import MAX_STEPS, Steps, box, cell, column
from talk.errors import TalkError
from talk.golang.answers import Frame, Moment, Object, Stepped, Variable

_CODE_CHARS = 44


@dataclass(slots=True)
class Naming:
    """Names for the boxes: a frame by its function, an object by the variable or the type; each only once.

    An object keeps its name through all moments. On a stack that moves it is known by its distance from the
    stack's upper end.
    """

    _known: dict[int, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def of(self, found: Object, moment: Moment) -> str:
        address = found.address - moment.stack[1] if found.place == "stack" else found.address
        if address not in self._known:
            self._known[address] = _free(_titled(found, moment), self._taken)
        return self._known[address]


def chosen(stepped: Stepped, numbers: Sequence[int]) -> list[tuple[int, Moment]]:
    """The moments of these numbers (from 1), or all of them.

    Raises:
        TalkError: there are none of that number, or too many to show.
    """
    rows = list(enumerate(stepped.moments, 1))
    beyond = [number for number in numbers if not 1 <= number <= len(rows)]
    if beyond:
        raise TalkError(f"there is no moment {beyond[0]}", hint=f"there are {len(rows)}")
    kept = [rows[number - 1] for number in numbers] or rows
    if len(kept) > MAX_STEPS:
        raise TalkError(
            f"{len(kept)} moments, at most {MAX_STEPS} can be shown",
            hint=f"step through a region, or choose with moments=1-{MAX_STEPS}",
        )
    return kept


def memory_diagram(
    stepped: Stepped, numbers: Sequence[int], code: Sequence[str], says: str = ""
) -> StepsData:
    """The chosen moments as columns: a stack for each goroutine, and the heap.

    Args:
        stepped: the recording.
        numbers: of the moments, from 1; none for all.
        code: the lines of the file.
        says: the finding; without one the moments are counted.

    Raises:
        TalkError: a number is wrong, or there are too many moments or cells.
    """
    steps, naming = Steps(), Naming()
    lanes: dict[int, Moment] = {}
    kept = chosen(stepped, numbers)
    goroutines = sorted({moment.goroutine for _, moment in kept})
    for _, moment in kept:
        lanes[moment.goroutine] = moment
        present = {g: lanes[g] for g in goroutines if g in lanes}
        steps.step(_caption(moment, code), *_columns(moment, present, len(goroutines) > 1, naming))
    return steps.says(says or _finding([moment for _, moment in kept])).data


def _columns(now: Moment, lanes: Mapping[int, Moment], several: bool, naming: Naming) -> Iterator[Column]:
    """Each goroutine's stack as it was when it ran last, the heap as it is now."""
    places = list(_places(now, lanes, several, naming))
    for goroutine, moment in lanes.items():
        boxes = [_box(name, each.variables, places) for name, each in _frames(moment, several)]
        boxes += [_box(naming.of(each, now), each.parts, places) for each in _on(now, "stack", moment.stack)]
        yield column(f"stack of G{goroutine}" if several else "stack", *boxes)
    heap = [_box(naming.of(each, now), each.parts, places) for each in now.objects if each.place == "heap"]
    if heap:
        yield column("heap", *heap)


def _on(moment: Moment, place: str, stack: tuple[int, int]) -> list[Object]:
    """The objects that lie on one stack without being a variable of a frame that is shown."""
    low, high = stack
    return [each for each in moment.objects if each.place == place and low <= each.address < high]


def _frames(moment: Moment, several: bool) -> Iterator[tuple[str, Frame]]:
    """The frames from the outermost call on, each with a name of its own."""
    taken: set[str] = set()
    for frame in moment.frames:
        name = f"{frame.function} (G{moment.goroutine})" if several else frame.function
        yield _free(name, taken), frame


@dataclass(frozen=True, slots=True)
class _Place:
    low: int
    high: int
    key: str


def _places(now: Moment, lanes: Mapping[int, Moment], several: bool, naming: Naming) -> Iterator[_Place]:
    """Every cell that is shown, with its key."""
    for moment in lanes.values():
        for name, frame in _frames(moment, several):
            yield from _cells_of(name, frame.variables)
    for found in now.objects:
        if found.place != "static":
            yield from _cells_of(naming.of(found, now), found.parts)


def _cells_of(name: str, variables: Sequence[Variable]) -> Iterator[_Place]:
    for each in variables:
        yield _Place(each.address, each.address + max(1, each.size), f"{name}.{each.name}")


def _box(name: str, variables: Sequence[Variable], places: Sequence[_Place]) -> Box:
    return box(name, *(_cell(each, places) for each in variables))


def _cell(variable: Variable, places: Sequence[_Place]) -> Cell:
    """A cell; the address that it holds is an arrow where its target is shown, and always a number."""
    to = (
        next((place.key for place in places if place.low <= variable.to < place.high), "")
        if variable.to
        else ""
    )
    value = variable.value or (f"{variable.to:#x}" if variable.to else "")
    return cell(variable.name, value, address=variable.address, to=to)


def _titled(found: Object, moment: Moment) -> str:
    """What an object is called: the variable that was moved to the heap, else its type."""
    variables = [each for frame in moment.frames for each in frame.variables]
    moved = next((each.name for each in variables if each.heap and each.to == found.address), "")
    return f"{moved.removeprefix('&')} {found.type}" if moved else found.type


def _free(name: str, taken: set[str]) -> str:
    """The name, or the name with the first number that is free."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} · {number}"
    taken.add(free)
    return free


def _caption(moment: Moment, code: Sequence[str]) -> str:
    text = code[moment.line - 1].strip() if moment.line <= len(code) else ""
    text = f"end of {moment.frames[-1].function}" if text == "}" else _cut(text, _CODE_CHARS)
    moved = f" · the stack has moved by {moment.moved:+#x}" if moment.moved else ""
    return f"{moment.line}: {text}{moved}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _finding(moments: Sequence[Moment]) -> str:
    moves = [moment.moved for moment in moments if moment.moved]
    told = f"; the stack moved by {', '.join(f'{each:+#x}' for each in moves)}" if moves else ""
    return f"Real memory at {len(moments)} moments, each before its line runs{told}."
