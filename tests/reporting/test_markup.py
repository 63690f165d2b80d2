"""Cells and runs of slides are written as text, and read as python-pptx makes them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pptx.util import Emu

from meetlat.reporting.slides.deck import Deck
from meetlat.reporting.slides.elements import markup, parsed
from meetlat.reporting.slides.tables import RIGHT, TableLook, TextCell, draw_table

# All that XML can hold, and control characters.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), min_size=1)


@given(TEXTS)
def test_a_run_has_the_text_that_python_pptx_gives_it(text):
    deck = Deck("nl-NL", "00788A", None, None)
    slide, _ = deck.add("Title", "", "")
    paragraph = slide.shapes.add_textbox(*[Emu(0)] * 4).text_frame.paragraphs[0]
    paragraph.add_run().text = text
    (run,) = parsed(deck.run(text, 12, colour="1d2b33"))
    assert run.t.text == paragraph.runs[0]._r.t.text


@given(TEXTS.filter(lambda text: not {*text} & {*"\t\n"} and text.isprintable()))
def test_an_attribute_has_the_text_that_it_was_given(text):
    (element,) = parsed(markup("a:ln", name=text))
    assert element.get("name") == text


def table(look: TableLook, *rows: list[TextCell | None]) -> Any:
    file = Deck("nl-NL", "00788A", None, None)
    slide, _ = file.add("Title", "", "")
    draw_table(file, slide, (1, 1), look, rows, "about")
    return next(shape for shape in slide.shapes if shape.has_table)


def test_python_pptx_reads_a_table_as_it_was_planned():
    look = TableLook([1, 2, 1.5], [0.2, 0.4], ruled=[1])
    header: list[TextCell | None] = [TextCell("Over <a> & b", span=2), None, TextCell("c", RIGHT)]
    shape = table(look, header, [TextCell("x", fill="ff0000", indent=0.2), TextCell(), TextCell()])
    assert [column.width.inches for column in shape.table.columns] == [1, 2, 1.5]
    assert [round(row.height.inches, 3) for row in shape.table.rows] == [0.2, 0.4]
    assert (shape.width.inches, round(shape.height.inches, 3)) == (4.5, 0.6)
    over, hidden, last = shape.table.rows[0].cells
    assert (over.is_merge_origin, over.span_width, hidden.is_spanned) == (True, 2, True)
    assert (over.text, last.text) == ("Over <a> & b", "c")
    assert last.text_frame.paragraphs[0].alignment == RIGHT
    first = shape.table.cell(1, 0)
    assert (str(first.fill.fore_color.rgb), round(first.margin_left.inches, 2)) == ("FF0000", 0.24)


def test_presentations_have_no_run_without_a_size_and_a_language():
    look = TableLook([1], [0.2], white_lines=True)
    runs = [*table(look, [TextCell("text")])._element.iter("{*}rPr")]
    assert [(run.get("sz"), run.get("lang")) for run in runs] == [("1050", "nl-NL")]
