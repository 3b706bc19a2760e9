"""From a canvas to its two pictures: an SVG that lives in a page, and a PNG that stands alone."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from talk.chart import palette
from talk.chart.fonts import BOLD, CAP, LINE, MONO, font
from talk.chart.ink import Ink, ink_id

if TYPE_CHECKING:
    from talk.chart.canvas import Canvas, Text

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_ROLE_OF = {colour: palette.variable(role) for role, colour in palette.SENTINELS.items()}
_COLOUR = re.compile("|".join(_ROLE_OF))
_NUMBER = re.compile(r"-?\d+\.\d+")
_URL = re.compile(r"url\(#([^)]+)\)")
_DOWN = {"top": CAP, "middle": CAP / 2, "base": 0.0, "first": CAP / 2}
_PNG_SCALE = 2
_TOP = 1000  # texts lie over all inks


def to_svg(canvas: Canvas, *, id: str, alt: str, em_of: float | None) -> str:  # noqa: A002 - the element's id
    """The canvas as an `svg` element for a page.

    Args:
        canvas: drawn with `palette.SENTINELS`.
        id: what every id in it begins with.
        alt: its text alternative.
        em_of: the size of the text around it in the page; text is set in `em` of that. None: the element
            brings a text size of its own.
    """
    from lxml import etree

    drawn = _drawn(canvas, id)
    root = etree.fromstring(drawn, etree.XMLParser(remove_comments=True, remove_pis=True))
    _drop_frills(root)
    inks = _lifted(root, canvas.inks)
    own_ids(root, id)
    for element in root.iter():
        _tidy(element)
    root = _rooted(root, canvas, alt, em_of)
    share = canvas.text_px / em_of if em_of else 1.0
    root.append(_texts(canvas.texts, share))
    if canvas.inks or canvas.words:
        root.extend([inks, _texts(canvas.words, share, "words"), _texts(canvas.ends, share, "ends")])
    return etree.tostring(root, encoding="unicode")


def to_png(canvas: Canvas) -> bytes:
    """The canvas, drawn with real colours, as a picture of twice its size in pixels."""
    canvas.sheet.patch.set_visible(True)
    canvas.sheet.patch.set_facecolor(canvas.colours["bg"])
    for text in (*canvas.texts, *canvas.words, *canvas.ends):
        _set(canvas, text)
    out = io.BytesIO()
    canvas.sheet.savefig(out, format="png", dpi=72 * _PNG_SCALE, metadata={"Software": None})
    return out.getvalue()


def own_ids(root: Any, id: str) -> None:  # noqa: A002 - as above
    """Give every id that something refers to the prefix of this figure; drop the others."""
    used = set()
    for element in root.iter():
        used |= {found for value in element.attrib.values() for found in _URL.findall(value)}
        used |= {element.get(_HREF, "").removeprefix("#")}
    numbered = {old: f"{id}-{number}" for number, old in enumerate(_in_order(root, used), start=1)}
    for element in root.iter():
        _rename(element, numbered)


def _lifted(root: Any, inks: Sequence[Ink]) -> Any:
    """The paths of the inks in a group at the end of the drawing, each under its number."""
    from lxml import etree

    drawn = {element.get("id"): element for element in root.iter(f"{{{_SVG}}}g")}
    group = etree.SubElement(root, f"{{{_SVG}}}g", {"class": "inks"})
    for number, ink in enumerate(inks):
        path = etree.SubElement(group, f"{{{_SVG}}}path", {"class": "ink", "data-ink": str(number)})
        path.set("style", ink.style)
        found = drawn.get(ink_id(number))
        if found is not None:
            (old,) = found
            path.attrib.update({name: old.get(name) for name in ("d", "clip-path") if old.get(name)})
            found.getparent().remove(found)
    return group


def _in_order(root: Any, used: set[str]) -> list[str]:
    return [element.get("id") for element in root.iter() if element.get("id") in used]


def _rename(element: Any, numbered: dict[str, str]) -> None:
    old = element.attrib.pop("id", None)
    target = element.attrib.pop(_HREF, None)
    for name, value in element.attrib.items():
        element.set(name, _URL.sub(lambda found: f"url(#{numbered[found[1]]})", value))
    if old in numbered:
        element.set("id", numbered[old])
    if target is not None:
        element.set("href", f"#{numbered[target.removeprefix('#')]}")


def _drawn(canvas: Canvas, salt: str) -> bytes:
    import matplotlib as mpl

    out = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": salt}):
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        canvas.sheet.savefig(out, format="svg", metadata=nothing)
    return out.getvalue()


def _drop_frills(root: Any) -> None:
    """Remove the metadata, and the style sheet that would restyle the whole page."""
    for name in ("metadata", "style"):
        for element in list(root.iter(f"{{{_SVG}}}{name}")):
            element.getparent().remove(element)
    for element in list(root.iter(f"{{{_SVG}}}defs")):
        if len(element) == 0:
            element.getparent().remove(element)


def _tidy(element: Any) -> None:
    for name, value in element.attrib.items():
        coloured = _COLOUR.sub(lambda found: _ROLE_OF[found[0]], value) if name == "style" else value
        element.set(name, _NUMBER.sub(_short, " ".join(coloured.split())))


def _short(found: re.Match[str]) -> str:
    text = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _rooted(drawn: Any, canvas: Canvas, alt: str, em_of: float | None) -> Any:
    from lxml import etree

    names: Any = {None: _SVG}  # the stubs know no default namespace
    root = etree.Element(f"{{{_SVG}}}svg", nsmap=names)
    wide, high = f"{canvas.width:g}", f"{canvas.height:g}"
    root.attrib.update({"viewBox": f"0 0 {wide} {high}", "width": wide, "height": high, "class": "chart"})
    root.attrib.update({"role": "img", "aria-label": alt})
    style = "font-variant-numeric:tabular-nums;stroke-linejoin:round;stroke-linecap:butt"
    size = "" if em_of else f"font-size:{canvas.text_px:g}px;"
    root.set("style", f"font-family:var(--sans,'Talk Sans',sans-serif);{size}{style}")
    root.extend(list(drawn))
    etree.cleanup_namespaces(root)
    return root


def _texts(texts: list[Text], share: float, name: str = "") -> Any:
    from lxml import etree

    group = etree.Element(f"{{{_SVG}}}g", {"class": name} if name else {}, style=f"font-size:{share:.4g}em")
    for text in texts:
        lines = text.text.split("\n")
        element = etree.SubElement(group, f"{{{_SVG}}}text", style=text_style(text))
        x, y = (_NUMBER.sub(_short, f"{value:.4f}") for value in (text.x, text.y))
        element.attrib.update({"x": x, "y": y})
        if text.across != "start":
            element.set("text-anchor", text.across)
        for number, line in enumerate(lines):
            part = element if len(lines) == 1 else etree.SubElement(element, f"{{{_SVG}}}tspan", x=x)
            drop = LINE if number else _first_drop(text)
            if drop:
                part.set("dy", f"{drop:.4g}em")
            part.text = line
    return group


def text_style(text: Text) -> str:
    """Its colour, face and halo as a style attribute."""
    style = f"fill:{palette.variable(text.role)}"
    if text.face == BOLD:
        style += ";font-weight:600"
    if text.face == MONO:
        style += ";font-family:var(--mono,'Talk Mono',monospace)"
    if text.halo:
        style += f";paint-order:stroke;stroke:{palette.variable('bg')};stroke-width:.3em"
    return style


def _first_drop(text: Text) -> float:
    """How far the first baseline lies under the point, in text sizes."""
    below = text.text.count("\n") * LINE
    rise = {"top": 0.0, "middle": below / 2, "base": below, "first": 0.0}[text.down]
    return _DOWN[text.down] - rise


def _set(canvas: Canvas, text: Text) -> None:
    from matplotlib.patheffects import withStroke
    from matplotlib.transforms import IdentityTransform

    across = {"start": "left", "middle": "center", "end": "right"}[text.across]
    for number, line in enumerate(text.text.split("\n")):
        y = canvas.height - text.y - (_first_drop(text) + number * LINE) * canvas.text_px
        set_text = canvas.sheet.text(
            text.x, y, line, ha=across, va="baseline", color=canvas.colours[text.role],
            font=font(text.face), fontsize=canvas.text_px, parse_math=False,
            zorder=_TOP,
        )  # fmt: skip
        set_text.set_transform(IdentityTransform())
        if text.halo:
            width = 0.3 * canvas.text_px
            set_text.set_path_effects([withStroke(linewidth=width, foreground=canvas.colours["bg"])])
