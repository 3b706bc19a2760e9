"""The demos of a deck: found, named, ready to be run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from talk.chart.model import Result
from talk.demo.loading import demo_files
from talk.demo.messages import Limits, Loaded
from talk.demo.params import DemoSpec
from talk.demo.worker import Call, Ran, Workshop
from talk.errors import Diagnostics, Span, did_you_mean, shown_path


@dataclass(slots=True)
class Catalog:
    """All demos of a folder by name. A context manager: leaving it ends the process that they run in."""

    folder: Path
    specs: dict[str, DemoSpec] = field(default_factory=dict)
    workshop: Workshop | None = None
    is_whole: bool = True  # False if a file could not be loaded: the demo that is missed may stand in it

    def __enter__(self) -> Catalog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self.workshop is not None:
            self.workshop.close()

    def find(self, name: str, diagnostics: Diagnostics, span: Span | None = None) -> DemoSpec | None:
        """The demo of that name, or None after an error: of its own, or of the file that may hold it."""
        spec = self.specs.get(name)
        if spec is None:
            near = did_you_mean(name, self.specs)
            if not self.is_whole and not near:
                return None
            known = f"there are {', '.join(self.specs)}" if self.specs else "there is none"
            where = f"{known} in {shown_path(self.folder)}"
            diagnostics.error(f"there is no demo '{name}'", span, f"{where}; {near}" if near else where)
        return spec

    def run_now(self, call: Call, diagnostics: Diagnostics) -> Result | None:
        """What one state comes to, None after an error; see `Workshop.run_now`."""
        return self.workshop.run_now(call, diagnostics) if self.workshop else None

    def run_all(
        self,
        calls: Sequence[Call],
        diagnostics: Diagnostics,
        *,
        progress: Callable[[Call], None] | None = None,
    ) -> list[Ran]:
        """What every call comes to, in their order; see `Workshop.run_each`."""
        ran = dict(self.run_each(calls, diagnostics, progress=progress))
        return [ran[place] for place in range(len(calls))]

    def run_each(
        self,
        calls: Sequence[Call],
        diagnostics: Diagnostics,
        *,
        progress: Callable[[Call], None] | None = None,
    ) -> Iterator[tuple[int, Ran]]:
        """Every call's place and what it comes to, as soon as it is done; see `Workshop.run_each`."""
        if not calls or self.workshop is None:
            return iter(())
        return self.workshop.run_each(calls, diagnostics, progress=progress)


def load_demos(
    folder: Path,
    diagnostics: Diagnostics,
    *,
    root: Path | None = None,
    limits: Limits | None = None,
    jobs: int = 0,
    is_live: bool = False,
) -> Catalog:
    """The demos in the `*.py` files of a folder; what is wrong with a file is an error at its line.

    Files whose names begin with `_` or `test_` hold no demos. Their code runs in another process
    only, with the folder last on its `sys.path`. Without such files no process is started.

    Args:
        folder: where they lie; it need not be there.
        diagnostics: takes the errors.
        root: where they stand when they run; by default the folder above.
        limits: what one run may take; by default 20 s, 1 GB, 64 KB of output, 8 MB of result.
        jobs: how many run at once; by default as many as there are cores.
        is_live: whether it is asked by `run_now`, for one state after the other, as a slider moves.
    """
    home = folder.resolve()
    if not demo_files(home):
        return Catalog(home)
    workshop = Workshop(home, (root or home.parent).resolve(), limits or Limits(), jobs, is_live)
    return catalog_of(home, workshop, workshop.load(), diagnostics)


def catalog_of(home: Path, workshop: Workshop, loaded: Loaded, diagnostics: Diagnostics) -> Catalog:
    """What has been loaded as a catalog; what is wrong with a file is an error."""
    for problem in loaded.problems:
        diagnostics.error(problem.text, Span(Path(problem.place.file), problem.place.line), problem.hint)
    specs = {spec.name: spec for spec in loaded.specs}
    return Catalog(home, specs, workshop, is_whole=not loaded.problems)
