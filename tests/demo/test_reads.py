"""What a result depends on: the files that its demo has read, and nothing that only another one has."""

from __future__ import annotations

from pathlib import Path

from talk.demo.catalog import Catalog
from talk.demo.reads import LIBRARY, MISSING, Present, Read, digest_of
from talk.demo.worker import Call
from talk.errors import Diagnostics, listing

FILES = {
    "one.py": """
        import numpy
        from _helper import TWO
        from pathlib import Path
        @demo
        def plain() -> Chart:
            return Chart(x=[TWO])
        @demo
        def data() -> Chart:
            text = (Path(__file__).parent / "data.txt").read_text()
            return Chart(x=[len(text)])
        @demo
        def late() -> Chart:
            import _late
            return Chart(x=[_late.THREE])
        @demo
        def searches() -> Chart:
            try:
                open("nothing.txt")
            except OSError:
                pass
            return Chart(x=[len(list(Path(__file__).parent.iterdir()))])
    """,
    "two.py": """
        import _other
        @demo
        def other() -> Chart:
            return Chart(x=[1])
    """,
    "_helper.py": "from _deep import ONE\nTWO = ONE + 1\n",
    "_deep.py": "ONE = 1\n",
    "_late.py": "THREE = 3\n",
    "_other.py": "X = 1\n",
    "data.txt": "",
}


def reads(catalog: Catalog, diagnostics: Diagnostics, name: str) -> dict[str, str]:
    """The files that a run of a demo has read, with their digests; libraries by their names."""
    (ran,) = catalog.run_all([Call(catalog.specs[name], ({},))], diagnostics)
    assert listing(diagnostics) == ""
    return {each.path.removeprefix("demos/"): each.digest for each in ran.reads}


def test_a_demo_depends_on_what_it_imports_and_opens(workshop, diagnostics: Diagnostics) -> None:
    """Also at a remove, also when it runs; not on what only others import or open."""
    catalog = workshop(FILES)
    always = {"one.py", "_helper.py", "_deep.py"}
    told = {name: set(reads(catalog, diagnostics, name)) for name in ("plain", "data", "late", "other")}
    files = {name: {path for path in each if not path.startswith(LIBRARY)} for name, each in told.items()}
    assert files == {
        "plain": always,
        "data": {*always, "data.txt"},
        "late": {*always, "_late.py"},
        "other": {"two.py", "_other.py"},
    }
    assert "lib:numpy" in told["plain"]


def test_what_is_not_there_and_what_is_listed_counts(workshop, diagnostics: Diagnostics) -> None:
    """A file that a demo looks for in vain, and the names in a folder."""
    catalog = workshop(FILES)
    found = reads(catalog, diagnostics, "searches")
    assert found["nothing.txt"] == MISSING
    assert found["demos"] == digest_of(catalog.folder)


def test_only_other_contents_are_a_change(tmp_path: Path) -> None:
    """A file that is touched is the same; one that is changed, gone or new is not."""
    (tmp_path / "a.txt").write_text("one", encoding="utf-8")
    noted = [Read("a.txt", digest_of(tmp_path / "a.txt")), Read("b.txt", MISSING)]
    (tmp_path / "a.txt").touch()
    assert Present(tmp_path).changed(noted) == []
    (tmp_path / "b.txt").touch()
    assert [each.name for each in Present(tmp_path).changed(noted)] == ["b.txt"]
    (tmp_path / "a.txt").write_text("two", encoding="utf-8")
    assert [each.name for each in Present(tmp_path).changed(noted)] == ["a.txt", "b.txt"]


def test_a_library_that_is_not_installed_is_a_change(tmp_path: Path) -> None:
    """What was made with it is made anew."""
    noted = Read("lib:nowhere_to_be_found", "some digest")
    assert Present(tmp_path).changed([noted]) == [noted]
    assert Present(tmp_path).changed([Read("lib:numpy", Present(tmp_path).digest("lib:numpy"))]) == []
