"""Reads the web bundle (`talk/_web`): reveal.js, fonts, our script and style sheets.

The bundle is made at install. In a checkout its sources may have moved on: then the
reader says so, once, and still reads what is there.
"""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from talk.errors import TalkError

REFRESH = "python talk/web/hatch_build.py"


@functools.cache
def read(name: str) -> bytes:
    """The bytes of a file of the bundle, named with forward slashes (`css/deck.css`).

    Raises TalkError where the bundle, or this file in it, is missing.
    """
    file = bundle().joinpath(*name.split("/"))
    if not file.is_file():
        raise TalkError(f"the web bundle has no file '{name}'", hint=_way_out())
    return file.read_bytes()


def read_text(name: str) -> str:
    """The same, as text."""
    return read(name).decode("utf-8")


def names(folder: str) -> list[str]:
    """The names of the files directly in a folder of the bundle, with the folder, in order."""
    place = bundle().joinpath(*folder.split("/"))
    if not place.is_dir():
        raise TalkError(f"the web bundle has no folder '{folder}'", hint=_way_out())
    return sorted(f"{folder}/{each.name}" for each in place.iterdir() if each.is_file())


@functools.cache
def font_table() -> dict[str, Any]:
    """`fonts.json`: its `faces`, each with name, family, weight, style, and what it covers."""
    table: dict[str, Any] = json.loads(read("fonts/fonts.json"))
    return table


def bundle() -> Traversable:
    """The folder of the bundle. Raises TalkError where it was never made."""
    place = files("talk") / "_web"
    if not place.is_dir():
        raise TalkError("talk was installed without its web bundle", hint=_way_out())
    return place


def stale_parts() -> list[str]:
    """The parts of the bundle (`packages`, `script`, `styles`) that are older than their sources.

    Always empty for an installed `talk`, which has no sources beside it.
    """
    web = Path(str(files("talk"))) / "web"
    if not (web / "stamp.py").is_file():
        return []
    from talk.web.stamp import source_stamp, written_stamp

    written = written_stamp(Path(str(bundle())))
    return [part for part, digest in source_stamp(web).items() if written.get(part) != digest]


def stale_warning() -> str:
    """What to tell a developer whose bundle is stale, or nothing."""
    parts = stale_parts()
    return f"talk/_web is older than talk/web ({', '.join(parts)}): run {REFRESH}" if parts else ""


def _way_out() -> str:
    checkout = (Path(str(files("talk"))) / "web").is_dir()
    return f"run {REFRESH}" if checkout else "install talk again: pip install --force-reinstall talk"
