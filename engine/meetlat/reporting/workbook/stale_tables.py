"""Tables with figures of an earlier run, because nothing made them this time."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from meetlat.plugins.metrics import Counts, Metric
from meetlat.plugins.switches import metric_switches
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold
from meetlat.reporting.workbook.table_plan import (
    area_of,
    columns_of_figures,
    has_formulas,
    headings,
    previous_tables,
)
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    import xlwings as xw

# Problems that already explain why a table has no new figures.
FAILED = ("metric-failed", "plugin-overdue")


class StaleTable(NamedTuple):
    """A table of an earlier run: what it holds in the columns at these positions is old.

    The remark says why it was cleared; None if another problem does.
    """

    place: xw.main.Table
    columns: Sequence[int]
    remark: Problem | None

    def write(self) -> None:
        """Clear the columns: they may be about groups that are suppressed now."""
        body = self.place.data_body_range
        if body is not None:
            for position in self.columns:
                body.columns[position].clear_contents()


def stale_tables(
    places: Mapping[str, xw.main.Table], report: Report, *, keep_failed: bool = True
) -> Iterator[StaleTable]:
    """The tables that metrics and other plugins did not make this time.

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
            code = "table-emptied" if name in on else "metric-off"
            remark = None if name in failed else _remark(code, place, metric=name)
            yield StaleTable(place, figures, remark)
    yield from _unmade(places, made.union(fold(m.table) for m in report.metrics.values()))


def _unmade(places: Mapping[str, xw.main.Table], others: Container[str]) -> Iterator[StaleTable]:
    """The tables that plugins made in the last run and not this time, except these others."""
    for name in previous_tables(places.get("lastrun")):
        place = places.get(name)
        if place is not None and name not in others:
            columns = [p for p in range(len(headings(place))) if not has_formulas(place, p)]
            yield StaleTable(place, columns, _remark("table-not-made", place))


def _remark(code: str, place: xw.main.Table, **facts: str) -> Problem:
    area = area_of(place)
    return Problem(code, area.sheet, area.first_cell, place.name, facts)


def _has_keys(columns: Sequence[str], keys: Sequence[str], metric: Metric) -> bool:
    """Whether the table has the key columns of the metric, under any of their headings."""
    present = set(map(fold, columns))
    names = [{fold(key), *map(fold, metric.headings[key].values())} for key in keys]
    return all(present & names_of_key for names_of_key in names)
