"""The settings at the top of a deck: what they are, and how their text gets its type."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

BASE_FONT_PX = 28
CANVAS_HEIGHT_PX = 720

Mode = Literal["light", "dark", "auto"]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter with types. Fields that a deck does not give have their defaults."""

    title: str = ""
    subtitle: str = ""
    author: tuple[str, ...] = ()
    date: str = ""
    venue: str = ""
    keywords: tuple[str, ...] = ()
    lang: str = "en"
    duration_s: int | None = None
    canvas: tuple[int, int] = (1280, CANVAS_HEIGHT_PX)
    font_px: int = BASE_FONT_PX
    theme: str = ""
    theme_folder: Path | None = None
    mode: Mode = "auto"
    css: tuple[Path, ...] = ()
    js: tuple[Path, ...] = ()
    outline: Path | None = None
    slide_level: int | None = None
    incremental: bool = False
    agenda: bool = False
    header: str = ""
    footer: str = ""
    paginate: bool = True
    demos: str = "demos"
    go: str = ""
    notes_in_comments: bool = False
    reveal: dict[str, Any] = field(default_factory=dict)
