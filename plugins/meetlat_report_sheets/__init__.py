"""Report sheets: everything that they show, as a few small tables of texts and figures.

The cells and charts of the sheets only refer to these tables. The page for browsers takes the same
texts from them. They are written only if the workbook has tables of these names.
"""

from collections.abc import Iterator

from meetlat import Report, ResultTable, hookimpl
from meetlat_report_sheets.headline import headline
from meetlat_report_sheets.theme_rows import theme_rows
from meetlat_report_sheets.top_three import top_three
from meetlat_report_sheets.writer import Writer, beside


@hookimpl
def result_tables(report: Report) -> Iterator[ResultTable]:
    """Derive `Headline`, `Beside`, `TopThree` and `ThemeRows`."""
    writer = Writer(report)
    yield headline(writer)
    yield beside(writer)
    yield top_three(writer)
    yield theme_rows(writer)
