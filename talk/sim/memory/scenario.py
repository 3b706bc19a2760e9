"""The `layout` kind of `talk sim predict`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from talk.sim.memory.layout import struct_layouts
from talk.sim.scenario import Scenario


def read_layouts(scenario: Scenario) -> Callable[[], dict[str, Any]]:
    """Layouts of `structs`, each with a `name` and its Go type under `go`.

    They may refer to each other. All types are read and laid out at once, so
    that what is wrong with one is known before any scenario runs.
    """
    named = [(_text(part, "name"), _text(part, "go")) for part in scenario.parts("structs")]
    layouts = struct_layouts(named)
    return lambda: {
        "structs": [
            {"name": name, "size": layout.size_bytes, "align": layout.align_bytes, "offsets": layout.offsets}
            for name, layout in layouts.items()
        ]
    }


def _text(part: Scenario, name: str) -> str:
    value = part.value(name)
    if not isinstance(value, str) or not value.strip():
        raise part.error(f"{part.within}{name} is {value!r}, not a text")
    if name == "name" and not value.isidentifier():
        raise part.error(f"{part.within}name is {value!r}, not a Go name")
    return value
