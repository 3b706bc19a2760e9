"""The Go programs of the talk and of the gallery: they build; what they print is recorded (`talk record`)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from scheduling import order_of, start

from talk.sim.sched.entities import P

SLIDES = Path(__file__).parents[2] / "slides"
GALLERY = SLIDES.parent / "docs" / "gallery" / "slides"
PROGRAMS = sorted(
    folder for home in (SLIDES, GALLERY) for folder in (home / "go").iterdir() if folder.is_dir()
)
RECORDER = SLIDES.parent / "demos" / "data" / "record"

pytestmark = pytest.mark.go


def _printed(go, program):
    ran = go.run("run", ".", folder=SLIDES / "go" / program)
    return ran.stderr + ran.stdout


@pytest.mark.parametrize("program", [*PROGRAMS, RECORDER], ids=lambda folder: folder.name)
def test_every_program_passes_vet(go, program):
    """`go vet` builds each program and has nothing to say."""
    vetted = go.run("vet", ".", folder=program)
    assert (vetted.returncode, vetted.stderr) == (0, "")


def test_every_program_is_formatted(go):
    """`gofmt -l` lists no file."""
    gofmt = Path(go.run("env", "GOROOT", folder=SLIDES).stdout.strip()) / "bin" / "gofmt"
    if not gofmt.exists():
        pytest.skip(f"no Go found with {gofmt.name}")
    for home in (SLIDES, GALLERY):
        assert type(go)(str(gofmt), go.version).run("-l", ".", folder=home / "go").stdout == ""


@pytest.mark.slow
def test_goroutines_run_in_the_modelled_order(go):
    """Of 20 runs most print the order that the queue of one P gives."""
    p = P(0)
    for number in range(10):
        start(p, number)
    expected = " ".join(str(each) for each in order_of(p))
    printed = Counter(_printed(go, "fanout").strip() for _ in range(20))
    assert printed.most_common(1)[0][0] == expected
