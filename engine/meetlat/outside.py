"""Everyone who is not in a group: whom it is tested against, for the whole has the group in it."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from meetlat.chosen import WHOLE, Group
from meetlat.guard import StoppedError
from meetlat.moments import MAKERS, moments
from meetlat.outcomes import outcomes_of
from meetlat.parameters import MetricError
from meetlat.plugins import Plugins
from meetlat.results import no_moments
from meetlat.running import Given, what_may_be_shown


def moments_outside(given: Given, plugins: Plugins, group: Group) -> pl.DataFrame:
    """The figures of everyone outside a group, and how sure each is (see `meetlat.moments`).

    They are scored as a survey of their own would be, and held to the same privacy: where too few
    are left, or too few of them answered a question, there is no figure.
    """
    if group == WHOLE:
        return no_moments(group)
    others = outside(given, group)
    outcomes = outcomes_of(others, plugins, WHOLE, tables=MAKERS)
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
    return what_may_be_shown(people, alone)
