"""Fuzzes one reader, led by what it has not yet run: `python tests/full/fuzz.py NAME SECONDS`; needs atheris.

A text that it fails on is left in the folder `found`: mend it, and keep the text in the corpus.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["talk", "markdown_it", "mdit_py_plugins"]):
    from tests.sturdy.readers import CORPUS, READERS


def main(name: str, seconds: str) -> None:
    """Run one reader on ever new texts."""
    found = ROOT / "tests/full/found"
    found.mkdir(exist_ok=True)
    limits = [f"-max_total_time={seconds}", "-max_len=1500", "-timeout=30", "-rss_limit_mb=2500"]
    folders = [tempfile.mkdtemp(), str(CORPUS / name)]
    words = [sys.argv[0], *folders, *limits, f"-artifact_prefix={found}/{name}-", "-verbosity=0"]
    reader = READERS[name]
    atheris.Setup([*words, "-print_final_stats=1"], lambda data: reader(data.decode("utf-8", "replace")))
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
