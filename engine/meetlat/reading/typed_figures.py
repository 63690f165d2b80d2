"""Figures typed in Comparisons: the group and the answer that each is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

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


class TypedFigures:
    """The typed figures of a survey, by the group that they are about."""

    def __init__(self, typed: pl.DataFrame, segments: Sequence[str]) -> None:
        """Keep rows of `Comparisons`; their answers are named as in their scales."""
        rows: dict[Group, list[int]] = {}
        for row, written in enumerate(typed["group"]):
            rows.setdefault(parse_group(written or "", segments), []).append(row)
        figures = typed.with_columns(table=pl.lit(None, pl.String)).select(list(FIGURE_SCHEMA))
        self._parts = {group: figures[own] for group, own in rows.items()}
        self._none, self._general = figures.clear(), figures.filter(typed["group"].is_null())

    def of_group(self, group: Group, waves: Collection[str] = ()) -> tuple[pl.DataFrame, list[str]]:
        """The typed figures to show beside those of a group.

        A comparison with figures of this very group shows those. Any other comparison, such as a
        benchmark, shows its figures of the organisation, unless it is one of the `waves`: they have
        responses from which the figures of the group are computed.

        Returns:
            The figures, as in `FIGURE_SCHEMA`, and the names of the comparisons that show figures
            of the organisation beside those of a group.
        """
        of_group = self._parts.get(group, self._none)
        if group == WHOLE:
            return of_group, []
        has_figures = pl.col("comparison").is_in([*of_group["comparison"].unique(), *waves])
        of_whole = self._general.filter(~has_figures)
        names = of_whole["comparison"].unique(maintain_order=True).to_list()
        return pl.concat([of_group, of_whole]), names


def with_answer_codes(
    comparisons: pl.DataFrame, questions: pl.DataFrame, scales: pl.DataFrame
) -> pl.DataFrame:
    """The comparisons with each answer as its scale names it, even if its label was typed."""
    answers: dict[str, list[tuple[str, str]]] = {}
    for scale, answer, label in scales.select("scale", "answer", "label").iter_rows():
        answers.setdefault(scale, []).append((answer, label))
    asked = questions.select("question", "scale").rows()
    codes = {
        (name, answer): answer for name, scale in asked for answer, _ in answers.get(scale, ())
    }
    # A text that is both an answer and the label of another answer means the former.
    for name, scale in asked:
        for answer, label in answers.get(scale, ()):
            codes.setdefault((name, label), answer)
    typed = comparisons.select("subject", "answer").rows()
    coded = [codes.get((subject, answer), answer) for subject, answer in typed]
    return comparisons.with_columns(pl.Series("answer", coded, dtype=pl.String))
