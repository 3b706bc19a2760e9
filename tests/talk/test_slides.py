"""The slides as they are written: short code, notes everywhere, nothing hidden."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

SLIDES = Path(__file__).parents[2] / "slides"
FILES = sorted(SLIDES.glob("[0-9]*.md"))
MOST_LINES = 15
MOST_COLUMNS = 52
SHOWN = re.compile(r"file=(go/\w+/main\.go) region=(\w+)")


def _regions():
    for file in FILES:
        for path, region in sorted(set(SHOWN.findall(file.read_text(encoding="utf-8")))):
            yield pytest.param(path, region, id=f"{path.split('/')[1]}-{region}")


@pytest.mark.parametrize(("path", "region"), list(_regions()))
def test_code_on_a_slide_is_short_and_narrow(path, region):
    """A region that a slide shows has at most 15 lines of 52 columns, tabs counted as four."""
    source = (SLIDES / path).read_text(encoding="utf-8").expandtabs(4)
    found = re.search(rf"^// region {region}\n(.*?)^// endregion$", source, re.M | re.S)
    assert found, f"{path} has no region {region}"
    lines = found[1].strip("\n").splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= MOST_COLUMNS


def test_every_program_is_shown():
    """No Go program lies about that no slide speaks of."""
    text = "".join(file.read_text(encoding="utf-8") for file in FILES)
    unused = [each.name for each in (SLIDES / "go").iterdir() if f"go/{each.name}" not in text]
    assert unused == []


def test_every_demo_is_shown():
    """Every demo of the talk stands on a slide."""
    text = "".join(file.read_text(encoding="utf-8") for file in FILES)
    defined = [
        name
        for file in (SLIDES.parent / "demos").glob("*.py")
        for name in re.findall(r"^@demo\ndef (\w+)", file.read_text(encoding="utf-8"), re.M)
    ]
    assert sorted(set(re.findall(r"^```demo (\w+)", text, re.M))) == sorted(defined)


def test_the_slide_quotes_the_recorded_order():
    """The order on the slide of the scheduler is the one in the recording."""
    recording = json.loads((Path(__file__).parent / "data" / "fan-out.json").read_text(encoding="utf-8"))
    order = " ".join(str(each) for each in recording["order"])
    assert f"With ten: {order}," in (SLIDES / "02-scheduler.md").read_text(encoding="utf-8")
