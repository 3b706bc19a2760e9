"""Whatever surrounds a build (streams, variables, disk, another build), it ends clearly and without harm."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from talk.cli import run
from tests.sturdy.conftest import Place, leftovers, mixed, tree, whole

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell runs the commands"),
]


def talk(
    place: Place, before: str = "", after: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """A build by a shell, with words before and behind it."""
    command = f"{before} {sys.executable} -m talk {' '.join(place.words)} --no-cache {after}"
    environment = {**place.environment, **settings}
    return subprocess.run(
        command,
        shell=True,
        cwd=place.folder / "deck",
        env={key: value for key, value in environment.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def expected(place: Place) -> dict[str, bytes]:
    """The output of an ordinary build, which is then taken away."""
    assert run(place.words) == 0
    built = whole(tree(place.out))
    place.out.rename(place.folder / "expected")
    return built


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ">&-"), ("", "2>&-"), ("", "<&-"), ("", ">&- 2>&- <&-"), ("umask 077;", ""), ("umask 0;", "")],
)
def test_streams_and_masks(place: Place, expected: dict[str, bytes], before: str, after: str) -> None:
    """Closed streams and any mask give the same bytes."""
    done = talk(place, before, after)
    assert (done.returncode, done.stderr) == (0, "")
    assert whole(tree(place.out)) == expected


@pytest.mark.parametrize(
    "settings",
    [
        {"HOME": "", "XDG_CACHE_HOME": "", "TALK_CACHE": "", "USER": "", "LOGNAME": ""},
        {"HOME": "/nowhere", "TALK_CACHE": ""},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati"},
        {"PYTHONOPTIMIZE": "2"},
        {"COLUMNS": "0", "TERM": "", "MPLBACKEND": "nonsense", "SOURCE_DATE_EPOCH": "0"},
    ],
    ids=["no home", "home nowhere", "C", "seed and zone", "-OO", "nonsense"],
)
def test_environment(place: Place, expected: dict[str, bytes], settings: dict[str, str]) -> None:
    """No variable of the environment changes a byte."""
    done = talk(place, **settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert whole(tree(place.out)) == expected


HOSTILE = {
    "yaml.py": "raise SystemExit('taken over')",
    "numpy.py": "raise SystemExit('taken over')",
    "sitecustomize.py": "import os; os.write(2, b'taken over')",
    "usercustomize.py": "import os; os.write(2, b'taken over')",
    "matplotlibrc": "text.usetex: True\nfigure.facecolor: red\nsvg.fonttype: path\n",
    "pyproject.toml": "[tool.talk\n",
    ".netrc": "machine",
    "pygments.cfg": "[x",
    ".env": "TALK_CACHE=/nowhere",
}


def test_hostile_files_beside_the_deck(place: Place, expected: dict[str, bytes]) -> None:
    """Modules, settings of libraries and of other tools where the user and the demos stand have no say."""
    home = place.folder / "deck"
    for name, text in HOSTILE.items():
        (home / name).write_text(text, encoding="utf-8")
    done = talk(place, HOME=str(home))
    assert (done.returncode, done.stderr) == (0, "")
    assert whole(tree(place.out)) == expected


def test_a_full_disk(place: Place) -> None:
    """No file may grow beyond 20 kB: the reason is told, the former deck stays, the next build is whole."""
    assert run(place.words) == 0
    before = tree(place.out)
    place.write(2)
    done = talk(place, "ulimit -f 20;")
    assert done.returncode == 1
    assert re.fullmatch(
        r"error: the deck cannot be written to build\S*: File too large \(.*-o\)\n", done.stderr
    )
    assert mixed(tree(place.out), whole(before)) == []
    assert run(place.words) == 0
    assert leftovers(place) == []


def test_few_files_may_be_open(place: Place, expected: dict[str, bytes]) -> None:
    """With 40 descriptors a build still ends, whole or with a message."""
    done = talk(place, "ulimit -n 40;")
    assert "Traceback" not in done.stderr
    assert "talk itself" not in done.stderr
    if done.returncode == 0:
        assert whole(tree(place.out)) == expected
    else:
        assert not place.out.exists()


@pytest.mark.parametrize("blocked", ["/dev/null/cache", "/proc/nowhere"])
def test_a_default_cache_that_cannot_be(place: Place, expected: dict[str, bytes], blocked: str) -> None:
    """Where nothing can be kept, nothing is kept."""
    done = talk(place, TALK_CACHE="", XDG_CACHE_HOME=blocked)
    assert (done.returncode, done.stderr) == (0, "")
    assert whole(tree(place.out)) == expected
    assert leftovers(place) == []


def test_an_output_that_cannot_be_written(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """The reason and a way out are told."""
    assert run(["build", str(place.source), "-o", "/proc/nowhere/out"]) == 1
    assert "the deck cannot be written to proc/nowhere" in capsys.readouterr().err.replace("../", "")


def test_two_builds_at_once(place: Place) -> None:
    """Of two decks built into one folder at the same time, one is there in the end, whole."""
    other = place.folder / "deck/other"
    shutil.copytree(place.source, other)
    place.write(2)
    commands = [["build", str(source), "-o", str(place.out)] for source in (place.source, other)]
    both = []
    for words in commands:
        assert run(words) == 0
        both.append(whole(tree(place.out)))
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "talk", *words], env=place.environment, stdout=subprocess.DEVNULL
        )
        for words in commands * 2
    ]
    assert [each.wait() for each in running] == [0, 0, 0, 0]
    assert [mixed(tree(place.out), each) == [] for each in both].count(True) == 1
    assert leftovers(place) == []


def test_a_build_writes_nowhere_else(place: Place) -> None:
    """Output and cache alone, and links of the deck are not written through."""
    before = set(place.folder.rglob("*"))
    done = talk(place, HOME=str(place.folder), XDG_CACHE_HOME=str(place.cache))
    assert done.returncode == 0, done.stderr
    new = set(place.folder.rglob("*")) - before
    assert [path for path in new if not {place.out, place.cache} & {path, *path.parents}] == []
    assert list(place.temporary.iterdir()) == []
    assert Path(place.out / "index.html").is_file()


NO_NETWORK = """
import sys
def hook(event, args):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto"):
        raise SystemExit(f"asked the network: {event} {args}")
sys.addaudithook(hook)
from talk.cli import run
sys.exit(run(sys.argv[1:]))
"""


def test_a_build_asks_no_network(place: Place) -> None:
    """Neither a name nor an address, with an image and a style of the web in the deck."""
    (place.source / "b.md").write_text("## B\n\n![b](https://example.org/b.png)\n", encoding="utf-8")
    (place.source / "a.css").write_text("@import url(https://example.org/b.css);\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", NO_NETWORK, *place.words],
        env=place.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert all(": warning: " in line for line in done.stderr.splitlines())
