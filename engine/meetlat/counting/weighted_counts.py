"""Weighted counts of the groups and questions that may be shown.

Suppression comes before weighting, because it depends on how many people there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from meetlat.disclosure import QUESTION_KEYS
from meetlat.groups import GROUP_KEYS, WHOLE

# A number of people closer than this below a whole number is that number, apart from rounding.
CLOSE = 1e-6

if TYPE_CHECKING:
    import numpy as np

    from meetlat.counting.weight_disclosure import Sharing
    from meetlat.reading.responses.coding import CodedAnswers, Item


def weighted_counts(counts: pl.DataFrame, sharing: Sharing, answers: pl.DataFrame) -> pl.DataFrame:
    """The rows of `counts` with sums of weights as `n` and `answered`, and a column `squares`.

    Args:
        counts: the counts of people that may be shown.
        sharing: the answers of all respondents, and their weights in each figure.
        answers: the answers to all questions (see `meetlat.reading.responses.scored.answer_table`).
    """
    import numpy as np

    coded, segments = sharing.coded, counts["segment"].unique(maintain_order=True).to_list()
    sums = [Sums.of(sharing, segment) for segment in segments]
    groups = [(s, g) for s in segments for g in _groups(coded, s)]
    row = _positions(counts, GROUP_KEYS, pl.DataFrame(groups, schema=GROUP_KEYS, orient="row"))
    column = _positions(counts, ["question", "answer"], answers)
    asked = pl.DataFrame({"question": [item.question for item in coded.items]})
    question = _positions(counts, ["question"], asked)
    return counts.with_columns(
        n=np.concatenate([s.n for s in sums])[row, column],
        answered=np.concatenate([s.answered for s in sums])[row, question],
        squares=np.concatenate([s.squares for s in sums])[row, column],
    )


def people_by_weight(counts: pl.DataFrame, weighted: pl.DataFrame) -> pl.DataFrame:
    """The counts of people, with an `n` that is in proportion to the weighted share of the answer.

    The true number of people is not shown beside a weighted share. If a few people in a group have
    another weight than the rest, their answers would follow from both numbers.

    Args:
        counts: the counts of people that may be shown.
        weighted: the same rows as sums of weights (see `weighted_counts`).
    """
    base = weighted["answered"]
    share = pl.when(base > 0).then(weighted["n"] / base).otherwise(0.0)
    exact = counts.select(*QUESTION_KEYS, exact=pl.col("answered") * share)
    whole = (pl.col("exact") + CLOSE).floor()
    left = exact.with_columns(whole=whole, left=pl.col("exact") - whole)
    short = (pl.col("exact").sum().round() - pl.col("whole").sum()).over(QUESTION_KEYS)
    nearest = pl.col("left").rank("ordinal", descending=True).over(QUESTION_KEYS)
    n = pl.col("whole") + (nearest <= short).cast(pl.Float64)
    return counts.with_columns(left.select(n=n.cast(pl.Int64)))


class Sums(NamedTuple):
    """Sums of weights, with a row per group of a segment.

    Attributes:
        n: the sum over the people who gave each answer to each question.
        squares: the sum of the squares, computed as `n` times the mean weight of all who answered
            the question: the exact sum could reveal who gave an answer.
        answered: the sum over the people who answered each question.
    """

    n: np.ndarray
    squares: np.ndarray
    answered: np.ndarray

    @classmethod
    def of(cls, sharing: Sharing, segment: str) -> Sums:
        """The sums of one segment, a question at a time because there may be a million people."""
        import numpy as np

        coded = sharing.coded
        most = len(_groups(coded, segment))
        if segment == WHOLE.segment:
            groups = np.zeros(len(coded.frame), np.int64)
        else:
            numbers = coded.frame[coded.segments[segment].column].to_physical()
            groups = (
                numbers.cast(pl.Int64).fill_null(most).to_numpy()
            )  # people in no group come last and are left out
        found = [_sums(sharing, segment, item, groups, most + 1) for item in coded.items]
        parts = [np.concatenate(arrays, axis=1)[:most] for arrays in zip(*found, strict=True)]
        return cls(*parts)


def _sums(
    sharing: Sharing, segment: str, item: Item, groups: np.ndarray, most: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`n`, `squares` and `answered` of one question (see `Sums`)."""
    import numpy as np

    coded, answers = sharing.coded, len(item.chosen)
    answered = coded.frame.select(item.answered.fill_null(value=False)).to_series().to_numpy()
    weights = sharing.weights(segment, item.question, answered)
    if item.column is not None:
        codes = coded.frame[item.column].cast(pl.Int64).fill_null(answers).to_numpy()
        cells = groups * (answers + 1) + codes
        shape = (most, answers + 1)
        n = np.bincount(cells, weights, most * (answers + 1)).reshape(shape)[:, :answers]
        base = n.sum(axis=1)
    else:
        ticks = coded.frame.select(
            chosen.fill_null(value=False).alias(str(k)) for k, chosen in enumerate(item.chosen)
        )
        given = [np.bincount(groups, weights * tick.to_numpy(), most) for tick in ticks]
        n, base = np.stack(given, axis=1), np.bincount(groups, weights * answered, most)
    squares = np.bincount(groups, weights**2 * answered, most)
    mean_weight = np.divide(squares, base, out=np.zeros_like(base), where=base > 0)
    return n, n * mean_weight[:, None], base[:, None]


def _groups(coded: CodedAnswers, segment: str) -> list[str]:
    return [WHOLE.name] if segment == WHOLE.segment else list(coded.segments[segment].groups)


def _positions(counts: pl.DataFrame, keys: Sequence[str], known: pl.DataFrame) -> np.ndarray:
    """The position of each row's keys among the known ones."""
    numbered = known.select(*keys, position=pl.int_range(pl.len()))
    joined = counts.select(keys).join(numbered, on=keys, how="left", maintain_order="left")
    return joined["position"].to_numpy()
