"""Hatchling's hook: the web bundle is there before a wheel, editable or not, is put together.

`python talk/web/hatch_build.py` refreshes `talk/_web` in a checkout after an edit.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path(__file__).resolve().parent.parent
if str(PACKAGE.parent) not in sys.path:  # hatchling loads this file by its path alone
    sys.path.insert(0, str(PACKAGE.parent))

from talk.web.bundle import refresh  # noqa: E402


class WebBundle(BuildHookInterface):  # type: ignore[type-arg]
    """Makes what is stale of the bundle; a source distribution carries the sources alone."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if self.target_name == "wheel":
            refresh(Path(self.root) / "talk")


if __name__ == "__main__":
    made = refresh(PACKAGE)
    print(f"made talk/_web: {', '.join(made)}" if made else "talk/_web is up to date")
