"""What a build makes again, and what it takes as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.figures.conftest import LINE, Deck

CACHED = "from the cache"
FILES = {
    "demos/one.py": "import _double\n" + LINE.format(name="one").replace("2 * slope", "_double.TWO * slope"),
    "demos/two.py": LINE.format(name="two"),
    "demos/three.py": "from pathlib import Path\n"
    + LINE.format(name="three").replace("x=[0", "x=[int((Path(__file__).parent / 'data.txt').read_text())"),
    "demos/_double.py": "TWO = 2\n",
    "demos/data.txt": "0",
    "slides/a.md": "## First\n\nWords.\n\n```demo one\nslope: 3\n```\n",
    "slides/aa.md": "## Second\n\n```demo two\n```\n",
    "slides/b.md": "## Third\n\n```demo three\nslope: 3\n```\n",
}


def entries(folder: Path) -> list[Path]:
    """The files of the cache that hold entries."""
    return sorted(folder.glob("cache/*/demos/*/*.json"))


def test_with_nothing_changed_nothing_is_made_again(deck: Callable[..., Deck]) -> None:
    """All figures come from the cache, and the output is the same to the byte."""
    made = deck(FILES)
    assert made.explain() == dict.fromkeys(["one", "two", "three"], "rebuilt: it is new")
    before = made.output
    assert made.explain() == dict.fromkeys(["one", "two", "three"], CACHED)
    assert made.output == before


@pytest.mark.parametrize(
    ("name", "text", "rebuilt"),
    [
        ("demos/_double.py", "TWO = 2 * 1\n", {"one": "demos/_double.py changed"}),
        ("demos/data.txt", "-1", {"three": "demos/data.txt changed"}),
        ("demos/two.py", "import os\n" + LINE.format(name="two"), {"two": "demos/two.py changed"}),
        ("slides/a.md", FILES["slides/a.md"].replace("Words", "Sword"), {}),
        ("slides/b.md", FILES["slides/b.md"].replace("3", "4"), {"three": "its settings changed"}),
        ("demos/unused.py", LINE.format(name="unused"), {}),
    ],
)
def test_a_change_makes_again_what_depends_on_it(
    deck: Callable[..., Deck], name: str, text: str, rebuilt: dict[str, str]
) -> None:
    """A helper, data, a demo, prose, a setting, a demo that no slide calls: those figures and no others."""
    made = deck(FILES)
    made.explain()
    made.write(name, text)
    told = made.explain()
    assert told == dict.fromkeys(told, CACHED) | {each: f"rebuilt: {why}" for each, why in rebuilt.items()}
    assert len(told) == 3


def test_a_changed_helper_reaches_the_page(deck: Callable[..., Deck]) -> None:
    """The numbers are those of the code as it is now, and the same as in a build without a cache."""
    made = deck(FILES)
    made.explain()
    made.write("demos/_double.py", "TWO = 5\n")
    made.explain()
    made.explain()
    cached = made.output
    assert any(b"\n2,15" in data for name, data in cached.items() if name.startswith("data/one"))
    made.explain("--no-cache")
    assert made.output == cached


@pytest.mark.long
def test_spoilt_entries_are_made_again(deck: Callable[..., Deck]) -> None:
    """Whichever it is: the build says so where it can and gives the same pages."""
    made = deck(FILES)
    made.explain()
    before, kept = made.output, entries(Path())
    assert len(kept) >= 7
    for path in kept:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        made.explain()
        assert made.output == before, path
    for path in kept:
        path.write_bytes(b'{"digest":"","payload":{}}')
    made.explain()
    assert made.output == before


def test_a_spoilt_figure_is_told(deck: Callable[..., Deck]) -> None:
    """`--explain` names the damage."""
    made = deck(FILES)
    made.explain()
    for path in entries(Path()):
        if b"<svg" in path.read_bytes():
            path.write_bytes(b"{}")
    assert set(made.explain().values()) == {"rebuilt: its entry was damaged"}


@pytest.mark.long
def test_without_the_cache_it_is_neither_read_nor_written(deck: Callable[..., Deck]) -> None:
    """`--no-cache` makes all anew and leaves nothing behind."""
    made = deck(FILES)
    assert set(made.explain("--no-cache").values()) == {"rebuilt: no cache is used"}
    assert entries(Path()) == []
    made.explain()
    assert set(made.explain("--no-cache").values()) == {"rebuilt: no cache is used"}


def test_more_text_on_a_slide_draws_its_figure_for_the_room_that_is_left(deck: Callable[..., Deck]) -> None:
    """Prose changes a figure only by its room."""
    made = deck(FILES)
    made.explain()
    made.write("slides/a.md", FILES["slides/a.md"].replace("Words.", "Words.\n\nA line.\n\nOne more."))
    assert made.explain() == {"one": "rebuilt: the room on its slide changed", "two": CACHED, "three": CACHED}


def test_another_version_of_talk_trusts_nothing(
    deck: Callable[..., Deck], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an older or newer talk has kept is made again."""
    made = deck(FILES)
    made.explain()
    monkeypatch.setattr("talk.figures.kept._own_digest", lambda: "another")
    assert set(made.explain().values()) == {"rebuilt: talk changed"}


WATCHED = """
import subprocess, sys
started = []
real = subprocess.Popen
class Popen(real):
    def __init__(self, *args, **kwargs):
        started.extend(word for word in args[0] if "nursery" in word)
        super().__init__(*args, **kwargs)
subprocess.Popen = Popen
from talk.cli import run
code = run(["build", "deck/slides", "-o", "deck/build"])
print(code, len(started), *(name for name in ("numpy", "matplotlib") if name in sys.modules))
"""


def test_with_nothing_changed_nothing_heavy_is_started(deck: Callable[..., Deck]) -> None:
    """The second build starts no process and imports neither numpy nor matplotlib; prose changes nothing."""
    made = deck(FILES)

    def watched() -> list[str]:
        command = [sys.executable, "-c", WATCHED]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
        return done.stdout.splitlines()[-1].split()

    assert watched() == ["0", "1", "numpy", "matplotlib"]
    assert watched() == ["0", "0"]
    made.write("slides/a.md", FILES["slides/a.md"].replace("Words", "Sword"))
    assert watched() == ["0", "0"]
