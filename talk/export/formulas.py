"""Formulas as pictures, for programs that read no TeX."""

from __future__ import annotations

import io
import re

DPI = 288
SIZE_PT = 18
# Names that TeX has for what matplotlib knows by another one.
_NAMES = {r"\le": r"\leq", r"\ge": r"\geq", r"\ne": r"\neq", r"\tfrac": r"\frac", r"\lt": "<", r"\gt": ">"}
_NAME = re.compile(r"\\[a-zA-Z]+")


def formula_png(tex: str) -> bytes | None:
    """A formula as matplotlib sets it, without a ground; None where it knows too little of TeX for it."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib.figure import Figure

    known = _NAME.sub(lambda name: _NAMES.get(name[0], name[0]), " ".join(tex.split()))
    out = io.BytesIO()
    figure = Figure()
    figure.text(0, 0, f"${known}$", fontsize=SIZE_PT, math_fontfamily="cm")
    try:
        figure.savefig(out, dpi=DPI, format="png", transparent=True, bbox_inches="tight", pad_inches=0.02)
    except ValueError:
        return None
    return out.getvalue()
