"""The distribution of the answers to questions with one answer: a stacked bar for each.

A native chart beside rows of cells, as on the first page. Its hidden cells are formulas that find
the first questions whose shares sum to 1, so it fits any catalogue. Below each bar are its answers
with their shares, in the same colours, so that the page can be read without colours.
"""

from collections.abc import Mapping
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.color import Color
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from meetlat_workbooks.bullets import remove_texts
from meetlat_workbooks.formulas import short
from meetlat_workbooks.look import ACCENT, INK, LIGHT, PALE, QUIET, STEEL, WARM, WHITE, Look
from meetlat_workbooks.multilingual import quoted, write_or_formula
from meetlat_workbooks.results import Labels

# The number of questions on a page; a cell chooses the page.
SHOWN = 10

# The most questions that are searched.
SOUGHT = 250

# The most characters of an answer; the full text is on another sheet.
MOST_TEXT = 45

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

# Hidden columns of each question: first row, number of rows, single choice or not, count of those.
HIDDEN = len(FILLS) + 1
START, COUNT, SINGLE, PLACE = range(HIDDEN, HIDDEN + 4)

# Hidden columns of each bar: first row of its question, number of rows, shares.
FIRST, MANY, SHARES = HIDDEN + 5, HIDDEN + 6, HIDDEN + 7

ALL = "Distributions[question]"


def write_spreads(book: xlsxwriter.Workbook, sheet: Worksheet, look: Look, labels: Labels) -> None:
    """Write the sheet below its title."""
    texts = labels["spreads"]
    sheet.set_column(0, len(FILLS) - 1, WIDTH)
    sheet.set_column(HIDDEN, SHARES + len(FILLS), None, None, {"hidden": True})
    _find_questions(sheet, look)
    for place in range(SHOWN):
        _bar(sheet, look, place, texts["answers"])
    bar = sum(HEIGHTS) * SHOWN * 4 // 3
    chart = _chart(book, sheet)
    chart.set_size({"width": len(FILLS) * int(7 * WIDTH + 5), "height": bar})
    options = {"description": str(texts["alt"]), "object_position": 1}
    sheet.insert_chart(TOP, 0, chart, options)
    quiet = look.cell(font_size=9, font_color=QUIET, italic=True)
    found = f"MAX({_span(PLACE, SOUGHT)})"
    write_or_formula(sheet, TOP - 1, 0, f'=IF({found}=0,{quoted(texts["none"])},"")', quiet)
    _choose_page(sheet, look, texts, found)
    end = TOP + SHOWN * len(HEIGHTS)
    write_or_formula(sheet, end, 0, f'=IF({found}>{SHOWN},{quoted(texts["more"])},"")', quiet)
    sheet.print_area(0, 0, end, len(FILLS) - 1)


def _choose_page(sheet: Worksheet, look: Look, texts: Mapping[str, str], found: str) -> None:
    """Write a cell to choose the page, which is visible if there are several."""
    row, column = TOP - 1, len(FILLS) - 1
    pages = f"ROUNDUP({found}/{SHOWN},0)"
    label = f'=IF({found}>{SHOWN},{quoted(texts["page"])}&" (1–"&{pages}&")","")'
    small: dict[str, Any] = {"font_size": 9, "align": "right", "valign": "vcenter"}
    sheet.merge_range(row, column - 2, row, column - 1, "", look.cell(**small, font_color=QUIET))
    write_or_formula(sheet, row, column - 2, label, look.cell(**small, font_color=QUIET))
    sheet.write_number(row, column, 1, look.cell(**small, bold=True, bg_color=PALE))
    limits = {"validate": "integer", "criteria": "between", "minimum": 1}
    limits |= {"maximum": f"=MAX(1,{pages})"}
    explained = {"input_title": str(texts["page"]), "input_message": str(texts["page_how"])}
    sheet.data_validation(row, column, row, column, {**limits, **explained})
    single = {"type": "formula", "criteria": f"={found}<={SHOWN}", "format": look.unseen()}
    sheet.conditional_format(row, column, row, column, single)


def _span(column: int, rows: int) -> str:
    first = xl_rowcol_to_cell(TOP, column, row_abs=True, col_abs=True)
    return f"{first}:{xl_rowcol_to_cell(TOP + rows - 1, column, row_abs=True, col_abs=True)}"


def _find_questions(sheet: Worksheet, look: Look) -> None:
    """Write the first row of each question, and its number among those with one answer."""
    form = look.cell()
    for row in range(TOP, TOP + SOUGHT):
        start, count, single = (xl_rowcol_to_cell(row, c) for c in (START, COUNT, SINGLE))
        above = [xl_rowcol_to_cell(row - 1, c) for c in (START, COUNT, PLACE)]
        begin = "1" if row == TOP else f"{above[0]}+MAX(1,{above[1]})"
        known = "0" if row == TOP else above[2]
        question = f"INDEX({ALL},{start})"
        sums = f"SUMIF({ALL},{question},Distributions[share])"
        few = f"AND({count}>1,{count}<={len(FILLS)})"
        formulas = (
            (START, begin),
            (COUNT, f'IF({start}>ROWS({ALL}),0,IF({question}="",0,COUNTIF({ALL},{question})))'),
            (SINGLE, f"IF({few},IF(ABS({sums}-1)<0.000001,1,0),0)"),
            (PLACE, f"{known}+{single}"),
        )
        for column, formula in formulas:
            write_or_formula(sheet, row, column, f"={formula}", form)


def _bar(sheet: Worksheet, look: Look, place: int, noun: str) -> None:
    """Write a question, and its answers in the colours of the bar between them."""
    hidden, top = TOP + place, TOP + place * len(HEIGHTS)
    first, many = xl_rowcol_to_cell(hidden, FIRST), xl_rowcol_to_cell(hidden, MANY)
    number = f"{place + 1}+{SHOWN}*(MAX(1,N({PAGE}))-1)"
    match = f"MATCH({number},{_span(PLACE, SOUGHT)},0)"
    for column, found in ((FIRST, START), (MANY, COUNT)):
        formula = f"=IFERROR(INDEX({_span(found, SOUGHT)},{match}),0)"
        write_or_formula(sheet, hidden, column, formula, look.cell())
    for row, points in enumerate(HEIGHTS, top):
        sheet.set_row(row, points)
    last = len(FILLS) - 1
    title = look.cell(bold=True, font_size=9, font_color=INK, text_wrap=True, valign="bottom")
    sheet.merge_range(top, 0, top, last, "", title)
    n = f"SUMIF({ALL},INDEX({ALL},{first}),Distributions[n])"
    words = f'INDEX(Distributions[text],{first})&"  ("&{n}&" "&{quoted(noun)}&")"'
    write_or_formula(sheet, top, 0, f'=IF({first}=0,"",{words})', title)
    for i, (fill, letters) in enumerate(zip(FILLS, LETTERS, strict=True)):
        share, row = xl_rowcol_to_cell(hidden, SHARES + i), f"{first}+{i}"
        known = f"INDEX(Distributions[share],{row})"
        formula = f'=IF({i}>={many},"",IF({known}=0,"",{known}))'
        write_or_formula(sheet, hidden, SHARES + i, formula, look.cell())
        plain = {"font_size": 8, "text_wrap": True, "valign": "vcenter"}
        form = look.cell(**plain, bg_color=fill, font_color=letters, right=1, right_color=WHITE)
        answer = f"INDEX(Distributions[answer],{row})"
        words = f'{short(answer, MOST_TEXT)}&" "&TEXT(N({share}),"0%")'
        write_or_formula(sheet, top + 2, i, f'=IF({i}>={many},"",{words})', form)
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
