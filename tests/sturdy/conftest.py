"""A small deck that has something of everything, in two versions."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from talk.site import MANIFEST, STAGING

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DEMO = '''
from typing import Annotated
from talk.demo import Chart, Range, demo

@demo
def line(slope: Annotated[int, Range(1, 9)] = 2) -> Chart:
    """A straight line."""
    return Chart(x=[0, 1, 2], x_unit="s").line([0, slope, 2 * slope], "way")
'''
SLIDES = """---
title: The number {n}
css: a.css
---

## Number {n} {{covers=one}}

![a pixel](a.png)

{{{{< include _part.md >}}}}

$x^{n}$

---

## Demo

```demo line
slope: {n}
```
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A project, its output and its cache on the disk, and the temporary folder of what builds it."""

    folder: Path

    @property
    def source(self) -> Path:
        return self.folder / "deck/slides"

    @property
    def out(self) -> Path:
        return self.folder / "deck/build"

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    def write(self, number: int) -> None:
        """The version with this number."""
        (self.source / "a.md").write_text(SLIDES.format(n=number), encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process that builds it."""
        return {**os.environ, "TALK_CACHE": str(self.cache), "TMPDIR": str(self.temporary)}

    @property
    def words(self) -> list[str]:
        """The words of the command that builds it."""
        return ["build", str(self.source), "-o", str(self.out)]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def whole(built: dict[str, bytes]) -> dict[str, bytes]:
    """What a build left, without what belongs to the build before it."""
    names = json.loads(built[MANIFEST])
    return {name: built[name] for name in [*names["pages"], *names["files"]]}


def mixed(found: dict[str, bytes], *versions: dict[str, bytes]) -> list[str]:
    """What is wrong with an output: a page of no version, or one that lacks what its version loads."""
    wrong = []
    for page in ("index.html", "handout.html"):
        of = [version for version in versions if version[page] == found.get(page)]
        lacking = [
            [name for name in version if not name.endswith(".html") and found.get(name) != version[name]]
            for version in of
        ]
        if not any(not names for names in lacking):
            wrong.append(f"{page} lacks {min(lacking)}" if lacking else f"{page} is of no build")
    return wrong


def leftovers(place: Place) -> list[str]:
    """What nobody needs any more: staged files, temporary folders."""
    staged = [path.name for path in place.out.rglob("*") if STAGING in path.parts]
    return staged + [path.name for path in place.temporary.iterdir()]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The first version of the deck, not yet built."""
    made = Place(tmp_path.resolve())
    for folder in (made.source, made.folder / "deck/demos", made.temporary):
        folder.mkdir(parents=True)
    (made.folder / "deck/demos/line.py").write_text(DEMO, encoding="utf-8")
    (made.source / "a.png").write_bytes(PIXEL)
    (made.source / "a.css").write_text("p { color: red }\n", encoding="utf-8")
    (made.source / "outline.md").write_text("- One {#one}\n", encoding="utf-8")
    (made.source / "_part.md").write_text("A part.\n", encoding="utf-8")
    made.write(1)
    monkeypatch.setenv("TALK_CACHE", str(made.cache))
    monkeypatch.chdir(made.folder)
    return made
