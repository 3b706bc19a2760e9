"""Where an address flows, and what the compiler makes of it: recorded from `go build -gcflags=-m=2`.

The rules are those of `cmd/compile/internal/escape`, Go 1.27. Flows are printed only where something escapes;
the first steps of the two others are read off their line of code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from recorded import rows

from talk.chart.model import Graph, Node
from talk.demo import Choice, Steps, demo, graph, node

CODE = ("return u", "return &u", "greet(&u)", "keep(&u)", "b.p = &u")
FUNCTIONS = dict(zip(CODE, ("copied", "returned", "handed", "kept", "stored"), strict=True))
HOLDERS = {"~r0": "result", "{heap}": "heap"}
"""What outlives a frame, as the compiler calls it and as the picture does."""
FROM = re.compile(r"from (.+) \([a-z -]+\)$")
FLOW = re.compile(r"flow: (\S+) ← ")


@dataclass(frozen=True, slots=True)
class Flow:
    """The way of u or its address: an expression of its function, one of the callee, and who holds it."""

    own: tuple[str, ...]
    callee: tuple[str, ...]
    holder: str
    verdict: str
    """The compiler's words about u; empty where it has none."""


@demo
def escape_flow(
    code: Annotated[
        str, Choice(*CODE, label="line", help="The last one of a function that declares u.")
    ] = CODE[1],
) -> Steps:
    """Where the address of u flows, and whether what holds it in the end outlives the frame."""
    flow = flow_of(code)
    moved = flow.verdict.startswith("moved")
    return (
        Steps()
        .step("where it flows", _picture(flow, decided=False))
        .step(flow.verdict or "the compiler says nothing", _picture(flow, decided=moved))
        .says(_said(code, flow))
    )


def flow_of(code: str) -> Flow:
    """What the recording says about one line of code."""
    said = {row["function"]: row["said"] for row in rows("escape", "functions")}
    lines = said[FUNCTIONS[code]]
    callee = code.partition("(")[0]
    inside = said.get(callee, [])
    holders = [found[1] for line in lines if (found := FLOW.match(line))]
    verdicts = [line for line in (*lines, *inside) if line in ("moved to heap: u", "p does not escape")]
    own = tuple(found[1] for line in lines if (found := FROM.match(line)) and found[1] != "&u")
    return Flow(
        own=own or (code,),
        callee=tuple(found[1] for line in inside if (found := FROM.match(line))) or ("p",) * bool(inside),
        holder=HOLDERS[holders[-1]] if holders else "",
        verdict=next(iter(verdicts), ""),
    )


def _picture(flow: Flow, *, decided: bool) -> Graph:
    """What outlives the frame above, the frame's own in the middle, the callee's below; time goes right."""
    way = [("u", 1), *((each, 1) for each in flow.own), *((each, 2) for each in flow.callee)]
    way += [(flow.holder, 0)] if flow.holder else []
    last = len(way) - 1
    nodes: list[Node] = []
    for place, (name, row) in enumerate(way):
        to = [way[place + 1][0]] if place < last else ["u, moved"] if decided else []
        nodes.append(node(name, to=to, at=(place, row), gone=decided and place == 0))
    if decided:
        nodes.append(node("u, moved", at=(last - 1, 0)))
    return graph(*nodes)


def _said(code: str, flow: Flow) -> str:
    if flow.holder:
        return f"{code}: the {flow.holder} holds the address and outlives the frame, so u moves to the heap."
    if flow.callee:
        return f"{code}: the callee forgets the address before it returns, so u stays in its frame."
    return f"{code}: a copy has no address in it, so u stays in its frame."
