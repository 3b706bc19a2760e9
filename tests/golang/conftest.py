"""The real Go where there is one, and small programs to ask it about."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from talk.errors import TalkError
from talk.golang.programs import Program
from talk.golang.questions import Question
from talk.golang.toolchain import Go, find_go, open_bench
from talk.golang.verbs import ASKERS
from talk.golang.verbs.step import NoDebuggerError

Ask = Callable[..., Any]


def made_program(name: str = "small", **files: str) -> Program:
    """A program of texts: `main` stands for main.go."""
    texts = {f"{path}.go": text for path, text in files.items()}
    data = {path: text.encode() for path, text in texts.items()}
    return Program(name, Path("/nowhere"), {"go.mod": f"module {name}\n\ngo 1.24\n".encode(), **data})


@pytest.fixture(scope="session")
def program() -> Callable[..., Program]:
    """Makes a program of texts: `main` stands for main.go, `main_test` for main_test.go."""
    return made_program


@pytest.fixture(scope="session")
def go() -> Go:
    """The Go of TALK_GO, of this Python environment, or of the PATH, with the cache that it has anyway."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    try:
        return find_go(Path(os.environ.get("GOCACHE") or home / "go-build"))
    except TalkError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def ask(go: Go) -> Ask:
    """What Go answers to a question about a program; without a debugger a test that needs one is skipped."""

    def asked(verb: str, about: str = "", **files: str) -> Any:
        made = made_program(**files)
        with open_bench(go, made.files, made.name) as bench:
            try:
                return ASKERS[verb](bench, made, Question(verb, about))
            except NoDebuggerError as error:
                pytest.skip(str(error))

    return asked
