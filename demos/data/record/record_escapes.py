"""Record what the compiler says about `slides/go/flows` for `demos/data/escape.json`; needs Go 1.27.

python demos/data/record/record_escapes.py
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
PROGRAM = HERE.parents[2] / "slides" / "go" / "flows"
OUT = HERE.parent / "escape.json"
SAID = re.compile(r"\./main\.go:(\d+):\d+:\s+(.*?):?$")
PLACE = re.compile(r" at \./main\.go:\d+:\d+$")


def main() -> None:
    """Build the program, sort what the compiler says by function, write it down."""
    asked = ["go", "build", "-gcflags=-m=2", "-o", "/dev/null", "."]
    said = subprocess.run(asked, cwd=PROGRAM, capture_output=True, text=True, check=True).stderr
    version = subprocess.run(["go", "env", "GOVERSION"], capture_output=True, text=True, check=True).stdout
    functions = by_function(said, (PROGRAM / "main.go").read_text(encoding="utf-8"))
    lines = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in functions)
    origin = (
        f"What go build -gcflags=-m=2 says about each function of slides/go/flows, without its lines on "
        f"inlining. {version.strip().replace('go', 'Go ')}."
    )
    text = f'{{\n "origin": {json.dumps(origin)},\n "functions": [\n  {lines}\n ]\n}}\n'
    OUT.write_text(text, encoding="utf-8")


def by_function(said: str, source: str) -> list[dict[str, object]]:
    """A row for each function of the program: its name, and the lines about it in their order."""
    begins = {
        number: found[1]
        for number, line in enumerate(source.splitlines(), start=1)
        if (found := re.match(r"func (\w+)", line))
    }
    rows: dict[str, list[str]] = {name: [] for name in begins.values()}
    for line in said.splitlines():
        found = SAID.match(line)
        if found and "inline" not in found[2]:
            function = begins[max(begin for begin in begins if begin <= int(found[1]))]
            rows[function].append(PLACE.sub("", found[2]))
    return [{"function": name, "said": lines} for name, lines in rows.items()]


if __name__ == "__main__":
    main()
