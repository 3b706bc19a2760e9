"""The output folder: one step per page, nothing of others touched."""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
from pathlib import Path

import pytest

import talk.site
from talk.errors import TalkError
from talk.site import MANIFEST, STAGING, Site, hashed_name, write_site

if sys.platform != "win32":
    import fcntl


def site_of(page: str, **files: str) -> Site:
    """A site with one page and some files by plain name."""
    site = Site(pages={"index.html": page.encode()})
    for name, text in files.items():
        site.add(f"assets/{name}.css", text.encode())
    return site


def names(folder: Path) -> set[str]:
    """Every file below the folder, but for the manifest."""
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    return found - {MANIFEST}


def test_a_name_carries_the_hash_of_its_content() -> None:
    """Other bytes, other name; the same bytes, the same name."""
    assert hashed_name("assets/a.css", b"x") == hashed_name("assets/a.css", b"x")
    assert hashed_name("assets/a.css", b"x") != hashed_name("assets/a.css", b"y")
    assert hashed_name("assets/a.css", b"x").startswith("assets/a.")


def test_everything_of_the_site_is_written_and_nothing_else(tmp_path: Path) -> None:
    """The folder holds the site's files; the staging folder is gone."""
    site = site_of("one", deck="red")
    write_site(site, tmp_path / "build")
    assert names(tmp_path / "build") == set(site.manifest)
    assert (tmp_path / "build/index.html").read_bytes() == b"one"
    assert not (tmp_path / "build" / STAGING).exists()


def test_older_assets_go_one_build_later(tmp_path: Path) -> None:
    """A page that is still open keeps what it loads through the next build, then it is swept."""
    first, second, third = (site_of(c, deck=c) for c in "abc")
    write_site(first, tmp_path)
    write_site(second, tmp_path)
    assert set(first.files) <= names(tmp_path)
    write_site(third, tmp_path)
    assert names(tmp_path) == set(second.files) | set(third.manifest)


def test_the_same_site_twice_leaves_the_same_bytes(tmp_path: Path) -> None:
    """The manifest, too, does not tell how often a deck was built."""
    write_site(site_of("one", deck="red"), tmp_path)
    before = (tmp_path / MANIFEST).read_bytes()
    write_site(site_of("one", deck="red"), tmp_path)
    assert (tmp_path / MANIFEST).read_bytes() == before


def test_files_of_others_stay(tmp_path: Path) -> None:
    """What no manifest names is neither deleted nor written over."""
    (tmp_path / ".gitignore").write_text("*\n")
    (tmp_path / "mine.txt").write_text("mine")
    for text in "abc":
        write_site(site_of(text, deck=text), tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "*\n"
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_page_of_someone_else_is_not_written_over(tmp_path: Path) -> None:
    """An index.html that no build wrote ends the build with a way out."""
    (tmp_path / "index.html").write_text("my own page")
    with pytest.raises(TalkError, match=r"was not written by talk.*another folder with -o"):
        write_site(site_of("one"), tmp_path)
    assert (tmp_path / "index.html").read_text() == "my own page"


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    """Assets are not written through a link."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "build").mkdir()
    (tmp_path / "build/assets").symlink_to(elsewhere)
    with pytest.raises(TalkError, match="is a link"):
        write_site(site_of("one", deck="red"), tmp_path / "build")
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("hostile", ["../outside.txt", "/outside.txt", "a/../../outside.txt"])
def test_a_manifest_cannot_name_files_outside(tmp_path: Path, hostile: str) -> None:
    """A forged manifest deletes nothing."""
    outside = tmp_path / "outside.txt"
    outside.write_text("keep")
    out = tmp_path / "build"
    out.mkdir()
    (out / MANIFEST).write_text(json.dumps({"pages": [], "files": [], "former": [hostile]}))
    write_site(site_of("one"), out)
    assert outside.read_text() == "keep"


def attempted(site: Site, out: Path) -> str | None:
    """Write the site; what is told if that fails."""
    try:
        write_site(site, out)
    except TalkError as error:
        return str(error)
    return None


@pytest.mark.parametrize("fails_at", range(7))
def test_a_write_that_fails_leaves_each_page_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    """Whichever rename fails, the page is old or new with all that it loads, and the next build mends it."""
    old, new = site_of("old", deck="old"), site_of("new", deck="new", code="new")
    write_site(old, tmp_path)
    real, calls = Path.replace, iter(range(100))

    def replace(source: Path, target: Path) -> Path:
        if next(calls) == fails_at:
            raise OSError(28, "No space left on device", str(target))
        return real(source, target)

    monkeypatch.setattr(Path, "replace", replace)
    told = attempted(new, tmp_path)
    assert told is None or "No space left on device" in told
    page = (tmp_path / "index.html").read_bytes()
    loaded = old if page == b"old" else new
    assert set(loaded.manifest) <= names(tmp_path)
    monkeypatch.undo()
    write_site(new, tmp_path)
    assert set(new.manifest) <= names(tmp_path)
    assert not (tmp_path / STAGING).exists()


def test_a_staging_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    """Nothing is written through a link, not even for a moment."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / STAGING).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TalkError, match="is a link"):
        write_site(site_of("one"), tmp_path / "build")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_manifest_that_is_no_file_is_none(tmp_path: Path) -> None:
    """A named pipe in its place keeps no build waiting; it is replaced."""
    (tmp_path / "build").mkdir()
    os.mkfifo(tmp_path / "build" / MANIFEST)
    write_site(site_of("one"), tmp_path / "build")
    assert (tmp_path / "build" / MANIFEST).is_file()


def test_a_disk_that_is_full_keeps_no_staged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun when the room ran out is taken away, and the former page stays."""
    write_site(site_of("one", deck="red"), tmp_path)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TalkError, match="No space left"):
        write_site(site_of("two", deck="blue"), tmp_path)
    assert not (tmp_path / STAGING).exists()
    assert (tmp_path / "index.html").read_bytes() == b"one"


@pytest.mark.skipif(sys.platform == "win32", reason="no flock there")
def test_two_builds_into_one_folder_wait_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second asks for the folder while the first writes, and changes nothing before that one is done."""
    first, second = (site_of(c, deck=c) for c in "ab")
    real, placed, asked = fcntl.flock, talk.site._place, threading.Event()
    writers: list[int] = []

    def asking(handle: int, how: int) -> None:
        try:
            real(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            asked.set()
            real(handle, how)

    def placing(out: Path, name: str, data: bytes) -> None:
        if not writers:
            other.start()
            is_asked.append(asked.wait(5))
        writers.append(threading.get_ident())
        placed(out, name, data)

    is_asked: list[bool] = []
    other = threading.Thread(target=write_site, args=(second, tmp_path))
    monkeypatch.setattr(fcntl, "flock", asking)
    monkeypatch.setattr(talk.site, "_place", placing)
    write_site(first, tmp_path)
    other.join()
    assert is_asked == [True]
    assert writers == sorted(writers, key=writers.index)
    assert names(tmp_path) == {*first.files, *second.manifest}
