"""The scripts that look at a page from inside it."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def script(name: str) -> str:
    """The text of a script of this package, such as `geometry.js`."""
    return (resources.files("talk.check.browser") / name).read_text(encoding="utf-8")


@cache
def walking() -> str:
    """What is put into every page before its own scripts run."""
    return f"globalThis.talkGeometry = {script('geometry.js')}\n{script('walk.js')}"


@cache
def axe() -> str:
    """The text of axe-core."""
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
