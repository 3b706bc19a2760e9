"""What an earlier build has found, in a folder of small files; whatever is wrong with one is a miss.

Nothing here ever fails a build: where nothing can be written, nothing is kept. An entry is JSON, written
in one step, and carries a digest of its name and its payload, made with a secret of this folder's own: an
entry that is cut, changed, swapped with another or brought from elsewhere is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

import msgspec

MAX_BYTES = 256 << 20
_SECRET_BYTES = 32
_KEPT_SHARE = 0.75  # of the most, once there is too much


class _Entry(msgspec.Struct, frozen=True):
    digest: str
    payload: msgspec.Raw


class Store:
    """Entries by name in one folder. `damaged` holds the names of those that were there, but spoilt."""

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self.folder, self.max_bytes = folder, max_bytes
        self.damaged: set[str] = set()
        self._secret = self._open_secret()
        self._has_written = False

    def get(self, name: str) -> bytes | None:
        """What was put there under that name."""
        if not self._secret:
            return None
        path = self._path(name)
        try:
            entry = msgspec.json.decode(path.read_bytes(), type=_Entry)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            if not isinstance(error, FileNotFoundError):
                self.damaged.add(name)
            return None
        payload = bytes(entry.payload)
        if not hmac.compare_digest(entry.digest.encode(), self._digest(name, payload).encode()):
            self.damaged.add(name)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # it is used: others are thrown away before it
        return payload

    def put(self, name: str, payload: bytes) -> None:
        """Keep JSON under a name, if that can be."""
        if self._secret:
            self._has_written = True
            entry = _Entry(self._digest(name, payload), msgspec.Raw(payload))
            _write(self._path(name), msgspec.json.encode(entry))

    def trim(self) -> None:
        """Throw away what has not been used for longest if there is too much."""
        if not self._has_written:
            return
        found = sorted(_sizes(self.folder))
        total, most = sum(size for _, size, _ in found), self.max_bytes
        if total <= most:
            return
        for _, size, path in found:
            if total <= most * _KEPT_SHARE:
                break
            with contextlib.suppress(OSError):
                path.unlink()
            total -= size

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / f"{name}.json"

    def _digest(self, name: str, payload: bytes) -> str:
        return hashlib.blake2b(name.encode() + b"\0" + payload, key=self._secret, digest_size=32).hexdigest()

    def _open_secret(self) -> bytes:
        """The secret of this folder, made if there is none; empty where none can be kept."""
        path = self.folder / "secret"
        for _ in range(2):  # the second time it is there, from us or from another build
            with contextlib.suppress(OSError):
                secret = path.read_bytes()
                if len(secret) == _SECRET_BYTES:
                    return secret
            _write(path, secrets.token_bytes(_SECRET_BYTES))
        return b""


def _write(path: Path, data: bytes) -> None:
    """Write a file in one step, or leave all as it was."""
    made = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(made).replace(path)
    except OSError:
        if made:
            with contextlib.suppress(OSError):
                Path(made).unlink()


def _sizes(folder: Path) -> list[tuple[float, int, Path]]:
    """When each entry was last used, its size, its place."""
    found = []
    with contextlib.suppress(OSError):  # what cannot be listed is not thrown away
        for path in folder.glob("*/*"):
            with contextlib.suppress(OSError):
                known = path.stat()
                found.append((known.st_mtime, known.st_size, path))
    return found
