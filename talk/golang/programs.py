"""A Go program of a deck: a folder `go/NAME/` beside the slides, read once, with all that lies in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from talk.errors import TalkError, shown_path

FOLDER = "go"
MAX_FILES = 100
MAX_BYTES = 1 << 20  # of all files of a program
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Program:
    """A program's name, its folder, and its files by their paths in it."""

    name: str
    folder: Path
    files: Mapping[str, bytes]

    def text(self, path: str) -> str:
        """One of its files."""
        return self.files[path].decode(errors="replace")

    @property
    def module(self) -> str:
        """What its go.mod calls it."""
        found = re.search(r"^module\s+(\S+)", self.text("go.mod"), re.M)
        return found[1].strip('"') if found else "main"


def program_folder(file: Path, source: Path) -> Path | None:
    """The folder of the program that a file belongs to: `SOURCE/go/NAME`; None if it lies elsewhere."""
    programs = source.resolve() / FOLDER
    path = file.resolve()
    if not path.is_relative_to(programs) or len(path.relative_to(programs).parts) < 2:
        return None
    return programs / path.relative_to(programs).parts[0]


def read_program(folder: Path) -> Program:
    """The program in a folder.

    Raises:
        TalkError: there is no module in it, too much, or something that is no plain file.
    """
    if not _NAME.fullmatch(folder.name):
        raise TalkError(f"'{folder.name}' cannot name a program", hint="use letters, digits, - and _")
    if not (folder / "go.mod").is_file():
        raise TalkError(f"{shown_path(folder)} holds no Go module", hint="write a go.mod into it")
    files: dict[str, bytes] = {}
    size = 0
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise TalkError(f"{shown_path(path)} is neither file nor folder", hint="a program is plain files")
        if path.is_dir():
            continue
        size += path.stat().st_size
        if size > MAX_BYTES or len(files) >= MAX_FILES:
            raise TalkError(
                f"the program {folder.name} is too large",
                hint=f"at most {MAX_FILES} files and {MAX_BYTES >> 20} MiB",
            )
        files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return Program(folder.name, folder, files)
