"""The main job, in five steps: read, check, count, score, report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from meetlat.checking.survey import check_survey
from meetlat.counting.survey import count_survey
from meetlat.opening import opened
from meetlat.plugins.manager import Plugins, load_plugins
from meetlat.plugins.trust import MayRun, allow_none
from meetlat.reading.catalogue import read_catalogue
from meetlat.reading.inputs import Inputs, read_inputs
from meetlat.reading.responses.arrow_streams import Given
from meetlat.reading.responses.locate import expected_file, read_ahead
from meetlat.reporting.workbook.logo import check_logo
from meetlat.scoring.report import Report
from meetlat.survey import Survey

if TYPE_CHECKING:
    from meetlat.opening import Workbook
    from meetlat.problems.problem import Problem

# Called with the name of each step as it starts: `read`, `check`, `count`, `score`, `report`.
Progress = Callable[[str], None]


def run(
    workbook: Workbook,
    responses: Given | None = None,
    *,
    output: str | PathLike[str] | None = None,
    may_run: MayRun = allow_none,
    progress: Progress = lambda step: None,
    check: Callable[[Inputs], None] = lambda inputs: None,
) -> Report:
    """Do what `recalculate` does; return the report with all that is known about it.

    `check` is called with what was read, and stops the recalculation if it raises an exception.
    """
    from meetlat.reporting.workbook.write import write_report

    with opened(workbook, output) as book:
        progress("read")
        inputs = read_inputs(book)
        check(inputs)
        report = compute(inputs, responses, progress, may_run)
        progress("report")
        report.problems[:] = write_report(book, report)
        return report


class Copies:
    """Recalculates workbooks that hold the same survey: what they share is computed once."""

    def __init__(self) -> None:
        self._known: tuple[Inputs, Report] | None = None

    def run(self, workbook: Path) -> list[Problem]:
        """Recalculate one of the workbooks without plugins of its folder; return its problems."""
        from meetlat.reporting.workbook.write import write_report

        with opened(workbook) as book:
            inputs = read_inputs(book)
            if self._known is None or self._known[0] != inputs:
                self._known = inputs, compute(inputs)
            return write_report(book, self._known[1])


def compute(
    inputs: Inputs,
    responses: Given | None = None,
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
    responses: Given | None = None,
    progress: Progress = lambda step: None,
    may_run: MayRun = allow_none,
    plugins: Plugins | None = None,
) -> Survey:
    """Check and count: the steps that are the same for the report of any group."""
    progress("check")
    given = Path(responses).resolve() if isinstance(responses, str | PathLike) else responses
    read = read_ahead(expected_file(inputs, given))
    plugins = plugins or load_plugins(inputs.folder / "plugins", may_run)
    catalogue, known = read_catalogue(inputs.tables, inputs.names)
    catalogue = replace(catalogue, sheets=inputs.sheets)
    checked, problems = check_survey(inputs, catalogue, plugins, known, given, read)
    problems += check_logo(catalogue, inputs.folder)
    if checked is None:
        return Survey(catalogue, plugins, problems)
    progress("count")
    counted, found = count_survey(checked)
    return Survey(catalogue, plugins, [*problems, *found], counted)
