"""The house: imports only go down, without circles, and no room outgrows the others."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

import talk

PACKAGE = Path(talk.__file__).parent

FLOORS: dict[str, int] = {
    "talk.errors": 1,
    "talk.progress": 2,
    "talk.sim": 1,
    "talk.witness": 1,
    "talk.chart": 1,
    "talk.web": 1,
    "talk.webfiles": 1,
    "talk.browser": 2,
    "talk.pdf": 2,
    "talk.pdf_text": 2,
    "talk.printing": 4,
    "talk.webfonts": 2,
    "talk.deck": 2,
    "talk.golang": 2,
    "talk.demo": 2,
    "talk.project": 2,
    "talk.safe": 2,
    "talk.scaffold": 2,
    "talk.site": 2,
    "talk.store": 2,
    "talk.stylesheets": 3,
    "talk.finished": 3,
    "talk.links": 3,
    "talk.render": 3,
    "talk.amend": 4,
    "talk.asked": 4,
    "talk.build": 4,
    "talk.demo_bench": 4,
    "talk.figures": 4,
    "talk.check": 5,
    "talk.export": 5,
    "talk.handout": 5,
    "talk.outline_report": 5,
    "talk.record": 5,
    "talk.outputs": 6,
    "talk.serve": 5,
    "talk.watch": 5,
    "talk.cli": 6,
    "talk.__main__": 7,
}
"""Each room and the floor it stands on (ARCHITECTURE.md draws the same)."""

SAME_FLOOR = {
    ("talk.chart", "talk.errors"),
    ("talk.chart", "talk.webfiles"),
    ("talk.webfiles", "talk.errors"),
    ("talk.webfiles", "talk.web"),
    ("talk.golang", "talk.demo"),  # ends what a process has started
    ("talk.links", "talk.render"),
    ("talk.safe", "talk.deck"),
    ("talk.links", "talk.stylesheets"),
    ("talk.asked", "talk.figures"),
    ("talk.build", "talk.asked"),
    ("talk.build", "talk.figures"),
    ("talk.cli", "talk.outputs"),
}
"""The few arrows between rooms of one floor, each in one direction only."""

NOT_ROOMS = ("web", "_web", "starter")


def room_of(module: str) -> str:
    """The room a module lies in: the package or file right below `talk`."""
    return ".".join(module.split(".")[:2])


def sized_room_of(module: str) -> str:
    """The same, but the packages inside the simulator count each for itself."""
    parts = module.split(".")
    inner = parts[:3] if parts[:2] == ["talk", "sim"] and len(parts) > 3 else parts[:2]
    return ".".join(inner)


def sources() -> list[Path]:
    """Every Python file of the package."""
    found = (path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in NOT_ROOMS)
    return sorted(found)


def module_of(path: Path) -> str:
    """The name under which a file is imported."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def name_of_file(path: Path) -> str:
    """The name of a file with its package, `__init__` included."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def imports_of(path: Path) -> set[str]:
    """The modules of `talk` that a file imports, wherever in the file it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module == "talk":
                found.update(f"talk.{alias.name}" for alias in node.names)
            else:
                found.add(node.module or "")
    return {name for name in found if name.startswith("talk.") and not name.startswith("talk.__")}


def arrows() -> set[tuple[str, str, str]]:
    """Every import from one room into another: (importing module, its room, imported room)."""
    rows = ((module_of(path), name) for path in sources() for name in imports_of(path))
    pairs = ((module, room_of(module), room_of(name)) for module, name in rows)
    return {(module, here, there) for module, here, there in pairs if here != there}


def test_every_room_is_on_the_plan() -> None:
    """A new folder or file below `talk` is given a floor."""
    rooms = {room_of(module_of(path)) for path in sources()} - {"talk"}
    assert rooms <= set(FLOORS), sorted(rooms - set(FLOORS))


def test_imports_only_go_down() -> None:
    """No room knows one above it, nor one beside it that is not listed."""
    wrong = [
        f"{module} imports {there}"
        for module, here, there in sorted(arrows())
        if FLOORS[there] >= FLOORS[here] and (here, there) not in SAME_FLOOR
    ]
    assert not wrong


def test_deck_and_demo_do_not_know_each_other() -> None:
    """Only the build brings a demo block and a demo together."""
    pairs = {(here, there) for _, here, there in arrows()}
    assert not pairs & {("talk.deck", "talk.demo"), ("talk.demo", "talk.deck")}


def test_the_simulator_knows_nothing_of_talk() -> None:
    """`talk.sim` is a library of its own."""
    assert not {there for _, here, there in arrows() if here == "talk.sim"}


def test_files_do_not_import_in_a_circle() -> None:
    """Within a room, too, one file stands on another."""
    modules = {module_of(path): path for path in sources()}
    graph = {name: imports_of(path) & set(modules) for name, path in modules.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail, name])
        if name not in done:
            for other in sorted(graph[name] - {name}):
                visit(other, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def test_no_room_holds_a_third_of_the_lines() -> None:
    """At most 30 % of the package's lines lie in one room."""
    lines: dict[str, int] = defaultdict(int)
    for path in sources():
        lines[sized_room_of(name_of_file(path))] += len(path.read_text(encoding="utf-8").splitlines())
    largest = max(lines, key=lambda room: lines[room])
    assert lines[largest] <= 0.30 * sum(lines.values()), (largest, lines[largest], sum(lines.values()))


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        (
            "import talk.cli",
            {"numpy", "matplotlib", "jinja2", "markdown_it", "msgspec", "pygments", "starlette"},
        ),
        ("from talk import sim", {"matplotlib", "jinja2", "markdown_it", "msgspec", "click", "lxml", "yaml"}),
        ("import talk.demo", {"matplotlib", "jinja2", "markdown_it", "lxml", "numpy"}),
    ],
)
def test_a_front_door_is_light(statement: str, heavy: set[str]) -> None:
    """What a command or a library does not need is not imported."""
    code = f"{statement}\nimport sys\nprint(*sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert not heavy & set(done.stdout.split())
