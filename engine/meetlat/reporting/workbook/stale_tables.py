"""Figures of an earlier time, in tables of metrics that made none this time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from meetlat.plugins.metrics import Counts, Metric
from meetlat.plugins.switches import metric_switches
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold
from meetlat.reading.catalogue import Catalogue
from meetlat.reporting.workbook.table_plan import area_of, columns_of_figures, headings
from meetlat.scoring.results import Results

if TYPE_CHECKING:
    import xlwings as xw

FAILED = ("metric-failed", "plugin-overdue")
"""Problems that tell already that a table was left as it was."""


class Leftover(NamedTuple):
    """A table with figures that nothing made this time.

    Attributes:
        place: the Excel table.
        metric: whose it is.
        columns: the positions of its figures.
        is_on: whether the metric was to make it, and there was nothing to show.
    """

    place: xw.main.Table
    metric: Metric
    columns: Sequence[int]
    is_on: bool

    @property
    def remark(self) -> Problem:
        """What HR should know of it."""
        area = area_of(self.place)
        code = "table-emptied" if self.is_on else "table-of-before"
        facts = {"metric": self.metric.name}
        return Problem(code, area.sheet, area.first_cell, self.place.name, facts)

    def write(self) -> None:
        """Empty it where groups may be withheld now; one that is off may be HR's own."""
        body = self.place.data_body_range
        if not self.is_on or body is None:
            return
        for position in self.columns:
            body.columns[position].clear_contents()


def leftovers(
    places: Mapping[str, xw.main.Table],
    results: Results,
    catalogue: Catalogue,
    metrics: Mapping[str, Metric],
) -> Iterator[Leftover]:
    """The tables of metrics that made none; of one that failed it is told already."""
    on = metric_switches(catalogue, metrics)
    made = {fold(name) for name in results}
    failed = {problem.value for problem in results.problems if problem.code in FAILED}
    for name, metric in metrics.items():
        place = places.get(fold(metric.table))
        if place is None or name in failed or fold(metric.table) in made:
            continue
        columns = headings(place)
        figures = columns_of_figures(place, range(len(columns)))
        keys = [key for key in metric.keys if key not in Counts.GROUP_KEYS]
        if figures and _has_keys(columns, keys, metric):
            yield Leftover(place, metric, figures, name in on)


def _has_keys(columns: Sequence[str], keys: Sequence[str], metric: Metric) -> bool:
    """Whether the columns that name a row are there, by whatever heading."""
    there = set(map(fold, columns))
    called = [{fold(key), *map(fold, metric.headings[key].values())} for key in keys]
    return all(there & names for names in called)
