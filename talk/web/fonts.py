"""Cuts the fonts of the deck, once, at install.

Of every face three files come out: `NAME.woff2` for the page and `NAME.ttf` for
matplotlib, both with one fixed set of characters, and the untouched source in `full/`,
of which a deck takes what the fixed set lacks. `fonts.json` says what each file is
and covers. Same sources, same bytes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, woff2


@dataclass(frozen=True, slots=True)
class Face:
    """A face of our type: its file, where it comes from, and what CSS calls it."""

    name: str
    source: str
    family: str
    style_name: str
    weight: int = 400
    italic: bool = False


_SERIF = "@expo-google-fonts/source-serif-4"

FACES = (
    Face("Inter-Regular", "inter-ui/web/Inter-Regular.woff2", "Talk Sans", "Regular"),
    Face("Inter-Italic", "inter-ui/web/Inter-Italic.woff2", "Talk Sans", "Italic", italic=True),
    Face("Inter-SemiBold", "inter-ui/web/Inter-SemiBold.woff2", "Talk Sans", "SemiBold", 600),
    Face("Inter-Bold", "inter-ui/web/Inter-Bold.woff2", "Talk Sans", "Bold", 700),
    Face("Display-SemiBold", "inter-ui/display/InterDisplay-SemiBold.woff2", "Talk Display", "SemiBold", 600),
    Face("Serif-Regular", f"{_SERIF}/400Regular/SourceSerif4_400Regular.ttf", "Talk Serif", "Regular"),
    Face(
        "Serif-Italic",
        f"{_SERIF}/400Regular_Italic/SourceSerif4_400Regular_Italic.ttf",
        "Talk Serif",
        "Italic",
        italic=True,
    ),
    Face(
        "Serif-SemiBold", f"{_SERIF}/600SemiBold/SourceSerif4_600SemiBold.ttf", "Talk Serif", "SemiBold", 600
    ),
    Face("Mono-Regular", "dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf", "Talk Mono", "Regular"),
    Face("Mono-Bold", "dejavu-fonts-ttf/ttf/DejaVuSansMono-Bold.ttf", "Talk Mono", "Bold", 700),
)

# The fixed set, as ranges of code points. A face keeps what it has of it.
FIXED_SET = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x024F),  # Latin-1, Latin Extended-A and -B
    (0x02B0, 0x02BA),  # modifiers and combining marks, without the three that fonts draw as the glyph of a
    (0x02BD, 0x02ED),  # quotation mark: a PDF would take ’ and ” for them, and nobody would find its words
    (0x02EF, 0x036F),
    (0x0370, 0x03FF),  # Greek
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x2000, 0x20BF),  # punctuation, superscripts and subscripts, currencies
    (0x2100, 0x218F),  # letterlike symbols, number forms
    (0x2190, 0x22FF),  # arrows, mathematical operators
    (0x2300, 0x232F),  # ceiling, floor, keys
    (0x2460, 0x2473),  # circled numbers
    (0x2500, 0x25FF),  # box drawing, blocks, geometric shapes
    (0x2605, 0x2606),  # stars
    (0x2610, 0x2612),  # ballot boxes
    (0x2713, 0x2718),  # check marks and crosses
    (0x27E6, 0x27EB),  # mathematical brackets
    (0x27F5, 0x27FF),  # long arrows
    (0xFB00, 0xFB04),  # ligatures of f
    (0xFFFD, 0xFFFD),  # the replacement character
)

# Left out on purpose: `calt`, with which Inter turns `0x40` and `->` into other characters,
# and all the alternates that no style sheet of ours asks for.
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "case"]
BOOK_FEATURES = ["onum", "liga"]  # old-style figures and ligatures, for running text in a serif

# Names of a font that we set: family, style, unique id, full name, PostScript name.
_FAMILY, _STYLE, _UNIQUE, _FULL, _POSTSCRIPT = 1, 2, 3, 4, 6
_KEPT_NAMES = {0, 5, 13, 14}  # copyright, version, licence, its address
_BOLD, _ITALIC, _REGULAR = 1 << 5, 1 << 0, 1 << 6


def make_fonts(modules: Path, out: Path) -> None:
    """Write all font files and `fonts.json` from the npm packages in `modules` into `out`."""
    (out / "full").mkdir(parents=True)
    table = {"faces": [_make_face(face, modules, out) for face in FACES]}
    (out / "fonts.json").write_text(json.dumps(table, indent=1) + "\n", encoding="ascii")


def _make_face(face: Face, modules: Path, out: Path) -> dict[str, object]:
    source = modules / face.source
    uncut = out / "full" / f"{face.name}{source.suffix}"
    shutil.copyfile(source, uncut)
    font = TTFont(source, recalcTimestamp=False)
    everything = set(font.getBestCmap())
    fixed = everything & {point for low, high in FIXED_SET for point in range(low, high + 1)}
    names = font["name"]
    del font["name"]  # the subsetter would search the whole font for references to names
    _cut(font, fixed, FEATURES + (BOOK_FEATURES if face.family == "Talk Serif" else []))
    font["name"] = names
    _rename(font, face)
    font.flavor = None
    font.save(out / f"{face.name}.ttf")
    woff2.compress(out / f"{face.name}.ttf", out / f"{face.name}.woff2")
    return {
        "name": face.name,
        "family": face.family,
        "weight": face.weight,
        "style": "italic" if face.italic else "normal",
        "full": f"full/{uncut.name}",
        "unicode": unicode_range(fixed),
        "full_unicode": unicode_range(everything),
    }


def _cut(font: TTFont, points: set[int], features: list[str]) -> None:
    """Leave these characters alone in the font, without hints and unused features."""
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.recalc_timestamp = False
    options.bidi_closure = False  # no mirrored twins of what was asked for
    options.drop_tables += ["FFTM"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=points)
    worker.subset(font)


def _rename(font: TTFont, face: Face) -> None:
    """Give the font our family's name (its licence asks for another than the original's)."""
    full_name = f"{face.family} {face.style_name}"
    postscript = full_name.replace(" ", "-")
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in _KEPT_NAMES]
    for name_id, text in (
        (_FAMILY, face.family),
        (_STYLE, face.style_name),
        (_UNIQUE, postscript),
        (_FULL, full_name),
        (_POSTSCRIPT, postscript),
    ):
        names.setName(text, name_id, 3, 1, 0x409)
    os2 = font["OS/2"]
    os2.usWeightClass = face.weight
    os2.fsSelection &= ~(_BOLD | _ITALIC | _REGULAR)
    os2.fsSelection |= _ITALIC if face.italic else _BOLD if face.weight >= 700 else _REGULAR
    font["head"].macStyle = (1 if face.weight >= 700 else 0) | (2 if face.italic else 0)


def unicode_range(points: Iterable[int]) -> str:
    """The code points as CSS writes them: `U+20-7E,U+A0`."""
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{low:X}" if low == high else f"U+{low:X}-{high:X}" for low, high in runs)
