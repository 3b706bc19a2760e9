"""The stamp of the web bundle: a hash over the sources of each of its parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

STAMP_NAME = "stamp"
NOT_SOURCES = {"node_modules", "__pycache__"}

# What each part of the bundle is made from, relative to `talk/web`.
PARTS = {
    "packages": ("package.json", "package-lock.json", ".npmrc", "fonts.py", "bundle.py"),
    "script": ("ts",),
    "styles": ("css",),
}


def source_stamp(web: Path) -> dict[str, str]:
    """The SHA-256 of each part's sources, names and contents."""
    return {part: _hash(web, sources) for part, sources in PARTS.items()}


def written_stamp(bundle: Path) -> dict[str, str]:
    """The stamp that lies in a finished bundle; empty where there is none."""
    file = bundle / STAMP_NAME
    if not file.is_file():
        return {}
    rows = (line.split() for line in file.read_text(encoding="ascii", errors="replace").splitlines())
    return {row[0]: row[1] for row in rows if len(row) == 2}


def write_stamp(bundle: Path, stamp: dict[str, str]) -> None:
    """Put the stamp into the bundle, a line a part."""
    lines = [f"{part} {digest}\n" for part, digest in stamp.items()]
    (bundle / STAMP_NAME).write_text("".join(lines), encoding="ascii")


def _hash(web: Path, sources: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for source in sources:
        for file in _files(web / source):
            content = file.read_bytes()
            digest.update(f"{file.relative_to(web).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for each in sorted(path.rglob("*")) if path.is_dir() else ():
        if each.is_file() and not NOT_SOURCES & set(each.parts):
            yield each
