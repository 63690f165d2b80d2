"""The distribution of the answers to questions with one answer: a stacked bar for each.

A native chart beside rows of cells, as on the first page. All of them refer to `SpreadRows`, a page
of ten questions at a time. Below each bar are its answers with their shares, in the same colours,
so that the page can be read without colours.
"""

from collections.abc import Mapping
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.color import Color
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from meetlat_report_sheets.headline import SPREADS_ON_PAGE as SHOWN
from meetlat_report_sheets.spreads import ANSWERS as ANSWER_COLUMNS
from meetlat_report_sheets.spreads import SHARES as SHARE_COLUMNS
from meetlat_workbooks.bullets import remove_texts
from meetlat_workbooks.look import ACCENT, INK, LIGHT, PALE, QUIET, STEEL, WARM, WHITE, Look
from meetlat_workbooks.multilingual import write_or_formula
from meetlat_workbooks.references import SPREAD_PAGES, figure, headline, text
from meetlat_workbooks.results import Labels

# From the first answer to the last: lighter and lighter, as answers are ordered; and three more.
FILLS = (INK, ACCENT, QUIET, STEEL, LIGHT, WARM, Color.theme(8, 0), PALE)

# The colours of texts that are readable on those.
LETTERS = (WHITE, WHITE, WHITE, INK, INK, INK, WHITE, INK)

TOP = 4

# The heights in points of a question, its bar and its answers.
HEIGHTS = (25, 18, 36)

WIDTH = 12.5

# The cell with the number of the page, which HR chooses.
PAGE = xl_rowcol_to_cell(TOP - 1, len(FILLS) - 1, row_abs=True, col_abs=True)

# Hidden columns of each bar: the row of its question in `SpreadRows`, and its shares.
HIDDEN = len(FILLS) + 1
PLACE, SHARES = HIDDEN, HIDDEN + 1


def write_spreads(book: xlsxwriter.Workbook, sheet: Worksheet, look: Look, labels: Labels) -> None:
    """Write the sheet below its title."""
    texts = labels["spreads"]
    sheet.set_column(0, len(FILLS) - 1, WIDTH)
    sheet.set_column(HIDDEN, SHARES + len(FILLS) - 1, None, None, {"hidden": True})
    for place in range(SHOWN):
        _bar(sheet, look, place)
    bar = sum(HEIGHTS) * SHOWN * 4 // 3
    chart = _chart(book, sheet)
    chart.set_size({"width": len(FILLS) * int(7 * WIDTH + 5), "height": bar})
    options = {"description": str(texts["alt"]), "object_position": 1}
    sheet.insert_chart(TOP, 0, chart, options)
    quiet = look.cell(font_size=9, font_color=QUIET, italic=True)
    write_or_formula(sheet, TOP - 1, 0, headline("no_spreads"), quiet)
    _choose_page(sheet, look, texts)
    end = TOP + SHOWN * len(HEIGHTS)
    write_or_formula(sheet, end, 0, headline("more_spreads"), quiet)
    sheet.print_area(0, 0, end, len(FILLS) - 1)


def _choose_page(sheet: Worksheet, look: Look, texts: Mapping[str, str]) -> None:
    """Write a cell to choose the page, which is visible if there are several."""
    row, column = TOP - 1, len(FILLS) - 1
    label = headline("spread_page")
    small: dict[str, Any] = {"font_size": 9, "align": "right", "valign": "vcenter"}
    sheet.merge_range(row, column - 2, row, column - 1, "", look.cell(**small, font_color=QUIET))
    write_or_formula(sheet, row, column - 2, label, look.cell(**small, font_color=QUIET))
    sheet.write_number(row, column, 1, look.cell(**small, bold=True, bg_color=PALE))
    limits = {"validate": "integer", "criteria": "between", "minimum": 1}
    limits |= {"maximum": f"={SPREAD_PAGES}"}
    explained = {"input_title": str(texts["page"]), "input_message": str(texts["page_how"])}
    sheet.data_validation(row, column, row, column, {**limits, **explained})
    single = {"type": "formula", "criteria": f"={SPREAD_PAGES}<=1", "format": look.unseen()}
    sheet.conditional_format(row, column, row, column, single)


def _bar(sheet: Worksheet, look: Look, place: int) -> None:
    """Write a question, and its answers in the colours of the bar between them."""
    hidden, top = TOP + place, TOP + place * len(HEIGHTS)
    row_of = xl_rowcol_to_cell(hidden, PLACE, col_abs=True)
    number = f"=IFERROR({place + 1}+{SHOWN}*({PAGE}-1),{place + 1})"
    sheet.write_formula(hidden, PLACE, number, look.cell(), place + 1)
    for row, points in enumerate(HEIGHTS, top):
        sheet.set_row(row, points)
    last = len(FILLS) - 1
    title = look.cell(bold=True, font_size=9, font_color=INK, text_wrap=True, valign="bottom")
    sheet.merge_range(top, 0, top, last, "", title)
    write_or_formula(sheet, top, 0, text("SpreadRows", "text", row_of), title)
    for i, (fill, letters) in enumerate(zip(FILLS, LETTERS, strict=True)):
        share = figure("SpreadRows", SHARE_COLUMNS[i], row_of)
        write_or_formula(sheet, hidden, SHARES + i, share, look.cell())
        plain = {"font_size": 8, "text_wrap": True, "valign": "vcenter"}
        form = look.cell(**plain, bg_color=fill, font_color=letters, right=1, right_color=WHITE)
        answer = text("SpreadRows", ANSWER_COLUMNS[i], row_of)
        write_or_formula(sheet, top + 2, i, answer, form)
    nothing = f'={xl_rowcol_to_cell(top + 2, 0)}=""'
    rule = {"type": "formula", "criteria": nothing, "format": look.unseen()}
    sheet.conditional_format(top + 2, 0, top + 2, last, rule)


def _chart(book: xlsxwriter.Workbook, sheet: Worksheet) -> Chart:
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    if chart is None:  # XlsxWriter does not know the type
        raise ValueError("bar")
    gap = round(100 * (sum(HEIGHTS) - HEIGHTS[1]) / HEIGHTS[1])
    for i, fill in enumerate(FILLS):
        cells = [sheet.get_name(), TOP, SHARES + i, TOP + SHOWN - 1, SHARES + i]
        line = {"color": WHITE, "width": 0.75}
        chart.add_series({"values": cells, "fill": {"color": fill}, "border": line, "gap": gap})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"visible": False, "reverse": True})
    remove_texts(chart)
    return chart
