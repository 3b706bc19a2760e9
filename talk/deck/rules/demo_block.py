"""```` ```demo NAME ````: a call of a demo with a YAML body, still without types."""

from __future__ import annotations

import re

from markdown_it.token import Token

from talk.deck.attributes import LEADING, Attributes, font_step, parse_attributes
from talk.deck.model import DemoCall, StepsMode
from talk.errors import Span, TalkError, did_you_mean

STEPS_MODES: dict[str, StepsMode] = {"fragments": "fragments", "slider": "slider", "all": "all"}
RESERVED = ("print", "caption", "alt", "controls", "compare", "height", "id")
_INFO = re.compile(r"demo(?:\s+(?P<name>[^\s{]+))?\s*(?P<braces>\{.*\})?\s*$", re.DOTALL)


def read_demo(token: Token, attributes: Attributes, span: Span) -> DemoCall:
    """The call; its `id` is the author's or empty, until the deck gives it one."""
    found = _INFO.match(token.info.strip())
    if found is None or not found["name"]:
        raise TalkError(
            "this demo block names no demo", span, "write ```demo NAME, for instance ```demo heap_goal"
        )
    if not re.fullmatch(r"[A-Za-z]\w*", found["name"]):
        raise TalkError(f"'{found['name']}' cannot be the name of a demo", span, "it is a function's name")
    both = _braces(found["braces"], span).over(attributes)
    for key in both.pairs:
        if key not in ("font", "steps"):
            raise TalkError(
                f"'{key}' does not belong into the braces of a demo",
                span,
                "write parameters as lines of its body",
            )
    from talk.deck.raw_yaml import read_yaml

    body = read_yaml(token.content, span.down(1), "demo block")
    options = {key: value for key, value in body.items() if key in RESERVED}
    given = options["id"].text if "id" in options else both.id
    if given is None or ("id" in options and not given):
        raise TalkError("the id of a demo is a single word", options["id"].span, "write 'id: heap'")
    return DemoCall(
        id=given,
        name=found["name"],
        settings={key: value for key, value in body.items() if key not in RESERVED},
        options=options,
        span=span,
        font=font_step(both.pairs["font"], span) if "font" in both.pairs else 0,
        classes=both.classes,
        steps=_steps(both.pairs.get("steps", "fragments"), span),
    )


def _steps(text: str, span: Span) -> StepsMode:
    if text not in STEPS_MODES:
        hint = did_you_mean(text, STEPS_MODES) or f"accepted: {', '.join(STEPS_MODES)}"
        raise TalkError(f"steps cannot be '{text}'", span, hint)
    return STEPS_MODES[text]


def _braces(text: str | None, span: Span) -> Attributes:
    if text is None:
        return Attributes()
    found = LEADING.fullmatch(text)
    attributes = parse_attributes(found[1]) if found else None
    if attributes is None:
        raise TalkError(
            f"'{text}' behind a demo cannot be read", span, "write {font=+4 .class}; settings go below"
        )
    return attributes
