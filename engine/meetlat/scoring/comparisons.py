"""Set the figures from elsewhere (an earlier wave, a benchmark) beside ours, a column each."""

from __future__ import annotations

import polars as pl

from meetlat.plugins.metrics import MetricError
from meetlat.reading.typed_figures import FIGURE


def beside(
    frame: pl.DataFrame,
    comparisons: pl.DataFrame,
    names: list[str],
    subject: str = "subject",
    *,
    answers: bool = False,
    table: str | None = None,
) -> pl.DataFrame:
    """Add a column for each comparison; null where it has no figure for a row.

    Args:
        frame: its rows are matched by a column (and by `answer`, where `answers`).
        comparisons: as `COMPARED` describes them.
        names: of the comparisons, in the order of the report.
        subject: the column that names what a row is about.
        answers: match single answers, or (otherwise) only figures of the subject as a whole.
        table: the result table that computed figures are to be for; None: any.

    Raises:
        MetricError: the frame has a column of a comparison's name already.
    """
    taken = [name for name in names if name in frame.columns]
    if taken:
        raise MetricError(f"its column {taken[0]} has the name of a comparison")
    if not answers:
        comparisons = comparisons.filter(pl.col("answer").is_null())
    if table is not None:
        comparisons = comparisons.filter(pl.col("table").fill_null(table) == table)
    comparisons = comparisons.unique(FIGURE, keep="first", maintain_order=True)
    left, right = (
        ([subject, "answer"], ["subject", "answer"]) if answers else ([subject], ["subject"])
    )
    columns = [
        frame.select(left)
        .join(
            comparisons.filter(comparison=name).select(*right, "value"),
            left_on=left,
            right_on=right,
            how="left",
            maintain_order="left",
        )["value"]
        .alias(name)
        for name in names
    ]
    return frame.with_columns(columns)
