"""Add new metrics to the table `Metrics`, so that HR can switch them on and off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from meetlat.languages import LANGUAGES, Language, words
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold, listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import grid
from meetlat.reporting.workbook.added_rows import append_rows, plan_rows
from meetlat.reporting.workbook.table_plan import Area, headings

if TYPE_CHECKING:
    import xlwings as xw


class NewMetrics(NamedTuple):
    """The rows to add to a table: the cells of each metric, by the folded heading of a column."""

    place: xw.main.Table
    rows: Sequence[Mapping[str, Any]]

    def obstacle(self, areas: Mapping[str, Area]) -> Problem | None:
        """A remark if there is no room; it does not stop the report."""
        fault = next(plan_rows(self.place, len(self.rows)).faults(areas), None)
        facts = {"names": listing(row["metric"] for row in self.rows)}
        return fault and Problem("metrics-not-listed", fault.sheet, fault.cell, fault.value, facts)

    def write(self) -> None:
        """Write the metrics into the columns that are known, growing the table if needed."""
        positions = {i: fold(name) for i, name in enumerate(headings(self.place))}
        known = {i: name for i, name in positions.items() if name in self.rows[0]}
        rows = [{i: row[name] for i, name in known.items()} for row in self.rows]
        append_rows(self.place, rows)


def plan_metrics(
    place: xw.main.Table | None, catalogue: Catalogue, metrics: Mapping[str, Metric]
) -> NewMetrics | None:
    """The rows to add to `Metrics`; None if there is no such table, or it lists all metrics."""
    if place is None or place.data_body_range is None:
        return None
    listed = set(catalogue.metrics["metric"])
    new = [metric for name, metric in metrics.items() if name not in listed]
    if not catalogue.has_column("Metrics", "on"):
        new = [metric for metric in new if metric.is_on]  # a row would switch on the others
    if not new:
        return None
    no_yes = _no_and_yes(place, grid(place.data_body_range), catalogue.language)
    return NewMetrics(place, [_row(metric, no_yes, catalogue.language) for metric in new])


def _row(metric: Metric, no_yes: Sequence[Any], language: Language) -> dict[str, Any]:
    """The cells of a metric; `parameters` is blank, so that they follow its code."""
    titles = {f"title::{name}": metric.title_in(name) for name in LANGUAGES}
    return {
        "metric": metric.name,
        "on": no_yes[metric.is_on],
        "title": metric.title_in(language),
        **titles,
    }


def _no_and_yes(
    place: xw.main.Table, body: Sequence[Sequence[Any]], language: Language
) -> Sequence[Any]:
    """The words for no and yes that the table already uses, or those of the survey's language."""
    columns = [fold(name) for name in headings(place)]
    used = [row[columns.index("on")] for row in body] if "on" in columns else []
    if any(isinstance(value, bool) for value in used):
        return (False, True)
    typed = {fold(str(value)) for value in used if value is not None}
    usual = [(words(name)["yes_no.no"], words(name)["yes_no.yes"]) for name in LANGUAGES]
    default = usual[LANGUAGES.index(language)]
    return next((pair for pair in usual if typed.intersection(pair)), default)
