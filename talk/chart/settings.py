"""Matplotlib's settings belong to the whole process; a drawing has them for itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

_ONE_AT_A_TIME = threading.RLock()
_OWN = {"svg.fonttype": "none", "path.simplify_threshold": 0.2}


@contextmanager
def own_settings() -> Iterator[None]:
    """Matplotlib with its defaults, whatever a matplotlibrc or an earlier drawing says."""
    with _ONE_AT_A_TIME:
        ours = _settings()
        before = _kept()
        _set(ours)
        try:
            yield
        finally:
            _set(before)


@cache
def _settings() -> dict[str, Any]:
    """What matplotlib comes with and what we add, in the form in which it keeps them."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        _set(_OWN)
        return _kept()


def _kept() -> dict[str, Any]:
    """All settings as they are, but for the backend: matplotlib chooses one when it first needs it."""
    import matplotlib as mpl

    params: dict[Any, Any] = mpl.rcParams
    kept = dict(dict.items(params))  # by `dict` itself: matplotlib's own way reads each anew
    del kept["backend"]
    return kept


def _set(settings: Mapping[str, Any]) -> None:
    """Set them as they are: they are valid, and matplotlib would look at all 300 anew for every drawing."""
    import matplotlib as mpl

    params: dict[Any, Any] = mpl.rcParams
    dict.update(params, settings)
