"""Slides: native charts and tables in which nothing overlaps and nothing is cut."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.publishing import NotPublishedError, Targets, each_group
from meetlat.publishing.slides import publish_slides
from meetlat.reporting.board.write import board_workbook
from meetlat.reporting.colours import READABLE, contrast, luminance
from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.labels import RADIUS, place_labels
from meetlat.reporting.drawing.text_size import height, shortened, width, wrapped
from meetlat.reporting.pdf import libreoffice
from meetlat.reporting.slides.file import slides_of
from meetlat.reporting.slides.heat_map import LOWEST
from meetlat.reporting.story.story import story_of
from tests.example import EXAMPLE, example_results
from tests.pictures import png
from tests.reporting.stories import LONG, Size, report_of, tables
from tests.surveys import workbook

EARLIER, BENCHMARK = "Previous survey", "Benchmark"
THREE = (EARLIER, BENCHMARK, "Sector")

EMU = 914400

# A slide is this many points wide on A4, and 13.333 inches in the file.
ON_PAPER = 297 / 25.4 / 13.333

SIZES = {
    "3 themes": (Size(3, 8), ""),
    "17 themes, 3 comparisons": (Size(17, 60, THREE), ""),
    "40 themes, 250 questions": (Size(40, 250, (EARLIER,)), ""),
    "long texts": (Size(17, 40, THREE, long=True), ""),
    "no eNPS, no segments": (Size(4, 12, (BENCHMARK,), enps=False, segments=False), ""),
    "one theme": (Size(1, 8), ""),
    "yellow": (Size(settings=(("accent", "#FFE600"),)), ""),
    "black": (Size(settings=(("accent", "#000000"),)), ""),
    "a department": (Size(17, 60, THREE), "department=Department 1"),
    "the example": (None, ""),
    "a team, long texts": (Size(40, 80, THREE, long=True), f"team=Team 4 {LONG}"),
}


@dataclass(frozen=True)
class Inked:
    """What is drawn somewhere: a text with its size, or a chart."""

    what: str
    box: Box
    size: float = 0.0
    bold: bool = False


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


@cache
def slides(size: Size, group: str = "") -> bytes:
    return slides_of(report_of(size, group), Path())


@cache
def slides_of_example() -> bytes:
    return slides_of(example_results(), EXAMPLE.parent)


def box_of(shape: Any) -> Box:
    """The box around a shape, which may be turned around its middle."""
    x, y, w, h = (side / EMU for side in (shape.left, shape.top, shape.width, shape.height))
    turned = radians(getattr(shape, "rotation", 0))
    wide = abs(w * cos(turned)) + abs(h * sin(turned))
    high = abs(w * sin(turned)) + abs(h * cos(turned))
    return Box(x + (w - wide) / 2, y + (h - high) / 2, wide, high)


def inked(slide: Any) -> Iterator[Inked]:
    """Everything with a place of its own; rotated texts and backgrounds are left out."""
    for shape in slide.shapes:
        if shape.has_chart:
            yield Inked("chart", box_of(shape))
        elif shape.has_table:
            yield from cells_of(shape)
        elif shape.has_text_frame and shape.text_frame.text and not shape.rotation:
            size, bold = font_of(shape.text_frame)
            yield Inked(shape.text_frame.text, box_of(shape), size, bold)


def cells_of(frame: Any) -> Iterator[Inked]:
    """The cells with a text, with their own boxes."""
    table, top = frame.table, frame.top
    for row in table.rows:
        left = frame.left
        for cell, column in zip(row.cells, table.columns, strict=True):
            if cell.text_frame.text:
                wide = column.width
                if cell.is_merge_origin:
                    wide = sum(c.width for c in [*table.columns][: cell.span_width])
                sides = (left + cell.margin_left, top, wide - cell.margin_left, row.height)
                size, bold = font_of(cell.text_frame)
                yield Inked(cell.text_frame.text, Box(*(s / EMU for s in sides)), size, bold)
            left += column.width
        top += row.height


def font_of(frame: Any) -> tuple[float, bool]:
    runs = [run for paragraph in frame.paragraphs for run in paragraph.runs]
    sizes = {run.font.size.pt for run in runs if run.font.size}
    return max(sizes, default=palette.SMALL), any(run.font.bold for run in runs)


def text_box(one: Inked) -> Box:
    """The part of a box that a text takes, which is less high than its box."""
    if not one.size:
        return one.box
    lines = len(wrapped(one.what, one.box.w + 0.03, one.size, bold=one.bold)) or 1
    return one.box.top(min(one.box.h, height(lines, one.size)))


@pytest.fixture(scope="module", params=SIZES, ids=list(SIZES))
def deck(request):
    size, group = SIZES[request.param]
    if size is None:
        return opened(slides_of_example())
    return opened(slides(size, group))


@pytest.fixture(scope="module")
def drawn(deck) -> list[list[Inked]]:
    """What is drawn on each slide, looked up once for all tests."""
    return [[*inked(slide)] for slide in deck.slides]


def test_nothing_lies_outside_its_slide(deck):
    whole = Box(0, 0, deck.slide_width / EMU, deck.slide_height / EMU)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert whole.contains(box_of(shape)), shape.name


def test_no_two_texts_overlap_and_no_text_lies_on_bars(deck, drawn):
    for slide, found in zip(deck.slides, drawn, strict=True):
        texts = [one for one in found if one.what != "chart"]
        scatter = [s for s in slide.shapes if s.has_chart and "SCATTER" in str(s.chart.chart_type)]
        is_matrix = any(shape.rotation == 270 for shape in slide.shapes if shape.has_text_frame)
        charts = [] if scatter and is_matrix else [one for one in found if one.what == "chart"]
        for i, one in enumerate(texts):
            for other in [*texts[i + 1 :], *charts]:
                assert not text_box(one).overlaps(text_box(other)), (one, other)


def test_every_slide_but_the_last_is_a_third_full(deck, drawn):
    top, bottom = 1.5, 6.75
    for slide, own in [*zip(deck.slides, drawn, strict=True)][:-1]:
        found = [one.box for one in own]
        lowest = max(box.bottom for box in found if top <= box.y and box.bottom <= bottom)
        assert lowest - top >= (bottom - top) / 3, slide.shapes.title.text_frame.text


def test_every_text_fits_its_box(drawn):
    for slide in drawn:
        for one in slide:
            if one.size:
                lines = len(wrapped(one.what, one.box.w + 0.03, one.size, bold=one.bold))
                assert height(lines, one.size) <= one.box.h + 0.005, one


def test_no_figure_is_shortened(drawn):
    for slide in drawn:
        for one in slide:
            assert not re.fullmatch(r"[+−\d.,%]*…", one.what), one


def test_no_row_is_lower_than_a_program_draws_it(deck):
    for slide in deck.slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            assert min(row.height for row in table.rows) / EMU >= LOWEST - 1e-4


def test_no_text_is_smaller_than_nine_points_on_paper(drawn):
    for slide in drawn:
        for one in slide:
            assert not one.size or one.size * ON_PAPER >= 9, one


def test_texts_have_three_sizes_and_only_figures_a_fourth(drawn):
    known = {palette.TITLE, palette.TEXT, palette.SMALL}
    for number, slide in enumerate(drawn):
        sizes = {one.size for one in slide if one.size}
        assert sizes <= known | ({palette.FIGURE} if not number else set())


def test_every_chart_table_and_picture_has_a_text_for_screen_readers(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                (properties,) = shape._element.nvGraphicFramePr.iter("{*}cNvPr")
                assert properties.get("descr")


def test_every_slide_has_a_title_a_source_and_a_number(deck):
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        assert 'type="slidenum"' in slide.shapes._spTree.xml
        title = deck.core_properties.title
        assert any(shape.text_frame.text.startswith(title[:20]) for shape in texts(slide))


def texts(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if shape.has_text_frame]


# The workbook for a board

IN_WORKBOOK = ("40 themes, 250 questions", "long texts", "one theme", "a team, long texts")


@pytest.mark.parametrize("name", IN_WORKBOOK)
def test_every_text_fits_its_cell_in_the_workbook_for_a_board(name):
    report = report_of(*SIZES[name])
    book = openpyxl.load_workbook(io.BytesIO(board_workbook(report)))
    assert len(book.sheetnames) == len(story_of(report).slides)
    for sheet in book:
        wide = {
            column: dimension.width
            for dimension in sheet.column_dimensions.values()
            for column in range(dimension.min, dimension.max + 1)
        }
        merged = {area.start_cell.coordinate: area for area in sheet.merged_cells.ranges}
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str) and not cell.alignment.textRotation:
                area = merged.get(cell.coordinate)
                last = area.max_col if area else cell.column
                room = sum(map(wide.__getitem__, range(cell.column, last + 1))) * 7 / 96
                needed = height(len(wrapped(cell.value, room, cell.font.sz)), cell.font.sz)
                high = sheet.row_dimensions[cell.row].height or 15
                assert needed <= high / 72 + 0.03, (sheet.title, cell.coordinate, cell.value)


# Content


def test_charts_hold_the_figures_of_the_result_tables():
    deck = opened(slides_of_example())
    scores = dict(example_results()["ThemeScores"].select("name", "score").iter_rows())
    charts = [s.chart for s in deck.slides[0].shapes if s.has_chart][1:]
    found = {
        name: value
        for chart in charts
        for name, value in zip(chart.plots[0].categories, chart.series[0].values, strict=True)
    }
    assert found == scores
    (themes,) = [s.chart for s in deck.slides[1].shapes if s.has_chart]
    points = themes.plots[0].series[-1].iter_values()
    assert len([*points]) == len(scores)


def test_no_slide_shows_an_id_or_a_p_value():
    report = report_of(Size(17, 60, THREE))
    ids = {*report.catalogue.themes["theme"], *report.catalogue.questions["question"]}
    shown = " ".join(
        one.what for s in opened(slides(Size(17, 60, THREE))).slides for one in inked(s)
    )
    assert not ids & set(re.findall(r"\w+", shown))
    assert not re.search(r"\bp [=<]", shown)


def parts_of(package: bytes, name: str = "") -> Iterator[tuple[str, str]]:
    """The text of each part, in the workbooks of charts too."""
    with zipfile.ZipFile(io.BytesIO(package)) as packed:
        for part in packed.namelist():
            content = packed.read(part)
            if zipfile.is_zipfile(io.BytesIO(content)):
                yield from parts_of(content, part)
            else:
                yield f"{name}!{part}", content.decode("utf-8", "replace")


def test_no_part_contains_a_figure_of_a_withheld_group():
    """The scores of the group while it was shown, as written in a chart or its workbook."""
    shown = report_of(Size())
    scores = shown.all_groups["ThemeScores"].filter(segment="team", group="Team 4")["score"]
    of_team = {repr(score) for score in scores}
    assert len(of_team) == 3
    report = report_of(Size(settings=(("smallest_group", "30"),)))
    assert "Team 4" in report.groups.sizes.filter("withheld")["group"].to_list()
    for name, text in parts_of(slides_of(report, Path())):
        assert not any(score in text for score in of_team), name
    alone = report_of(Size(settings=(("smallest_group", "30"),)), "team=Team 4")
    for name, text in parts_of(slides_of(alone, Path())):
        assert not any(score in text for score in of_team), name


def test_the_same_report_gives_the_same_bytes(monkeypatch):
    first = slides(Size())
    monkeypatch.setattr("time.localtime", lambda *_: (2030, 1, 1, 0, 0, 0, 0, 1, 0))
    assert slides_of(report_of(Size()), Path()) == first


def test_signal_colours_are_readable_and_differ_in_lightness():
    better, worse = (f"#{colour}" for colour in (palette.BETTER, palette.WORSE))
    for colour in (better, worse, f"#{palette.QUIET}"):
        assert contrast(colour, "#ffffff") >= READABLE
    assert (luminance(worse) + 0.05) / (luminance(better) + 0.05) > 1.5
    for shade in palette.SHADES.values():
        assert contrast(f"#{shade}", f"#{palette.INK}") >= READABLE


@pytest.mark.parametrize("accent", ["#FFE600", "#000000", "#00637C", "#FFFFFF"])
def test_the_accent_is_readable_on_white_whatever_the_setting(accent):
    theme = opened(slides(Size(settings=(("accent", accent),)))).slide_master.part
    (blob,) = [r.target_part.blob for r in theme.rels.values() if r.reltype.endswith("/theme")]
    found = re.search(rb'accent1><a:srgbClr val="(\w+)"', blob)
    assert found
    assert contrast(f"#{found[1].decode()}", "#ffffff") >= READABLE


def test_a_logo_is_beside_the_title(tmp_path):
    (tmp_path / "logo.png").write_bytes(png(400, 100))
    content = slides_of(report_of(Size(settings=(("logo", "logo.png"),))), tmp_path)
    for slide in opened(content).slides:
        (picture,) = [shape for shape in slide.shapes if "Picture" in shape.name]
        assert not box_of(picture).overlaps(box_of(slide.shapes.title))


# Text and labels


@given(text=st.text(max_size=300), room=st.floats(0.3, 5), lines=st.integers(1, 3))
def test_a_shortened_text_fits(text, room, lines):
    short = shortened(text, room, 10.5, lines)
    assert len(wrapped(short, room, 10.5)) <= lines
    assert short == " ".join(text.split()) or short.endswith("…")


@given(st.lists(st.tuples(st.floats(1, 8), st.floats(1, 5)), min_size=1, max_size=40))
def test_labels_of_points_cover_no_point_and_no_other_label(points):
    room = Box(0, 0, 9, 6)
    sizes = [(width(f"Theme number {i}", 10.5), 0.175) for i in range(len(points))]
    labels = [label.box for label in place_labels(points, sizes, room) if label]
    dots = [Box(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS) for x, y in points]
    for i, label in enumerate(labels):
        assert room.contains(label)
        assert not any(label.overlaps(other) for other in [*labels[:i], *dots])


def test_forty_themes_all_have_a_label():
    content = opened(slides(Size(40, 250, (EARLIER,))))
    (slide,) = [s for s in content.slides if any(t.rotation == 270 for t in texts(s))]
    shown = {shape.text_frame.text for shape in texts(slide)}
    assert {f"Theme {i}" for i in range(40)} <= shown


# Template, command and PDF


@pytest.fixture
def template(tmp_path) -> Path:
    """A presentation of another size, with a slide and an accent of its own."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(10), Inches(5.625)
    for layout in deck.slide_layouts:
        for shape in layout.placeholders:
            if shape.placeholder_format.type == 1 or "Title" in shape.name:
                shape.left, shape.top = Inches(0.5), Inches(0.3)
                shape.width, shape.height = Inches(9), Inches(0.7)
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    data = CategoryChartData()
    data.categories = ["a"]
    data.add_series("b", [1])
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Inches(3), Inches(3), data)
    deck.save(str(tmp_path / "house.pptx"))
    return tmp_path / "house.pptx"


def test_a_template_gives_its_layout_and_size_and_none_of_its_slides(template):
    made = opened(slides_of(report_of(Size()), Path(), template))
    assert made.slide_width == Inches(10)
    assert len(made.slides) == len(story_of(report_of(Size())).slides)
    whole = Box(0, 0, 10, 5.625)
    for slide in made.slides:
        assert slide.slide_layout.name == "Title Only"
        for shape in slide.shapes:
            assert whole.contains(box_of(shape)), shape.name


def test_a_template_that_is_no_presentation_is_refused(tmp_path):
    (tmp_path / "house.pptx").write_text("no presentation")
    with pytest.raises(NotPublishedError, match=r"house\.pptx is not a PowerPoint presentation"):
        slides_of(report_of(Size()), Path(), tmp_path / "house.pptx")


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


def test_the_command_writes_slides_and_a_workbook_and_lists_their_titles(tmp_path):
    survey = workbook(tmp_path / "survey.xlsx", **tables(Size()))
    files = ["--pptx", tmp_path / "board.pptx", "--board", tmp_path / "board.xlsx"]
    result = run(survey, *files)
    assert result.exit_code == 0, result.output
    made = opened((tmp_path / "board.pptx").read_bytes()).slides
    assert len(made) == 7
    assert len(openpyxl.load_workbook(tmp_path / "board.xlsx").sheetnames) == 7
    titles = [slide.shapes.title.text_frame.text for slide in made]
    listed = [f"  {number}. {title}" for number, title in enumerate(titles, start=1)]
    assert [line for line in result.output.splitlines() if line in listed] == listed * 2
    again = run(survey, "--pptx", tmp_path / "board.pptx")
    assert again.exit_code == 1
    assert "--force" in again.output


def test_a_template_without_slides_is_a_mistake(tmp_path, template):
    survey = workbook(tmp_path / "survey.xlsx", **tables(Size()))
    result = run(survey, "--html", tmp_path / "page.html", "--template", template)
    assert result.exit_code == 2
    assert "--template needs" in result.output


def test_each_group_gets_the_slides_of_its_manager(tmp_path):
    survey = workbook(tmp_path / "survey.xlsx", **tables(Size(settings=(("group", ""),))))
    reports = each_group(survey, "department")
    reports.write(Targets(pptx=tmp_path / "each"))
    *files, index = sorted((tmp_path / "each").iterdir())
    assert [file.name for file in files] == [f"Department {i}.pptx" for i in range(3)]
    assert index.name == "index.html"
    assert reports.made == 3
    for i, file in enumerate(files):
        deck = opened(file.read_bytes())
        assert len(deck.slides) == 5
        shown = " ".join(one.what for slide in deck.slides for one in inked(slide))
        assert set(re.findall(r"Department (\d)", shown)) == {str(i)}


def printed(report: Any, folder: Path) -> Path:
    """The slides as a PDF; the test is skipped where LibreOffice cannot read slides."""
    try:
        publish_slides(report, Targets(board=folder / "board.pdf"), EXAMPLE.parent, None)
    except NotPublishedError as fault:
        if "could not be loaded" in str(fault):
            pytest.skip("LibreOffice has no Impress")
        raise
    return folder / "board.pdf"


def has_libreoffice() -> bool:
    try:
        return bool(libreoffice())
    except NotPublishedError:
        return False


@pytest.mark.skipif(
    not (has_libreoffice() and shutil.which("pdftotext")),
    reason="LibreOffice or Poppler is not installed",
)
def test_the_board_gets_a_tagged_pdf_with_a_page_for_each_slide(tmp_path):
    report = example_results()
    file = printed(report, tmp_path)
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")[:-1]
    story = story_of(report)
    assert len(pages) == len(story.slides)
    for number, (page, slide) in enumerate(zip(pages, story.slides, strict=True), start=1):
        joined = " ".join(page.split())
        assert slide.title in joined
        assert joined.endswith(f"{story.source} {number}")
    assert b"/StructTreeRoot" in file.read_bytes()
