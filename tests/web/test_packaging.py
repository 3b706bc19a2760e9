from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = (ROOT / ".ci" / "requirements.txt").read_text(encoding="utf-8")


def test_build_requirements_are_exact() -> None:
    """Build requirements, whose hashes pip cannot check, have one version each."""
    assert all(re.fullmatch(r"[a-z-]+==[\d.]+", name) for name in PROJECT["build-system"]["requires"])


def test_pins_have_hashes_and_name_no_host() -> None:
    """The pinned packages come with hashes; where from is the user's own setting."""
    pinned = re.findall(r"^([a-z\d-]+)==\S+ .*\\$", PINS, re.MULTILINE)
    blocks = re.split(r"^(?=[a-z\d-]+==)", PINS, flags=re.MULTILINE)[1:]
    assert len(pinned) == len(blocks) > 30
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"://|--(extra-)?index-url|--find-links", PINS)


def test_pins_cover_every_requirement() -> None:
    """Whatever pyproject.toml asks for, extras and build requirements included, is pinned."""
    project = PROJECT["project"]
    asked = [
        *project["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
        *PROJECT["build-system"]["requires"],
    ]
    asked += [name for extra in project["optional-dependencies"].values() for name in extra]
    names = {re.split(r"[^\w.-]", name)[0].lower().replace("_", "-") for name in asked}
    assert {name for name in names if not re.search(rf"^{re.escape(name)}==", PINS, re.MULTILINE)} == set()
