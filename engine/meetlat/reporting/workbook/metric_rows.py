"""Rows that the table `Metrics` gets for metrics that were found, so that HR can switch them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from meetlat.languages import LANGUAGES, Language, words
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold, listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import grid, is_blank_row
from meetlat.reporting.workbook.table_plan import Area, Plan, as_text, headings

if TYPE_CHECKING:
    import xlwings as xw


class NewMetrics(NamedTuple):
    """Where they go: below the last row that is filled in; blank rows at the end are used.

    Attributes:
        plan: of the table, grown where it must.
        first_row: of the sheet, that the first of them gets.
        rows: what is written of each, by the folded heading of its column.
    """

    plan: Plan
    first_row: int
    rows: Sequence[Mapping[str, Any]]

    def in_the_way(self, areas: Mapping[str, Area]) -> Problem | None:
        """A remark if there is no room: no reason to withhold results."""
        fault = next(self.plan.faults(areas), None)
        facts = {"names": listing(row["metric"] for row in self.rows)}
        return fault and Problem("metrics-not-listed", fault.sheet, fault.cell, fault.value, facts)

    def write(self) -> None:
        """Grow the table where it must, and fill the columns of it that are ours."""
        self.plan.write()
        for position, heading in enumerate(self.plan.columns):
            if (name := fold(heading)) in self.rows[0]:
                left = self.plan.old.left + position
                cells = self.plan.place.parent.range((self.first_row, left))
                values = [[_as_cell(row[name])] for row in self.rows]
                cells.resize(len(self.rows), 1).value = values


def plan_metrics(
    place: xw.main.Table | None, catalogue: Catalogue, metrics: Mapping[str, Metric]
) -> NewMetrics | None:
    """The rows that the table `Metrics` gets; none where it is not there, or lists them all."""
    if place is None or place.data_body_range is None:
        return None
    listed = set(catalogue.metrics["metric"])
    new = [metric for name, metric in metrics.items() if name not in listed]
    if not catalogue.has_column("Metrics", "on"):
        new = [metric for metric in new if metric.is_on]  # a row alone would switch others on
    if not new:
        return None
    body = grid(place.data_body_range)
    filled = max((n for n, row in enumerate(body, start=1) if not is_blank_row(row)), default=0)
    rows = max(len(body), filled + len(new))
    no_yes = _no_and_yes(place, body, catalogue.language)
    return NewMetrics(
        Plan(place, rows, headings(place), {}),
        place.data_body_range.row + filled,
        [_row(metric, no_yes, catalogue.language) for metric in new],
    )


def _row(metric: Metric, no_yes: Sequence[Any], language: Language) -> dict[str, Any]:
    """Its defaults stand there to be seen and changed; one that holds a `;` cannot."""
    defaults = {p.name: p.write(p.default, language) for p in metric.parameters.values()}
    written = "; ".join(f"{name}={text}" for name, text in defaults.items() if ";" not in text)
    titles = {f"title::{name}": metric.title_in(name) for name in LANGUAGES}
    return {
        "metric": metric.name,
        "on": no_yes[metric.is_on],
        "parameters": written,
        "title": metric.title_in(language),
        **titles,
    }


def _no_and_yes(
    place: xw.main.Table, body: Sequence[Sequence[Any]], language: Language
) -> Sequence[Any]:
    """No and yes, as this table says it already; else in the language of the survey."""
    columns = [fold(name) for name in headings(place)]
    used = [row[columns.index("on")] for row in body] if "on" in columns else []
    if any(isinstance(value, bool) for value in used):
        return (False, True)
    typed = {fold(str(value)) for value in used if value is not None}
    usual = [(words(name)["yes_no.no"], words(name)["yes_no.yes"]) for name in LANGUAGES]
    own = usual[LANGUAGES.index(language)]
    return next((both for both in usual if typed.intersection(both)), own)


def _as_cell(value: Any) -> Any:
    return as_text(value) if isinstance(value, str) else value
