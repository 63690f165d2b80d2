"""Write the sheets of the board's copy as a workbook of its own, with XlsxWriter."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from meetlat.languages import words
from meetlat.reporting.board.sheets import Bar, Block, BoardCell, Sheet, sheet_of
from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.same_bytes import without_moments
from meetlat.reporting.drawing.text_size import BOLD, wrapped
from meetlat.reporting.errors import NotPublishedError
from meetlat.reporting.story.content import Matrix, Story
from meetlat.reporting.story.story import story_of
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

FONT: dict[str, Any] = {"font_name": "Arial", "font_size": 11, "valign": "vcenter"}

# The height of a line of text and of a row in points, of slanting headings a letter, and the paper.
LINE, ROW, SLANTING, A4 = 15.0, 19.0, 5.5, 9

# The most characters of a footer and of a sheet's name.
MOST_FOOTER, MOST_NAME = 200, 28

# The looks of context, and of a line under a cell.
QUIET: dict[str, Any] = {"font_color": palette.QUIET}
RULE: dict[str, Any] = {"bottom": 1, "bottom_color": palette.LINE}

# The row under the title and the subject, and where the chart of the matrix stands.
FIRST_ROW, MATRIX_COLUMN = 3, 4

# A heading of more lines slants.
MOST_LINES = 2

# The width of a digit of the standard font of Excel, in inches.
DIGIT = 7 / 96

# Texts are never formulas, links or numbers.
AS_TYPED = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)


def board_workbook(report: Report, story: Story | None = None) -> bytes:
    """The story of a report as a workbook: a sheet for each slide, and nothing else.

    Raises:
        NotPublishedError: XlsxWriter is not installed.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as fault:
        raise NotPublishedError.without(fault.name, "slides") from fault
    story, written = story or story_of(report), io.BytesIO()
    texts, taken = words(story.language), dict[str, int]()
    with Workbook(written, {"in_memory": True, **AS_TYPED}) as book:
        book.set_properties({"title": story.title, "author": report.settings.organisation})
        writer = _Writer(book, palette.accent_of(report.settings), story.source)
        for sheet in (sheet_of(slide) for slide in story.slides):
            number = taken[sheet.kind] = taken.get(sheet.kind, 0) + 1
            name = texts[f"story.sheets.{sheet.kind}"][:MOST_NAME]
            writer.write(sheet, f"{name} {number}" if number > 1 else name)
    return without_moments(written.getvalue())


class _Writer:
    """Writes sheets; the workbook holds each format once."""

    def __init__(self, book: Workbook, accent: str, source: str) -> None:
        self.book, self.accent, self.source = book, accent, source
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write(self, sheet: Sheet, name: str) -> None:
        """Add a sheet with its title, subject, blocks and legend."""
        page, slide = self.book.add_worksheet(name), sheet.slide
        self._set_up(page, sheet)
        self._across(page, 0, sheet, slide.title, {"bold": True, "font_size": 16})
        self._across(page, 1, sheet, slide.subject, QUIET)
        row = 2
        for block in sheet.blocks:
            row = self._block(page, row + 1, sheet, block)
        if isinstance(slide.content, Matrix):
            self._draw_matrix(page, slide.content, name)
        if slide.legend:
            self._across(page, row + 1, sheet, slide.legend, QUIET)

    def _set_up(self, page: Worksheet, sheet: Sheet) -> None:
        """One orientation and one page, with the source and the number at the foot."""
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(0.5, 0.5, 0.6, 0.6)
        page.fit_to_pages(1, 1)
        page.set_footer(f"&L{self.source.replace('&', '&&')[:MOST_FOOTER]}&R&P")
        page.ignore_errors({"number_stored_as_text": "A1:XFD1000"})
        for column, width in enumerate(_widths(sheet)):
            page.set_column(column, column, width)

    def _block(self, page: Worksheet, row: int, sheet: Sheet, block: Block) -> int:
        """Write a block; return the row under it."""
        if block.heading:
            self._across(page, row, sheet, block.heading, self._heading)
            row += 1
        if block.header:
            self._header(page, row, sheet, block.header)
            row += 1
        for below, cells in enumerate(block.rows):
            if len(cells) == 1:
                self._across(page, row + below, sheet, str(cells[0].value), _look(cells[0]))
            else:
                self._cells(page, row + below, sheet, cells)
        last = row + len(block.rows) - 1
        for column, bar in block.bars.items():
            page.conditional_format(row, column, last, column, self._bars(bar))
        return last + 1

    def _cells(self, page: Worksheet, row: int, sheet: Sheet, cells: Sequence[BoardCell]) -> None:
        """Write a row that is high enough for its texts."""
        for column, cell in enumerate(cells):
            page.write(row, column, cell.value, self._format(_look(cell)))
        texts = zip(cells, _widths(sheet), strict=False)
        lines = max(_lines(str(c.value), wide) for c, wide in texts if isinstance(c.value, str))
        page.set_row(row, max(ROW, lines * LINE + 4))

    def _header(self, page: Worksheet, row: int, sheet: Sheet, names: Sequence[str]) -> None:
        """Write the names of columns, slanting if they are long."""
        is_long = max(map(len, names[1:]), default=0) > MOST_LINES * sheet.widths[-1]
        above = {"rotation": 60} if is_long else {"align": "right"}
        rest = {} if sheet.kind == "actions" else above
        for column, name in enumerate(names):
            look = {**QUIET, **rest} if column else self._heading
            look = {**look, "text_wrap": not is_long, "valign": "bottom", **RULE}
            page.write_string(row, column, name, self._format(look))
        longest = max(map(len, names[1:]), default=0)
        page.set_row(row, longest * SLANTING + ROW if is_long else 2 * LINE)

    def _bars(self, bar: Bar) -> dict[str, Any]:
        """Bars in cells that end halfway, so that none lies behind its figure."""
        return {
            "type": "data_bar",
            "data_bar_2010": True,
            "bar_solid": True,
            "bar_no_border": True,
            "bar_color": f"#{bar.colour or self.accent}",
            "min_type": "num",
            "max_type": "num",
            "min_value": bar.low,
            "max_value": 2 * bar.high - bar.low,
        }

    def _across(
        self, page: Worksheet, row: int, sheet: Sheet, text: str, look: dict[str, Any]
    ) -> None:
        """Write a text across the sheet, in a row that is high enough for it."""
        widths = _widths(sheet)
        size = look.get("font_size", FONT["font_size"])
        larger = size / FONT["font_size"]
        page.set_row(row, max(ROW, _lines(text, sum(widths) / larger / BOLD) * LINE * larger))
        cell = self._format({**look, "text_wrap": True, "valign": "top"})
        if len(widths) > 1:
            page.merge_range(row, 0, row, len(widths) - 1, text, cell)
        else:
            page.write_string(row, 0, text, cell)

    def _draw_matrix(self, page: Worksheet, content: Matrix, name: str) -> None:
        """A scatter chart beside the table, with the numbers of the themes at the points."""
        chart: Any = self.book.add_chart({"type": "scatter"})
        row = FIRST_ROW + 1
        for is_first, points in groupby(content.first_to_start, key=lambda point: point.first):
            # Names would cover each other, because Excel places them. The table has both.
            labels = [{"value": str(row - FIRST_ROW + i)} for i, _ in enumerate(points)]
            last = row + len(labels) - 1
            colour = f"#{palette.WORSE if is_first else self.accent}"
            filled = {"fill": {"color": colour}, "border": {"color": colour}}
            chart.add_series(
                {
                    "name": content.list_heading if is_first else content.axes[1],
                    "categories": [name, row, 1, last, 1],
                    "values": [name, row, 2, last, 2],
                    "marker": {"type": "circle", "size": 8, **filled},
                    "data_labels": {"value": True, "position": "right", "custom": labels},
                }
            )
            row = last + 1
        scores = [point.score.value or 0.0 for point in content.points]
        quiet = {"label_position": "low", "major_gridlines": {"visible": False}}
        across, up = content.cross
        ends = {"min": floor(min(scores)), "max": ceil(max(scores))}
        chart.set_x_axis({"name": content.axes[0], "crossing": across, **quiet})
        chart.set_y_axis({"name": content.axes[1], "crossing": up, **ends, **quiet})
        chart.set_title({"none": True})
        chart.set_legend({"none": True})
        chart.set_size({"width": 680, "height": 470})
        options = {"description": content.list_heading}
        page.insert_chart(FIRST_ROW, MATRIX_COLUMN, chart, options)

    @property
    def _heading(self) -> dict[str, Any]:
        return {"bold": True, "font_color": self.accent}

    def _format(self, look: dict[str, Any]) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            coloured = {
                k: f"#{v}" if k in ("font_color", "bg_color", "bottom_color") else v
                for k, v in look.items()
            }
            self._formats[key] = self.book.add_format({**FONT, **coloured})
        return self._formats[key]


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell of so many digits of the standard font."""
    return len(wrapped(text, width * DIGIT, FONT["font_size"]))


def _look(cell: BoardCell) -> dict[str, Any]:
    look: dict[str, Any] = {"font_color": cell.colour, "bold": cell.bold}
    look |= {"text_wrap": True} if isinstance(cell.value, str) else {}
    look |= {"num_format": cell.number_format} if cell.number_format else {}
    look |= {"bg_color": cell.fill} if cell.fill else {}
    look |= {"indent": cell.indent} if cell.indent else {}
    look |= {"align": "right"} if cell.right else {}
    look |= RULE if cell.ruled else {}
    return look


def _columns(sheet: Sheet) -> Iterator[int]:
    """The numbers of columns of the blocks."""
    yield 1
    for block in sheet.blocks:
        yield from map(len, (block.header, *block.rows))


def _widths(sheet: Sheet) -> Sequence[float]:
    """The width of each column that the sheet uses."""
    last = sheet.widths[-1]
    more = max(_columns(sheet)) - len(sheet.widths)
    return [*sheet.widths, *[last] * more][: max(_columns(sheet))]
