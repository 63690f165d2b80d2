"""Random tables and references: only those that cover a column or the table follow a resize."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from package_check import new_findings
from references import references
from xlsxwriter.utility import xl_range, xl_range_abs

from tests.examples import few_examples

headless = pytest.importorskip("xlengines.xlsx")

Box = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0
TOP, LEFT = 5, 2  # of the table


@st.composite
def boxes(draw: st.DrawFn, rows: int, width: int) -> Box:
    """A range near the table, which often covers a column or nearly does."""
    body = TOP + 1
    first, last = draw(st.sampled_from([body, body, TOP, body + 1])), body + rows - 1
    last = max(first, last + draw(st.sampled_from([0, 0, 0, -1, 1])))
    left = LEFT + draw(st.integers(-1, width))
    right = draw(st.sampled_from([left, left, LEFT + width - 1]))
    if draw(st.booleans()):
        left, right = draw(st.sampled_from([(left, left), (LEFT, LEFT + width - 1)]))
    return first, left, last, max(left, right)


def moved(box: Box, rows: int, width: int, new: int, totals: bool) -> set[Box]:
    """Where a range may be when the table's body changes from `rows` to `new` rows."""
    first, left, last, right = box
    if totals and last == TOP + rows + 1 and left >= LEFT and right < LEFT + width:
        start = first + new - rows if first == last else first  # the totals row moves
        return {box, (start, left, last + new - rows, right)}
    inside = left >= LEFT and right < LEFT + width and last == TOP + rows
    after = (first, left, TOP + new, right)
    whole = (left, right) == (LEFT, LEFT + width - 1)
    if inside and first == TOP + 1 and (left == right or whole):
        return {after}
    if inside and first == TOP and whole:
        return {after}
    if inside and first in (TOP, TOP + 1):
        return {box, after}  # some columns, or one with its header: both are allowed
    return {box}


def build(path: Path, rows: int, width: int, totals: bool, wanted: list[Box]) -> None:
    """A table, and for every range a name, a format, a chart and perhaps a sparkline."""
    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet("S"), book.add_worksheet("Other")
    columns = [{"header": f"c{n}", "total_function": "sum"} for n in range(width)]
    bottom = TOP + rows + totals
    options = {"name": "Grows", "columns": columns, "total_row": totals}
    sheet.add_table(TOP, LEFT, bottom, LEFT + width - 1, options)
    for number, box in enumerate(wanted):
        absolute = "S!" + xl_range_abs(*box)
        book.define_name(f"name_{number}", "=" + absolute)
        sheet.conditional_format(*box, {"type": "2_color_scale"})
        chart = book.add_chart({"type": "column"})
        assert chart
        chart.add_series({"values": "=" + absolute})
        other.insert_chart(number * 16, 0, chart)
        if box[0] == box[2] or box[1] == box[3]:
            other.add_sparkline(number, 20, {"range": "S!" + xl_range(*box)})
    book.close()


def spelt(box: Box, absolute: bool = True) -> str:
    """`S!$B$2:$B$5`; a single cell without the colon."""
    text = xl_range_abs(*box) if absolute else xl_range(*box)
    first, _, last = text.partition(":")
    return first if first == last else text


@settings(few_examples, suppress_health_check=list(HealthCheck))
@given(st.data(), st.integers(1, 5), st.integers(1, 4), st.booleans(), st.integers(1, 9))
@example(None, 4, 3, False, 6)
def test_only_references_that_cover_a_column_or_the_table_follow_a_resize(
    data: st.DataObject | None, rows: int, width: int, totals: bool, new: int
):
    wanted = [(TOP + 1, LEFT, TOP + rows, LEFT)]
    if data:
        wanted = data.draw(st.lists(boxes(rows, width), min_size=1, max_size=4, unique=True))
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before.xlsx"), Path(folder, "after.xlsx")
        build(before, rows, width, totals, wanted)
        book = headless.open_book(before)
        table = book.sheets["S"].tables["Grows"]
        table.resize(table.range.resize(row_size=new + 1 + totals))
        book.save(after)
        book.close()
        found = references(after)
        assert new_findings(before, after) == []
    formats = sorted(found["S conditionalFormatting"])
    for number, box in enumerate(wanted):
        allowed = moved(box, rows, width, new, totals)
        named = allowed | {box} if rows == 1 else allowed  # a name may refer to that cell only
        assert found[f"name name_{number} None"][0] in {"S!" + spelt(b) for b in named}
        assert found[f"xl/charts/chart{number + 1}.xml"][0] in {"S!" + spelt(b) for b in allowed}
        assert any(spelt(b, absolute=False) in formats for b in allowed)
    assert len(formats) == len(wanted)
    lines = [f for k, v in found.items() if "sparkline f" in k for f in v]
    allowed_lines = {
        f"S!{spelt(b, absolute=False)}"
        for box in wanted  # a sparkline along a row stays there
        for b in (moved(box, rows, width, new, totals) if box[1] == box[3] else {box})
    }
    assert set(lines) <= allowed_lines
