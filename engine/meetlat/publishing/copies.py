"""Open copies of a workbook, each filled again with the next report that takes the same cells."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from meetlat.opening import opened
from meetlat.problems.problem import in_order
from meetlat.publishing.filling import choose_group
from meetlat.reporting.workbook.refill import cells_taken, refill
from meetlat.reporting.workbook.table_plan import Plan
from meetlat.reporting.workbook.write import write_tables
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    import xlwings as xw

# How many copies stay open, of some 3 MB each. The reports of 324 teams were of 33 kinds, which
# differ in a few rows; with 20 copies, 286 of them went into a copy that was open.
MOST = 20


class _Copy(NamedTuple):
    """An open copy: the cells that its report takes, and the plans of its tables."""

    taken: Sequence[Any]
    book: xw.Book
    plans: dict[str, Plan]
    opened: ExitStack


class Copies:
    """The open copies of a workbook, of which these are the bytes; the last one used is first."""

    def __init__(self, workbook: Path, data: bytes) -> None:
        self._workbook, self._data = workbook, data
        self._copies: list[_Copy] = []

    def fill(self, group: str, report: Report) -> xw.Book | None:
        """A copy with a report, of which the problems get those found; None if it has errors.

        Its table `Problems` stays empty, because problems may quote an answer.
        """
        taken = cells_taken(report)
        known = next((copy for copy in self._copies if copy.taken == taken), None)
        if known is None or report.errors:
            return self._fill_new(group, report, taken)
        self._copies.remove(known)
        with ExitStack() as stack:  # if it fails halfway, nothing else is written into this copy
            stack.push(known.opened)
            choose_group(known.book, group)
            refill(known.plans, report)
            stack.pop_all()
        self._copies.insert(0, known)
        report.problems[:] = in_order(report.problems, [sheet.name for sheet in known.book.sheets])
        return known.book

    def _fill_new(self, group: str, report: Report, taken: Sequence[Any]) -> xw.Book | None:
        with ExitStack() as stack:
            book = stack.enter_context(opened(self._workbook, save=False))
            book.impl.hold(self._data)
            choose_group(book, group)
            report.problems[:], plans = write_tables(book, report, list_problems=False)
            copy = _Copy(taken if plans else [], book, plans, stack.pop_all())
        self._copies.insert(0, copy)
        for copy in self._copies[MOST:]:
            self.close(copy.book)
        return None if report.errors else book

    def close(self, book: xw.Book | None = None) -> None:
        """Close a copy, or all of them."""
        for copy in [copy for copy in self._copies if book in (None, copy.book)]:
            copy.opened.close()
            self._copies.remove(copy)
