"""What a script calls: recalculate a workbook, check it, or preview its report."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from meetlat.opening import opened
from meetlat.plugins.trust import MayRun, allow_none
from meetlat.problems.problem import Problem, in_order
from meetlat.reading.inputs import read_inputs
from meetlat.reading.responses.arrow_streams import Given
from meetlat.recalculation import Progress, compute, run
from meetlat.scoring.report import Report
from meetlat.scoring.results import Results

if TYPE_CHECKING:
    from meetlat.opening import Workbook


def recalculate(
    workbook: Workbook,
    responses: Given | None = None,
    *,
    output: str | PathLike[str] | None = None,
    may_run: MayRun = allow_none,
    progress: Progress = lambda step: None,
) -> Results:
    """Check a workbook, score its survey and write the results into its report sheets.

    Args:
        workbook: a file, which is replaced in one step or not at all; or an open `xlwings.Book`,
            which is written to and left unsaved.
        responses: used in place of the setting `responses`: a file, or an object with the answers
            that has the Arrow PyCapsule interface (`__arrow_c_stream__`), such as a relation of
            DuckDB or a frame of Polars or pandas. With pyarrow it is read in batches.
        output: write to this file, replacing it, and leave the workbook unchanged.
        may_run: called for plugins beside the workbook that nobody has allowed yet, with the
            problem that is reported otherwise; True runs them from now on (see
            `meetlat.plugins.trust`).
        progress: called with the name of each step as it starts.

    Returns:
        The result tables. If the workbook has errors there are none, `problems` says why, and only
        the table `Problems` is written.

    Raises:
        xlengines.xlsx.Refused: the file cannot be read, or not be written without loss.
    """
    return run(workbook, responses, output=output, may_run=may_run, progress=progress).results


def check(workbook: Workbook, responses: Given | None = None) -> list[Problem]:
    """Find the problems of a workbook and its responses; write nothing.

    Returns:
        Errors first, and then by sheet, row and column.
    """
    return preview(workbook, responses).problems


def preview(
    workbook: Workbook,
    responses: Given | None = None,
    progress: Progress = lambda step: None,
) -> Report:
    """The report that `recalculate` would write, with its problems in order; write nothing."""
    with opened(workbook, save=False) as book:
        progress("read")
        report = compute(read_inputs(book), responses, progress)
        report.problems[:] = in_order(report.problems, [sheet.name for sheet in book.sheets])
        return report
