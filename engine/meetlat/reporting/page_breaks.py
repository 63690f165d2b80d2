"""Page breaks that keep chapters whole: no heading is left alone at the bottom of a page.

Excel and LibreOffice cannot keep rows together. So in the copy that is printed, a chapter that does
not fit on the rest of a page starts a new one. The estimate of what fits is a little low: a page
that ends early is fine, a chapter that is cut is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from meetlat.problems.text import fold
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    import xlwings as xw

# The table of chapters, and the kind of row that starts one.
CHAPTERS, START = "Chapters", "theme"


def keep_chapters_whole(book: xw.Book, report: Report) -> None:
    """Start a page before each chapter that would be cut, unless HR set page breaks themselves."""
    if CHAPTERS not in report:
        return
    is_start = (report[CHAPTERS]["kind"] == START).to_list()
    for sheet in book.sheets:
        for table in sheet.tables:
            body = table.data_body_range
            if fold(table.name) == fold(CHAPTERS) and body is not None:
                _keep_whole(sheet, body.row, is_start)


def _keep_whole(sheet: xw.Sheet, top: int, is_start: Sequence[bool]) -> None:
    page = sheet.impl.room_on_page()
    if page is None or sheet.impl.has_page_breaks:
        return
    heights = sheet.impl.row_heights(1, top + len(is_start) - 1)
    above, body = heights[: top - 1], heights[top - 1 :]
    chapters = list(_chapters(is_start, body))
    sheet.impl.begin_pages([top + row for row in page_starts(chapters, page - sum(above))])


def _chapters(is_start: Sequence[bool], heights: Sequence[float]) -> Iterator[tuple[int, float]]:
    """The first row and the height of each chapter; rows above the first chapter belong to it."""
    starts = [row for row, is_first in enumerate(is_start) if is_first]
    for i, (start, end) in enumerate(pairwise([*starts, len(is_start)])):
        yield start, sum(heights[start if i else 0 : end])


def page_starts(chapters: Sequence[tuple[int, float]], page: float) -> list[int]:
    """The first rows of the chapters that start a new page.

    After a chapter that is longer than a page it is unknown how much room is left, so the next
    chapter starts a page too.

    Args:
        chapters: the first row and the height of each.
        page: the height of a page.
    """
    starts, room = [], page
    for i, (first_row, height) in enumerate(chapters):
        if height > room and i:
            starts.append(first_row)
            room = page
        room = room - height if height <= room else 0
    return starts
