"""`@demo`: from an ordinary function to a demo that knows its parameters."""

from __future__ import annotations

import ast
import enum
import functools
import inspect
import math
import tokenize
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    NoReturn,
    ParamSpec,
    TypeAlias,
    TypeVar,
    get_args,
    get_origin,
)

from talk.chart.chart import Chart
from talk.chart.steps import Steps
from talk.demo.params import RESERVED, Choice, DemoSpec, Param, Range, Value, shown
from talk.errors import Span, TalkError

P = ParamSpec("P")
R = TypeVar("R", bound=Chart | Steps)

AnyDemo: TypeAlias = "Demo[..., Chart | Steps]"

_WAYS = "Annotated[int, Range(lo, hi)], Annotated[str, Choice(...)], Literal[...], an Enum or bool"


class Demo(Generic[P, R]):
    """A function that slides can call by name. Called itself, it is the function as it was written."""

    def __init__(self, function: Callable[P, R]) -> None:
        self.function = function
        self.spec = read_spec(function)
        self._members = _enum_members(function)
        functools.update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.function(*args, **kwargs)

    def run(self, values: Mapping[str, Value]) -> R:
        """What the function returns for one state; names of Enum members become the members."""
        found: dict[str, Any] = {**self.spec.defaults, **values}
        for name, members in self._members.items():
            found[name] = members[found[name]]
        return self.function(**found)  # type: ignore[call-arg] # the values come from the function's own signature

    def __repr__(self) -> str:
        return f"<demo {self.spec.name} at {self.spec.span}>"


def demo(function: Callable[P, R]) -> Demo[P, R]:
    """The function as a demo. Its name is the demo's name, its docstring the caption.

    Raises:
        TalkError: a parameter has no bounds, no default, or a default outside its bounds; the function's
            file and line stand before the message.
    """
    return Demo(function)


def read_spec(function: Callable[..., Any]) -> DemoSpec:
    """What the signature and the source say about a demo."""
    place = _place(function)
    name = getattr(function, "__name__", "")
    try:
        signature = inspect.signature(function, eval_str=True)
    except (NameError, TypeError, ValueError, SyntaxError, AttributeError) as error:
        raise TalkError(f"demo '{name}': its annotations cannot be read: {error}", place) from None
    params = tuple(_param(name, each, place) for each in signature.parameters.values())
    return DemoSpec(name, _docstring(function, place), params, str(place.file), place.line)


def _place(function: Callable[..., Any]) -> Span:
    code = getattr(inspect.unwrap(function), "__code__", None)
    if not isinstance(code, types.CodeType):
        raise TalkError(f"@demo stands on a function, not on {function!r}")
    return Span(Path(code.co_filename), code.co_firstlineno)


def _docstring(function: Callable[..., Any], place: Span) -> str:
    """The docstring as the source has it, so that `python -OO` changes nothing."""
    try:
        with tokenize.open(place.file) as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return inspect.getdoc(function) or ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            if first == place.line:
                return ast.get_docstring(node) or ""
    return inspect.getdoc(function) or ""


def _param(demo_name: str, given: inspect.Parameter, place: Span) -> Param:
    def fail(text: str, hint: str = "") -> NoReturn:
        raise TalkError(f"demo '{demo_name}': parameter '{given.name}' {text}", place, hint)

    if given.kind in (given.VAR_POSITIONAL, given.VAR_KEYWORD, given.POSITIONAL_ONLY):
        fail("cannot be set by its name", "write it as an ordinary parameter")
    if given.name in RESERVED:
        fail("has a reserved name", f"reserved are {', '.join(RESERVED)}")
    if given.default is given.empty:
        fail("has no default", "every parameter needs one, inside its bounds")
    param = _typed(given, fail)
    _check_default(param, given.default, fail)
    return param


def _typed(given: inspect.Parameter, fail: Callable[..., NoReturn]) -> Param:
    kind, extras = _split(given.annotation)
    limits = next((each for each in extras if isinstance(each, (Range, Choice))), None)
    if kind in (int, float) and isinstance(limits, Range):
        return _ranged(given, "int" if kind is int else "float", limits, fail)
    help_text, label = (limits.help, limits.label) if isinstance(limits, Choice) else ("", "")
    if kind is bool:
        return Param(given.name, "bool", given.default, help=help_text, label=label)
    options = _options(kind, limits)
    if options:
        default = given.default.name if isinstance(given.default, enum.Enum) else given.default
        if len(set(options)) < len(options) or not all(isinstance(each, str) for each in options):
            fail("offers the same word twice or one that is not text")
        return Param(given.name, "choice", default, options=options, help=help_text, label=label)
    return fail(f"is annotated with {_name(given.annotation)}", f"use {_WAYS}")


def _ranged(
    given: inspect.Parameter, kind: Literal["int", "float"], limits: Range, fail: Callable[..., NoReturn]
) -> Param:
    numbers: list[Any] = [limits.lo, limits.hi, *([] if limits.step is None else [limits.step])]
    for value in numbers:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            fail(f"has {value!r} among its bounds", "bounds are finite numbers")
        if kind == "int" and not float(value).is_integer():
            fail(f"is an int with the bound or step {value!r}")
    if limits.lo >= limits.hi:
        fail(f"has bounds from {shown(limits.lo)} to {shown(limits.hi)}", "the lower one comes first")
    if limits.step is not None and limits.step <= 0:
        fail(f"has the step {limits.step!r}", "a step is above zero")
    if limits.log and limits.lo <= 0:
        fail(f"has a log range from {shown(limits.lo)}", "it begins above zero")
    step = None if limits.step is None else float(limits.step)
    return Param(
        given.name, kind, given.default, float(limits.lo), float(limits.hi), step,
        limits.unit, limits.log, help=limits.help, label=limits.label,
    )  # fmt: skip


def _check_default(param: Param, default: Any, fail: Callable[..., NoReturn]) -> None:
    if param.kind == "choice":
        right = param.default in param.options
    elif param.kind == "bool":
        right = isinstance(default, bool)
    else:
        types_taken = (int,) if param.kind == "int" else (int, float)
        right = isinstance(default, types_taken) and not isinstance(default, bool)
        right = right and param.lo <= default <= param.hi
    if not right:
        fail(f"has the default {default!r}", f"it takes {param.takes}")


def _split(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    if get_origin(annotation) is Annotated:
        kind, *extras = get_args(annotation)
        return kind, tuple(extras)
    return annotation, ()


def _options(kind: Any, limits: Range | Choice | None) -> tuple[str, ...]:
    if get_origin(kind) is Literal:
        return get_args(kind)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return tuple(kind.__members__)
    if kind is str and isinstance(limits, Choice):
        return limits.options
    return ()


def _enum_members(function: Callable[..., Any]) -> dict[str, Mapping[str, enum.Enum]]:
    found: dict[str, Mapping[str, enum.Enum]] = {}
    for name, given in inspect.signature(function, eval_str=True).parameters.items():
        kind, _ = _split(given.annotation)
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            found[name] = kind.__members__
    return found


def _name(annotation: Any) -> str:
    if annotation is inspect.Parameter.empty:
        return "nothing"
    return str(getattr(annotation, "__name__", annotation))
