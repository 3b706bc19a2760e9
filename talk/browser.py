"""The installed Chrome, Chromium or Edge: found, and asked for a PDF or a picture of a local page.

Each run has a profile of its own that goes with it, and no way to the network.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from talk.errors import TalkError

VARIABLE = "TALK_BROWSER"
SECONDS = 120
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
MAC_APPS = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_FILES = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
PRINT = ("--no-pdf-header-footer", "--generate-pdf-document-outline")


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that is there, by its path."""

    path: Path

    def print_pdf(self, page: Path, seconds: float = SECONDS) -> bytes:
        """The PDF of a page on the disk: tagged, with an outline of its headings.

        Raises:
            TalkError: the browser failed, or took longer than `seconds`.
        """
        with self._scratch() as folder:
            out = folder / "page.pdf"
            return self._run(folder, [*PRINT, f"--print-to-pdf={out}", page.as_uri()], out, seconds)

    def take_picture(
        self, page: Path, width_px: int, height_px: int, scale: float = 2, seconds: float = SECONDS
    ) -> bytes:
        """A PNG of the top of a page on the disk, with `scale` pixels of the picture to one of the page.

        Raises:
            TalkError: as for `print_pdf`.
        """
        with self._scratch() as folder:
            out = folder / "page.png"
            words = [
                f"--screenshot={out}",
                f"--window-size={width_px},{height_px}",
                f"--force-device-scale-factor={scale:g}",
            ]
            return self._run(folder, [*words, page.as_uri()], out, seconds)

    @contextlib.contextmanager
    def _scratch(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="talk-browser-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)

    def _run(self, folder: Path, words: list[str], out: Path, seconds: float) -> bytes:
        command = [str(self.path), *QUIET, *_sandbox(), f"--user-data-dir={folder / 'profile'}", *words]
        said = _finish(command, seconds)
        if not out.is_file():
            last = next((line for line in reversed(said.splitlines()) if line.strip()), "it wrote nothing")
            raise TalkError(
                f"the browser {self.path} could not do it: {last}",
                hint=f"name another one by {VARIABLE}",
            )
        return out.read_bytes()


def find_browser() -> Browser | None:
    """The browser that `$TALK_BROWSER` names, else the first one installed, else None.

    Raises:
        TalkError: what `$TALK_BROWSER` names is not there.
    """
    named = os.environ.get(VARIABLE)
    if named:
        found = shutil.which(named)
        if found is None:
            raise TalkError(
                f"{VARIABLE} names '{named}', which cannot be run", hint="name the program of the browser"
            )
        return Browser(Path(found).absolute())
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    if on_path:
        return Browser(Path(on_path).absolute())
    place = next((each for each in usual_places(sys.platform, os.environ) if each.is_file()), None)
    return Browser(place) if place else None


def usual_places(platform: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Where a system keeps its browsers when they are not on the PATH."""
    if platform == "darwin":
        for root in (Path("/Applications"), Path(environment.get("HOME", "/")) / "Applications"):
            yield from (root / f"{name}.app" / "Contents" / "MacOS" / name for name in MAC_APPS)
    elif platform == "win32":
        roots = [Path(environment[name]) for name in WINDOWS_FOLDERS if name in environment]
        yield from (root / file for file in WINDOWS_FILES for root in roots)


def _sandbox() -> list[str]:
    """Root, as in containers, may only run Chromium without its sandbox."""
    return [] if getattr(os, "geteuid", lambda: 1)() else ["--no-sandbox"]


def _finish(command: list[str], seconds: float) -> str:
    """Run the browser to its end; what comes back is what it said. Nothing of it is left running."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        raise TalkError(
            f"the browser {command[0]} cannot be run: {error.strerror}", hint=f"name another by {VARIABLE}"
        ) from error
    with process:
        try:
            return process.communicate(timeout=seconds)[1]
        except subprocess.TimeoutExpired:
            raise TalkError(
                f"the browser {command[0]} was not done after {seconds:g} s",
                hint=f"try again, or name another by {VARIABLE}",
            ) from None
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """End the browser with its children, if it still runs."""
    if process.poll() is None:
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
