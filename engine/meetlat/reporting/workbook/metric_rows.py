"""Add new metrics to the table `Metrics`, so that HR can switch them on and off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from meetlat.languages import LANGUAGES, Language, words
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold, listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import grid, is_blank_row
from meetlat.reporting.workbook.table_plan import Area, Plan, area_of, as_text, headings

if TYPE_CHECKING:
    import xlwings as xw


class NewMetrics(NamedTuple):
    """The rows to add, below the last row that is filled in; blank rows at the end are reused.

    Attributes:
        plan: the table with enough rows.
        filled: the number of rows above the first metric, below the header.
        rows: the cells of each metric, by the folded heading of their column.
    """

    plan: Plan
    filled: int
    rows: Sequence[Mapping[str, Any]]

    def obstacle(self, areas: Mapping[str, Area]) -> Problem | None:
        """A remark if there is no room; it does not stop the report."""
        fault = next(self.plan.faults(areas), None)
        facts = {"names": listing(row["metric"] for row in self.rows)}
        return fault and Problem("metrics-not-listed", fault.sheet, fault.cell, fault.value, facts)

    def write(self) -> None:
        """Write the metrics into the columns that are known, growing the table if needed."""
        self.plan.write()
        table = area_of(self.plan.place)
        for position, heading in enumerate(self.plan.columns):
            if (name := fold(heading)) in self.rows[0]:
                first = (table.top + 1 + self.filled, table.left + position)
                cells = self.plan.place.parent.range(first)
                values = [[_as_cell(row[name])] for row in self.rows]
                cells.resize(len(self.rows), 1).value = values


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
    body = grid(place.data_body_range)
    filled = max((n for n, row in enumerate(body, start=1) if not is_blank_row(row)), default=0)
    rows = max(len(body), filled + len(new))
    no_yes = _no_and_yes(place, body, catalogue.language)
    return NewMetrics(
        Plan(place, rows, headings(place), {}),
        filled,
        [_row(metric, no_yes, catalogue.language) for metric in new],
    )


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


def _as_cell(value: Any) -> Any:
    return as_text(value) if isinstance(value, str) else value
