"""`talk check` as a person and a program meet it: planted faults at their lines, none in a clean deck."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from talk.check import deck_check
from talk.check.findings import RULES
from talk.cli import run

Checked = Callable[..., tuple[int, str]]

BROWSER_ONLY = {"overflow", "overlap", "small-text", "small-control", "console-error", "axe"}
ROOT = Path(__file__).parents[2]


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Checked:
    """The exit code of a check, and what it wrote to stdout."""

    def checked(*words: str | Path) -> tuple[int, str]:
        code = run(["check", *map(str, words)])
        return code, capsys.readouterr().out

    return checked


def places(document: dict[str, Any]) -> set[tuple[str, int, str]]:
    """File, line and rule of every finding."""
    return {(Path(each["file"]).name, each["line"], each["rule"]) for each in document["findings"]}


@pytest.mark.browser
@pytest.mark.slow
def test_every_fault_is_found_at_its_line(
    faulty: Path, planted: set[tuple[str, int, str]], check: Checked, browser_path: str
) -> None:
    """One run finds all of them, although the deck cannot be built; all rules but three have a fault here."""
    code, out = check(faulty, "--format", "json")
    document = json.loads(out)
    assert code == 1
    assert planted - places(document) == set()
    assert {rule for _, _, rule in planted} == RULES.keys() - {"claim", "build", "safe"}
    assert document["slides"] == 8
    assert document["headroom"]["places"] == 0
    assert document["headroom"]["code"] > 0
    (text,) = (each for each in document["findings"] if each["rule"] == "small-text")
    assert text.keys() == {"file", "line", "slide", "rule", "severity", "message", "hint", "state"}
    assert (text["slide"], text["severity"]) == ("places", "error")
    assert text["state"].startswith("16:9 light, 16:9 dark and ")


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.slow
def test_the_report_shows_each_place(faulty: Path, tmp_path: Path, check: Checked, browser_path: str) -> None:
    """The page needs no other file; findings on a slide have a picture, and those with a place its box."""
    page = tmp_path / "report.html"
    check(faulty, "--report", page)
    html = page.read_text(encoding="utf-8")
    items = html.split("<li ")[1:]
    over = next(item for item in items if "These words leave the slide" in item)
    assert "data:image/jpeg;base64," in over
    assert "<span style=" in over
    assert sum("data:image/jpeg" in item for item in items) >= len(items) - 5
    assert "holds up to +" in html
    assert not any(word in html for word in ('src="http', "<link", "<script src"))


def test_without_a_browser_the_rest_is_found(
    faulty: Path, planted: set[tuple[str, int, str]], check: Checked
) -> None:
    """All that needs no browser stands at its line."""
    code, out = check(faulty, "--no-browser", "--format", "json")
    assert code == 1
    wanted = {each for each in planted if each[2] not in BROWSER_ONLY}
    found = places(json.loads(out))
    assert wanted - found == set()
    assert not {rule for _, _, rule in found} & BROWSER_ONLY


def test_without_playwright_it_says_so(
    faulty: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where the extra is not installed the rest runs, and a message says what is missing."""
    monkeypatch.setattr(deck_check, "find_spec", lambda _: None)
    assert run(["check", str(faulty)]) == 1
    told = capsys.readouterr()
    assert "talk[check]" in told.err
    assert "[outline-coverage]" in told.out


def test_warnings_fail_only_where_they_are_asked_to(tmp_path: Path, check: Checked) -> None:
    """A deck with a warning passes, and does not with --strict."""
    (tmp_path / "deck.md").write_text("---\ntitel: x\n---\n\n# A\n")
    assert check(tmp_path / "deck.md", "--no-browser")[0] == 0
    assert check(tmp_path / "deck.md", "--no-browser", "--strict")[0] == 1


def test_sarif_has_what_its_schema_asks_for(faulty: Path, check: Checked) -> None:
    """Version, one run with its tool, and for each result message, rule by name and number, and place."""
    document = json.loads(check(faulty, "--no-browser", "--format", "sarif")[1])
    assert document["version"] == "2.1.0"
    (ran,) = document["runs"]
    rules = [rule["id"] for rule in ran["tool"]["driver"]["rules"]]
    assert rules == list(RULES)
    assert ran["tool"]["driver"]["name"]
    assert ran["invocations"][0]["executionSuccessful"] is True
    for result in ran["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        (place,) = (each["physicalLocation"] for each in result["locations"])
        assert place["artifactLocation"]["uri"]
        assert place["region"]["startLine"] >= 1


def test_a_deck_that_cannot_be_read_is_told_as_a_finding(tmp_path: Path, check: Checked) -> None:
    """Errors without a rule of their own are told as what keeps the deck from being built."""
    (tmp_path / "deck.md").write_text("# A\n\n```go\nx\n")
    code, out = check(tmp_path / "deck.md", "--no-browser", "--format", "json")
    (finding,) = json.loads(out)["findings"]
    assert (code, finding["rule"], finding["line"]) == (1, "build", 3)


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.slow
def test_a_new_deck_is_clean(tmp_path: Path, check: Checked, browser_path: str) -> None:
    """What `talk new` makes passes strictly, with axe on every slide."""
    assert run(["new", str(tmp_path / "deck")]) == 0
    code, out = check(tmp_path / "deck" / "slides", "--strict", "--full")
    assert (code, "nothing wrong" in out) == (0, True), out


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.slow
def test_the_talk_is_clean(check: Checked, browser_path: str) -> None:
    """Nothing is wrong with the talk in any shape, mode and state, and each slide has room for four steps."""
    code, out = check(ROOT / "slides", "--strict", "--format", "json")
    document = json.loads(out)
    assert document["findings"] == []
    assert code == 0
    assert min(document["headroom"].values()) >= 4
    assert len(document["headroom"]) == document["slides"]
