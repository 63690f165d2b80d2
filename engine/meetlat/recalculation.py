"""The main job, in five steps: read, check, count, score, report."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from meetlat.checking.survey import check_survey
from meetlat.counting.survey import CountedSurvey, count_survey
from meetlat.groups import parse_group
from meetlat.plugins.manager import Plugins, load_plugins
from meetlat.plugins.trust import MayRun, allow_none
from meetlat.problems.problem import Problem, in_order
from meetlat.reading.catalogue import Catalogue, read_catalogue
from meetlat.reading.inputs import Inputs, read_inputs
from meetlat.reading.responses.locate import expected_file, read_ahead
from meetlat.reporting.workbook.logo import check_logo
from meetlat.scoring.provenance import last_run
from meetlat.scoring.report import Report
from meetlat.scoring.results import Results
from meetlat.scoring.score import Scorer

if TYPE_CHECKING:
    import xlwings as xw

    Workbook = str | PathLike[str] | xw.Book

# Called with the name of each step as it starts: `read`, `check`, `count`, `score`, `report`.
Progress = Callable[[str], None]


def recalculate(
    workbook: Workbook,
    responses: str | PathLike[str] | None = None,
    *,
    output: str | PathLike[str] | None = None,
    may_run: MayRun = allow_none,
    progress: Progress = lambda step: None,
) -> Results:
    """Check a workbook, score its survey and write the results into its report sheets.

    Args:
        workbook: a file, which is replaced in one step or not at all; or an open `xlwings.Book`,
            which is written to and left unsaved.
        responses: a file to use in place of the setting `responses`.
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


def run(
    workbook: Workbook,
    responses: str | PathLike[str] | None = None,
    *,
    output: str | PathLike[str] | None = None,
    may_run: MayRun = allow_none,
    progress: Progress = lambda step: None,
) -> Report:
    """Do what `recalculate` does; return the report with all that is known about it."""
    from meetlat.reporting.workbook.write import write_report

    with opened(workbook, output) as book:
        progress("read")
        report = compute(read_inputs(book), responses, progress, may_run)
        progress("report")
        report.problems[:] = write_report(book, report)
        return report


def check(workbook: Workbook, responses: str | PathLike[str] | None = None) -> list[Problem]:
    """Find the problems of a workbook and its responses; write nothing.

    Returns:
        Errors first, and then by sheet, row and column.
    """
    return preview(workbook, responses).problems


def preview(
    workbook: Workbook,
    responses: str | PathLike[str] | None = None,
    progress: Progress = lambda step: None,
) -> Report:
    """The report that `recalculate` would write, with its problems in order; write nothing."""
    with opened(workbook, save=False) as book:
        progress("read")
        report = compute(read_inputs(book), responses, progress)
        report.problems[:] = in_order(report.problems, [sheet.name for sheet in book.sheets])
        return report


def compute(
    inputs: Inputs,
    responses: str | PathLike[str] | None = None,
    progress: Progress = lambda step: None,
    may_run: MayRun = allow_none,
    plugins: Plugins | None = None,
) -> Report:
    """Check, count and score: every step between reading and reporting.

    `plugins` are those installed and those of the folder `plugins`, unless they are given.
    """
    survey = count(inputs, responses, progress, may_run, plugins)
    progress("score")
    return survey.report(survey.catalogue.settings.group)


def count(
    inputs: Inputs,
    responses: str | PathLike[str] | None = None,
    progress: Progress = lambda step: None,
    may_run: MayRun = allow_none,
    plugins: Plugins | None = None,
) -> Survey:
    """Check and count: the steps that are the same for the report of any group."""
    progress("check")
    named = None if responses is None else Path(responses).resolve()
    read = read_ahead(expected_file(inputs, named))
    plugins = plugins or load_plugins(inputs.folder / "plugins", may_run)
    catalogue, known = read_catalogue(inputs.tables, inputs.names)
    checked, problems = check_survey(inputs, catalogue, plugins, known, named, read)
    problems += check_logo(catalogue, inputs.folder)
    if checked is None:
        return Survey(catalogue, plugins, problems)
    progress("count")
    counted, found = count_survey(checked)
    return Survey(catalogue, plugins, [*problems, *found], counted)


@dataclass(frozen=True)
class Survey:
    """A survey that was read, checked and counted once; the report of any group is made from it.

    Attributes:
        catalogue: the input tables as typed frames.
        plugins: the plugins that score it.
        problems: the problems that are the same for every group.
        counted: what was counted; None if there are errors.
    """

    catalogue: Catalogue
    plugins: Plugins
    problems: list[Problem]
    counted: CountedSurvey | None = None

    def report(self, group: str) -> Report:
        """Score the survey for one group, written as in the setting `group`."""
        if self._scorer is None:
            return Report(self.catalogue, metrics=self.plugins.metrics, problems=[*self.problems])
        report, found = self._scorer.score(parse_group(group, self.catalogue.segments["segment"]))
        report.problems = [*self.problems, *found]
        report.add(last_run(report, self._scorer.fingerprints))
        return report

    @cached_property
    def _scorer(self) -> Scorer | None:
        return Scorer(self.counted) if self.counted else None


@contextmanager
def opened(
    workbook: Workbook, output: str | PathLike[str] | None = None, *, save: bool = True
) -> Generator[xw.Book]:
    """An open book as it is; a file is opened without Excel, saved at the end and closed."""
    if not isinstance(workbook, (str, PathLike)):
        yield workbook
        return
    from xlengines.xlsx import open_book

    book = open_book(Path(workbook))
    try:
        yield book
        if save:
            book.save(output)
    finally:
        book.close()
