"""The reading guide: what the workbook is, how to use it, and the source of its figures."""

from collections.abc import Iterator, Mapping

import xlsxwriter

from meetlat_workbooks.content import Content
from meetlat_workbooks.look import FOOTER, INK, Look, fit_row, keep_from_print
from meetlat_workbooks.multilingual import Multilingual, write
from meetlat_workbooks.results import Labels

WIDTH = 92


def write_about(book: xlsxwriter.Workbook, look: Look, labels: Labels, content: Content) -> None:
    """Write the sheet with the guide: a heading for each chapter, a row for each line."""
    sheet = book.add_worksheet(str(labels["sheets"]["about"]))
    sheet.set_tab_color(INK)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, WIDTH)
    sheet.set_row(0, 28)
    write(sheet, 0, 0, labels["sheets"]["about"], look.title())
    heading = look.style("Heading 1")
    line = look.cell(text_wrap=True, font_color=INK)
    forms = {"heading": heading, "line": line}
    for row, (kind, texts) in enumerate(_lines(content), 2):
        text, form = Multilingual(texts, content.language), forms[kind]
        write(sheet, row, 0, text, form)
        fit_row(sheet, row, [(text, WIDTH)])
    keep_from_print(book, sheet)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(FOOTER)


def _lines(content: Content) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield `heading` or `line` with the text in every language; a blank line ends a chapter."""
    languages = content.about
    for chapters in zip(*languages.values(), strict=True):
        yield "heading", dict(zip(languages, (c["heading"] for c in chapters), strict=True))
        for lines in zip(*(chapter["lines"] for chapter in chapters), strict=True):
            yield "line", dict(zip(languages, lines, strict=True))
        yield "line", dict.fromkeys(languages, "")
