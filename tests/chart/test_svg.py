"""What an SVG must be to live in a page with others."""

import os
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from talk import webfiles
from talk.chart import palette
from talk.chart.chart import Chart
from talk.chart.draw import render_lone_svg, render_png, render_svg
from talk.chart.figure import figure
from talk.chart.fonts import LINE, text_width
from talk.chart.size import Size, slide_size
from talk.errors import TalkError

SIZE = Size(1000, 440, 20, 1.14)


def everything() -> Chart:
    """A chart with every kind of mark in it."""
    xs = [1, 2, 3, 4]
    return (
        Chart(x=xs, y_range=(0, 10), x_label="t", y_label="<n> & more")
        .line([1, 2, 3, 4], "line").step([2, 3, 4, 5], "step").area([3, 4, 5, 6], "area")
        .points([1, 5, 2, 6], "dots").events([2], "ring", [2]).events([3], "tick").hline(9, "top")
        .vline(2, "now").band(1, 2, "part").panel().bars([1, 2, 3, 4], "bars").says("Seen.")
    )  # fmt: skip


def test_every_colour_is_a_variable(draw) -> None:
    """No colour of matplotlib's or of ours is left in the SVG."""
    drawn = draw(everything())
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", re.sub(r'(url\(#|href="#)[^")]+', "", drawn.svg))
    named = set(re.findall(r"var\(--([\w-]+)\)", re.sub(r"var\(--(sans|mono),.*?\)", "", drawn.svg)))
    assert named <= set(palette.ROLES)
    assert {"fg", "muted", "grid", "bg", "c-1", "c-5"} <= named


def test_ids_belong_to_their_figure() -> None:
    """Two figures on a page share no id, and every reference finds its own."""
    svgs = [render_svg(everything().data, SIZE, id=name, alt="x")[0] for name in ("one", "two")]
    ids = [re.findall(r'\bid="([^"]+)"', svg) for svg in svgs]
    assert ids[0]
    assert not set(ids[0]) & set(ids[1])
    for svg, own in zip(svgs, ids, strict=True):
        assert max(Counter(own).values()) == 1
        assert set(re.findall(r'(?:url\(#|href="#)([^")]+)', svg)) <= set(own)


def test_nothing_in_it_reaches_out_of_it(draw) -> None:
    """No style sheet that would restyle the page, no metadata, no second namespace, no fixed font size."""
    drawn = draw(everything())
    assert not any(
        etree.QName(each).localname in ("style", "metadata", "script") for each in drawn.root.iter()
    )
    assert drawn.root.nsmap == {None: "http://www.w3.org/2000/svg"}
    assert "font-size" not in drawn.root.get("style")
    assert "<!--" not in drawn.svg


def test_one_unit_is_one_pixel(draw) -> None:
    """The view box is the size in pixels; the picture has a role and a name."""
    root = draw(everything()).root
    assert root.get("viewBox") == "0 0 1000 440"
    assert (root.get("width"), root.get("height")) == ("1000", "440")
    assert (root.get("role"), root.get("aria-label")) == ("img", "a chart")


def test_text_is_text_and_keeps_the_authors_signs(draw) -> None:
    """Labels can be searched and copied."""
    assert "<n> & more" in {each.text for each in draw(everything()).texts}


def test_text_grows_with_the_decks_font() -> None:
    """From +0 to +6 the text in a chart grows by the ratio of the base, and never under 16 px."""
    sizes = {}
    for font_px in (28, 34, 18):
        made = figure([everything().data], id="f", width_px=1000, height_px=480, font_px=font_px)
        share = float(re.search(r"font-size:([\d.]+)em", made.svg)[1])
        sizes[font_px] = share * font_px
    assert sizes[34] / sizes[28] == pytest.approx(34 / 28, rel=1e-3)
    assert sizes[28] == pytest.approx(20, rel=1e-3)
    assert sizes[18] == pytest.approx(16, rel=1e-3)


def test_it_is_laid_out_anew_for_a_larger_font() -> None:
    """A larger text leaves less room for the plot: the chart is no stretched copy."""
    lefts = []
    for font_px in (28, 34):
        svg, _ = render_svg(everything().data, slide_size(1000, 480, font_px), id="f", alt="", em_of=font_px)
        ticks = re.findall(r'x="([\d.]+)" y="[\d.]+" text-anchor="end"', svg)
        lefts.append(float(ticks[0]))
    assert lefts[1] > lefts[0] * 1.1


def test_paper_brings_its_own_text_size() -> None:
    """On paper a chart is laid out for the paper's width, with text of at least 7 pt."""
    made = figure([everything().data], id="f", width_px=1000, height_px=480, caption="All.")
    (paper,) = made.paper
    px = float(re.search(r'<svg[^>]*style="[^"]*font-size:([\d.]+)px', paper.svg)[1])
    assert px * 0.75 >= 7
    assert 'width="642"' in paper.svg
    assert "font-size:1em" in paper.svg


def test_print_states_stand_side_by_side() -> None:
    """Each state has a drawing and a label, two to a row."""
    states = [("gogc=50 %", everything().data), ("gogc=100 %", everything().data)]
    made = figure([everything().data], id="f", width_px=1000, height_px=480, prints=states)
    assert [each.label for each in made.paper] == ["gogc=50 %", "gogc=100 %"]
    widths = [int(re.search(r'width="(\d+)"', each.svg)[1]) for each in made.paper]
    assert sum(widths) <= 642
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (made.svg, *(each.svg for each in made.paper))]
    assert not ids[0] & ids[1]
    assert not ids[1] & ids[2]


_SCRIPT = """
from talk.chart.chart import Chart
from talk.chart.figure import figure
chart = Chart(x=[1, 2, 3], y_range=(0, 9)).line([1, 4, 9], "a").points([2, 3, 4], "b").says("Up.")
made = figure([chart.data], id="f", width_px=800, height_px=400)
print(made.svg, made.paper[0].svg, made.csv, made.table)
"""


def test_the_same_numbers_give_the_same_bytes() -> None:
    """Neither the hash seed nor the time zone nor the language is seen in a figure."""
    told = []
    for seed, zone, lang in (("1", "UTC", "C.UTF-8"), ("77", "Asia/Tokyo", "de_DE.UTF-8")):
        env = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": lang,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        told.append(
            subprocess.run([sys.executable, "-c", _SCRIPT], env=env, capture_output=True, check=True).stdout
        )
    assert b"<svg" in told[0]
    assert told[0] == told[1]


def test_a_matplotlibrc_changes_nothing(tmp_path, monkeypatch) -> None:
    """Settings of the user's own do not reach the charts."""
    import matplotlib as mpl

    before = render_svg(everything().data, SIZE, id="f", alt="")
    with mpl.rc_context(
        {"lines.linestyle": ":", "axes.facecolor": "red", "path.simplify": False, "figure.dpi": 30}
    ):
        assert render_svg(everything().data, SIZE, id="f", alt="") == before


def test_a_lone_svg_needs_no_page() -> None:
    """A file of its own brings every colour that it names, and its text size."""
    text = render_lone_svg(everything().data, SIZE, id="f", alt="x").decode()
    style = etree.fromstring(text.encode()).get("style")
    assert all(f"--{role}:#" in style for role in palette.ROLES)
    assert "font-size:20px" in style


def test_a_png_is_a_picture_of_twice_the_size() -> None:
    """The picture has the theme's colours and two pixels to a unit."""
    import io

    from matplotlib.image import imread

    pixels = imread(io.BytesIO(render_png(everything().data, SIZE)), format="png")
    assert pixels.shape[:2] == (880, 2000)
    background = [int(palette.LIGHT["bg"][at : at + 2], 16) for at in (1, 3, 5)]
    assert [round(float(each) * 255) for each in pixels[0, 0, :3]] == background


def test_the_light_palette_is_the_themes() -> None:
    """What stands outside a page has the colours of the light theme."""
    light = dict(re.findall(r"--([\w-]+): light-dark\((#\w+),", webfiles.read_text("css/theme.css")))
    assert {role: light[role] for role in palette.ROLES} == palette.LIGHT


def test_missing_fonts_are_named(monkeypatch, tmp_path) -> None:
    """Without its fonts the installation is broken, and the message says what to do."""
    from talk import webfiles
    from talk.chart import fonts

    monkeypatch.setattr(webfiles, "bundle", lambda: tmp_path)
    with pytest.raises(TalkError, match=r"Inter-Regular\.ttf is missing"):
        fonts.font_file(fonts.SANS)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=2, max_size=8), st.sampled_from([28, 34, 44]))
def test_labels_at_the_ends_never_touch(ends: list[float], font_px: int) -> None:
    """Wherever the lines end, no two labels overlap, even after four more steps of the font."""
    chart = Chart(x=[0, 1])
    for number, end in enumerate(ends):
        chart.line([50, end], f"line {number}")
    svg, _ = render_svg(chart.data, slide_size(1000, 560, font_px), id="f", alt="", em_of=font_px)
    grown = 20 / 28 * (font_px + 4)
    places = sorted(_labels(svg))
    heights = [y for y, _ in places]
    assert len(places) == len(ends)
    assert all(after - before >= grown * LINE for before, after in pairwise(heights))
    assert all(x + text_width("line 0", grown) <= 1000 for _, x in places)


def _labels(svg: str) -> list[tuple[float, float]]:
    """The y and x of every text that begins with `line`."""
    root = etree.fromstring(svg)
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    return [(float(t.get("y")), float(t.get("x"))) for t in texts if "".join(t.itertext()).startswith("line")]
