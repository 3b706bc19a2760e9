"""What a slide says to a demo, typed and bounded by the demo's own parameters."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from talk.demo.params import RESERVED, Control, DemoSpec, Param, Value, shown
from talk.errors import Diagnostics, Span, TalkError, did_you_mean

MIN_HEIGHT_PX, MAX_HEIGHT_PX = 120, 720
MAX_PRINTS = 12

_TRUE = frozenset({"true", "yes", "on"})
_FALSE = frozenset({"false", "no", "off"})


class Setting(Protocol):
    """A value that somebody wrote, still text (or a list or mapping of such), and its place."""

    @property
    def value(self) -> Any: ...

    @property
    def span(self) -> Span | None: ...


@dataclass(frozen=True, slots=True)
class Given:
    """A setting from a command line: text without a file."""

    value: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A demo block with types: the state it shows first, what stays free, and how it is shown.

    `prints` are the states for paper, `height_px` and `controls` None where the block says nothing.
    """

    spec: DemoSpec
    values: dict[str, Value]
    free: tuple[Control, ...]
    prints: tuple[dict[str, Value], ...] = ()
    caption: str = ""
    alt: str = ""
    height_px: int | None = None
    compare: bool = False
    span: Span | None = field(default=None, compare=False)

    @property
    def pinned(self) -> dict[str, Value]:
        """The parameters that no control moves."""
        free = {control.param.name for control in self.free}
        return {name: value for name, value in self.values.items() if name not in free}

    def print_labels(self) -> list[str]:
        """What tells the print states apart, in words, one for each."""
        differing = [
            name for name in self.values if len({repr(state[name]) for state in self.prints}) > 1
        ] or [param.name for param in self.spec.params]
        return [self.spec.say({name: state[name] for name in differing}) for state in self.prints]


def bind(
    spec: DemoSpec,
    settings: Mapping[str, Setting],
    diagnostics: Diagnostics,
    *,
    options: Mapping[str, Setting] | None = None,
    span: Span | None = None,
) -> Bound | None:
    """The block's values with their types, or None after an error for each that is wrong.

    Args:
        spec: the demo.
        settings: its parameters as written: `64` pins, `0..4000` narrows, `0..4000/100` narrows and steps.
        diagnostics: takes the errors, each at its setting's line.
        options: the reserved keys as written (`print`, `caption`, `alt`, `height`, `controls`, `compare`).
        span: where the block stands.
    """
    before = len(diagnostics.errors)
    values, free = dict(spec.defaults), {}
    for param in spec.params:
        free[param.name] = Control(param, param.lo, param.hi, param.step)
    for name, setting in settings.items():
        with _kept(diagnostics):
            param = _known(spec, name, setting.span)
            _apply(spec, param, setting, values, free)
    chosen = _options(spec, options or {}, values, free, diagnostics)
    if len(diagnostics.errors) > before:
        return None
    return Bound(spec, values, span=span, **chosen)


def read_set(pairs: Iterable[str]) -> dict[str, Given]:
    """The settings of `--set K=V ...`.

    Raises:
        TalkError: one is not of that form.
    """
    found = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise TalkError(f"'{pair}' is no setting", hint="write --set NAME=VALUE")
        found[name.strip()] = Given(value.strip())
    return found


def read_value(param: Param, text: str) -> Value:
    """A value from its text.

    Raises:
        ValueError: it is none that the parameter takes; the message says what it is.
    """
    word = text.strip()
    if param.kind == "bool":
        if word.lower() in _TRUE | _FALSE:
            return word.lower() in _TRUE
        raise ValueError(f"'{word}' is neither true nor false")
    if param.kind == "choice":
        if word in param.options:
            return word
        raise ValueError(f"'{word}' is none of its choices")
    number = _number(param, word)
    if not param.lo <= number <= param.hi:
        raise ValueError(f"{shown(number)} is out of bounds")
    return number


def _apply(
    spec: DemoSpec, param: Param, setting: Setting, values: dict[str, Value], free: dict[str, Control]
) -> None:
    """Pin, narrow or step one parameter."""
    text = setting.value
    if not isinstance(text, str):
        raise _refused(spec, param, "the value is a list or a mapping", setting.span)
    try:
        if ".." in text and param.is_numeric():
            control = _narrowed(param, text)
            free[param.name] = control
            values[param.name] = _inside(control, values[param.name])
        else:
            values[param.name] = read_value(param, text)
            free.pop(param.name, None)
    except ValueError as error:
        raise _refused(spec, param, str(error), setting.span) from None


def _narrowed(param: Param, text: str) -> Control:
    ends, slash, step_text = text.partition("/")
    low_text, _, high_text = ends.partition("..")
    low, high = (read_value(param, part) for part in (low_text, high_text))
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)) or low >= high:
        raise ValueError(f"'{text}' is no rising range")
    step = param.step
    if slash:
        step = float(_number(param, step_text.strip()))
        if not 0 < step <= high - low:
            raise ValueError(f"the step {step_text.strip()} does not fit into {ends.strip()}")
    return Control(param, float(low), float(high), step)


def _inside(control: Control, value: Value) -> Value:
    """The value, or the nearer end of the narrowed range."""
    if isinstance(value, str):
        return value
    nearest = min(max(value, control.lo), control.hi)
    return int(nearest) if control.param.kind == "int" else nearest


def _number(param: Param, word: str) -> int | float:
    bare = word.removesuffix(param.unit).strip() if param.unit else word
    try:
        number = int(bare) if param.kind == "int" else float(bare)
    except (ValueError, OverflowError):
        kind = "an integer" if param.kind == "int" else "a number"
        raise ValueError(f"'{word[:60]}' is not {kind}") from None
    if not isinstance(number, int) and not math.isfinite(number):
        raise ValueError(f"'{word}' is not a finite number")
    return number


def _options(
    spec: DemoSpec,
    options: Mapping[str, Setting],
    values: dict[str, Value],
    free: dict[str, Control],
    diagnostics: Diagnostics,
) -> dict[str, Any]:
    readers: dict[str, tuple[str, Callable[[Setting], Any]]] = {
        "print": ("prints", lambda each: _prints(spec, each, values)),
        "caption": ("caption", lambda each: _text("caption", each)),
        "alt": ("alt", lambda each: _text("alt", each)),
        "height": ("height_px", _height),
        "compare": ("compare", _flag),
    }
    found: dict[str, Any] = {}
    for name, setting in options.items():
        with _kept(diagnostics):
            if name in readers:
                field_name, read = readers[name]
                found[field_name] = read(setting)
            elif name == "controls":
                free = _controls(spec, setting, free)
            elif name not in RESERVED:
                _known(spec, name, setting.span)
    found["free"] = tuple(free.values())
    return found


def _prints(spec: DemoSpec, setting: Setting, values: dict[str, Value]) -> tuple[dict[str, Value], ...]:
    states = setting.value
    if isinstance(states, str) or not isinstance(states, Sequence) or not states:
        raise TalkError("print is a list of states", setting.span, "each as '- name: value'")
    if len(states) > MAX_PRINTS:
        raise TalkError(f"print has {len(states)} states", setting.span, f"at most {MAX_PRINTS}")
    return tuple(_print_state(spec, state, values) for state in states)


def _print_state(spec: DemoSpec, state: Setting, values: dict[str, Value]) -> dict[str, Value]:
    if not isinstance(state.value, Mapping):
        raise TalkError("a print state is a list of 'name: value'", state.span, "as in '- gogc: 100'")
    found = dict(values)
    for name, setting in state.value.items():
        param = _known(spec, name, setting.span)
        if not isinstance(setting.value, str):
            raise _refused(spec, param, "the value is a list or a mapping", setting.span)
        try:
            found[name] = read_value(param, setting.value)
        except ValueError as error:
            raise _refused(spec, param, str(error), setting.span) from None
    return found


def _controls(spec: DemoSpec, setting: Setting, free: dict[str, Control]) -> dict[str, Control]:
    """The controls that the block asks for: `none`, or the names of some that are free."""
    given = setting.value
    words = given.replace(",", " ").split() if isinstance(given, str) else [each.value for each in given]
    if isinstance(given, Mapping) or not all(isinstance(word, str) for word in words):
        raise TalkError("controls is 'none' or names of parameters", setting.span, "as in 'controls: gogc'")
    if words == ["none"]:
        return {}
    for word in words:
        _known(spec, word, setting.span)
        if word not in free:
            raise TalkError(
                f"controls names '{word}', which the block pins", setting.span, "leave one of them out"
            )
    return {name: control for name, control in free.items() if name in words}


def _text(name: str, setting: Setting) -> str:
    if not isinstance(setting.value, str):
        raise TalkError(f"{name} is a text", setting.span, "put it in quotes")
    return " ".join(setting.value.split())


def _height(setting: Setting) -> int:
    word = setting.value.strip().removesuffix("px").strip() if isinstance(setting.value, str) else ""
    if not word.isascii() or not word.isdigit() or not MIN_HEIGHT_PX <= int(word[:9]) <= MAX_HEIGHT_PX:
        raise TalkError(
            f"height is a number of pixels, not '{setting.value}'",
            setting.span,
            f"from {MIN_HEIGHT_PX} to {MAX_HEIGHT_PX}",
        )
    return int(word)


def _flag(setting: Setting) -> bool:
    word = setting.value.lower() if isinstance(setting.value, str) else ""
    if word not in _TRUE | _FALSE:
        raise TalkError(f"compare is true or false, not '{setting.value}'", setting.span)
    return word in _TRUE


def _known(spec: DemoSpec, name: str, span: Span | None) -> Param:
    param = spec.param(name)
    if param is not None:
        return param
    names = [each.name for each in spec.params]
    takes = f"it takes {', '.join(names)}" if names else "it takes none"
    near = did_you_mean(name, [*names, *RESERVED])
    hint = f"{takes}; {near}" if near else takes
    raise TalkError(f"demo '{spec.name}' has no parameter '{name}'", span, hint)


def _refused(spec: DemoSpec, param: Param, reason: str, span: Span | None) -> TalkError:
    return TalkError(f"demo '{spec.name}': {param.name}: {reason}", span, f"it takes {param.takes}")


class _kept:  # noqa: N801 - used like a function
    """Puts a TalkError of its block among the diagnostics and goes on."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.diagnostics = diagnostics

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, TalkError):
            self.diagnostics.take(error)
            return True
        return False
