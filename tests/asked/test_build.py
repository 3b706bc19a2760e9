"""Go on slides without any Go: recordings that fit, that are missing, stale, or say otherwise."""

from __future__ import annotations

import json
from typing import Any

import pytest

from talk.cli import run
from talk.golang.answers import (
    Asm,
    Benchmarks,
    Escape,
    Instruction,
    Output,
    Profile,
    ProfileLine,
    Run,
    Timing,
    Verdict,
    Vet,
)

FILE = "file=go/small/main.go"
HI = Run(Output((("out", "hi\n"), ("err", "oh\n")), 0))
VERDICTS = (Verdict("main.go", 8, 2, "moved to heap: u"), Verdict("main.go", 16, 19, "inlining call to made"))
WHY = (
    Verdict("main.go", 8, 2, "u escapes to heap in made:"),
    Verdict("main.go", 8, 2, "  flow: ~r0 ← &u:"),
    Verdict("main.go", 8, 2, "    from &u (address-of) at ./main.go:10:9"),
    Verdict("main.go", 8, 2, "    from return &u (return) at ./main.go:10:2"),
    Verdict("main.go", 8, 2, "moved to heap: u"),
)
ESCAPE = Escape(VERDICTS, VERDICTS[:1], WHY, WHY)


@pytest.fixture(autouse=True)
def no_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that looked for Go would fail."""
    monkeypatch.setenv("TALK_GO", "/nowhere/go")
    monkeypatch.setenv("PATH", "/nowhere")


def words(page: Any, path: str) -> list[str]:
    """The words of elements."""
    return [" ".join(each.text_content().split()) for each in page.xpath(path)]


def test_output_stands_below_the_code(deck: Any) -> None:
    """Both streams, told apart, with the Go that printed them."""
    deck.slide(f"{FILE} run")
    deck.record("run", HI)
    page = deck.page()
    assert words(page, "//figure[contains(@class, 'answer')]//span[contains(@class, 'from-')]") == [
        "hi",
        "oh",
    ]
    assert words(page, "//figcaption[@class='recorded']") == ["recorded with Go 1.27.3"]
    assert page.xpath("//span[contains(@class, 'from-err')]")[0].text.strip() == "oh"


def test_output_on_a_fragment_and_alone(deck: Any) -> None:
    """`output=fragment` comes later, `output=alone` without the code, `output=none` not at all."""
    deck.record("run", HI)
    deck.slide(f"{FILE} run output=fragment")
    assert "fragment" in deck.page().xpath("//figure[contains(@class, 'answer')]/@class")[0]
    deck.slide(f"{FILE} run output=alone output-lines=2")
    page = deck.page()
    assert words(page, "//section//pre") == ["oh"]
    deck.slide(f"{FILE} run output=none")
    assert not deck.page().xpath("//figure[contains(@class, 'answer')]")


def test_a_chart_can_be_left_out_and_notes_have_none(deck: Any) -> None:
    """`bench output=none` shows the code alone, also in notes, where a figure is an error at its line."""
    deck.record("bench", Benchmarks("", 1, (Timing("One", (1.0, 2.0, 3.0), 0, 0),)))
    deck.slide(f"{FILE} bench output=none")
    assert not deck.page().xpath("//figure[contains(@class, 'demo')]")
    noted = "::: notes\n```go {%s}\n```\n:::\n"
    slides = deck.folder / "slides/a.md"
    slides.write_text(f"## Slide\n\n{noted % f'{FILE} bench output=none'}", encoding="utf-8")
    assert deck.page("handout.html").xpath("//code[contains(@class, 'language-go')]")
    slides.write_text(f"## Slide\n\n{noted % f'{FILE} bench'}", encoding="utf-8")
    assert deck.errors() == [
        "slides/a.md:4: error: notes have no figures (move the block to the slide, or write output=none)"
    ]


def test_a_missing_recording_names_the_slide_and_the_way_out(deck: Any) -> None:
    """Nothing is run: the build fails at the slide."""
    deck.slide(f"{FILE} run")
    assert deck.errors() == [
        "slides/a.md:3: error: slide 'slide': 'run' of go/small is not recorded (run 'talk record')"
    ]


def test_one_character_makes_a_recording_stale(deck: Any) -> None:
    """A changed program is an error at its slide, with the version of the old answer."""
    deck.slide(f"{FILE} run")
    deck.record("run", HI)
    deck.main.write_text(deck.main.read_text().replace("ann", "bob"))
    assert deck.errors() == [
        "slides/a.md:3: error: slide 'slide': 'run' of go/small has changed since it was recorded with "
        "Go 1.27.3 (run 'talk record')"
    ]


@pytest.mark.parametrize(("pin", "fits"), [("1.27", True), ("1.27.3", True), ("1.2", False), ("1.28", False)])
def test_the_front_matter_pins_the_version(deck: Any, pin: str, fits: bool) -> None:
    """A recording of another Go is an error; the colophon names the one that was recorded."""
    deck.slide(f"{FILE} run", f'---\ngo: "{pin}"\n---\n\n')
    deck.record("run", HI)
    if fits:
        assert "recorded with Go 1.27.3" in words(deck.page("handout.html"), "//footer")[0]
    else:
        assert deck.errors() == [
            f"slides/a.md:7: error: slide 'slide': 'run' of go/small was recorded with Go 1.27.3, "
            f"the deck wants {pin} (run 'talk record')"
        ]


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ('prints="hi oh"', None),
        ('prints="ho"', "it does not print 'ho' but 'hi oh'"),
        ("escapes=u", None),
        ("stays=u", "'u' does not stay: './main.go:8:2: moved to heap: u'"),
        ("expect=panic", "it does not panic: exit status 0"),
        ('allocs="Made:1"', None),
        ("allocs=0", "Made does not allocate 0 times an operation but 1 times"),
        ("asm=made frame-max=8", "the frame of made has 40 bytes, more than 8"),
    ],
)
def test_a_claim_is_checked_by_every_build(deck: Any, claim: str, told: str | None) -> None:
    """A false one is an error at its line, which quotes what was said and the version."""
    deck.slide(f"{FILE} region=made {claim}")
    deck.record("run", HI)
    deck.record("escape", ESCAPE)
    deck.record("bench", Benchmarks("", 2, (Timing("Made", (9.0,), 16, 1),)))
    deck.record("asm", Asm("made", 40, 0, checks_stack=True, instructions=(Instruction(7, "RET"),)), "made")
    if told is None:
        deck.page()
    else:
        fact = f"slides/a.md:3: error: go/small: {told} (Go 1.27.3) (change the claim or the program)"
        assert deck.errors() == [fact]


def test_a_check_names_the_rule_of_a_false_claim(deck: Any) -> None:
    """`talk check` finds it at the line of its fence, once, as an error."""
    deck.slide(f'{FILE} region=made prints="ho"')
    deck.record("run", HI)
    assert run(["check", str(deck.folder / "slides"), "--no-browser", "--format", "json"]) == 1
    found = json.loads(deck.capsys.readouterr().out)["findings"]
    claims = [(each["file"].rpartition("/")[2], each["line"], each["severity"]) for each in found]
    assert [each["rule"] for each in found] == ["claim"]
    assert claims == [("a.md", 3, "error")]


def test_verdicts_stand_at_their_lines(deck: Any) -> None:
    """With line and column as the compiler gives them; markers of regions in between do not count."""
    deck.slide(f"{FILE} region=made lines escape")
    deck.record("escape", ESCAPE)
    page = deck.page()
    (label,) = page.xpath("//span[contains(@class, 'label')]")
    assert (label.get("data-at"), label.text) == ("8:2", "moved to heap: u")
    assert label.getparent().get("data-n") == "8"
    assert "u escapes to heap in made" in words(page, "//details[@class='why']")[0]
    assert not page.xpath("//label[@class='switch']")


def test_a_switch_changes_between_inlining_and_none(deck: Any) -> None:
    """Where the two differ, both stand in the page, and a native checkbox chooses."""
    deck.slide(f"{FILE} escape")
    deck.record("escape", ESCAPE)
    page = deck.page()
    found = {
        each.text: each.get("class").split()[-1] for each in page.xpath("//span[contains(@class, 'label')]")
    }
    assert found == {"moved to heap: u": "always", "inlining call to made": "on"}
    assert page.xpath("//label[@class='switch']/input[@type='checkbox'][@checked]")


def test_a_profile_stands_beside_the_lines(deck: Any) -> None:
    """All that was allocated, or what is in use."""
    deck.slide(f"{FILE} region=made memprofile")
    deck.record("memprofile", Profile(1000, (ProfileLine("main.go", 8, 16_000, 1000, 16, 1),)))
    assert words(deck.page(), "//span[contains(@class, 'label')]") == [
        "16,000 B in 1,000 objects",
        "16 B in 1 object in use",
    ]


def test_what_vet_and_the_compiler_say(deck: Any) -> None:
    """A terminal with the command and its words."""
    deck.slide(f"{FILE} vet asm=made output-lines=1")
    deck.record("vet", Vet("./main.go:8:2: oh\n"))
    rows = (Instruction(7, "TEXT main.made(SB), ABIInternal, $40-0"), Instruction(8, "RET"))
    deck.record("asm", Asm("made", 40, 0, checks_stack=True, instructions=rows), "made")
    vet, asm = words(deck.page(), "//figure[contains(@class, 'answer')]//code")
    assert vet == "$ go vet . ./main.go:8:2: oh"
    assert "frame 40 B, arguments 0 B, checks that the stack is large enough TEXT main.made(SB)" in asm
    assert "RET" not in asm


@pytest.mark.parametrize(
    ("fence", "told"),
    [
        (
            f"{FILE} run output=left",
            "output cannot be 'left' (accepted: one of below, fragment, alone, none)",
        ),
        (f"{FILE} frame-max=8", "frame-max needs a function (write asm=FUNC frame-max=128)"),
        (f"{FILE} step moments=x", "moments cannot be 'x' (accepted: moments such as 1-3,7)"),
        (f"{FILE} expect=fire", "expect cannot be 'fire' (accepted: panic or exit:2)"),
        (
            f"{FILE} output=alone",
            "'output' asks nothing (add one of run, vet, escape, asm, bench, memprofile, layout, gctrace, "
            "step)",
        ),
        (f"{FILE} overlay=all", "overlay cannot be 'all' (accepted: growth or order)"),
    ],
)
def test_a_wrong_form_is_told_at_the_fence(deck: Any, fence: str, told: str) -> None:
    """Place, fact, way out."""
    deck.slide(fence)
    assert deck.errors() == [f"slides/a.md:3: error: {told}"]


def test_a_failure_that_nobody_expects_is_an_error(deck: Any) -> None:
    """A program that panics is shown only where the slide says so."""
    deck.record("run", Run(Output((("err", "panic: oh\n"),), 2)))
    deck.slide(f"{FILE} run")
    assert "it ends with status 2, which the slide does not expect: 'panic: oh'" in deck.errors()[0]
    deck.slide(f"{FILE} run expect=panic")
    assert words(deck.page(), "//span[contains(@class, 'from-note')]") == ["exit status 2"]


def test_a_damaged_recording_is_an_error(deck: Any) -> None:
    """It names the file and the way out."""
    deck.slide(f"{FILE} run")
    deck.record("run", HI).write_text("{")
    assert "is no recording" in deck.errors()[0]
    assert "talk record" in deck.errors()[0]


def test_a_whole_file_on_a_slide_is_a_program(deck: Any) -> None:
    """It is asked for under the name of its slide."""
    text = "## Tiny\n\n```go {run}\npackage main\n\nfunc main() { println(1) }\n```\n"
    (deck.folder / "slides" / "a.md").write_text(text)
    assert "slide 'tiny': 'run' of go/slide-tiny is not recorded" in deck.errors()[0]
