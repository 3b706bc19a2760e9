"""The built decks, opened from the disk."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from talk.cli import run

ROOT = Path(__file__).parents[2]
DECKS = {"talk": ROOT / "slides", "gallery": ROOT / "docs" / "gallery" / "slides"}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, browser_path: str) -> Callable[..., Path]:
    """The index.html of a deck, `talk` or `gallery`, in a shape and size; each is built once, strictly."""
    pages: dict[tuple[str, ...], Path] = {}

    def build(deck: str, *options: str) -> Path:
        if (deck, *options) not in pages:
            out = tmp_path_factory.mktemp(deck)
            strict = ["--strict"] if deck == "gallery" else []
            assert run(["build", str(DECKS[deck]), "-o", str(out), *strict, *options]) == 0
            pages[deck, *options] = out / "index.html"
        return pages[deck, *options]

    return build


@pytest.fixture(scope="session")
def talk_page(built: Callable[..., Path]) -> Callable[..., Path]:
    """The talk's index.html in a shape and size."""
    return lambda aspect="16:9", font="+6": built("talk", "--aspect", aspect, "--font", font)


@pytest.fixture(scope="session")
def gallery_page(built: Callable[..., Path]) -> Path:
    """The index.html of the gallery: every element of the syntax, and a figure of every kind."""
    return built("gallery")


@pytest.fixture(scope="session")
def themes() -> ModuleType:
    """The module `themes.py`, which lies on no path that Python imports from."""
    spec = importlib.util.spec_from_file_location("themes", Path(__file__).with_name("themes.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
