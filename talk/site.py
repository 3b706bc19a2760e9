"""A built deck as values, and the one way it reaches the disk.

A `Site` is a mapping of names to bytes. Entry pages keep their names; everything
else carries a hash of its content in its name, so an old page and a new one can
stand side by side with all that each of them loads. `write_site` uses that: it adds
the new files, then swaps each entry page by one rename, and removes what only
older builds needed a build later. Whenever it is stopped, each entry page is old or
new with everything it loads.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from talk.errors import TalkError, shown_path

MANIFEST = ".talk-manifest.json"
STAGING = ".talk-staging"
HASH_LENGTH = 10


@dataclass(slots=True)
class Site:
    """What a build made: `pages` (entry pages by name) and `files` (all else, names hashed)."""

    pages: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, data: bytes) -> str:
        """Add a file under its name with a content hash; what comes back is that name."""
        named = hashed_name(name, data)
        self.files[named] = data
        return named

    @property
    def names(self) -> set[str]:
        """Every name."""
        return {*self.files, *self.pages}

    @property
    def manifest(self) -> dict[str, str]:
        """Every name with the SHA-256 of its bytes, in name order."""
        both = {**self.files, **self.pages}
        return {name: hashlib.sha256(both[name]).hexdigest() for name in sorted(both)}


def hashed_name(name: str, data: bytes) -> str:
    """`assets/deck.css` with a hash of `data`: `assets/deck.1f0c…….css`."""
    path = PurePosixPath(name)
    digest = hashlib.sha256(data).hexdigest()[:HASH_LENGTH]
    return str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))


def write_site(site: Site, out: Path) -> None:
    """Make `out` hold this site, in one step for each entry page.

    Raises:
        TalkError: the folder cannot be written, is being written by another build,
            or holds an entry page or a link that no build of `talk` made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _locked(out):
            _write_locked(site, out)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        place = shown_path(Path(error.filename)) if isinstance(error.filename, str) else shown_path(out)
        raise TalkError(
            f"the deck cannot be written to {place}: {reason}",
            hint="free the place or name another folder with -o",
        ) from error


def digest(data: bytes) -> str:
    """A digest by which the bytes of a file of the output are known again."""
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def settle(out: Path, files: Mapping[str, str]) -> bool:
    """Whether `out` holds what a build wrote (names with digests) and nothing that is left of a broken one.

    What only the build before needed is then swept, as that build would do if it were done again.
    """
    try:
        with _locked(out):
            old = _read_manifest(out)
            if old.files != set(files) or not old.pages <= old.files or os.path.lexists(out / STAGING):
                return False
            if not all(_is_known(out, name, known) for name, known in files.items()):
                return False
            if swept := old.former - old.files:
                for name in sorted(swept):
                    _remove(out, name)
                _write_manifest(out, _Manifest(old.pages, old.files, set()))
                _drop_staging(out)
            return True
    except OSError:
        return False


def read_site(out: Path, files: Mapping[str, str], pages: Collection[str]) -> Site | None:
    """The site that a build wrote (names with digests), if it lies there still, byte for byte."""
    site = Site()
    try:
        for name, known in files.items():
            data = _read_known(out, name, known)
            if data is None:
                return None
            (site.pages if name in pages else site.files)[name] = data
    except OSError:
        return None
    return site


def _is_known(out: Path, name: str, known: str) -> bool:
    return _read_known(out, name, known) is not None


def _read_known(out: Path, name: str, known: str) -> bytes | None:
    """The bytes of a plain file in a folder that is no link, if they have that digest."""
    path = out / name
    links = path.is_symlink() or (path.parent != out and path.parent.is_symlink())
    data = path.read_bytes() if not links and path.is_file() else None
    return data if data is not None and digest(data) == known else None


def _write_locked(site: Site, out: Path) -> None:
    """Announce, add, swap, sweep: whoever stops this leaves a manifest that names every file."""
    old = _read_manifest(out)
    now = site.names
    _refuse_foreign(site, out, old.all)
    _drop_staging(out)
    try:
        _write_manifest(out, _Manifest(old.pages | set(site.pages), now, old.all - now))
        for name, data in [*site.files.items(), *site.pages.items()]:
            if not _holds(out / name, data):
                _place(out, name, data)
    except OSError:
        with contextlib.suppress(OSError):
            _drop_staging(out)  # on a full disk half a file is in nobody's interest
        raise
    swept = (old.former | old.pages) - now
    for name in sorted(swept):
        _remove(out, name)
    _write_manifest(out, _Manifest(set(site.pages), now, old.files - now - swept))
    _drop_staging(out)


@dataclass(frozen=True, slots=True)
class _Manifest:
    """Names in the output: entry pages, all files of the last build, and what only the one before needs."""

    pages: set[str]
    files: set[str]
    former: set[str]

    @property
    def all(self) -> set[str]:
        return self.pages | self.files | self.former


def _read_manifest(out: Path) -> _Manifest:
    """What the build before wrote; nothing where there was none or it cannot be trusted."""
    nothing = _Manifest(set(), set(), set())
    if not (out / MANIFEST).is_file():
        return nothing
    content = (out / MANIFEST).read_bytes()
    try:
        found = json.loads(content)
        manifest = _Manifest(*(set(found[key]) for key in ("pages", "files", "former")))
    except (ValueError, KeyError, TypeError, RecursionError):
        return nothing
    return manifest if all(_is_inside(name) for name in manifest.all) else nothing


def _write_manifest(out: Path, manifest: _Manifest) -> None:
    content = {key: sorted(getattr(manifest, key)) for key in ("pages", "files", "former")}
    _place(out, MANIFEST, (json.dumps(content, indent=1) + "\n").encode())


def _is_inside(name: object) -> bool:
    if not isinstance(name, str):
        return False
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and bool(path.parts)


def _refuse_foreign(site: Site, out: Path, ours: set[str]) -> None:
    """An entry page that no manifest names is somebody's file; a link may lead anywhere."""
    for folder in {out / STAGING, *(out / PurePosixPath(name).parent for name in site.names)}:
        if folder != out and folder.is_symlink():
            raise TalkError(
                f"{shown_path(folder)} is a link", hint="remove it or name another folder with -o"
            )
    for name in site.pages:
        if os.path.lexists(out / name) and name not in ours:
            raise TalkError(
                f"{shown_path(out / name)} was not written by talk",
                hint="move it away or name another folder with -o",
            )


def _holds(path: Path, data: bytes) -> bool:
    """Whether the file is there, is a plain file and has just these bytes."""
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _place(out: Path, name: str, data: bytes) -> None:
    """Write `data` beside its place, make it last, then rename it into its place."""
    staged = out / STAGING / hashlib.sha256(name.encode()).hexdigest()[:16]
    staged.parent.mkdir(exist_ok=True)
    target = out / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with staged.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    staged.replace(target)


def _remove(out: Path, name: str) -> None:
    with contextlib.suppress(OSError):
        (out / name).unlink()
    with contextlib.suppress(OSError):  # the folder goes with its last file
        if (out / name).parent != out:
            (out / name).parent.rmdir()


def _drop_staging(out: Path) -> None:
    staging = out / STAGING
    if staging.is_dir() and not staging.is_symlink():
        shutil.rmtree(staging)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder against another build; the lock dies with this process."""
    try:
        import fcntl
    except ImportError:  # Windows has no flock; there a rename onto an open file fails loudly
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
