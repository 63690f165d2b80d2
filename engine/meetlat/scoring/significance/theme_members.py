"""The questions in the score of a theme, and what each respondent contributes to that score.

A contribution is per unit of weight, and apart from a constant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from meetlat.groups import GROUP_KEYS, Group

Floats = npt.NDArray[np.float64]

# A temporary column, with a name that no catalogue has.
GROUP = "\x00group"


@dataclass(frozen=True)
class Members:
    """The questions in the score of one theme, for several groups.

    Attributes:
        questions: their ids.
        weights: of the questions in the theme.
        groups: the groups.
        n: groups x questions: the sum of the weights of the people who gave a scored answer.
        means: groups x questions: the mean of those answers; 0 if there are none.
    """

    questions: Sequence[str]
    weights: Floats
    groups: Sequence[Group]
    n: Floats
    means: Floats


class Linear(NamedTuple):
    """A contribution that adds up over questions: `sum(factor * (score - centre))`.

    Attributes:
        factors: groups x questions; 0 for a question that nobody in the group answered.
        centres: groups x questions.
    """

    factors: Floats
    centres: Floats


class OwnMean(NamedTuple):
    """The respondent's own mean of the questions, as a part of the mean of those means.

    Attributes:
        weights: groups x questions; 0 for a question that nobody in the group answered.
        minimum: how many questions a respondent must have answered to count.
    """

    weights: Floats
    minimum: int


Contribution = Linear | OwnMean


def members_of_themes(counts: pl.DataFrame, questions: Sequence[str]) -> dict[str, Members]:
    """The questions that count in the score of each theme, in the groups of the counts."""
    n, score = pl.col("n"), pl.col("score")
    means = (
        counts.filter(pl.col("question").is_in(list(questions)))
        .drop_nulls("score")
        .group_by(*GROUP_KEYS, "theme", "question", "weight", maintain_order=True)
        .agg(n=n.sum(), mean=(n * score).sum() / n.sum())
        .filter(pl.col("n") > 0)
    )
    keys = means.select(GROUP_KEYS).unique(maintain_order=True)
    numbered = keys.with_row_index(GROUP)
    means = means.join(numbered, on=GROUP_KEYS, maintain_order="left")
    parts = means.partition_by("theme", as_dict=True, maintain_order=True)
    groups = [Group(*key) for key in keys.iter_rows()]
    return {str(theme): _members(part, groups) for (theme,), part in parts.items()}


def _members(means: pl.DataFrame, every: Sequence[Group]) -> Members:
    """The members of one theme; `GROUP` has the number of the group of each row in `every`."""
    groups, at = np.unique(means[GROUP].to_numpy(), return_inverse=True)
    weights = dict(means[["question", "weight"]].iter_rows())
    places = {question: place for place, question in enumerate(weights)}
    n, mean = np.zeros((2, len(groups), len(places)))
    questions = [places[question] for question in means["question"].to_list()]
    n[at, questions], mean[at, questions] = means["n"], means["mean"]
    own = [every[number] for number in groups]
    return Members(list(places), np.array([*weights.values()], np.float64), own, n, mean)


def _questions(members: Members) -> Contribution:
    """The contribution to the weighted mean of the scores of questions."""
    weights = _present(members)
    share = weights / weights.sum(axis=1, keepdims=True)
    return Linear(share / np.where(members.n > 0, members.n, 1), members.means)


def _pooled(members: Members) -> Contribution:
    """The contribution to the weighted mean of all answers together."""
    weights = _present(members)
    parts = weights * members.n
    total = parts.sum(axis=1, keepdims=True)
    mean = (parts * members.means).sum(axis=1, keepdims=True) / total
    return Linear(weights / total, np.broadcast_to(mean, weights.shape))


def _respondents(members: Members, minimum: int = 1) -> Contribution:
    """The contribution to the mean of the respondents' own means."""
    return OwnMean(_present(members), minimum)


def _present(members: Members) -> Floats:
    """The weights of the questions, of each group: 0 if nobody answered one."""
    return np.where(members.n > 0, members.weights, 0.0)


# By name of the theme rules that come with Meetlat.
CONTRIBUTIONS: Mapping[str, Callable[..., Contribution]] = {
    "questions": _questions,
    "pooled": _pooled,
    "respondents": _respondents,
}
