"""Loads the Python files of a demo folder, in the process that will run them."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, TracebackType

from talk.demo.api import AnyDemo, Demo
from talk.demo.messages import Place, Problem
from talk.demo.tracing import FreshLoader
from talk.errors import TalkError

_PRIVATE = "_talk_demos_"


def demo_files(folder: Path) -> list[Path]:
    """The files that may hold demos, in order of their names."""
    found = folder.glob("*.py") if folder.is_dir() else ()
    return sorted(path for path in found if path.is_file() and not path.name.startswith(("_", "test_")))


def open_folder(folder: Path) -> None:
    """Let files import helpers of the folder by plain name; they come last, so they shadow nothing."""
    if str(folder) not in sys.path:
        sys.path.append(str(folder))


def load_file(path: Path, folder: Path) -> tuple[list[AnyDemo], list[Problem]]:
    """The demos of one file, and what went wrong in it."""
    try:
        module = _executed(path)
    except TalkError as error:
        return [], [_told(each.text, each.hint, each.span, path) for each in error.diagnostics]
    except SyntaxError as error:
        place = Place(error.filename or str(path), error.lineno or 1)
        hint = "the line is where Python noticed; look above it, too"
        return [], [Problem(f"{type(error).__name__}: {error.msg}", place, hint)]
    except SystemExit as error:
        text = f"the file exits with {error.code!r} while it is loaded"
        hint = "a file of demos defines functions; put what shall run below if __name__ == '__main__'"
        return [], [_at(error.__traceback__, folder, path, text, hint)]
    except BaseException as error:
        text = f"{type(error).__name__}: {error}"
        missing = isinstance(error, ImportError)
        hint = (
            "install it, or put it into the demo folder"
            if missing
            else f"import {path.stem} in Python to see it"
        )
        return [], [_at(error.__traceback__, folder, path, text, hint)]
    return [each for each in vars(module).values() if _is_own(each, module)], []


def author_places(trace: TracebackType | None, folder: Path) -> tuple[Place, ...]:
    """The lines of a traceback that stand in the folder, from the outside in."""
    frames = traceback.extract_tb(trace)
    own = (each for each in frames if Path(each.filename).is_relative_to(folder))
    return tuple(Place(each.filename, each.lineno or 1, each.name) for each in own)


def same_names(demos: list[AnyDemo]) -> Iterator[Problem]:
    """A problem for every demo whose name an earlier one has."""
    first: dict[str, Place] = {}
    for demo in demos:
        spec = demo.spec
        place = Place(spec.file, spec.line)
        if spec.name in first:
            other = first[spec.name]
            hint = f"the other is at {Path(other.file).name}:{other.line}; rename one"
            yield Problem(f"two demos are called '{spec.name}'", place, hint)
        first.setdefault(spec.name, place)


def _executed(path: Path) -> ModuleType:
    name = _PRIVATE + path.stem
    spec = importlib.util.spec_from_file_location(name, path, loader=FreshLoader(name, str(path)))
    if spec is None or spec.loader is None:
        raise TalkError(f"{path.name} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _is_own(value: object, module: ModuleType) -> bool:
    return isinstance(value, Demo) and value.function.__module__ == module.__name__


def _at(trace: TracebackType | None, folder: Path, path: Path, text: str, hint: str = "") -> Problem:
    places = author_places(trace, folder)
    return Problem(text, places[-1] if places else Place(str(path), 1), hint)


def _told(text: str, hint: str, span: object, path: Path) -> Problem:
    from talk.errors import Span

    place = Place(str(span.file), span.line) if isinstance(span, Span) else Place(str(path), 1)
    return Problem(text, place, hint)
