"""Non-response weights: people in a group with a low response count for more.

Respondents are raked to the number of people invited in each group, from the table `Population`,
for the segments that the setting `weights` names. There is one set of weights for the whole report.
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

# The column with the raked weight of each respondent, with a name that no question has.
RAKED = "\x00raked"

# A group that misses less than this part of its share has its share, apart from rounding.
SHORT = 1e-9


@dataclass(frozen=True)
class Weighting:
    """How the respondents were weighted; the mean weight is 1.

    Attributes:
        segments: the segments whose groups count for their share of the people invited.
        most: the largest weight that the settings allow.
        lowest: the smallest weight in figures of the whole organisation.
        highest: the largest weight in figures of the whole organisation.
        trimmed: whether a weight was capped at `most`.
        effective: `segment`, `group` and `effective` sample size of each group that is shown. (With
            equal weights it is the number of people, so groups that are not shown have no row.)
    """

    segments: Sequence[str]
    most: float
    lowest: float
    highest: float
    trimmed: bool
    effective: pl.DataFrame

    def of(self, coded: CodedAnswers, groups: pl.DataFrame) -> Weighting:
        """The weighting as it is used in figures, for these groups only."""
        if WEIGHT not in coded.frame.columns:  # nothing is shown
            return replace(self, effective=self.effective.clear())
        sizes = pl.concat(_effective_sizes(coded))
        sizes = sizes.join(groups, on=["segment", "group"], how="semi", maintain_order="left")
        weight = pl.col(WEIGHT)
        low, high = coded.frame.select(low=weight.min(), high=weight.max()).row(0)
        return replace(self, lowest=low, highest=high, effective=sizes)

    def remarks(self, catalogue: Catalogue, *, drawn_in: bool) -> Iterator[Problem]:
        """A remark if the weights were drawn in, so that groups do not get their exact share."""
        if drawn_in:
            yield _remark(catalogue, "weights-drawn-in", segments=listing(self.segments))


class Raked(NamedTuple):
    """The weight of each respondent, and the groups with less than their share after trimming."""

    weights: pl.Series
    lowest: float
    highest: float
    trimmed: bool
    short: Sequence[str]


def effective(weights: pl.Expr) -> pl.Expr:
    """Kish's effective sample size: as many people with equal weights would be as precise."""
    return weights.sum() ** 2 / (weights**2).sum()


def weigh(
    coded: CodedAnswers, catalogue: Catalogue
) -> tuple[CodedAnswers, Weighting | None, list[Problem]]:
    """Weight the respondents if the settings ask for it.

    Returns:
        The answers with a column of weights, the weighting, and remarks. The answers are unchanged
        and the weighting is None if the settings ask for no weights, or if no weights give all
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
    """Weights, at most `most`, with which each group counts for its share of those invited.

    The people who are in no group of a segment have a mean weight of 1.
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
    weights[np.abs(weights - 1) < raking.CLOSE] = 1  # only rounding: exactly as unweighted
    capped = raking.trim(people, weights, most)
    short = [
        group
        for margin, target in zip(margins, targets, strict=True)
        for group, total, wanted in zip(
            coded.segments[margin.segment].groups,
            target.sums(people * capped),
            target.wanted,
            strict=False,  # people without a group come last
        )
        if total < wanted * (1 - SHORT)
    ]
    weighted = cells.select(columns).with_columns(pl.Series(WEIGHT, capped))
    everyone = coded.frame.select(columns).join(
        weighted, on=columns, how="left", nulls_equal=True, maintain_order="left"
    )
    trimmed = bool((weights > most).any())
    return Raked(everyone[WEIGHT], float(capped.min()), float(capped.max()), trimmed, short)


def _target(groups: pl.Series, invited: np.ndarray, people: np.ndarray) -> Margin:
    """The total weight of each group, and last that of the people without a group."""
    import numpy as np

    from meetlat.counting.raking import Margin

    parts = groups.to_physical().fill_null(len(invited)).to_numpy().astype(np.int64)
    without_group = people[parts == len(invited)].sum()
    totals = invited / invited.sum() * (people.sum() - without_group)
    return Margin(parts, np.append(totals, without_group))


def _effective_sizes(coded: CodedAnswers) -> Iterator[pl.DataFrame]:
    """The effective sample size of the whole organisation, and of the groups of each segment."""
    size = effective(pl.col(WEIGHT))
    yield coded.frame.select(segment=pl.lit(""), group=pl.lit(""), effective=size)
    for segment, own in coded.segments.items():
        size = effective(pl.col(weight_column(segment)))
        members = coded.frame.drop_nulls(own.column).group_by(own.column, maintain_order=True)
        group = pl.col(own.column).cast(pl.String)
        sizes = members.agg(effective=size)
        yield sizes.select(segment=pl.lit(segment), group=group, effective="effective")


def _remarks(
    catalogue: Catalogue, coded: CodedAnswers, margins: Sequence[WeightMargin], raked: Raked
) -> Iterator[Problem]:
    """Remarks on people and groups that could not be weighted as asked."""
    partly = [m.segment for m in margins if coded.frame[m.column].null_count()]
    if partly:
        yield _remark(catalogue, "weights-without-group", segments=listing(partly))
    if raked.short:
        facts = {"groups": listing(raked.short), "most": catalogue.settings.largest_weight}
        yield _remark(catalogue, "weights-trimmed", **facts)


def _remark(catalogue: Catalogue, code: str, **facts: object) -> Problem:
    return catalogue.setting_problem("weights", code, catalogue.settings.weights, **facts)
