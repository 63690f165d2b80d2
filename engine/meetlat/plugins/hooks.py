"""The hooks that a plugin can implement. Each hook has a shipped plugin that uses it.

A plugin is a Python file in the folder `plugins` next to the workbook, or an installed package with
an entry point in the group `meetlat`. It marks its hook functions with `meetlat.hookimpl`:

    from meetlat import hookimpl

    @hookimpl
    def register_metrics(register):
        register(my_metric)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from meetlat.plugins.answered_survey import AnsweredSurvey
    from meetlat.plugins.findings import Finding
    from meetlat.plugins.metrics import Metric
    from meetlat.plugins.result_table import ResultTable
    from meetlat.plugins.sources import Source
    from meetlat.plugins.theme_rules import ThemeRule
    from meetlat.reading.catalogue import Catalogue

hookspec: pluggy.HookspecMarker = pluggy.HookspecMarker("meetlat")
hookimpl: pluggy.HookimplMarker = pluggy.HookimplMarker("meetlat")


@hookspec
def register_metrics(register: Callable[[Metric], None]) -> None:
    """Register metrics.

    Call `register` once for each `Metric`. A metric whose name is taken becomes a problem.
    """


@hookspec
def register_theme_rules(register: Callable[[ThemeRule], None]) -> None:
    """Register rules that score themes, which the table `Themes` can name.

    Call `register` once for each `ThemeRule`. A rule whose name is taken becomes a problem.
    """


@hookspec(firstresult=True)
def read_responses(file: Path) -> Source | pl.DataFrame | None:
    """Read a file of responses in a format that Meetlat does not know.

    Called for every file of responses, before Meetlat tries to read it. Return a `Source`, or a
    frame with one row per respondent. Return None if the file is not in your format. The first
    plugin that returns something wins; plugins of the folder come before installed ones. If yours
    raises an exception, the file is reported as unreadable and no other plugin is tried.
    """


@hookspec
def check_catalogue(catalogue: Catalogue) -> Iterable[Finding]:
    """Check the catalogue against rules of your own organisation.

    Called only if the catalogue has no errors. You get a copy of the catalogue. Yield a `Finding`
    for each rule that is broken.
    """
    raise NotImplementedError


@hookspec
def check_answers(survey: AnsweredSurvey) -> Iterable[Finding]:
    """Check the answers against rules of your own organisation.

    Called only if the survey has no errors. You get a copy of the survey, with its earlier waves.
    Yield a `Finding` for each rule that is broken. With `table=survey.responses.source` it names a
    cell of the responses.
    """
    raise NotImplementedError


@hookspec
def result_tables(report: Mapping[str, pl.DataFrame]) -> Iterable[ResultTable]:
    """Derive further tables from the tables of all metrics, such as a summary.

    `report` is a copy of the `meetlat.Report` with the tables made so far: frames by table name,
    for the group of the report. Yield a `ResultTable` for each table to add.
    """
    raise NotImplementedError
