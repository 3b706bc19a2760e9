"""The deck with the answers beside the code that asks: further tokens, and the numbers of what is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from talk.asked.asks import numbers_of
from talk.asked.charts import bench_chart, gctrace_chart, layout_chart
from talk.asked.diagrams import chosen, memory_diagram
from talk.asked.flow import chains_of, flow_diagram
from talk.asked.found import RULE, Found
from talk.asked.labelled import labels_of
from talk.asked.overlays import growth_chart, order_chart
from talk.asked.terminals import printed_terminal, terminals_of
from talk.chart.model import Result
from talk.deck.model import Deck, DemoCall, NoteBlock, Slide
from talk.deck.rules.demo_block import STEPS_MODES
from talk.deck.tokens import block as block_token
from talk.errors import Diagnostics, Span, TalkError
from talk.golang.answers import Benchmarks, Escape, GCTrace, Layout, Moment, Run, Stepped

CHARTS = ("bench", "gctrace", "layout")  # figures that are all of their answer, so `output=none` hides them
CODE_SHARE, MEMORY_SHARE = "41%", "59%"  # of the slide's width, beside a diagram of memory


@dataclass(frozen=True, slots=True)
class Drawable:
    """The numbers of a figure: what the slide shows, and what paper shows instead, if anything."""

    call: DemoCall
    slide: Slide
    result: Result
    printed: Result | None = None


@dataclass(slots=True)
class Showing:
    """Puts answers into a deck. `drawables` are the figures that it needs, by their ids."""

    founds: Mapping[int, Found]  # by the identity of their blocks
    diagnostics: Diagnostics
    drawables: dict[str, Drawable] = field(default_factory=dict)

    def deck(self, deck: Deck) -> Deck:
        """The deck with the answers in it."""
        return replace(deck, slides=tuple(map(self._slide, deck.slides)))

    def _slide(self, slide: Slide) -> Slide:
        notes = tuple(self._note(note) for note in slide.notes)
        return replace(slide, tokens=self._all(slide.tokens), notes=notes)

    def _note(self, note: NoteBlock) -> NoteBlock:
        tokens = self._all(note.tokens)
        for token in tokens:
            if token.type == "recorded":
                call: DemoCall = token.meta["call"]
                del self.drawables[call.id]
                hint = "move the block to the slide, or write output=none"
                self.diagnostics.error("notes have no figures", call.span, hint, RULE)
        return replace(note, tokens=[token for token in tokens if token.type != "recorded"])

    def _all(self, tokens: Iterable[Token]) -> list[Token]:
        return [each for token in tokens for each in self._tokens(token)]

    def _tokens(self, token: Token) -> list[Token]:
        """A token, and what stands around it if it asks."""
        found = self.founds.get(id(token.meta.get("code")))
        if token.type != "code" or found is None:
            return [token]
        try:
            return self._answered(token, found)
        except TalkError as error:
            told = error.diagnostics[0]
            self.diagnostics.error(told.text, found.ask.block.span, told.hint, RULE)
            return [token]

    def _answered(self, token: Token, found: Found) -> list[Token]:
        block = found.ask.block
        code = _made("code", token, code=block, labels=labels_of(found))
        outputs = [_made("output", token, terminal=each) for each in terminals_of(found)]
        shown = [] if block.go.get("output") == "alone" else [code]
        if not block.figure or (block.figure in CHARTS and block.go.get("output") == "none"):
            return [*shown, *outputs]
        figure = self._figure(token, found)
        stepped = found.answer(Stepped)
        if block.figure == "step" and stepped and shown:
            return [*_beside(code, figure, found, stepped), *outputs]
        return [*shown, *figure, *outputs]

    def _figure(self, token: Token, found: Found) -> list[Token]:
        """The token of the block's figure; none where a chain of reasons cannot be read."""
        block = found.ask.block
        result = self._result(found)
        if result is None:
            return []
        call = DemoCall(
            id=block.id,
            name=f"{found.ask.program.name}-{block.figure}",
            settings={},
            options={},
            span=block.span,
            font=block.font,
            steps=STEPS_MODES[block.go.get("steps", "fragments")],
        )
        self.drawables[block.id] = Drawable(call, found.ask.slide, result, _printed(found))
        return [_made("recorded", token, call=call)]

    def _result(self, found: Found) -> Result | None:
        bench, layout = found.answer(Benchmarks), found.answer(Layout)
        trace, stepped = found.answer(GCTrace), found.answer(Stepped)
        figure = found.ask.block.figure
        if figure == "overlay":
            return _overlay(found)
        if figure == "step" and stepped is not None:
            return memory_diagram(stepped, _moments(found), _code(found))
        if figure == "bench" and bench is not None:
            return bench_chart(bench, found.version)
        if figure == "layout" and layout is not None:
            return layout_chart(layout, found.version)
        if figure == "gctrace" and trace is not None:
            return gctrace_chart(trace, found.version)
        return self._why(found)

    def _why(self, found: Found) -> Result | None:
        """The chain of reasons for the name that `why=` gives."""
        escape, name = found.answer(Escape), found.ask.setting("why")
        chains = chains_of(escape.inlined_why, name, found.ask.lines) if escape else []
        if chains:
            return flow_diagram(chains[0])
        span = found.ask.block.span
        text = f"the compiler gives no chain for '{name}' that can be read; nothing is drawn"
        self.diagnostics.warning(text, span, "name what escapes in the code that is shown", RULE)
        return None


def _overlay(found: Found) -> Result | None:
    """The recorded run over the simulated one."""
    run, stepped = found.answer(Run), found.answer(Stepped)
    if stepped is not None and found.ask.setting("overlay") == "growth":
        return growth_chart(stepped, found.version)
    return order_chart(run, found.version) if run is not None else None


def _moments(found: Found) -> Sequence[int]:
    given = found.ask.setting("moments")
    return numbers_of(given) if given else []


def _code(found: Found) -> list[str]:
    return found.ask.program.text(found.ask.file).split("\n")


def _printed(found: Found) -> Result | None:
    """The moments for paper, where the author has chosen them."""
    stepped, given = found.answer(Stepped), found.ask.setting("print")
    if stepped is None or not given:
        return None
    return memory_diagram(stepped, numbers_of(given), _code(found))


def _beside(code: Token, figure: list[Token], found: Found, stepped: Stepped) -> list[Token]:
    """Code and figure in two columns; the lines and the output of its moments go with them."""
    span = found.ask.block.span
    moments = [moment for _, moment in chosen(stepped, _moments(found))]
    numbers = {line: number for number, line in enumerate(found.ask.lines, found.ask.block.start)}
    lines = [numbers.get(moment.line, 0) for moment in moments]
    code.meta["code"] = replace(code.meta["code"], steps=(frozenset(lines[:1]),))
    columns = block_token("div_open", "div", 1, span, class_="columns stepped")
    columns.attrs |= {"data-lines": _compact(lines), "data-printed": _compact(_printed_rows(moments))}
    return [
        columns,
        *_column(CODE_SHARE, [code, *_output(code, found, moments)], span),
        *_column(MEMORY_SHARE, figure, span),
        block_token("div_close", "div", -1, span),
    ]


def _column(share: str, tokens: list[Token], span: Span) -> list[Token]:
    opened = block_token("div_open", "div", 1, span, class_="column", style=f"width: {share}")
    return [opened, *tokens, block_token("div_close", "div", -1, span)]


def _output(code: Token, found: Found, moments: Sequence[Moment]) -> list[Token]:
    """The block of what is printed in the course of the moments, if anything is."""
    text = moments[-1].output
    return (
        [_made("output", code, terminal=printed_terminal(found, text, _printed_rows(moments)[0]))]
        if text
        else []
    )


def _printed_rows(moments: Sequence[Moment]) -> list[int]:
    """How many lines have been printed at each moment."""
    return [len(moment.output.splitlines()) for moment in moments]


def _compact(numbers: list[int]) -> str:
    return json.dumps(numbers, separators=(",", ":"))


def _made(kind: str, token: Token, **meta: object) -> Token:
    """A token at the place of another one."""
    made = Token(kind, "", 0, block=True, map=token.map, level=token.level)
    made.meta = {
        "span": token.meta["span"],
        **{key: value for key, value in meta.items() if value is not None},
    }
    return made
