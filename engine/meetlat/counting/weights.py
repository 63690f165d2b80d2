"""Weights: one for each respondent, so that groups with a low response count for more.

Respondents are raked to the number of people invited in each group, from the table `Population`,
for the segments that the setting `weights` names, or HR's own weights are taken from a column of
the responses. The same weights are used in every figure that is weighted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from meetlat.counting.segment_weights import Raked, rake
from meetlat.counting.shown_answers import ShownAnswers
from meetlat.groups import GROUP_KEYS, Group
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing
from meetlat.reading.cells import text
from meetlat.reading.responses.columns import is_of_respondents
from meetlat.reading.responses.scored import WEIGHT
from meetlat.reading.weight_margins import WeightMargin, typed_weights, weight_margins

if TYPE_CHECKING:
    from meetlat.reading.catalogue import Catalogue
    from meetlat.reading.responses.coding import CodedAnswers
    from meetlat.reading.responses.responses import Responses

# Shares of the respondents; null for a group that is not shown.
MARGINS_SCHEMA: dict[str, pl.DataType] = {
    **dict.fromkeys(GROUP_KEYS, pl.String()),
    **dict.fromkeys(("target", "achieved", "answered", "weight"), pl.Float64()),
}


@dataclass(frozen=True)
class Weighting:
    """How the respondents were weighted; the mean weight is 1.

    Attributes:
        segments: the segments whose groups count for their share of the people invited.
        column: the column of the responses that the weights are from; blank if they were raked.
        most: the largest weight that the settings allow.
        respondents: `row` (of the responses), `respondent` (what the responses call them; blank if
            they do not) and `weight` of each respondent. Only `meetlat export` writes these.
        margins: how each group is represented: its share of the people invited (`target`), of the
            weights (`achieved`) and of the respondents (`answered`), and its mean `weight`.
        effective: `segment`, `group`, `n` and `effective` sample size of each weighted group.
    """

    segments: Sequence[str]
    column: str
    most: float
    respondents: pl.DataFrame
    margins: pl.DataFrame
    effective: pl.DataFrame

    @property
    def lowest(self) -> float:
        """The smallest weight."""
        return float(self.respondents["weight"].to_numpy().min())

    @property
    def highest(self) -> float:
        """The largest weight."""
        return float(self.respondents["weight"].to_numpy().max())

    def is_of(self, group: Group) -> bool:
        """Whether the figures of a group are weighted."""
        return group in self._groups

    @cached_property
    def _groups(self) -> frozenset[tuple[str, ...]]:
        return frozenset(self.effective.select(GROUP_KEYS).iter_rows())


def effective(weights: pl.Expr) -> pl.Expr:
    """Kish's effective sample size: as many people with equal weights would be as precise."""
    return weights.sum() ** 2 / (weights**2).sum()


def weigh(
    answers: ShownAnswers, responses: Responses
) -> tuple[ShownAnswers, Weighting | None, list[Problem]]:
    """Weight the respondents if the settings ask for it.

    Returns:
        The answers with weighted counts, the weighting, and remarks. The answers are unchanged and
        the weighting is None if the settings ask for no weights, or if no weights give all groups
        their share.
    """
    catalogue, coded = answers.catalogue, answers.respondents.coded
    margins = weight_margins(catalogue, coded.segments)
    column, typed = typed_weights(catalogue, responses)
    most, withheld = catalogue.settings.largest_weight, _withheld(answers)
    if typed is not None:
        raked = Raked(typed / typed.mean(), ())
    elif margins and coded.rows.height:
        raked = rake(coded, margins, most, withheld)
    else:
        return answers, None, []
    segments = [margin.segment for margin in margins]
    if raked is None:
        return answers, None, [_remark(catalogue, "weights-unsettled", segments=listing(segments))]
    weighted = answers.weighted(raked.weights, segments)
    weighting = Weighting(
        segments,
        column,
        most,
        _respondents(responses, raked.weights),
        _margin_table(coded, margins, raked.weights, withheld),
        _effective_sizes(weighted),
    )
    return weighted, weighting, [*_remarks(catalogue, coded, margins, raked.missed)]


def _respondents(responses: Responses, weights: pl.Series) -> pl.DataFrame:
    """See `Weighting.respondents`."""
    columns = zip(responses.headings, responses.columns, strict=True)
    named = [column for heading, column in columns if is_of_respondents(heading)]
    names = (
        [text(value) for value in responses.column(named[0])] if named else [None] * len(weights)
    )
    return pl.DataFrame(
        {
            "row": pl.Series(list(responses.row_numbers), dtype=pl.Int64),
            "respondent": pl.Series(names, dtype=pl.String),
            "weight": weights,
        }
    )


def _withheld(answers: ShownAnswers) -> Mapping[str, Collection[str]]:
    """The groups of each segment that are not shown."""
    groups = answers.respondents.groups.filter("withheld")
    found: dict[str, list[str]] = {}
    for segment, group in groups.select(GROUP_KEYS).iter_rows():
        found.setdefault(segment, []).append(group)
    return found


def _margin_table(
    coded: CodedAnswers,
    margins: Sequence[WeightMargin],
    weights: pl.Series,
    withheld: Mapping[str, Collection[str]],
) -> pl.DataFrame:
    """See `Weighting.margins`; without margins, all groups of all segments without a target."""
    invited = {margin.segment: margin.invited for margin in margins}
    tables = [pl.DataFrame(schema=MARGINS_SCHEMA)]
    for segment in invited or coded.segments:
        own = coded.segments[segment]
        asked = invited.get(segment, [None] * len(own.groups))
        groups = pl.Series(own.groups, dtype=pl.String)  # perhaps none: an empty column
        named = pl.DataFrame({"group": groups, "invited": asked})
        members = coded.frame.select(pl.col(own.column).cast(pl.String).alias("group"), w=weights)
        sums = (
            members.drop_nulls("group")
            .group_by("group", maintain_order=True)
            .agg(pl.len(), pl.col("w").sum())
        )
        shown = ~pl.col("group").is_in(list(withheld.get(segment, ())))
        # Shares of all people with a group would reveal how many of them are in withheld groups.
        counted = shown if members["group"].has_nulls() else pl.lit(value=True)
        rows = named.join(sums, on="group", how="left", maintain_order="left").select(
            segment=pl.lit(segment),
            group="group",
            target=pl.when(counted).then(
                pl.col("invited") / pl.col("invited").filter(counted).sum()
            ),
            achieved=pl.when(shown).then(pl.col("w") / pl.col("w").filter(counted).sum()),
            answered=pl.when(shown).then(pl.col("len") / pl.col("len").filter(counted).sum()),
            weight=pl.when(shown).then(pl.col("w") / pl.col("len")),
        )
        tables.append(rows.cast(pl.Schema(MARGINS_SCHEMA)))
    return pl.concat(tables)


def _effective_sizes(answers: ShownAnswers) -> pl.DataFrame:
    """The number of people and the effective sample size of each weighted group."""
    coded = answers.respondents.coded
    sizes = [pl.len().cast(pl.Int64).alias("n"), effective(pl.col(WEIGHT)).alias("effective")]
    tables = [coded.frame.select(pl.lit("").alias("segment"), pl.lit("").alias("group"), *sizes)]
    for segment, own in coded.segments.items():
        member = pl.col(own.column).cast(pl.String).alias("group")
        of_group = coded.frame.group_by(member, maintain_order=True).agg(sizes).drop_nulls("group")
        tables.append(of_group.select(pl.lit(segment).alias("segment"), pl.all()))
    return pl.concat(tables).join(
        answers.weighted_groups(), on=GROUP_KEYS, how="semi", maintain_order="left"
    )


def _remarks(
    catalogue: Catalogue,
    coded: CodedAnswers,
    margins: Sequence[WeightMargin],
    missed: Sequence[str],
) -> Iterator[Problem]:
    """Remarks on people without a group, and on the segments that the largest weight rules out."""
    partly = [m.segment for m in margins if coded.rows.column(m.column).null_count()]
    if partly:
        yield _remark(catalogue, "weights-without-group", segments=listing(partly))
    if missed:
        facts = {"segments": listing(missed), "most": catalogue.settings.largest_weight}
        yield _remark(catalogue, "weights-trimmed", **facts)


def _remark(catalogue: Catalogue, code: str, **facts: object) -> Problem:
    return catalogue.setting_problem("weights", code, catalogue.settings.weights, **facts)
