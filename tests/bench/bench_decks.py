"""How much a build costs at 10, 100 and 1000 slides, beside other tools that are installed.

    python tests/bench/bench_decks.py --rounds 3 --sizes 10,100,1000 --peers FOLDER

Each slide has a heading, a paragraph and a list of five; every 2nd a Go block of some 20 lines, every 5th a
table, every 10th a picture and a formula. In each round every tool builds every deck once, one after the
other, so that what else the machine does falls on all. Told are medians: CPU in seconds (user + system), the
largest process in MB. `talk` is run cold, with nothing changed, and with one word changed.
Peers are taken from the PATH: pandoc. Marp and reveal-md are taken from FOLDER/node_modules/.bin
(`npm install @marp-team/marp-cli reveal-md`), sphinx-revealjs is `FOLDER/bin/sphinx-build`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

GO_LINES = 12
ITEMS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    user_s: float
    system_s: float
    memory_mb: float


def deck(slides: int) -> str:
    """The text of a deck; no two of its blocks of code are the same."""
    return "---\ntitle: Bench\n---\n\n" + "\n---\n\n".join(map(slide, range(1, slides + 1)))


def slide(number: int) -> str:
    """One slide of it."""
    items = "\n".join(f"- item {item} of slide {number}" for item in range(ITEMS))
    parts = [
        f"## Slide number {number}",
        f"This is paragraph {number}, *with* a `word{number}` of code.",
        items,
    ]
    if number % 2 == 0:
        lines = (
            f"func f{number}_{at}(x int) int {{ return x*{number}+{at} }} // line {at}"
            for at in range(GO_LINES)
        )
        main = f"func main() {{\n\tfmt.Println(f{number}_0({number}))\n}}"
        parts.append('```go\npackage main\n\nimport "fmt"\n\n' + "\n".join(lines) + f"\n\n{main}\n```")
    if number % 5 == 0:
        rows = (f"| {number} | {row} | {number * row} |" for row in range(4))
        parts.append("| a | b | c |\n|---|---|---|\n" + "\n".join(rows))
    if number % 10 == 0:
        parts += [
            f"![picture {number}](p.png)",
            f"$$\\int_0^{{{number}}} x^2\\,dx = \\frac{{{number}^3}}{{3}}$$",
        ]
    return "\n\n".join(parts) + "\n"


def picture(width: int = 320, height: int = 200) -> bytes:
    """A PNG."""
    rows = b"".join(b"\0" + bytes((x * 3 + y) % 256 for x in range(width * 3)) for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def run(words: Sequence[str], folder: Path) -> Cost:
    """What a command costs that builds in a folder, with all processes that it waits for."""
    env = {**os.environ, "TALK_CACHE": str(folder / "cache")}
    process = subprocess.Popen(
        words,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, words))} failed in {folder}")
    return Cost(used.ru_utime, used.ru_stime, used.ru_maxrss / 1024)


def talk(folder: Path) -> Iterator[tuple[str, Cost]]:
    """The three builds of ours."""
    words = [str(Path(sys.executable).with_name("talk")), "build", "slides", "-o", "build"]
    shutil.rmtree(folder / "cache", ignore_errors=True)
    shutil.rmtree(folder / "build", ignore_errors=True)
    yield "talk, cold", run(words, folder)
    yield "talk, nothing changed", run(words, folder)
    source = folder / "slides" / "deck.md"
    text = source.read_text()
    edited = text.count("\n---\n") // 2 + 1  # it holds code where it has an even number
    source.write_text(text.replace(f"This is paragraph {edited},", f"This is passage {edited},"))
    yield "talk, one word changed", run(words, folder)
    source.write_text(text)


def peers(home: Path) -> dict[str, Callable[[Path], Cost]]:
    """The other tools that are here."""
    found: dict[str, Callable[[Path], Cost]] = {}
    if pandoc := shutil.which("pandoc"):
        words = [
            pandoc,
            "-t",
            "revealjs",
            "-s",
            "--slide-level=2",
            "--mathjax",
            "slides/deck.md",
            "-o",
            "pandoc.html",
        ]
        found["pandoc"] = lambda folder: run(words, folder)
    marp = home / "node_modules" / ".bin" / "marp"
    if marp.exists():
        found["Marp"] = lambda folder: run(
            [str(marp), "--no-stdin", "slides/deck.md", "-o", "slides/marp.html"], folder
        )
    reveal = home / "node_modules" / ".bin" / "reveal-md"
    if reveal.exists():
        found["reveal-md"] = lambda folder: run([str(reveal), "slides/deck.md", "--static", "reveal"], folder)
    sphinx = home / "bin" / "sphinx-build"
    if sphinx.exists():
        found["sphinx-revealjs"] = lambda folder: run_sphinx(sphinx, folder)
    return found


def run_sphinx(sphinx: Path, folder: Path) -> Cost:
    """sphinx-revealjs by MyST, from nothing."""
    home = folder / "sphinx"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    (home / "conf.py").write_text(
        'extensions = ["myst_parser", "sphinx_revealjs"]\nmyst_enable_extensions = ["dollarmath"]\n'
    )
    text = (folder / "slides" / "deck.md").read_text().split("---\n", 2)[2].replace("\n---\n", "\n")
    (home / "index.md").write_text(f"# Bench\n{text}")
    shutil.copy(folder / "slides" / "p.png", home / "p.png")
    return run([str(sphinx), "-q", "-b", "revealjs", str(home), str(folder / "sphinx-out"), "-E"], folder)


def measure(sizes: Sequence[int], rounds: int, home: Path, place: Path) -> dict[tuple[str, int], list[Cost]]:
    """All costs of each tool and size."""
    costs: dict[tuple[str, int], list[Cost]] = {}
    for size in sizes:
        slides = place / str(size) / "slides"
        slides.mkdir(parents=True)
        (slides / "deck.md").write_text(deck(size))
        (slides / "p.png").write_bytes(picture())
    for _ in range(rounds):
        for size in sizes:
            for name, cost in talk(place / str(size)):
                costs.setdefault((name, size), []).append(cost)
            for name, build in peers(home).items():
                costs.setdefault((name, size), []).append(build(place / str(size)))
    return costs


def table(costs: dict[tuple[str, int], list[Cost]], sizes: Sequence[int]) -> Iterator[str]:
    """The medians in Markdown: user + system seconds, and the memory at the largest deck."""
    yield (
        "| CPU s, user + system | "
        + " | ".join(f"{size} slides" for size in sizes)
        + f" | MB at {sizes[-1]} |"
    )
    yield "|---|" + "---|" * (len(sizes) + 1)
    for name in dict.fromkeys(name for name, _ in costs):
        found = [costs[name, size] for size in sizes]
        cells = [
            " + ".join(f"{statistics.median(times):.2f}" for times in zip(*one_size, strict=True))
            for one_size in ([(each.user_s, each.system_s) for each in row] for row in found)
        ]
        memory = statistics.median(each.memory_mb for each in found[-1])
        yield f"| {name} | {' | '.join(cells)} | {memory:.0f} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="CPU of builds beside other tools.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", default="10,100,1000")
    parser.add_argument("--peers", type=Path, default=Path())
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    with tempfile.TemporaryDirectory() as place:
        costs = measure(sizes, given.rounds, given.peers.absolute(), Path(place))
    sys.stdout.write("\n".join(table(costs, sizes)) + "\n")


if __name__ == "__main__":
    main()
