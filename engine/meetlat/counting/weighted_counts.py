"""Weighted counts of the questions and groups that may be shown.

Suppression comes before weighting, because it depends on how many people there are. Only figures
over many people are weighted: a weighted figure over a few people can reveal their answers, because
people are whole. If ten people weigh 1.1 and three weigh 1.7, a sum of 7.3 can only be five of the
ten and one of the three.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from meetlat.counting.counts import count_answers
from meetlat.groups import QUESTION_KEYS, WHOLE
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.scored import WEIGHT

# A question is weighted in a group in which so many people answered it. (In the whole organisation
# it is enough that half of the respondents did.) The effective sample size, of scored answers too,
# is at least half of that: with very different weights, a figure over many people rests on a few.
MANY = 100

# Weighted shares are known to this number of decimals.
DECIMALS = 2

# A number of people closer than this below a whole number is that number, apart from rounding.
CLOSE = 1e-6


def weighted_counts(
    counts: pl.DataFrame, coded: CodedAnswers, catalogue: Catalogue, uneven: Collection[str] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Weight the questions that many people of a group answered.

    Args:
        counts: the counts of people that may be shown.
        coded: the answers of each respondent, with their weights.
        catalogue: of the survey.
        uneven: questions that are suppressed in groups with different weights. They are not
            weighted: a weighted sum would tell these groups apart.

    Returns:
        The rows of `counts` with sums of weights as `n` and `answered` where they are weighted, and
        a column `squares`: the sum of the squared weights behind `n`, computed as `n` times the
        mean weight of all who answered. And `segment`, `group` and `question` of weighted rows.
    """
    many = counts.filter(
        _is_many(pl.col("answered"), coded.rows.height), ~pl.col("question").is_in(list(uneven))
    )
    coded, weight, keys = _large_groups(coded, many), pl.col(WEIGHT), [*QUESTION_KEYS, "answer"]
    sums, squares = (count_answers(coded, catalogue, w).frame() for w in (weight, weight**2))
    many = _effectively_many(many, sums, squares, coded.rows.height)
    sums = sums.select(
        *keys, sum="n", total="answered", mean=squares["answered"] / sums["answered"]
    )
    rows = many.select(keys).join(sums, on=keys, how="left", maintain_order="left")
    joined = counts.join(rows, on=keys, how="left", maintain_order="left")
    weighted = joined.with_columns(
        n=pl.coalesce("sum", pl.col("n").cast(pl.Float64)),
        answered=pl.coalesce("total", pl.col("answered").cast(pl.Float64)),
    ).with_columns(squares=pl.col("n") * pl.col("mean").fill_null(1.0))
    questions = many.select(QUESTION_KEYS).unique(maintain_order=True)
    return weighted.select(*counts.columns, "squares"), questions


def _is_many(people: pl.Expr, respondents: int) -> pl.Expr:
    """Whether a figure over these people may be weighted."""
    is_whole = pl.col("segment") == WHOLE.segment
    return (people >= MANY) | (is_whole & (2 * people >= respondents))


def _effectively_many(
    counts: pl.DataFrame, sums: pl.DataFrame, squares: pl.DataFrame, respondents: int
) -> pl.DataFrame:
    """The counts of questions with enough answers, and enough scored answers, by effective size.

    Args:
        counts: the counts of people.
        sums: the same answers as sums of weights.
        squares: the same as sums of squared weights.
        respondents: how many people answered at all.
    """
    both = sums.with_columns(n2=squares["n"], answered2=squares["answered"])
    is_scored = pl.col("score").is_not_null()
    n, n2 = pl.col("n").filter(is_scored), pl.col("n2").filter(is_scored)
    # If people gave several answers, those who gave the most frequent one are counted.
    is_single = pl.col("n").sum() <= pl.col("answered").first() * (1 + CLOSE)
    sizes = both.group_by(QUESTION_KEYS).agg(
        answered=pl.col("answered").first() ** 2 / pl.col("answered2").first(),
        scored=pl.when(n.sum() > 0).then(
            pl.when(is_single)
            .then(n.sum() ** 2 / n2.sum())
            .otherwise((n**2 / n2).fill_nan(0).max())
        ),
    )
    smaller = pl.min_horizontal("answered", "scored")
    enough = sizes.filter(_is_many(2 * smaller, respondents))
    return counts.join(enough, on=QUESTION_KEYS, how="semi", maintain_order="left")


def _large_groups(coded: CodedAnswers, counts: pl.DataFrame) -> CodedAnswers:
    """The same answers, without the groups that have no counts: their people are in no group."""
    names = dict(counts.group_by("segment").agg(pl.col("group").unique()).iter_rows())
    members = [
        pl.when(pl.col(s.column).cast(pl.String).is_in(names.get(name, []))).then(pl.col(s.column))
        for name, s in coded.segments.items()
    ]
    return coded.with_frame(coded.frame.with_columns(members))


def people_by_weight(
    counts: pl.DataFrame, weighted: pl.DataFrame, questions: pl.DataFrame
) -> pl.DataFrame:
    """The counts of people, with an `n` that is in proportion to the weighted share of the answer.

    The true number of people is not shown beside a weighted share, and neither is a number that is
    more precise than the share as it is shown.

    Args:
        counts: the counts of people that may be shown.
        weighted: the same rows as sums of weights (see `weighted_counts`).
        questions: `segment`, `group` and `question` of weighted rows.
    """
    base = weighted["answered"]
    share = pl.when(base > 0).then(weighted["n"] / base).otherwise(0.0)
    share = share.round(DECIMALS, mode="half_away_from_zero")
    rows = counts.select(*QUESTION_KEYS, exact=pl.col("answered") * share, people="n")
    marked = rows.join(
        questions.with_columns(weighted=True),
        on=QUESTION_KEYS,
        how="left",
        maintain_order="left",
    )
    whole = (pl.col("exact") + CLOSE).floor()
    left = marked.with_columns(whole=whole, left=pl.col("exact") - whole)
    short = (pl.col("exact").sum().round() - pl.col("whole").sum()).over(QUESTION_KEYS)
    nearest = pl.col("left").rank("ordinal", descending=True).over(QUESTION_KEYS)
    n = (pl.col("whole") + (nearest <= short).cast(pl.Float64)).cast(pl.Int64)
    shown = pl.when("weighted").then(n).otherwise("people")
    return counts.with_columns(left.select(n=shown))
