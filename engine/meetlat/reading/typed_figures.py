"""Figures typed in Comparisons: the group and the answer that each is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

import polars as pl

from meetlat.groups import WHOLE, Group, parse_group

# The columns of figures to compare with; `table` is the result table that a figure belongs to, if
# it was computed.
FIGURE_SCHEMA: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(("comparison", "subject", "answer"), pl.String),
    **dict.fromkeys(("value", "n", "sd"), pl.Float64),
    "table": pl.String,
}

# The columns that identify a typed figure within the group of the report.
FIGURE_KEYS = ("comparison", "subject", "answer")


# What a figure is about: a subject, and an answer if it is a share of answers.
About = tuple[str | None, str | None]

# The result table that a figure is for, and the figure.
_Value = tuple[str | None, float | None]


class KnownFigures:
    """Figures of comparisons, as in `FIGURE_SCHEMA`, and where each is found."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def beside(
        self, rows: Sequence[About], comparison: str, table: str | None
    ) -> Sequence[float | None]:
        """The first figure of a comparison for each row that is for a result table (None: any).

        Empty if there are no figures of the comparison.
        """
        known = self._values.get(comparison)
        return [_first(known.get(row, ()), table) for row in rows] if known else ()

    @cached_property
    def _values(self) -> Mapping[str, Mapping[About, Sequence[_Value]]]:
        found: dict[str, dict[About, list[_Value]]] = {}
        columns = (self.frame[name].to_list() for name in (*FIGURE_KEYS, "table", "value"))
        for comparison, subject, answer, table, value in zip(*columns, strict=True):
            own = found.setdefault(comparison, {})
            own.setdefault((subject, answer), []).append((table, value))
        return found


def _first(figures: Iterable[_Value], table: str | None) -> float | None:
    for of_table, value in figures:
        if table is None or of_table is None or of_table == table:
            return value
    return None


class TypedFigures:
    """The typed figures of a survey, by the group that they are about."""

    def __init__(self, typed: pl.DataFrame, segments: Sequence[str]) -> None:
        """Keep rows of `Comparisons`; their answers are named as in their scales."""
        rows: dict[Group, list[int]] = {}
        for row, written in enumerate(typed["group"]):
            rows.setdefault(parse_group(written or "", segments), []).append(row)
        figures = typed.with_columns(table=pl.lit(None, pl.String)).select(list(FIGURE_SCHEMA))
        self._parts = {group: KnownFigures(figures[own]) for group, own in rows.items()}
        self._none = KnownFigures(figures.clear())
        self._general = figures.filter(typed["group"].is_null())
        self._others: dict[frozenset[str], tuple[KnownFigures, list[str]]] = {}

    def of_group(self, group: Group, waves: Collection[str] = ()) -> tuple[KnownFigures, list[str]]:
        """The typed figures to show beside those of a group.

        A comparison with figures of this very group shows those. Any other comparison, such as a
        benchmark, shows its figures of the organisation, unless it is one of the `waves`: they have
        responses from which the figures of the group are computed.

        Returns:
            The figures, and the names of the comparisons that show figures of the organisation
            beside those of a group.
        """
        of_group = self._parts.get(group, self._none)
        if group == WHOLE:
            return of_group, []
        of_whole, names = self._without(frozenset([*of_group.frame["comparison"], *waves]))
        if group not in self._parts:
            return of_whole, names
        return KnownFigures(pl.concat([of_group.frame, of_whole.frame])), names

    def _without(self, comparisons: frozenset[str]) -> tuple[KnownFigures, list[str]]:
        """The figures of the organisation and their comparisons, without some comparisons.

        They are kept, because they stand beside almost every group.
        """
        if comparisons not in self._others:
            figures = self._general.filter(~pl.col("comparison").is_in([*comparisons]))
            names = figures["comparison"].unique(maintain_order=True).to_list()
            self._others[comparisons] = KnownFigures(figures), names
        return self._others[comparisons]


def with_answer_codes(
    comparisons: pl.DataFrame, questions: pl.DataFrame, scales: pl.DataFrame
) -> pl.DataFrame:
    """The comparisons with each answer as its scale names it, even if its label was typed."""
    answers: dict[str, list[tuple[str, str]]] = {}
    for scale, answer, label in scales[["scale", "answer", "label"]].iter_rows():
        answers.setdefault(scale, []).append((answer, label))
    asked = questions[["question", "scale"]].rows()
    codes = {
        (name, answer): answer for name, scale in asked for answer, _ in answers.get(scale, ())
    }
    # A text that is both an answer and the label of another answer means the former.
    for name, scale in asked:
        for answer, label in answers.get(scale, ()):
            codes.setdefault((name, label), answer)
    typed = comparisons[["subject", "answer"]].rows()
    coded = [codes.get((subject, answer), answer) for subject, answer in typed]
    return comparisons.with_columns(pl.Series("answer", coded, dtype=pl.String))
