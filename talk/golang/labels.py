"""The compiler's verdicts on files that belong to no deck: `talk record --escape`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from talk.errors import TalkError
from talk.golang.toolchain import Go, open_bench
from talk.golang.verbs.escape import verdicts

_FILE = "a.go"
_STUB = "stub.s"  # lets functions without a body compile


class _Snippet(msgspec.Struct):
    name: str
    go: str


class _Snippets(msgspec.Struct):
    snippets: list[_Snippet]


def labels_of(go: Go, file: Path) -> dict[str, Any]:
    """The verdicts on a Go file; on every snippet of a JSON file (`{"snippets": [{"name", "go"}]}`).

    Raises:
        TalkError: the file cannot be read, or does not compile.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise TalkError(f"{file.name} cannot be read: {error.strerror}") from error
    if file.suffix != ".json":
        return _labels(go, data.decode(errors="replace"))
    try:
        found = msgspec.json.decode(data, type=_Snippets)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TalkError(f"{file.name} holds no snippets: {error}") from error
    return {"snippets": [{"name": each.name, **_labels(go, each.go)} for each in found.snippets]}


def _labels(go: Go, text: str) -> dict[str, Any]:
    """`m` and `m_l`: lists of line, column and text, by place."""
    release = ".".join(go.version.split(".")[:2])
    files = {"go.mod": f"module snip\n\ngo {release}\n".encode(), _FILE: text.encode()}
    if re.search(r"^func [^{]*$", text, re.M):
        files[_STUB] = b""
    with open_bench(go, files, "snip") as bench:
        lists = {"m": verdicts(bench, "-m"), "m_l": verdicts(bench, "-m -l")}
    return {
        name: [[each.line, each.column, each.text] for each in found if each.file == _FILE]
        for name, found in lists.items()
    }
