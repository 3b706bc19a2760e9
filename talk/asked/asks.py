"""What the code on the slides asks of the real Go, block by block."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from talk.deck.model import CodeBlock, Deck, Slide
from talk.deck.rules.demo_block import STEPS_MODES
from talk.deck.rules.regions import is_marker
from talk.errors import Diagnostics, TalkError
from talk.golang.programs import FOLDER, Program, program_folder, read_program
from talk.golang.questions import VERBS, Question
from talk.golang.verbs.run import MAX_RUNS

INLINE = "main.go"
LEAST_GO = "1.22"  # of a program on a slide where the deck pins none
OUTPUTS = ("below", "fragment", "alone", "none")
_NUMBERS = re.compile(r"\d{1,3}(?:-\d{1,3})?(?:,\d{1,3}(?:-\d{1,3})?)*")
_FORMS: Mapping[str, tuple[str, str]] = {
    "output": ("|".join(OUTPUTS), "one of " + ", ".join(OUTPUTS)),
    "overlay": ("growth|order", "growth or order"),
    "steps": ("|".join(STEPS_MODES), "one of " + ", ".join(STEPS_MODES)),
    "output-lines": (_NUMBERS.pattern, "lines such as 1-3,7"),
    "moments": (_NUMBERS.pattern, "moments such as 1-3,7"),
    "print": (_NUMBERS.pattern, "moments such as 1,4,9"),
    "runs": (r"\d{1,4}", f"a number up to {MAX_RUNS}"),
    "expect": (r"panic|exit:\d{1,3}", "panic or exit:2"),
    "frame-max": (r"\d+", "a number of bytes"),
}
_ASKING: Mapping[str, tuple[str, ...]] = {
    "run": ("run", "expect", "prints", "runs"),
    "vet": ("vet",),
    "escape": ("escape", "escapes", "stays", "why"),
    "asm": ("asm",),
    "bench": ("bench", "allocs"),
    "memprofile": ("memprofile",),
    "layout": ("layout",),
    "gctrace": ("gctrace",),
    "step": ("step",),
}
"""The verbs and keys that ask each kind of question."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A block of code that asks the real Go: its slide, its program, its questions by their verbs."""

    slide: Slide
    block: CodeBlock
    program: Program
    questions: Mapping[str, Question]

    @property
    def file(self) -> str:
        """The shown file by its path in the program."""
        return _file_of(self.block, self.program)

    @property
    def lines(self) -> list[int]:
        """For each shown line its number in the file."""
        text = self.program.text(self.file).split("\n")
        first = self.block.text_span.line if self.block.source and self.block.text_span else 1
        count = self.block.text.count("\n") + 1
        numbers = (at for at in range(first, len(text) + 1) if not is_marker(text[at - 1]))
        return [number for number, _ in zip(numbers, range(count), strict=False)]

    def setting(self, key: str, default: str = "") -> str:
        return self.block.go.get(key, default)


def asks_of(deck: Deck, home: Path, diagnostics: Diagnostics) -> list[Ask]:
    """Every block that asks, in the order of the deck; what is wrong with one is an error and leaves it out.

    `home` is the folder that `go/` and `recordings/` lie in.
    """
    programs = Programs(home, deck.meta.go)
    found = []
    for slide, block in deck.asking_blocks:
        try:
            program = programs.of(slide, block)
            if program is not None:
                found.append(_ask(slide, block, program))
                continue
            diagnostics.warning(
                f"'{_first(block)}' needs a whole program; the code is shown without it",
                block.span,
                f"write one into {FOLDER}/NAME/ beside the slides, and show it by file={FOLDER}/NAME/main.go",
                "recording",
            )
        except TalkError as error:
            told = error.diagnostics[0]
            diagnostics.error(told.text, block.span, told.hint, "recording")
    return found


@dataclass(slots=True)
class Programs:
    """The programs of a deck: folders of `go/`, and whole files that are written on slides."""

    home: Path
    pin: str
    _folders: dict[Path, Program] = field(default_factory=dict)
    _written: Counter[str] = field(default_factory=Counter)

    def of(self, slide: Slide, block: CodeBlock) -> Program | None:
        """The program that a block shows, or None if it shows none.

        Raises:
            TalkError: it lies in no folder of `go/`, or cannot be read.
        """
        if block.source is None:
            return self._inline(slide, block)
        folder = program_folder(block.source, self.home)
        if folder is None:
            raise TalkError(
                f"{block.source.name} belongs to no program", hint=f"a program is a folder in {FOLDER}/"
            )
        if folder not in self._folders:
            self._folders[folder] = read_program(folder)
        return self._folders[folder]

    def _inline(self, slide: Slide, block: CodeBlock) -> Program | None:
        """A whole file on a slide, named after the slide."""
        if not re.search(r"^package main$", block.text, re.M):
            return None
        self._written[slide.id] += 1
        number = self._written[slide.id]
        name = f"slide-{slide.id}" + (f"-{number}" if number > 1 else "")
        release = ".".join(self.pin.split(".")[:2]) or LEAST_GO
        files = {"go.mod": f"module {name}\n\ngo {release}\n".encode(), INLINE: f"{block.text}\n".encode()}
        return Program(name, self.home / FOLDER / name, files)


def _first(block: CodeBlock) -> str:
    return next(iter((*block.verbs, *block.go)))


def _verbs(block: CodeBlock) -> list[str]:
    asked = {*block.verbs, *block.go}
    asked |= {"growth": {"step"}, "order": {"run"}}.get(block.go.get("overlay", ""), set())
    return [verb for verb, words in _ASKING.items() if asked & set(words)]


def _ask(slide: Slide, block: CodeBlock, program: Program) -> Ask:
    _check_forms(block)
    if "frame-max" in block.go and "asm" not in block.go:
        raise TalkError("frame-max needs a function", hint="write asm=FUNC frame-max=128")
    verbs = _verbs(block)
    if not verbs:
        raise TalkError(f"'{_first(block)}' asks nothing", hint=f"add one of {', '.join(VERBS)}")
    questions = {verb: Question(verb, _about(verb, block, program)) for verb in verbs}
    return Ask(slide, block, program, questions)


def _file_of(block: CodeBlock, program: Program) -> str:
    if block.source is None:
        return INLINE
    return block.source.resolve().relative_to(program.folder).as_posix()


def _about(verb: str, block: CodeBlock, program: Program) -> str:
    """What a question is about."""
    if verb == "step":
        file = _file_of(block, program)
        return f"{file}#{block.region}" if block.region else file
    if verb == "run":
        return block.go.get("runs", "")
    return block.go.get(verb, "") if verb in ("asm", "layout") else ""


def _check_forms(block: CodeBlock) -> None:
    for key, (pattern, accepted) in _FORMS.items():
        value = block.go.get(key)
        if value is not None and not re.fullmatch(pattern, value):
            raise TalkError(f"{key} cannot be '{value}'", hint=f"accepted: {accepted}")


def numbers_of(text: str) -> list[int]:
    """`1-3,7` as 1, 2, 3, 7."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found
