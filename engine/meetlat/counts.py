"""The count cube: how often each answer was given, per question and group.

Answers are categorical, so a million respondents become a few thousand rows, and every metric
after that is cheap. The counting is wide: each answer of each question is an expression, and
Polars computes them all in one pass a segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from meetlat.catalogue import Catalogue
from meetlat.coding import Coded, Item

EVERYONE = ""
"""`segment` and `group` of the whole organisation."""

KEYS = ["segment", "group"]


def count_answers(coded: Coded, catalogue: Catalogue) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Count every answer in every group.

    Returns:
        The counts (see `meetlat_schemas.CountsSchema`), and the groups with their sizes, in the
        order of the catalogue; those of a segment as `Population` lists them, or else by name.
    """
    segments = [EVERYONE, *catalogue.segments["segment"]]
    counting = [
        expression.sum().alias(name)
        for number, item in enumerate(coded.items)
        for name, expression in _columns(number, item)
    ]
    wide = pl.concat([_count_segment(coded, segment, counting) for segment in segments])
    counts = _long(wide, coded, answer_table(catalogue))
    return counts, wide.select(*KEYS, pl.col("respondents").cast(pl.Int64).alias("n"))


def answer_table(catalogue: Catalogue) -> pl.DataFrame:
    """All answers of all questions, with their score after reverse coding and their rank.

    Reverse coding mirrors a score inside the scale as defined, `lowest + highest - score`; what
    respondents happened to choose has no part in it.
    """
    questions = catalogue.questions.select(
        "question", "theme", "weight", "reverse", "scale", order=pl.int_range(pl.len())
    )
    scales = catalogue.scales.with_columns(answer_order=pl.int_range(pl.len()))
    lowest, highest = pl.col("score").min().over("scale"), pl.col("score").max().over("scale")
    mirrored = scales.with_columns(mirrored=lowest + highest - pl.col("score"))
    score = pl.when("reverse").then("mirrored").otherwise("score")
    rank = pl.col("score").rank("dense", descending=True).over("question")
    from_bottom = pl.col("score").rank("dense").over("question")
    return (
        questions.join(mirrored, on="scale")
        .sort("order", "answer_order")
        .with_columns(score=score)
        .select(
            "question",
            "theme",
            "weight",
            "answer",
            "label",
            "score",
            from_top=rank.cast(pl.Int64),
            from_bottom=from_bottom.cast(pl.Int64),
        )
    )


def _count_segment(coded: Coded, segment: str, counting: Sequence[pl.Expr]) -> pl.DataFrame:
    """One row a group: respondents, and a numbered column for each answer and each question."""
    everyone = segment == EVERYONE
    group = pl.lit(EVERYONE) if everyone else pl.col(coded.segments[segment].column)
    # Eagerly: hundreds of expressions cost the query optimiser more than counting costs Polars.
    frame = coded.frame.with_columns(group=group).drop_nulls("group")
    counted = frame.group_by("group").agg(pl.len().alias("respondents"), *counting)
    # Sorted as the segment has them, which need not be the alphabet.
    named = counted.sort("group").with_columns(pl.col("group").cast(pl.String))
    return named.select(pl.lit(segment).alias("segment"), pl.all())


def _columns(number: int, item: Item) -> Iterator[tuple[str, pl.Expr]]:
    yield f"q{number}", item.answered
    for k, chosen in enumerate(item.chosen):
        yield f"q{number}a{k}", chosen


def _long(wide: pl.DataFrame, coded: Coded, answers: pl.DataFrame) -> pl.DataFrame:
    """The wide counts as one row per group, question and answer.

    Unpivoting puts column after column, each a group long, so the table of answers stands beside
    it when every row of it is repeated a group.
    """
    chosen = [f"q{n}a{k}" for n, item in enumerate(coded.items) for k in range(len(item.chosen))]
    counts = wide.unpivot(chosen, index=KEYS, value_name="n").drop("variable")
    bases = wide.unpivot([f"q{n}" for n in range(len(coded.items))], index=KEYS)
    asked = pl.Series([item.question for item in coded.items], dtype=pl.String)
    bases = bases.select(*KEYS, _repeated(asked, len(wide)).alias("question"), answered="value")
    repeated = answers.select(_repeated(column, len(wide)) for column in answers)
    joined = counts.hstack(repeated).join(
        bases, on=[*KEYS, "question"], how="left", maintain_order="left"
    )
    return joined.select(
        *KEYS,
        *answers.columns,
        pl.col("n", "answered").cast(pl.Int64),
    )


def _repeated(column: pl.Series, times: int) -> pl.Series:
    """Every value a number of times over: a, a, b, b."""
    return column.gather(pl.int_range(len(column) * times, eager=True) // times)
