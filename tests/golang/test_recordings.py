"""Recordings: what they depend on, how they are kept, what is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk.errors import TalkError
from talk.golang.answers import Output, Run
from talk.golang.programs import Program, program_folder, read_program
from talk.golang.questions import Question, key_of
from talk.golang.recordings import Recordings, pretty, recorded

GO = "go1.27.3 linux/amd64"
RUN = Question("run")
ANSWER = Run(Output((("out", "hi\n"),), 0))


def program(**texts: str) -> Program:
    """A program of these files."""
    files = {"go.mod": b"module p\n", **{name: text.encode() for name, text in texts.items()}}
    return Program("p", Path("/deck/slides/go/p"), files)


def test_a_recording_is_found_again(tmp_path: Path) -> None:
    """What was written is read, by its program and its question."""
    kept = Recordings(tmp_path / "recordings")
    made = recorded(program(main="a"), RUN, GO, ANSWER)
    assert kept.write(made).name == "p.run.json"
    assert kept.find(program(main="a"), RUN) == made


@pytest.mark.parametrize(
    ("changed", "question"),
    [
        (program(main="b"), RUN),
        (program(main="a", more=""), RUN),
        (program(other="a"), RUN),
        (program(main="a"), Question("run", "5")),
    ],
    ids=["a character", "a file more", "a file's name", "the question"],
)
def test_what_has_changed_is_not_found(tmp_path: Path, changed: Program, question: Question) -> None:
    """A recording is of one program and one question only."""
    kept = Recordings(tmp_path)
    path = kept.write(recorded(program(main="a"), RUN, GO, ANSWER))
    path.rename(kept.path("p", question))
    assert kept.find(changed, question) is None


@given(st.dictionaries(st.text(max_size=3), st.binary(max_size=3), max_size=3), st.integers(0, 3))
def test_no_two_programs_share_a_key(files: dict[str, bytes], cut: int) -> None:
    """A byte that moves from one file to the next, or from a name to its file, makes another key."""
    names = sorted(files)
    moved = dict(files)
    if len(names) > 1 and len(files[names[0]]) > cut:
        moved[names[0]] = files[names[0]][:cut]
        moved[names[1]] = files[names[0]][cut:] + files[names[1]]
    keys = {key_of(Program("p", Path(), each), RUN, GO) for each in (files, moved)}
    assert len(keys) == (1 if moved == files else 2)


def test_a_swapped_version_is_noticed(tmp_path: Path) -> None:
    """The Go that a recording names is part of its key."""
    kept = Recordings(tmp_path)
    path = kept.write(recorded(program(main="a"), RUN, GO, ANSWER))
    path.write_text(path.read_text(encoding="utf-8").replace("1.27.3", "1.27.4"), encoding="utf-8")
    assert kept.find(program(main="a"), RUN) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"program": "p"}', "\x00", '{"answer": {"type": "odd"}}'])
def test_what_is_no_recording_says_so(tmp_path: Path, text: str) -> None:
    """A damaged file is an error that names it and the way out."""
    kept = Recordings(tmp_path)
    kept.path("p", RUN).write_text(text)
    with pytest.raises(TalkError, match=r"p\.run\.json is no recording.*talk record"):
        kept.find(program(main="a"), RUN)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda each: st.lists(each) | st.dictionaries(st.text(), each)
    )
)
def test_pretty_json_is_the_same_json(value: object) -> None:
    """Line breaks change nothing."""
    assert json.loads(pretty(value)) == value


def test_a_program_is_all_files_of_its_folder(tmp_path: Path) -> None:
    """Files in subfolders count; a link or a folder without a module is an error."""
    folder = tmp_path / "go" / "p"
    (folder / "sub").mkdir(parents=True)
    with pytest.raises(TalkError, match="holds no Go module"):
        read_program(folder)
    (folder / "go.mod").write_text("module x/p\n")
    (folder / "sub" / "a.go").write_text("package sub\n")
    found = read_program(folder)
    assert (sorted(found.files), found.module) == (["go.mod", "sub/a.go"], "x/p")
    (folder / "link").symlink_to("/etc/passwd")
    with pytest.raises(TalkError, match="neither file nor folder"):
        read_program(folder)


def test_a_file_belongs_to_the_folder_below_go(tmp_path: Path) -> None:
    """The program is found from any of its files; other files have none."""
    assert program_folder(tmp_path / "go/p/sub/a.go", tmp_path) == tmp_path / "go/p"
    assert program_folder(tmp_path / "go/a.go", tmp_path) is None
    assert program_folder(tmp_path / "code/a.go", tmp_path) is None
