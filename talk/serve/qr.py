"""The QR code of an address: for the terminal, and for a page."""

from __future__ import annotations

import io


def qr_text(address: str) -> str:
    """The code in block characters, two modules a line."""
    import segno

    out = io.StringIO()
    segno.make(address, error="l", micro=False).terminal(out, border=2, compact=True)
    return out.getvalue().rstrip("\n")


def qr_svg(address: str) -> bytes:
    """The code as an SVG, black on white in every mode: that is what phones read."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=3, scale=8, dark="#000", light="#fff", svgns=True, xmldecl=False
    )
    return out.getvalue()
