"""Comparisons: figures of an earlier wave or a benchmark beside the current ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import NamedTuple

import polars as pl

from meetlat.plugins.metrics import Counts, Metric, MetricError
from meetlat.reading.typed_figures import FIGURE_SCHEMA, About, KnownFigures


class EarlierWave(NamedTuple):
    """An earlier wave: its responses, as `Comparisons` names them, and all who answered."""

    responses: str
    respondents: int


@dataclass(frozen=True)
class Comparisons:
    """The figures beside those of the group that is shown.

    Attributes:
        names: the comparisons, each a column, in the order of the report.
        figures: `comparison`, `subject`, `answer`, `value`, `n`, `sd`, and `table`: the result
            table that a computed figure is for; null for a typed figure, which is for every table
            with that subject.
        organisation: the comparison that is the organisation itself, beside a group; else blank.
        of_organisation: the comparisons that show typed figures of the organisation beside a group.
        waves: the comparisons that are earlier waves with responses of their own.
        known: the same figures in parts, which other groups may share.
    """

    names: Sequence[str] = ()
    figures: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FIGURE_SCHEMA))
    organisation: str = ""
    of_organisation: Sequence[str] = ()
    waves: Mapping[str, EarlierWave] = field(default_factory=dict)
    known: Sequence[KnownFigures] = ()

    def beside(
        self,
        frame: pl.DataFrame,
        subject: str = "subject",
        *,
        answers: bool = False,
        table: str | None = None,
    ) -> pl.DataFrame:
        """Add a column for each comparison to a frame; null where it has no figure for a row.

        Args:
            frame: its rows are matched by the column `subject` (and by `answer`, if `answers`).
            subject: the name of that column.
            answers: match single answers; otherwise only figures of the subject as a whole.
            table: the result table that computed figures must be for; None: any.

        Raises:
            MetricError: the frame has a column with the name of a comparison.
        """
        given = frame["answer"] if answers else [None] * len(frame)
        return self.beside_rows(frame, [*zip(frame[subject], given, strict=True)], table)

    def beside_rows(
        self, frame: pl.DataFrame, rows: Sequence[About], table: str | None = None
    ) -> pl.DataFrame:
        """The same, for rows about these subjects, each with its answer if it has one."""
        if taken := [name for name in self.names if name in frame.columns]:
            raise MetricError(f"its column {taken[0]} has the name of a comparison")
        parts = self.known or [self._figures]
        found: list[pl.Series] = []
        for name in self.names:
            known = filter(None, (part.beside(rows, name, table) for part in parts))
            values = reduce(_either, known, [None] * len(rows))
            found.append(pl.Series(name, values, dtype=pl.Float64))
        return frame.hstack(found)

    @cached_property
    def _figures(self) -> KnownFigures:
        return KnownFigures(self.figures)


def _either(one: Sequence[float | None], other: Sequence[float | None]) -> list[float | None]:
    """The figures of the first, and of the other where the first has none."""
    return [b if a is None else a for a, b in zip(one, other, strict=True)]


def main_column(metric: Metric, columns: Sequence[str]) -> str:
    """The column that comparisons stand beside: the last one, unless the author chose another."""
    return metric.main or columns[-1]


def subjects(metric: Metric, rows: pl.DataFrame) -> list[str]:
    """What `Comparisons.subject` calls each row of a metric's table."""
    keys = [key for key in metric.keys if key not in Counts.GROUP_KEYS]
    return [metric.subject(key) for key in rows[keys[0]]] if keys else [metric.name] * len(rows)


def main_figures(metric: Metric, own: pl.DataFrame, comparison: str) -> pl.DataFrame:
    """The main figures of a metric in one group, as `Comparisons.figures` has them.

    `own` is its table for that group, and `comparison` the name that the figures get.
    """
    main = own[main_column(metric, own.columns)]
    if not main.dtype.is_numeric():
        return pl.DataFrame(schema=FIGURE_SCHEMA)
    figures = {
        "comparison": pl.repeat(comparison, len(own), dtype=pl.String, eager=True),
        "subject": pl.Series(subjects(metric, own), dtype=pl.String),
        "answer": own["answer"] if "answer" in metric.keys else None,
        "value": main.cast(pl.Float64),
        "n": None,
        "sd": None,
        "table": metric.table,
    }
    return pl.DataFrame(figures, schema=FIGURE_SCHEMA).drop_nulls("value")
