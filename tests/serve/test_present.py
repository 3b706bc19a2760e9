"""`talk present` from the command line: its one line, its port, its tokens, its end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from websockets.sync.client import connect

from talk.cli import run
from talk.project import find_project
from talk.serve.rehearsal import Rehearsal, read_record, rehearsal_file
from talk.serve.run import open_port
from talk.serve.tokens import keep_tokens, load_tokens, new_tokens


@pytest.fixture
def present(deck: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `talk present` on the deck; what still runs at the end is ended."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "talk", "present", str(deck), "--no-open", *words]
        started.append(
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=deck.parent
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def address(process: subprocess.Popen[str]) -> str:
    """The line that the server prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_its_one_line_is_an_address_that_answers(present: Callable) -> None:
    """The deck is there at once, without a redirect, under the address on stdout."""
    where = address(present("--port", str(free_port())))
    with urlopen(where, timeout=10) as answer:
        assert answer.status == 200
        assert answer.url == where
        assert b"Some words" in answer.read()


def test_two_servers_take_two_ports(present: Callable) -> None:
    """The second says which port it takes instead of the one that is taken."""
    port = free_port()
    first = present("--port", str(port))
    one = address(first)
    second = present("--port", str(port))
    two = address(second)
    assert urlsplit(one).port == port
    assert urlsplit(two).port not in (port, None)
    second.send_signal(signal.SIGINT)
    _, said = second.communicate(timeout=10)
    assert f"port {port} is taken: this deck is at {urlsplit(two).port}" in said
    with urlopen(one, timeout=10) as answer:
        assert answer.status == 200


def test_tokens_and_port_last_until_new_ones_are_asked_for(present: Callable) -> None:
    """A restart is at the same address; `--new-token` ends the old ones."""
    port = str(free_port())
    first = present("--port", port)
    one = address(first)
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=10)
    second = present()
    assert address(second) == one
    second.send_signal(signal.SIGINT)
    second.communicate(timeout=10)
    third = address(present("--new-token", "--port", port))
    assert parse_qs(urlsplit(third).query) != parse_qs(urlsplit(one).query)


def test_ctrl_c_ends_it_with_all_that_it_started(present: Callable) -> None:
    """Windows open, a demo hanging: exit 130 within three seconds, and no process is left."""
    process = present("--port", str(free_port()))
    where = urlsplit(address(process))
    token = parse_qs(where.query)["token"][0]
    with suppress(Exception), connect(f"ws://{where.netloc}/ws?token={token}", close_timeout=0.1) as window:
        window.recv(timeout=10)
        body = b'{"demo": "stuck"}'
        head = f"POST /api/demo?token={token} HTTP/1.1\r\nHost: {where.netloc}\r\n"
        asking = socket.create_connection((where.hostname, where.port))
        asking.sendall(
            f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        )
        while len(children(process.pid)) < 2:
            pass
        family = children(process.pid)
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=10)
        took_s = time.monotonic() - begin
        asking.close()
    assert process.returncode == 130
    assert took_s < 3
    assert not [pid for pid in family if alive(pid)]


def children(pid: int) -> list[int]:
    """All that descends from a process."""
    found = [pid]
    for each in found:
        for file in Path(f"/proc/{each}/task").glob("*/children"):
            found += [int(word) for word in file.read_text().split()]
    return found[1:]


def alive(pid: int) -> bool:
    """Whether the process runs."""
    with suppress(OSError):
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return False


def test_a_port_that_is_taken_is_said(deck: Path) -> None:
    """The next free port is taken and named."""
    said: list[str] = []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with open_port("127.0.0.1", port, 0, said.append) as listener:
            assert listener.getsockname()[1] > port
            assert said == [f"port {port} is taken: this deck is at {listener.getsockname()[1]}"]


def test_small_answers_do_not_wait(deck: Path) -> None:
    """The listener is known as TCP: only then does asyncio let each answer go at once."""
    with open_port("127.0.0.1", 0, 0, str) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_a_host_that_is_not_here_is_an_error(deck: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An address of another machine cannot be listened at: exit 1 and a way out."""
    assert run(["present", str(deck), "--no-open", "--host", "192.0.2.1"]) == 1
    assert "cannot listen at 192.0.2.1" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"presenter":"x","remote":"y","audience":"z"}'])
def test_kept_tokens_that_cannot_be_trusted_are_made_anew(deck: Path, content: bytes) -> None:
    """A damaged or a weak file of tokens counts as none."""
    project = find_project(deck)
    tokens = new_tokens().with_port(8123)
    keep_tokens(project, tokens)
    assert load_tokens(project) == tokens
    (file,) = (path for path in Path(os.environ["TALK_CACHE"]).rglob("present/*.json"))
    assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(content)
    assert load_tokens(project).presenter not in ("x", tokens.presenter)


def test_a_rehearsal_counts_while_the_timer_runs(deck: Path) -> None:
    """Seconds are booked on the slide that stands there; a paused timer and an earlier slide cost nothing."""
    now = [0.0]
    file = rehearsal_file(find_project(deck))
    rehearsal = Rehearsal({"old": 5.0}, file, lambda: now[0])
    rehearsal.at("one")
    now[0] = 10
    rehearsal.clock(running=True)
    now[0] = 13
    rehearsal.at("two")
    now[0] = 14.25
    rehearsal.clock(running=False)
    now[0] = 99
    rehearsal.at("one")
    rehearsal.clock(running=True)
    now[0] = 100
    rehearsal.end()
    assert file.name == "slides.rehearsal.json"
    assert read_record(file) == {"old": 5.0, "one": 4.0, "two": 1.2}


@pytest.mark.parametrize("content", [b"", b"[]", b'{"seconds": {"a": "x"}}'])
def test_a_record_of_another_form_is_none(tmp_path: Path, content: bytes) -> None:
    """A file that no rehearsal wrote is passed over."""
    file = tmp_path / "slides.rehearsal.json"
    file.write_bytes(content)
    assert read_record(file) == {}
