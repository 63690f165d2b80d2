"""Tables with figures of an earlier run, because their metric returned nothing this time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from meetlat.plugins.metrics import Counts, Metric
from meetlat.plugins.switches import metric_switches
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold
from meetlat.reporting.workbook.table_plan import area_of, columns_of_figures, headings
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    import xlwings as xw

# Problems that already explain why a table has no new figures.
FAILED = ("metric-failed", "plugin-overdue")


class StaleTable(NamedTuple):
    """A table with figures of an earlier run, in the columns at these positions.

    Its metric may be on all the same, but then it returned nothing.
    """

    place: xw.main.Table
    metric: Metric
    columns: Sequence[int]
    is_on: bool
    has_failed: bool

    @property
    def remark(self) -> Problem:
        """The remark that its figures were cleared, and why."""
        area = area_of(self.place)
        code = "table-emptied" if self.is_on else "metric-off"
        facts = {"metric": self.metric.name}
        return Problem(code, area.sheet, area.first_cell, self.place.name, facts)

    def write(self) -> None:
        """Clear the figures: they are old, and may be of groups that are suppressed now."""
        body = self.place.data_body_range
        if body is not None:
            for position in self.columns:
                body.columns[position].clear_contents()


def stale_tables(
    places: Mapping[str, xw.main.Table], report: Report, *, keep_failed: bool = True
) -> Iterator[StaleTable]:
    """The tables of metrics that returned nothing this time.

    With `keep_failed`, those of metrics that failed are left out, and keep their figures.
    """
    on = metric_switches(report.catalogue, report.metrics)
    made = {fold(name) for name in report}
    failed = {problem.value for problem in report.problems if problem.code in FAILED}
    for name, metric in report.metrics.items():
        place = places.get(fold(metric.table))
        if place is None or fold(metric.table) in made or (keep_failed and name in failed):
            continue
        columns = headings(place)
        figures = columns_of_figures(place, range(len(columns)))
        keys = [key for key in metric.keys if key not in Counts.GROUP_KEYS]
        if figures and _has_keys(columns, keys, metric):
            yield StaleTable(place, metric, figures, name in on, name in failed)


def _has_keys(columns: Sequence[str], keys: Sequence[str], metric: Metric) -> bool:
    """Whether the table has the key columns of the metric, under any of their headings."""
    present = set(map(fold, columns))
    names = [{fold(key), *map(fold, metric.headings[key].values())} for key in keys]
    return all(present & names_of_key for names_of_key in names)
