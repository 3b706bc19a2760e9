"""Why something escapes: the compiler's chain of reasons as a graph that grows step by step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from talk.chart.model import Graph, StepsData
from talk.chart.steps import Steps, graph, node
from talk.golang.answers import Verdict

_HEAD = re.compile(r"^(?P<name>.*) escapes to heap in (?P<function>[^:]+):$")
_LEAK = re.compile(r"^parameter (?P<name>\S+) leaks to (?P<to>.+) for (?P<function>\S+) with derefs=\d+:$")
_FLOW = re.compile(r"^  flow: (?P<to>.+) ← (?P<operator>&|\**)(?P<source>.+):$")
_FROM = re.compile(r"^    from (?P<code>.*) \((?P<what>[^()]*)\) at \./(?P<file>\S+?):(?P<line>\d+):\d+$")
HEAP = "heap"


@dataclass(frozen=True, slots=True)
class Flow:
    """A value that reaches a place: itself, its address (`&`), or what it points to (`*`, for each star)."""

    to: str
    operator: str
    source: str
    reasons: tuple[str, ...]

    @property
    def carried(self) -> str:
        return f"{self.operator}{self.source}"


@dataclass(frozen=True, slots=True)
class Chain:
    """The flows by which something leaves its function, in order."""

    name: str
    function: str
    flows: tuple[Flow, ...]


def chains_of(why: Iterable[Verdict], name: str, lines: Iterable[int]) -> list[Chain]:
    """The chains that the compiler gives for a name in these lines, without those that cannot be read."""
    shown = frozenset(lines)
    found: list[Chain] = []
    head: re.Match[str] | None = None
    rows: list[str] = []
    for each in [*why, Verdict("", 0, 0, "")]:
        if head is not None and not each.text.startswith("  "):
            chain = _chain(head, rows)
            found += [chain] if chain else []
            head = None
        if head is not None:
            rows.append(each.text)
        elif each.line in shown:
            head, rows = _HEAD.match(each.text) or _LEAK.match(each.text), []
            head = head if head and head["name"] == name else None
    return list(dict.fromkeys(found))


def _chain(head: re.Match[str], rows: Sequence[str]) -> Chain | None:
    """A chain of lines that are all understood, each flow going on from the one before."""
    flows: list[Flow] = []
    for row in rows:
        flow, reason = _FLOW.match(row), _FROM.match(row)
        if flow:
            flows.append(Flow(_place(flow["to"]), flow["operator"], _place(flow["source"]), ()))
        elif reason and flows:
            last = flows[-1]
            told = f"{reason['what']}, line {reason['line']}"
            flows[-1] = Flow(last.to, last.operator, last.source, (*last.reasons, told))
        else:
            return None
    joined = all(before.to == after.source for before, after in pairwise(flows))
    return Chain(head["name"], head["function"], tuple(flows)) if flows and joined else None


def _place(text: str) -> str:
    """`{heap}` and `{storage for X}` without braces."""
    if text == "{heap}":
        return HEAP
    if text.startswith("{storage for "):
        return text.removeprefix("{storage for ").removesuffix("}")
    return text.strip("{}")


def flow_diagram(chain: Chain) -> StepsData:
    """The chain as a graph: variables, what is carried from one to the next, and the heap at the end."""
    steps = Steps()
    edges: dict[str, list[str]] = {chain.flows[0].source: []}
    steps.step(f"{chain.name} in {chain.function}", _graph(edges, ""))
    for flow in chain.flows:
        carried = flow.carried if flow.operator else ""
        for source, to in (
            ((flow.source, carried), (carried, flow.to)) if carried else ((flow.source, flow.to),)
        ):
            edges.setdefault(source, []).append(to)
            edges.setdefault(to, [])
        steps.step(f"{flow.to} ← {flow.carried}: {'; '.join(flow.reasons)}", _graph(edges, ""))
    last = chain.flows[-1].to
    if last == HEAP:
        steps.step(f"the {HEAP} outlives {chain.function}", _graph(edges, chain.name))
    else:
        edges[last].append(HEAP)
        edges.setdefault(HEAP, [])
        steps.step(
            f"{last} outlives {chain.function}: {chain.name} lives on the {HEAP}", _graph(edges, chain.name)
        )
    how = " ← ".join([last, *(flow.carried for flow in reversed(chain.flows))])
    return steps.says(f"{chain.name} escapes: {how}.").data


def _graph(edges: dict[str, list[str]], moved: str) -> Graph:
    return graph(*(node(name, "black" if name == moved else "", to=to) for name, to in edges.items()))
