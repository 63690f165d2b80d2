"""Chapters kept whole on the printed pages: no heading stands alone at the foot of one.

Excel and LibreOffice have no word for keeping rows together. So in the copy that is printed a page
begins before each chapter that does not fit on what is left of the one before. How much fits is
reckoned a little short: a page that ends early is fine, and one that runs over is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from meetlat.problems.text import fold
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    import xlwings as xw

CHAPTERS, BEGINNING = "Chapters", "theme"
"""The table of chapters, and the kind of row that one begins with."""


def keep_chapters_whole(book: xw.Book, report: Report) -> None:
    """Begin a page before every chapter that would be cut, on a sheet without breaks of HR's."""
    if CHAPTERS not in report:
        return
    begins = (report[CHAPTERS]["kind"] == BEGINNING).to_list()
    for sheet in book.sheets:
        for table in sheet.tables:
            body = table.data_body_range
            if fold(table.name) == fold(CHAPTERS) and body is not None:
                _keep_whole(sheet, body.row, begins)


def _keep_whole(sheet: xw.Sheet, top: int, begins: Sequence[bool]) -> None:
    page = sheet.impl.room_on_page()
    if page is None or sheet.impl.has_page_breaks:
        return
    heights = sheet.impl.row_heights(1, top + len(begins) - 1)
    above, body = heights[: top - 1], heights[top - 1 :]
    chapters = list(_chapters(begins, body))
    starts = [top + first for first in first_on_page(chapters, page - sum(above))]
    sheet.impl.begin_pages(starts)


def _chapters(begins: Sequence[bool], heights: Sequence[float]) -> Iterator[tuple[int, float]]:
    """The first row of each chapter, and how high it is; what comes before the first joins it."""
    firsts = [row for row, begin in enumerate(begins) if begin]
    for place, first in enumerate(firsts):
        end = firsts[place + 1] if place + 1 < len(firsts) else len(begins)
        yield first, sum(heights[first if place else 0 : end])


def first_on_page(chapters: Sequence[tuple[int, float]], page: float) -> list[int]:
    """The chapters that a page begins with, but for the first page, by their first row.

    Behind one that is longer than a page it is not known how much is left, so there the next begins
    a page.
    """
    starts, left = [], page
    for place, (first, height) in enumerate(chapters):
        if height > left and place:
            starts.append(first)
            left = page
        left = left - height if height <= left else 0
    return starts
