"""A deck with one fault of each kind, each on a line of its own that names its rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

DEMO = '''
from typing import Annotated
from talk.demo import Chart, Range, demo

@demo
def line(slope: Annotated[int, Range(1, 9)] = 2) -> Chart:
    """A straight line."""
    return Chart(x=[0, 1, 2], x_unit="s").line([0, slope, 2 * slope], "way")
'''
SHEET = """
:root { --c-1: light-dark(#eeeeee, #4aaaf3); }
#buttons button { width: 10px; min-height: 0; height: 10px; padding: 0; border: 0; overflow: hidden; }
.leak::before { content: "only we two know what this deck costs"; }
"""
OUTLINE = """- Begin {#begin minutes=20}
- Forgotten {#forgotten minutes=1}
"""
# `<-- rule` ends the line on which that rule finds something; it is taken off before the deck is read.
SLIDES = """---
title: Faults
duration: 20min  <-- outline-minutes
titel: Fault  <-- front-matter-key
aspect: wide  <-- front-matter-key
css: own.css
---

# Begin {covers=begin}

![](grey.png)  <-- image-alt

Away to [nothing](#nowhere).  <-- link-target
![No such file](nothing.png)  <-- link-target

Note:  <-- note-leak
Only we two know what this deck costs, and nobody else may.
{.private}

---

## Code

```go
fmt.Println("LONG")  <-- long-line
```

#### Too deep  <-- heading-order

<!-- this was meant to be a note for the speaker -->  <-- foreign-note

---

## Other tools

<v-clicks>one by one</v-clicks>  <-- foreign-syntax

![A tiny grey square](tiny.png)  <-- image-size

---

## Colours {background-color=#777777}  <-- contrast

Words on a grey ground.

---

## Places

<p style="position: absolute; left: 1150px; white-space: nowrap">These words leave the slide</p>  <-- overflow

<p style="position: absolute; left: 100px; top: 300px">One text here</p>  <-- overlap
<p style="position: absolute; left: 104px; top: 304px">Another there</p>

<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">  <-- image-alt

<p style="font-size: 10px">Ten pixels high</p>  <-- small-text

---

## Buttons

<button>x</button>  <-- small-control

<script>console.error("a fault in a script")</script>  <-- console-error

<img src="https://example.com/x.png" alt="A picture">  <-- foreign-request

<input type="text">  <-- axe

---

## Go

```go {run}  <-- recording
package main
```

```demo line
```
"""
MARK = re.compile(r"  <-- ([a-z-]+)$")
LONG = "x" * 150


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The slides with the faults."""
    root = tmp_path_factory.mktemp("faulty")
    slides = root / "slides"
    slides.mkdir()
    (root / "demos").mkdir()
    (root / "demos" / "line.py").write_text(DEMO)
    (slides / "own.css").write_text(SHEET)
    (slides / "outline.md").write_text(OUTLINE)
    lines = (MARK.sub("", line).replace("LONG", LONG) for line in SLIDES.split("\n"))
    (slides / "01.md").write_text("\n".join(lines))
    for name, side in (("grey", 200), ("tiny", 8)):
        Image.new("RGB", (side, side), "grey").save(slides / f"{name}.png")
    return slides


def _planted() -> Iterator[tuple[str, int, str]]:
    for number, line in enumerate(SLIDES.split("\n"), 1):
        if found := MARK.search(line):
            yield "01.md", number, found[1]
    yield "outline.md", 2, "outline-coverage"
    yield "own.css", 2, "contrast"


@pytest.fixture(scope="session")
def planted() -> set[tuple[str, int, str]]:
    """File, line and rule of every fault."""
    return set(_planted())
