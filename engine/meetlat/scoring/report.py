"""The report of one group: its tables and what they are made of, for plugins and writers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import polars as pl

from meetlat.counting.survey_groups import SurveyGroups
from meetlat.counting.weights import Weighting
from meetlat.groups import WHOLE, Group
from meetlat.plugins.metrics import Metric
from meetlat.plugins.result_table import ResultTable, Shape, check_table
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import Turnout
from meetlat.reading.settings import Settings
from meetlat.scoring.all_groups import AllGroups
from meetlat.scoring.comparisons import Comparisons
from meetlat.scoring.precision import Precision
from meetlat.scoring.results import Results, TablesByName
from meetlat.scoring.rounding import stored

T = TypeVar("T")


def _turnout(report: Report, group: Group) -> Turnout:
    return report.groups.turnout(group)


class OfSurvey:
    """What is the same in the reports of all groups.

    Attributes:
        found: what functions made, by the function and its arguments (see `Report.once`).
        checked: the shapes of result tables that were checked (see `check_table`).
    """

    def __init__(self) -> None:
        self.found: dict[tuple[Hashable, ...], Any] = {}
        self.checked: dict[str, Shape] = {}


@dataclass
class Report(TablesByName):
    """The report of one group; its tables by name: `report["ThemeScores"]`.

    Plugins that derive tables get one with the tables made so far (see
    `meetlat.plugins.hooks.result_tables`). A report without tables has errors among its problems.

    Attributes:
        catalogue: the input tables as typed frames, in the language of the survey.
        group: the group that the report shows; `WHOLE` for the organisation.
        questions: the frame that a metric gets as `questions`.
        groups: all groups, with their sizes and what is suppressed.
        comparisons: the figures beside those of the group.
        all_groups: the tables of metrics for every group.
        precision: how precise the figures of each group are.
        weighting: how respondents were weighted; None if they were not.
        tables: the result tables, in the order in which they were made.
        metrics: the metrics of all plugins, by name.
        problems: errors and remarks, in the order in which they were found.
        of_survey: what is the same in the reports of all groups (see `once`).
    """

    catalogue: Catalogue
    group: Group = WHOLE
    questions: pl.DataFrame = field(default_factory=pl.DataFrame)
    groups: SurveyGroups = field(default_factory=SurveyGroups)
    comparisons: Comparisons = field(default_factory=Comparisons)
    all_groups: AllGroups = field(default_factory=AllGroups)
    precision: Precision = field(default_factory=Precision)
    weighting: Weighting | None = None
    tables: dict[str, ResultTable] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    of_survey: OfSurvey = field(default_factory=OfSurvey, repr=False)

    @property
    def settings(self) -> Settings:
        """The table `Survey`."""
        return self.catalogue.settings

    @property
    def results(self) -> Results:
        """The public part of it; without tables if there are errors."""
        return Results(self.settings, self.problems, {} if self.errors else self.tables)

    @property
    def turnout(self) -> Turnout:
        """How many people of the group answered."""
        return self.once(_turnout, self.group)

    @property
    def effective_n(self) -> float | None:
        """Kish's effective sample size of the group; None if it is suppressed or unweighted."""
        return self._weighted("effective")

    @property
    def design_effect(self) -> float | None:
        """How many times as large weights make the variance: respondents / effective size."""
        n, effective = self._weighted("n"), self.effective_n
        return n / effective if n and effective else None

    def _weighted(self, column: str) -> float | None:
        rows = self.group.rows_of(self.weighting.effective) if self.weighting else pl.DataFrame()
        return rows[column][0] if len(rows) else None

    def stored(self, value: float, table: str, column: str, group: Group) -> float:
        """A figure as a table stores it: rounded as its column is, if the group is weighted."""
        if self.weighting is None or not self.weighting.is_of(group):
            return value
        return stored(value, self.tables[table].formats.get(column))

    def once(self, compute: Callable[..., T], *arguments: Hashable) -> T:
        """What a function makes of the report of any group, computed for the first one only.

        Args:
            compute: a function of a module, called with a report and the arguments. What it returns
                must be the same for each group of the survey, and is not to be changed.
            arguments: the other arguments of that function.
        """
        found, key = self.of_survey.found, (compute, *arguments)
        if key not in found:
            found[key] = compute(self, *arguments)
        return found[key]

    def add(self, table: ResultTable) -> None:
        """Add a result table.

        Raises:
            MetricError: its name is taken, or no Excel table can hold it.
        """
        check_table(table, self.tables, self.of_survey.checked)
        self.tables[table.name] = table
