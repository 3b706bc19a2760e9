from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from talk import webfiles
from talk.errors import TalkError
from talk.web.bundle import SCRIPTS, TAKEN, refresh
from talk.web.stamp import source_stamp, write_stamp, written_stamp

WEB = Path(__file__).parents[2] / "talk" / "web"

# What the packages of package-lock.json hold. A new version brings new values here.
HASHES = {
    "reveal.js": "aa1bbbf2617b23a623b23612cb3c5bdb63de512e652bf20fcfa832b045d37844",
    "reveal.css": "615ee850cbbb98a0f688b60ed37b21819a3f54c9f3e6f20e33e63693ab74a0c0",
    "reset.css": "39413c3490fdcf826427c26ff4c1ee59ea961a0aa8507c18454e0c6dc96c12d8",
    "katex.js": "fa140498b8cfc8302cbe5e7cb1bdbc1f952bc38b3fa258ede09e73edbf9a74bc",
    "fonts/full/Inter-Regular.woff2": "e06f6b1bc553aaea4e4668023ed0ab0a147129c3107f511bc7d03d361b0ae085",
    "fonts/full/Mono-Regular.ttf": "b4a6c3e4faab8773f4ff761d56451646409f29abedd68f05d38c2df667d3c582",
}


@pytest.mark.parametrize("name", HASHES)
def test_third_party_files_are_the_ones_we_know(name: str) -> None:
    """The files of others come through unchanged."""
    assert hashlib.sha256(webfiles.read(name)).hexdigest() == HASHES[name]


def test_the_lock_pins_hashes_and_names_no_registry() -> None:
    """Every package has its hash, none an address: npm asks the registry that the user has set."""
    packages = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    fetched = [entry for name, entry in packages.items() if name]
    assert fetched
    assert all(entry["integrity"].startswith("sha512-") for entry in fetched)
    assert not any("resolved" in entry for entry in fetched)


def test_versions_are_exact() -> None:
    """package.json names one version of each package."""
    wanted = json.loads((WEB / "package.json").read_text(encoding="utf-8"))
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


def test_licences_come_along() -> None:
    """Every package that something is taken from has its licence in the bundle."""
    texts = {name: webfiles.read_text(name) for name in webfiles.names("licenses")}
    assert sorted(texts) == sorted(name for name in TAKEN if name.startswith("licenses/"))
    assert all("ermission" in text for text in texts.values())


def test_nothing_reaches_for_the_network() -> None:
    """The style sheets load nothing from elsewhere, and KaTeX's names only fonts that are there."""
    sheets = ["reveal.css", "reset.css", "katex.css", *webfiles.names("css")]
    text = "".join(webfiles.read_text(name) for name in sheets)
    assert not re.search(r"@import|url\(\s*[\"']?(https?:)?//", text)
    named = {f"katex-fonts/{name}" for name in re.findall(r"url\(katex-fonts/([^)]+)\)", text)}
    assert named == set(webfiles.names("katex-fonts"))


def test_stamps_follow_the_sources(tmp_path: Path) -> None:
    """Each part's stamp changes with its own sources alone, and survives being written."""
    web = tmp_path / "web"
    (web / "ts").mkdir(parents=True)
    (web / "css").mkdir()
    (web / "ts" / "main.ts").write_text("1")
    before = source_stamp(web)
    (web / "ts" / "main.ts").write_text("2")
    after = source_stamp(web)
    assert [part for part in before if before[part] != after[part]] == ["script"]
    write_stamp(tmp_path, after)
    assert written_stamp(tmp_path) == after
    assert written_stamp(web) == {}


def test_only_what_is_stale_is_made_again(tmp_path: Path) -> None:
    """An edited style sheet is taken without npm, in one step, and the rest of the bundle stays."""
    web, bundle = tmp_path / "web", tmp_path / "_web"
    for file, text in {"css/deck.css": "new", "ts/main.ts": "let a"}.items():
        (web / file).parent.mkdir(parents=True)
        (web / file).write_text(text)
    for file, text in {"css/old.css": "old", **dict.fromkeys(SCRIPTS, "made"), "reveal.js": "theirs"}.items():
        (bundle / file).parent.mkdir(parents=True, exist_ok=True)
        (bundle / file).write_text(text)
    write_stamp(bundle, {**source_stamp(web), "styles": "before"})
    assert refresh(tmp_path) == ["styles"]
    found = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert found == {"css/deck.css", *SCRIPTS, "reveal.js", "stamp"}
    assert refresh(tmp_path) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["_web", "web"]


def test_a_missing_file_is_an_error_with_a_way_out() -> None:
    """Who asks for a file that the bundle lacks learns how to make the bundle."""
    with pytest.raises(TalkError, match=r"no file 'css/none.css' \(run python talk/web/hatch_build.py\)"):
        webfiles.read("css/none.css")


def test_a_missing_bundle_is_an_error_with_a_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation without the bundle says so and names the cure."""
    monkeypatch.setattr(webfiles, "files", lambda _: tmp_path)
    with pytest.raises(TalkError, match=r"without its web bundle \(install talk again"):
        webfiles.bundle()


def test_a_stale_checkout_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sources newer than the bundle give a warning that names the parts and the command."""
    (tmp_path / "web" / "css").mkdir(parents=True)
    (tmp_path / "web" / "stamp.py").touch()
    (tmp_path / "_web").mkdir()
    monkeypatch.setattr(webfiles, "files", lambda _: tmp_path)
    write_stamp(tmp_path / "_web", source_stamp(tmp_path / "web"))
    assert webfiles.stale_warning() == ""
    (tmp_path / "web" / "css" / "deck.css").touch()
    assert webfiles.stale_warning() == (
        "talk/_web is older than talk/web (styles): run python talk/web/hatch_build.py"
    )
