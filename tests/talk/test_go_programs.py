"""The Go programs of the slides: they build, and print what the slides show."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from scheduling import order_of, start

from talk.sim.sched.entities import P

SLIDES = Path(__file__).parents[2] / "slides"
PROGRAMS = sorted(folder for folder in (SLIDES / "go").iterdir() if folder.is_dir())
RECORDER = SLIDES.parent / "demos" / "data" / "record"
FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.M | re.S)

pytestmark = pytest.mark.go


def _slides():
    """Every slide's text with its file and its place in it."""
    for file in sorted(SLIDES.glob("[0-9]*.md")):
        for number, text in enumerate(re.split(r"^---$", file.read_text(encoding="utf-8"), flags=re.M)):
            yield f"{file.name}-{number}", text.partition("\nNote:\n")[0]


def _shown():
    """(slide, programs it names, lines it shows as printed) for every slide that shows output."""
    for name, text in _slides():
        lines = [
            line
            for kind, body in FENCE.findall(text)
            if kind in ("output", "console")
            for line in body.splitlines()
        ]
        programs = re.findall(r"go/(\w+)", text)
        if lines and programs:
            yield pytest.param(
                programs, [line for line in lines if line and not line.startswith("$")], id=name
            )


def _said_by_compiler(go, program):
    return go.run("build", "-gcflags=-m", "-o", "/dev/null", ".", folder=SLIDES / "go" / program).stderr


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
    assert type(go)(str(gofmt), go.version).run("-l", ".", folder=SLIDES / "go").stdout == ""


@pytest.mark.slow
@pytest.mark.parametrize(("programs", "lines"), list(_shown()))
def test_a_slide_shows_only_what_its_programs_print(go, programs, lines):
    """Each line of output on a slide is what program or compiler print, in this order."""
    if go.version != "1.27" and any(line.startswith("./") for line in lines):
        pytest.skip(f"no Go found of version 1.27, whose words stand on the slide (this is {go.version})")
    said = []
    for program in programs:
        talks = _said_by_compiler if any(line.startswith("./") for line in lines) else _printed
        said += talks(go, program).splitlines()
    remaining = iter(said)
    missing = [line for line in lines if line not in remaining]
    assert missing == []


@pytest.mark.slow
def test_goroutines_run_in_the_modelled_order(go):
    """Of 20 runs most print the order that the queue of one P gives."""
    p = P(0)
    for number in range(10):
        start(p, number)
    expected = " ".join(str(each) for each in order_of(p))
    printed = Counter(_printed(go, "fanout").strip() for _ in range(20))
    assert printed.most_common(1)[0][0] == expected
