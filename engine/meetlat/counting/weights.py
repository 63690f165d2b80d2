"""Non-response weights: respondents count for more where few of those invited answered.

They are raked to how many were invited in each group, which `Population` says, of the segments
that the setting `weights` names. One set of weights holds for the whole report: a group's figures
are made with the weights that its members have among everyone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from meetlat.problems.problem import Problem
from meetlat.problems.text import listing
from meetlat.reading.responses.scored import WEIGHT, weight_column
from meetlat.reading.weight_margins import WeightMargin, weight_margins

if TYPE_CHECKING:
    import numpy as np

    from meetlat.counting.raking import Margin
    from meetlat.reading.catalogue import Catalogue
    from meetlat.reading.responses.coding import CodedAnswers

RAKED = "\x00raked"
"""The column with everyone's weight by raking, of a name that no question has."""


SHORT = 1e-9
"""A group that misses this part of its share has it but for rounding."""


@dataclass(frozen=True)
class Weighting:
    """How the respondents were weighted; their weights are 1 in the mean.

    Attributes:
        segments: whose groups count for their share of those invited.
        most: the largest weight that the settings allow.
        lowest: the smallest weight in figures of everyone.
        highest: the largest.
        trimmed: whether anyone would weigh more than the settings allow.
        effective: `segment`, `group` and `effective` sample size, of every group (of those that
            are shown, once that is known: alike weights make it the number of people).
    """

    segments: Sequence[str]
    most: float
    lowest: float
    highest: float
    trimmed: bool
    effective: pl.DataFrame

    def of(self, coded: CodedAnswers, groups: pl.DataFrame) -> Weighting:
        """The same of the weights that figures are made with; of these groups only."""
        if WEIGHT not in coded.frame.columns:  # nothing is shown
            return replace(self, effective=self.effective.clear())
        worth = pl.concat(_effective(coded))
        worth = worth.join(groups, on=["segment", "group"], how="semi", maintain_order="left")
        weight = pl.col(WEIGHT)
        low, high = coded.frame.select(low=weight.min(), high=weight.max()).row(0)
        return replace(self, lowest=low, highest=high, effective=worth)

    def remarks(self, catalogue: Catalogue, *, drawn_in: bool) -> Iterator[Problem]:
        """That groups do not get their share, where the weights were drawn in."""
        if drawn_in:
            yield _remark(catalogue, "weights-drawn-in", segments=listing(self.segments))


class Raked(NamedTuple):
    """The weights of everyone, and which groups have less than their share after trimming."""

    weights: pl.Series
    lowest: float
    highest: float
    trimmed: bool
    short: Sequence[str]


def effective(weights: pl.Expr) -> pl.Expr:
    """Kish's effective sample size: so many people of equal weight would tell as much."""
    return weights.sum() ** 2 / (weights**2).sum()


def weigh(
    coded: CodedAnswers, catalogue: Catalogue
) -> tuple[CodedAnswers, Weighting | None, list[Problem]]:
    """The answers with everyone's weight beside them, where the settings ask for weights.

    Returns:
        The answers as they are and no weighting where none are asked for, or no weights give all
        groups their share.
    """
    margins = weight_margins(catalogue, coded.segments)
    if not margins:
        return coded, None, []
    names = [margin.segment for margin in margins]
    most = catalogue.settings.largest_weight
    raked = rake(coded, margins, most)
    if raked is None:
        return coded, None, [_remark(catalogue, "weights-unsettled", segments=listing(names))]
    weighted = replace(coded, frame=coded.frame.with_columns(raked.weights.alias(RAKED)))
    weighting = Weighting(names, most, *raked[1:4], pl.DataFrame())
    return weighted, weighting, list(_remarks(catalogue, coded, margins, raked))


def rake(coded: CodedAnswers, margins: Sequence[WeightMargin], most: float) -> Raked | None:
    """Weights under which each group counts for its share of those invited, and at most `most`.

    Who is in no group of a segment weighs, with the others of whom that holds, 1 in the mean.
    """
    import numpy as np

    from meetlat.counting import raking

    columns = [margin.column for margin in margins]
    cells = coded.frame.group_by(columns).agg(pl.len().alias(WEIGHT)).sort(columns)
    people = cells[WEIGHT].cast(pl.Float64).to_numpy()
    targets = [_target(cells[m.column], np.array(m.invited, float), people) for m in margins]
    weights = raking.rake(people, targets)
    if weights is None:
        return None
    weights[np.abs(weights - 1) < raking.CLOSE] = 1  # nothing but rounding: exactly as unweighted
    kept = raking.trim(people, weights, most)
    short = [
        group
        for margin, target in zip(margins, targets, strict=True)
        for group, now, wanted in zip(
            coded.segments[margin.segment].groups,
            target.sums(people * kept),
            target.wanted,
            strict=False,  # last may come those without a group
        )
        if now < wanted * (1 - SHORT)
    ]
    found = cells.select(columns).with_columns(pl.Series(WEIGHT, kept))
    everyone = coded.frame.select(columns).join(
        found, on=columns, how="left", nulls_equal=True, maintain_order="left"
    )
    trimmed = bool((weights > most).any())
    return Raked(everyone[WEIGHT], float(kept.min()), float(kept.max()), trimmed, short)


def _target(groups: pl.Series, invited: np.ndarray, people: np.ndarray) -> Margin:
    """What the groups are to weigh; last, as a group of their own, those who are in none."""
    import numpy as np

    from meetlat.counting.raking import Margin

    parts = groups.to_physical().fill_null(len(invited)).to_numpy().astype(np.int64)
    nowhere = people[parts == len(invited)].sum()
    shares = invited / invited.sum()
    return Margin(parts, np.append(shares * (people.sum() - nowhere), nowhere))


def _effective(coded: CodedAnswers) -> Iterator[pl.DataFrame]:
    """Of everyone, and of the groups of each segment."""
    worth = effective(pl.col(WEIGHT))
    yield coded.frame.select(segment=pl.lit(""), group=pl.lit(""), effective=worth)
    for segment, own in coded.segments.items():
        worth = effective(pl.col(weight_column(segment)))
        members = coded.frame.drop_nulls(own.column).group_by(own.column, maintain_order=True)
        group = pl.col(own.column).cast(pl.String)
        found = members.agg(effective=worth)
        yield found.select(segment=pl.lit(segment), group=group, effective="effective")


def _remarks(
    catalogue: Catalogue, coded: CodedAnswers, margins: Sequence[WeightMargin], raked: Raked
) -> Iterator[Problem]:
    """Who could not be weighted as asked."""
    partly = [m.segment for m in margins if coded.frame[m.column].null_count()]
    if partly:
        yield _remark(catalogue, "weights-without-group", segments=listing(partly))
    if raked.short:
        facts = {"groups": listing(raked.short), "most": catalogue.settings.largest_weight}
        yield _remark(catalogue, "weights-trimmed", **facts)


def _remark(catalogue: Catalogue, code: str, **facts: object) -> Problem:
    return catalogue.setting_problem("weights", code, catalogue.settings.weights, **facts)
