"""The reading guide: what the workbook is, how to use it, and where its figures come from."""

import xlsxwriter

from meetlat_workbooks.content import Content
from meetlat_workbooks.look import ACCENT, INK, Look, fit_row
from meetlat_workbooks.results import Labels

WIDTH = 92


def write_about(book: xlsxwriter.Workbook, look: Look, labels: Labels, content: Content) -> None:
    """Write the guide: a heading for each chapter, a row for each line."""
    sheet = book.add_worksheet(str(labels["sheets"]["about"]))
    sheet.set_tab_color(INK)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, WIDTH)
    sheet.set_row(0, 28)
    sheet.write(0, 0, labels["sheets"]["about"], look.title())
    heading = look.cell(bold=True, font_size=11, font_color=ACCENT)
    line = look.cell(text_wrap=True, font_color=INK)
    rows = [
        row
        for chapter in content.about
        for row in (
            (chapter["heading"], heading),
            *((t, line) for t in chapter["lines"]),
            ("", line),
        )
    ]
    for row, (text, form) in enumerate(rows, 2):
        sheet.write(row, 0, text, form)
        fit_row(sheet, row, [(text, WIDTH)])
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&A&R{labels['page']['footer']}")
