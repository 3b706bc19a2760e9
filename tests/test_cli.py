"""The commands as a person meets them: output, messages, exit codes."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from talk import __version__
from talk.cli import run
from talk.progress import ProgressLine

ROOT = Path(__file__).parents[1]

SCENARIO = {
    "id": "small", "kind": "stack-growth", "start_size": 2048, "entry_used": 40,
    "frames": [1072], "depth": 4, "max_stack": 1_000_000_000,
}  # fmt: skip


def write_json(path: Path, document: object) -> str:
    """Write the document; what comes back is the path as a word."""
    path.write_text(json.dumps(document))
    return str(path)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """`talk --version` names program and version."""
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"talk {__version__}\n"


def test_wrong_usage_is_two_with_a_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown option ends with 2 and says where help is."""
    assert run(["build", "--colour"]) == 2
    error = capsys.readouterr().err
    assert "No such option" in error
    assert "--help" in error


@pytest.mark.parametrize("words", [["--debug", "build", "nowhere"], ["build", "nowhere", "--debug"]])
def test_debug_stands_before_or_after_the_command(words: list[str]) -> None:
    """Under --debug the exception itself comes out."""
    with pytest.raises(Exception, match="there is no nowhere"):
        run(words)


def test_a_missing_source_says_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    """Without slides the message names `talk new`."""
    assert run(["build", "nowhere"]) == 1
    assert capsys.readouterr().err == (
        "error: there is no nowhere (name a folder of slides, or begin a deck with 'talk new DIR')\n"
    )


def test_predict_reads_scenarios_and_writes_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Frames of 1072 B: the first call still fits (2048 - 40 - 944 > 928), the second moves the stack."""
    assert run(["sim", "predict", write_json(tmp_path / "s.json", {"scenarios": [SCENARIO]})]) == 0
    (result,) = json.loads(capsys.readouterr().out)["results"]
    assert result["id"] == "small"
    assert result["moves"][0] == [1, 2048, 4096]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"kind": "stack-grwth"}, "stack-grwth"), ({"depth": -1}, "-1"), ({"frames": "many"}, "many")],
)
def test_a_wrong_scenario_is_named_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: dict[str, object], told: str
) -> None:
    """One bad scenario among good ones: its id and the value stand in the message, stdout stays empty."""
    document = {"scenarios": [SCENARIO, {**SCENARIO, "id": "broken", **wrong}]}
    assert run(["sim", "predict", write_json(tmp_path / "s.json", document)]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "broken" in output.err
    assert told in output.err


def test_predict_reads_standard_input() -> None:
    """`-` stands for stdin."""
    command = [sys.executable, "-m", "talk", "sim", "predict", "-"]
    text = json.dumps({"scenarios": [SCENARIO]})
    answer = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout)["results"][0]["id"] == "small"


def test_text_that_is_not_json_is_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback for a file that is no JSON."""
    (tmp_path / "s.json").write_text("{")
    assert run(["sim", "predict", str(tmp_path / "s.json")]) == 1
    assert "is not JSON" in capsys.readouterr().err


def test_a_new_deck_builds_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`talk new x && talk build x/slides -o x/build` ends without a message."""
    monkeypatch.chdir(tmp_path)
    assert run(["new", "x"]) == 0
    capsys.readouterr()
    assert run(["build", "x/slides", "-o", "x/build", "--strict"]) == 0
    output = capsys.readouterr()
    assert output.out.split() == ["x/build/index.html", "x/build/handout.html"]
    assert output.err == ""
    assert (tmp_path / "x/build/index.html").is_file()


def test_new_never_writes_into_a_folder_with_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that holds anything is refused and stays as it is."""
    (tmp_path / "mine.txt").write_text("mine")
    assert run(["new", str(tmp_path)]) == 1
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_tests_of_a_new_deck_pass(tmp_path: Path) -> None:
    """The starter's own test suite runs as its README says."""
    assert run(["new", str(tmp_path / "x")]) == 0
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path / "x", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_an_output_folder_over_the_sources_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`-o slides` would write over the deck itself."""
    monkeypatch.chdir(tmp_path)
    run(["new", "x"])
    assert run(["build", "x/slides", "-o", "x/slides"]) == 1
    assert "holds the deck's own sources" in capsys.readouterr().err


def test_demos_are_never_built_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor is any other folder of the project that holds programs."""
    monkeypatch.chdir(tmp_path)
    run(["new", "x"])
    for name in ("demos", "tests"):
        assert run(["build", "x/slides", "-o", f"x/{name}"]) == 1
        assert "holds the deck's own sources" in capsys.readouterr().err


@pytest.mark.parametrize("option", [("--font", "huge"), ("--aspect", "wide"), ("--mode", "black")])
def test_a_wrong_value_of_an_option_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], option: tuple[str, str]
) -> None:
    """It ends with 2 and says what is accepted."""
    assert run(["build", *option]) == 2
    assert option[1] in capsys.readouterr().err


def talk(words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`talk` under a shell, where streams can be closed and redirected."""
    command = f"{sys.executable} -m talk {words}"
    environment = {**os.environ, **settings}
    return subprocess.run(
        command, shell=True, capture_output=True, text=True, env=environment, check=False, errors="replace"
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_streams_do_no_harm(tmp_path: Path, closed: str) -> None:
    """A stream that nobody wants is no failure."""
    done = talk(f"new {tmp_path / 'x'} {closed}")
    assert done.returncode == 0
    assert "itself failed" not in done.stderr
    assert (tmp_path / "x/slides").is_dir()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_results_that_cannot_be_written_are_told() -> None:
    """A full disk below stdout is one message and a failure."""
    done = talk("--version >/dev/full")
    assert done.returncode == 1
    assert done.stderr.startswith("error: the results cannot be written: ")
    assert len(done.stderr.splitlines()) == 1


def test_text_that_the_terminal_cannot_show_is_escaped(tmp_path: Path) -> None:
    """An outline in any script is shown in any terminal, with escapes."""
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides/a.md").write_text("## A {covers=p}\n", encoding="utf-8")
    (tmp_path / "slides/outline.md").write_text("- Größe → 漢 {#p}\n", encoding="utf-8")
    done = talk(f"outline {tmp_path / 'slides'}", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0, done.stderr
    assert r"e \u2192 \u6f22" in done.stdout


def test_json_that_is_nested_without_end_is_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback either where the JSON reader gives up."""
    (tmp_path / "s.json").write_text("[" * 100_000)
    assert run(["sim", "predict", str(tmp_path / "s.json")]) == 1
    assert "is nested too deep" in capsys.readouterr().err


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Who names the cache is told that it cannot be used."""
    run(["new", str(tmp_path / "x")])
    done = talk(f"build {tmp_path}/x/slides -o {tmp_path}/out", TALK_CACHE="/dev/null/none")
    assert done.returncode == 1
    assert "cannot be written: Not a directory (name another by TALK_CACHE)" in done.stderr


COUNT = """
from talk.demo import Chart, demo
from helper import VALUE
@demo
def count() -> Chart:
    return Chart(x=[1, 2]).line([VALUE, VALUE], "n").says(f"It is {VALUE}.")
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to another process there")
def test_a_demo_is_run_again_at_each_save(tmp_path: Path) -> None:
    """Its helper counts too; an error is told and the next save makes it good; Ctrl-C ends it with 130."""
    (tmp_path / "demos").mkdir()
    (tmp_path / "demos/count.py").write_text(COUNT)
    helper = tmp_path / "demos/helper.py"
    helper.write_text("VALUE = 11\n")
    command = [sys.executable, "-m", "talk", "demo", "watch", "count"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as watching:
        assert watching.stdout is not None
        for text, told in (
            ("", "It is 11."),
            ("VALUE = 1 / 0\n", "ZeroDivisionError"),
            ("VALUE = 12\n", "It is 12."),
        ):
            if text:
                helper.write_text(text)
            assert any(told in line for line in watching.stdout)
        watching.send_signal(signal.SIGINT)
        assert watching.wait(timeout=10) == 130


def test_a_watched_demo_writes_its_file_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With -o the file follows the code, and writing it is no change that counts."""
    (tmp_path / "demos").mkdir()
    (tmp_path / "demos/count.py").write_text(COUNT)
    helper = tmp_path / "demos/helper.py"
    monkeypatch.chdir(tmp_path)
    out, seen = tmp_path / "demos" / "n.csv", []

    def changes(*_: object, **__: object) -> Iterator[set[tuple[int, str]]]:
        yield set()
        seen.append(out.read_text())
        yield {(2, str(out))}
        assert out.read_text() == seen[-1]
        helper.write_text("VALUE = 22\n")
        yield {(2, str(helper))}
        seen.append(out.read_text())

    helper.write_text("VALUE = 21\n")
    monkeypatch.setattr("watchfiles.watch", changes)
    assert run(["demo", "watch", "count", "-o", str(out)]) == 0
    assert ["21" in seen[0], "22" in seen[1]] == [True, True]
    assert [path.name for path in out.parent.glob("*n.csv*")] == ["n.csv"]


def test_progress_is_one_line_of_a_terminal_and_nothing_else() -> None:
    """Each word is written over the one before and gone at the end; what is said stays."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, shown in ((Terminal(), "\r\x1b[Kdemo a (x.md:3)"), (io.StringIO(), "")):
        with ProgressLine(stream) as line:
            line.show("demo a (x.md:3)")
            assert stream.getvalue() == shown
            line.say("done")
        assert "done\n" in stream.getvalue()
        assert stream.getvalue().endswith("\r\x1b[K") == bool(shown)
