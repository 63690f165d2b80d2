"""The count cube: how often each answer was given, per question and group.

Answers are categorical, so a million respondents become a few thousand rows, and metrics are cheap
to compute from those. Each answer of each question is an expression; Polars computes all of them in
one pass per segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from meetlat.groups import GROUP_KEYS, WHOLE
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers, Item
from meetlat.reading.responses.scored import answer_table


def count_answers(
    coded: CodedAnswers, catalogue: Catalogue, weight: pl.Expr | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Count every answer in every group.

    Args:
        coded: the answers of each respondent.
        catalogue: of the survey.
        weight: what each respondent counts for, so that the counts are sums of it; else people.

    Returns:
        The counts (see `meetlat_schemas.CountsSchema`), and the groups with their sizes. Segments
        are in the order of the catalogue, and their groups in the order of `Population`, or by
        name.
    """
    segments = [WHOLE.segment, *catalogue.segments["segment"]]
    counting = [
        (expression if weight is None else expression * weight).sum().alias(name)
        for number, item in enumerate(coded.items)
        for name, expression in _columns(number, item)
    ]
    wide = pl.concat([_count_segment(coded, segment, counting) for segment in segments])
    dtype = pl.Int64() if weight is None else pl.Float64()
    counts = _long(wide, coded, answer_table(catalogue), dtype)
    return counts, wide.select(*GROUP_KEYS, pl.col("respondents").cast(pl.Int64).alias("n"))


def _count_segment(coded: CodedAnswers, segment: str, counting: Sequence[pl.Expr]) -> pl.DataFrame:
    """One row per group: respondents, and a numbered column for each question and each answer."""
    respondents = pl.len().alias("respondents")
    # Eager: optimising a query of hundreds of expressions takes longer than counting.
    if segment == WHOLE.segment:
        total = coded.frame.select(respondents, *counting)
        return total.select(*(pl.lit(WHOLE.segment).alias(key) for key in GROUP_KEYS), pl.all())
    column = coded.segments[segment].column
    # Sort by group first: a group is then a slice, which is counted twice as fast. The groups are
    # in the order of the segment, which need not be alphabetical.
    group = coded.frame[column].rename("group")
    members = group.arg_sort(nulls_last=True).head(len(group) - group.null_count())
    frame = coded.frame.with_columns(group)[members].set_sorted("group")
    counted = frame.group_by("group", maintain_order=True).agg(respondents, *counting)
    return counted.select(
        pl.lit(segment).alias("segment"), pl.col("group").cast(pl.String), pl.exclude("group")
    )


def _columns(number: int, item: Item) -> Iterator[tuple[str, pl.Expr]]:
    yield f"q{number}", item.answered
    for k, chosen in enumerate(item.chosen):
        yield f"q{number}a{k}", chosen


def _long(
    wide: pl.DataFrame, coded: CodedAnswers, answers: pl.DataFrame, dtype: pl.DataType
) -> pl.DataFrame:
    """The wide counts as one row per group, question and answer.

    Unpivoting stacks the columns, so the rows of one answer in all groups are adjacent. Each row of
    the table of answers is therefore repeated once per group.
    """
    base = {
        f"q{n}a{k}": f"q{n}" for n, item in enumerate(coded.items) for k in range(len(item.chosen))
    }
    counts = wide.unpivot(list(base), index=GROUP_KEYS, value_name="n")
    bases = wide.select(pl.col(asked).alias(answer) for answer, asked in base.items()).unpivot()
    rows = pl.int_range(len(counts), dtype=pl.UInt32, eager=True)
    base = answers["question"].rle_id() * len(wide)
    repeated = answers.with_columns(base=base)[rows // len(wide)]  # a, a, b, b
    return counts.select(
        *GROUP_KEYS,
        *repeated.with_columns(base=repeated["base"] + rows % len(wide)),
        pl.col("n").cast(dtype),
        bases["value"].cast(dtype).alias("answered"),
    )
