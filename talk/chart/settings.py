"""Matplotlib's settings belong to the whole process; a drawing has them for itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def own_settings() -> Iterator[None]:
    """Matplotlib with its defaults, whatever a matplotlibrc or an earlier drawing says."""
    import matplotlib as mpl

    with _ONE_AT_A_TIME, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.fonttype": "none", "path.simplify_threshold": 0.2})
        yield
