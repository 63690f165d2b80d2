"""Weights with which the groups of segments count for their share of the people invited."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from meetlat.counting import raking
from meetlat.counting.raking import Margin, rake_and_trim, trim
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.scored import WEIGHT
from meetlat.reading.weight_margins import WeightMargin

# A group whose share differs by less than this part has its share, apart from rounding.
CLOSE = 1e-9


class Raked(NamedTuple):
    """The weight of each respondent, and the segments that do not match the people invited."""

    weights: pl.Series
    missed: Sequence[str]


def rake(
    coded: CodedAnswers,
    margins: Sequence[WeightMargin],
    most: float,
    withheld: Mapping[str, Collection[str]] | None = None,
) -> Raked | None:
    """Weights, at most `most`, with which each group counts for its share of those invited.

    The groups of a segment that are not shown count as one group: otherwise weights would reveal
    how many people are in each, and what they answered. If there are people in no group, they are
    in it too, and its mean weight is 1.

    Returns:
        None if the margins contradict each other.
    """
    columns = [margin.column for margin in margins]
    cells = coded.frame.group_by(columns).agg(pl.len().alias(WEIGHT)).sort(columns)
    people = cells[WEIGHT].cast(pl.Float64).to_numpy()
    hidden = withheld or {}
    targets = [_target(cells[m.column], m, people, hidden.get(m.segment, ())) for m in margins]
    nearest = [_nearest(target, people, most) for target in targets]
    weights = rake_and_trim(people, nearest, most)
    if weights is None:
        return None
    weights[np.abs(weights - 1) < raking.CLOSE] = 1  # only rounding: exactly as unweighted
    weighted = cells.select(columns).with_columns(pl.Series(WEIGHT, weights))
    everyone = coded.frame.select(columns).join(
        weighted, on=columns, how="left", nulls_equal=True, maintain_order="left"
    )
    missed = [
        margin.segment
        for margin, target in zip(margins, targets, strict=True)
        if np.abs(target.sums(people * weights) - target.wanted).max() > CLOSE * people.sum()
    ]
    return Raked(everyone[WEIGHT], missed)


def _target(
    groups: pl.Series, margin: WeightMargin, people: np.ndarray, withheld: Collection[str]
) -> Margin:
    """The total weight of each group, and last that of the people whose group is not shown.

    These are the people of withheld groups and those without a group: all have the same weight.
    With different weights, a weighted figure would tell them apart. If any is without a group, the
    mean weight of them all is 1. So the weights of others do not reveal how many of them are in
    withheld groups, and nobody stands for colleagues of another group.
    """
    nowhere = len(margin.groups)
    codes = groups.to_physical().fill_null(nowhere).to_numpy().astype(np.int64)
    part = np.arange(nowhere + 1)
    part[:-1][[name in withheld for name in margin.groups]] = nowhere
    shares = np.bincount(part, np.append(margin.invited, 0.0), nowhere + 1)
    together = 0.0
    if people[codes == nowhere].any():
        shares[nowhere], together = 0.0, people[part[codes] == nowhere].sum()
    totals = shares / max(shares.sum(), 1.0) * (people.sum() - together)
    totals[nowhere] += together
    return Margin(part[codes], totals)


def _nearest(target: Margin, people: np.ndarray, most: float) -> Margin:
    """The margin that is nearest to the target among those that weights of at most `most` reach."""
    sizes = target.sums(people)
    known = sizes > 0
    known[-1] &= target.wanted[-1] != sizes[-1]  # a mean weight of 1 stays so
    wanted = target.wanted.copy()
    wanted[known] = sizes[known] * trim(sizes[known], wanted[known] / sizes[known], most)
    return Margin(target.parts, wanted)
