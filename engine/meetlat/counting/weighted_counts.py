"""The counts with everyone's weight: of the same groups and answers that may be shown.

Which those are is decided before, on how many people there are, whatever they weigh.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from meetlat.disclosure import QUESTION_KEYS
from meetlat.groups import GROUP_KEYS, WHOLE

CLOSE = 1e-6
"""Of a person: what comes so near to a whole one is one, but for rounding."""

if TYPE_CHECKING:
    import numpy as np

    from meetlat.counting.weight_disclosure import Sharing
    from meetlat.reading.responses.coding import CodedAnswers, Item


def weighted_counts(counts: pl.DataFrame, sharing: Sharing, answers: pl.DataFrame) -> pl.DataFrame:
    """The rows of `counts`, `n` and `answered` sums of weights, and `squares` beside them.

    Args:
        counts: of people, in the groups that may be shown.
        sharing: everyone's answers, and their weights in each figure.
        answers: of all questions, in order (see `meetlat.reading.responses.scored.answer_table`).
    """
    import numpy as np

    coded, segments = sharing.coded, counts["segment"].unique(maintain_order=True).to_list()
    sums = [Sums.of(sharing, segment) for segment in segments]
    groups = [(s, g) for s in segments for g in _groups(coded, s)]
    row = _place(counts, GROUP_KEYS, pl.DataFrame(groups, schema=GROUP_KEYS, orient="row"))
    column = _place(counts, ["question", "answer"], answers)
    asked = pl.DataFrame({"question": [item.question for item in coded.items]})
    question = _place(counts, ["question"], asked)
    return counts.with_columns(
        n=np.concatenate([s.n for s in sums])[row, column],
        answered=np.concatenate([s.answered for s in sums])[row, question],
        squares=np.concatenate([s.squares for s in sums])[row, column],
    )


def people_by_weight(counts: pl.DataFrame, weighted: pl.DataFrame) -> pl.DataFrame:
    """The counts of people, `n` so many of those who answered as its weighted share comes to.

    How many gave an answer is not told beside its weighted share. From both it would follow what
    the few of a group answered who weigh otherwise than the rest of it.

    Args:
        counts: of people, in the groups that may be shown.
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
    """Of the groups of a segment (rows): sums of weights.

    Attributes:
        n: of who gave each answer to each question.
        squares: of their squares, as if those who gave an answer weighed in the mean what all who
            answered do: what they do would tell who they are.
        answered: of who answered each question.
    """

    n: np.ndarray
    squares: np.ndarray
    answered: np.ndarray

    @classmethod
    def of(cls, sharing: Sharing, segment: str) -> Sums:
        """All of one segment; a question at a time, for there may be a million people."""
        import numpy as np

        coded = sharing.coded
        most = len(_groups(coded, segment))
        if segment == WHOLE.segment:
            groups = np.zeros(len(coded.frame), np.int64)
        else:
            numbers = coded.frame[coded.segments[segment].column].to_physical()
            groups = numbers.cast(pl.Int64).fill_null(most).to_numpy()  # last, and left out
        found = [_sums(sharing, segment, item, groups, most + 1) for item in coded.items]
        parts = [np.concatenate(arrays, axis=1)[:most] for arrays in zip(*found, strict=True)]
        return cls(*parts)


def _sums(
    sharing: Sharing, segment: str, item: Item, groups: np.ndarray, most: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of one question, as `Sums` holds them."""
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
    heavy = np.divide(squares, base, out=np.zeros_like(base), where=base > 0)
    return n, n * heavy[:, None], base[:, None]


def _groups(coded: CodedAnswers, segment: str) -> list[str]:
    return [WHOLE.name] if segment == WHOLE.segment else list(coded.segments[segment].groups)


def _place(counts: pl.DataFrame, keys: Sequence[str], known: pl.DataFrame) -> np.ndarray:
    """Where each row of the counts stands among what there is."""
    numbered = known.select(*keys, place=pl.int_range(pl.len()))
    return (
        counts.select(keys)
        .join(numbered, on=keys, how="left", maintain_order="left")["place"]
        .to_numpy()
    )
