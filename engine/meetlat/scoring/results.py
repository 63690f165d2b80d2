"""The public result of a recalculation: tables by name, and every problem that was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from meetlat.plugins.result_table import ResultTable
from meetlat.problems.problem import Problem
from meetlat.problems.text import nearest
from meetlat.reading.settings import Settings


class TablesByName(Mapping[str, pl.DataFrame]):
    """Result tables as Polars frames, by name: `results["ThemeScores"]`."""

    tables: dict[str, ResultTable]
    problems: list[Problem]

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name not in self.tables:
            near = nearest(name, self.tables)
            hint = f"; did you mean {near}?" if near else ""
            raise KeyError(f"there is no table {name}{hint}")
        return self.tables[name].frame

    def __contains__(self, name: object) -> bool:
        return name in self.tables

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a recalculation."""
        return [problem for problem in self.problems if problem.is_error]


@dataclass
class Results(TablesByName):
    """The result tables as Polars frames, by name: `results["ThemeScores"]`.

    There are no tables if the workbook has errors; `problems` says which.

    Attributes:
        settings: the table `Survey`.
        problems: errors and remarks, errors first.
        tables: the result tables, in the order in which they were made.
    """

    settings: Settings
    problems: list[Problem] = field(default_factory=list)
    tables: dict[str, ResultTable] = field(default_factory=dict)
