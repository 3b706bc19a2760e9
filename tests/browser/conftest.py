"""The built talk, opened from the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from talk.cli import run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def talk_page(tmp_path_factory: pytest.TempPathFactory, browser_path: str) -> Callable[..., Path]:
    """The talk's index.html in a shape and size; each is built once."""
    built: dict[tuple[str, str], Path] = {}

    def build(aspect: str = "16:9", font: str = "+6") -> Path:
        if (aspect, font) not in built:
            out = tmp_path_factory.mktemp("talk")
            words = ["build", str(ROOT / "slides"), "-o", str(out), "--aspect", aspect, "--font", font]
            assert run(words) == 0
            built[aspect, font] = out / "index.html"
        return built[aspect, font]

    return build


@pytest.fixture(scope="session")
def gallery_page(tmp_path_factory: pytest.TempPathFactory, browser_path: str) -> Path:
    """The index.html of the gallery: a figure of every kind."""
    out = tmp_path_factory.mktemp("gallery")
    assert run(["build", str(ROOT / "docs" / "gallery" / "slides"), "-o", str(out), "--strict"]) == 0
    return out / "index.html"
