import sys
from pathlib import Path

from talk.demo.catalog import load_demos
from talk.errors import Diagnostics, Span, listing

GOOD = """
    @demo
    def good(n: Annotated[int, Range(1, 9)] = 3) -> Chart:
        '''Good.'''
        return Chart(x=range(n)).line(range(n), "n")
"""


def test_a_folder_without_demos_starts_nothing(tmp_path: Path, diagnostics: Diagnostics) -> None:
    """A deck needs no demos, and no folder for them."""
    catalog = load_demos(tmp_path / "demos", diagnostics)
    assert catalog.specs == {}
    assert catalog.workshop is None
    assert not diagnostics.found


def test_demos_are_found_by_name(workshop, diagnostics: Diagnostics) -> None:
    """Every demo of every file, with its place; helpers and tests in the folder are no demos."""
    catalog = workshop({
        "b.py": GOOD,
        "a.py": "from helper import TWO\n@demo\ndef other() -> Chart:\n    return Chart(x=[TWO])\n",
        "helper.py": "TWO = 2\n",
        "_private.py": "raise RuntimeError\n",
        "test_a.py": "raise RuntimeError\n",
    })  # fmt: skip
    assert listing(diagnostics) == ""
    assert list(catalog.specs) == ["good", "other"]
    assert catalog.specs["good"].caption == "Good."
    assert Path(catalog.specs["good"].file).name == "b.py"


def test_the_authors_code_stays_out_of_this_process(workshop) -> None:
    """Loading neither imports here nor leaves compiled files in the deck."""
    catalog = workshop({"mine_alone.py": GOOD})
    assert not [name for name in sys.modules if "mine_alone" in name]
    assert str(catalog.folder) not in sys.path
    assert [each.name for each in catalog.folder.iterdir()] == ["mine_alone.py"]


def test_a_file_in_the_folder_shadows_nothing(workshop, diagnostics: Diagnostics) -> None:
    """A demo file called like a module of Python's own does no harm."""
    catalog = workshop({"json.py": GOOD, "numpy.py": "import numpy\nassert hasattr(numpy, 'ndarray')\n"})
    assert listing(diagnostics) == ""
    assert list(catalog.specs) == ["good"]


def test_a_demo_imported_by_another_file_is_one_demo(workshop, diagnostics: Diagnostics) -> None:
    """Only the file that defines it counts."""
    catalog = workshop({"a.py": GOOD, "b.py": "from a import good\n"})
    assert listing(diagnostics) == ""
    assert list(catalog.specs) == ["good"]


def test_two_demos_of_one_name_name_both_places(workshop, diagnostics: Diagnostics) -> None:
    """The later one is the error, the earlier one is in the hint."""
    workshop({"a.py": GOOD, "b.py": GOOD})
    (error,) = diagnostics.errors
    assert error.text == "two demos are called 'good'"
    assert (error.span.file.name, error.span.line) == ("b.py", 4)
    assert error.hint == "the other is at a.py:4; rename one"


def test_what_is_wrong_with_a_file_is_an_error_at_its_line(workshop, diagnostics: Diagnostics) -> None:
    """Each broken file has its message, and the others are loaded."""
    catalog = workshop({
        "good.py": GOOD,
        "b_syntax.py": "x = 1\ndef broken(:\n",
        "c_import.py": "import nowhere_to_be_found\n",
        "d_raises.py": "def f():\n    return 1 / 0\nf()\n",
        "e_exits.py": "raise SystemExit(2)\n",
        "f_bounds.py": "@demo\ndef f(n: int = 3) -> Chart: ...\n",
        "g_ends.py": "import os\nos._exit(0)\n",
        "h_bytes.py": "x = '\\x00'\n",
    })  # fmt: skip
    assert list(catalog.specs) == ["good"]
    told = {error.span.file.name: (error.span.line, error.text) for error in diagnostics.errors}
    assert told == {
        "b_syntax.py": (4, "SyntaxError: invalid syntax"),
        "c_import.py": (3, "ModuleNotFoundError: No module named 'nowhere_to_be_found'"),
        "d_raises.py": (4, "ZeroDivisionError: division by zero"),
        "e_exits.py": (3, "the file exits with 2 while it is loaded"),
        "f_bounds.py": (3, "demo 'f': parameter 'n' is annotated with int"),
        "g_ends.py": (1, "the file ends the whole process while it is loaded"),
    }


def test_a_file_that_never_ends_stops_no_other(workshop, diagnostics: Diagnostics) -> None:
    """Loading has the same limit as running."""
    catalog = workshop({"good.py": GOOD, "a_hangs.py": "while True: pass\n"}, seconds=1)
    assert list(catalog.specs) == ["good"]
    assert "the file did not end loading within 1 s" in listing(diagnostics)


def test_an_unknown_demo_names_those_there_are(workshop, diagnostics: Diagnostics) -> None:
    """Place, fact, way out."""
    catalog = workshop({"a.py": GOOD})
    place = Span(Path("slides/a.md").absolute(), 9)
    assert catalog.find("good", diagnostics, place) is catalog.specs["good"]
    assert catalog.find("god", diagnostics, place) is None
    message = listing(diagnostics)
    assert message.startswith("slides/a.md:9: error: there is no demo 'god' (there are good in ")
    assert message.endswith("did you mean 'good'?)")


def test_a_demo_of_a_broken_file_is_not_called_unknown(workshop, diagnostics: Diagnostics) -> None:
    """The file's error is told with a way out, and no second one for a slide that names its demo."""
    catalog = workshop({"a.py": "def (\n", "b.py": GOOD})
    assert catalog.find("heap_goal", diagnostics) is None
    (told,) = diagnostics.errors
    assert "SyntaxError" in told.text
    assert told.hint
    assert catalog.find("goood", diagnostics) is None
    assert "did you mean 'good'?" in diagnostics.errors[1].hint
