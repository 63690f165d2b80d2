"""Everyone who is not in a group: whom it is tested against, for the whole has the group in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from meetlat.counting.weights import RAKED
from meetlat.groups import WHOLE, Group
from meetlat.plugins.manager import Plugins
from meetlat.plugins.parameters import MetricError
from meetlat.plugins.supervision import StoppedError
from meetlat.reading.responses.coding import Coded
from meetlat.reading.weight_margins import populations
from meetlat.scoring.outcomes import outcomes_of
from meetlat.scoring.results import no_moments
from meetlat.scoring.run import Given, what_may_be_shown
from meetlat.scoring.significance.precision import MAKERS, moments
from meetlat.withholding_reasons import OF_QUESTION, PROTECTS

if TYPE_CHECKING:
    from meetlat.counting.weight_disclosure import Sharing


def moments_outside(given: Given, plugins: Plugins, group: Group) -> pl.DataFrame:
    """The figures of everyone outside a group, and how sure each is (see `significance.precision`).

    They are scored as a survey of their own would be, and held to the same privacy: where too few
    are left, or too few of them answered a question, there is no figure. Nor is there one where it
    is withheld of the group itself, for that is everyone minus those outside it.
    """
    if group == WHOLE or given.shown_groups.filter(segment=group[0], group=group[1]).is_empty():
        return no_moments(group)
    others = outside(given, group)
    outcomes = outcomes_of(others, plugins, tables=MAKERS).of_group(WHOLE)
    figures = {}
    for name, run in outcomes.runs.items():
        try:
            figures[outcomes.metric(name).table] = run.outcome()
        except (StoppedError, MetricError):
            continue
    return moments(figures, others, outcomes.of_themes, WHOLE)


def outside(given: Given, group: Group) -> Given:
    """The answers of everyone outside a group, who then are the whole; without any segments."""
    coded, (segment, name) = given.respondents.coded, group
    others = pl.col(coded.segments[segment].column).cast(pl.String).ne_missing(name)
    people = replace(coded, frame=coded.frame.filter(others), segments={})
    alone = replace(given.catalogue, segments=given.catalogue.segments.clear())
    return without(
        what_may_be_shown(people, alone, _weights_outside(given, others)),
        given.respondents.hidden.filter(segment=segment, group=name)["question"],
    )


def _weights_outside(given: Given, others: pl.Expr) -> Sharing | None:
    """Weights of those outside a group, by the groups weighted on that lie wholly outside it."""
    coded = given.respondents.coded
    if RAKED not in coded.frame.columns:
        return None
    from meetlat.counting.weight_disclosure import Sharing

    apart = replace(coded, frame=coded.frame.filter(others))
    names = [margin.segment for margin in populations(given.catalogue, coded.segments)]
    inside = _groups_of(coded, others.not_())
    shown = given.counts.select(OF_QUESTION).join(inside, on=inside.columns, how="anti")
    return Sharing(apart, names, shown)


def _groups_of(coded: Coded, people: pl.Expr) -> pl.DataFrame:
    """The groups that some people are in."""
    frame = coded.frame.filter(people)
    found = [
        frame.select(segment=pl.lit(name), group=pl.col(own.column).cast(pl.String)).unique()
        for name, own in coded.segments.items()
    ]
    return pl.concat(found)


def without(given: Given, questions: pl.Series) -> Given:
    """The answers of everyone, but to some questions."""
    if questions.is_empty():
        return given
    others = ~pl.col("question").is_in(questions.implode())
    segment, group = map(pl.lit, WHOLE)
    hidden = pl.DataFrame({"question": questions}).select(
        segment=segment, group=group, question="question", because=pl.lit(PROTECTS)
    )
    respondents = replace(given.respondents, hidden=hidden)
    return Given(
        given.counts.filter(others),
        respondents,
        given.catalogue,
        people=None if given.people is None else given.people.filter(others),
    )
