"""A folder of demos for a test, loaded in a process of its own."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from talk.demo.catalog import Catalog, load_demos
from talk.demo.messages import Limits
from talk.errors import Diagnostics

HEAD = "from typing import Annotated\nfrom talk.demo import Chart, Choice, Range, Steps, demo\n"
Workshop = Callable[..., Catalog]


@pytest.fixture
def diagnostics() -> Diagnostics:
    """An empty collector."""
    return Diagnostics()


@pytest.fixture
def workshop(tmp_path: Path, diagnostics: Diagnostics) -> Iterator[Workshop]:
    """Writes files into `demos/` and loads them; everything is ended after the test."""
    opened: list[Catalog] = []

    def load(files: dict[str, str], *, is_live: bool = False, **limits: float) -> Catalog:
        folder = tmp_path / "demos"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(HEAD + textwrap.dedent(text), encoding="utf-8")
        opened.append(load_demos(folder, diagnostics, limits=Limits(**limits), is_live=is_live))
        return opened[-1]

    yield load
    for catalog in opened:
        catalog.close()
