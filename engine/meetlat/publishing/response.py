"""The response during fieldwork: by day of everyone, and of groups that may be shown until now.

The response of a group is not given by day: HR would see on which day each person answered.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import polars as pl

from meetlat.counting.survey import CountedSurvey
from meetlat.drafting.classification import classify
from meetlat.drafting.export import read_columns
from meetlat.drafting.fieldwork import Days, readings
from meetlat.drafting.kinds import Kind
from meetlat.groups import WHOLE, Group
from meetlat.opening import opened
from meetlat.problems.text import nearest
from meetlat.reading.inputs import read_inputs
from meetlat.reading.population import Turnout, in_population_order, listed_groups
from meetlat.reading.responses.responses import Responses
from meetlat.reading.scale import answer_key
from meetlat.reading.settings import Settings
from meetlat.recalculation import Progress, count
from meetlat.reporting.errors import NotPublishedError
from meetlat.scoring.results import Results


class Day(NamedTuple):
    """How many people answered on a day, and until the end of it."""

    day: dt.date
    new: int
    total: int


@dataclass(frozen=True)
class ResponseSoFar:
    """The response until now.

    Attributes:
        results: the settings and problems of the survey; with errors there is nothing else.
        segment_names: the name of each segment.
        everyone: the response of the whole organisation.
        column: the heading of the column with moments; blank if there is none.
        days: the days on which people answered.
        undated: how many people answered at an unknown moment.
        groups: the groups of each segment that may be shown, lowest response first.
        not_shown: the other groups of each segment, including those from which nobody answered.
    """

    results: Results
    segment_names: Mapping[str, str] = field(default_factory=dict)
    everyone: Turnout = field(default_factory=lambda: Turnout(None, None))
    column: str = ""
    days: Sequence[Day] = ()
    undated: int = 0
    groups: dict[str, list[tuple[str, Turnout]]] = field(default_factory=dict)
    not_shown: dict[str, list[str]] = field(default_factory=dict)

    def table(self) -> pl.DataFrame:
        """Everything in one table: rows for days have no group, and rows for groups no day."""
        known = (self.everyone.invited, self.everyone.response)
        rows: list[tuple[object, ...]]
        rows = [("", "", None, None, self.everyone.respondents, *known)]
        for day, new, total in self.days:
            response = Turnout(total, self.everyone.invited).response
            rows.append(("", "", day, new, total, self.everyone.invited, response))
        for segment, groups in self.groups.items():
            for name, own in groups:
                row = (own.respondents, own.invited, own.response)
                rows.append((segment, name, None, None, *row))
        return pl.DataFrame(rows, schema=SCHEMA, orient="row")


SCHEMA: dict[str, type[pl.DataType]] = {
    "segment": pl.String,
    "group": pl.String,
    "day": pl.Date,
    "new": pl.Int64,
    "n": pl.Int64,
    "invited": pl.Int64,
    "response": pl.Float64,
}


def response_so_far(
    workbook: Path,
    responses: Path | None = None,
    *,
    submitted: str = "",
    progress: Progress = lambda step: None,
) -> ResponseSoFar:
    """Count who answered until now.

    Args:
        workbook: the workbook of the survey.
        responses: a file to use instead of the setting `responses`.
        submitted: the heading of the column with the moment of each response; blank to find it.
        progress: called with the name of each step as it starts.

    Raises:
        NotPublishedError: there is no such column, or it has no days.
        xlengines.xlsx.Refused: the workbook cannot be read.
    """
    with opened(workbook, save=False) as book:
        progress("read")
        inputs = read_inputs(book)
    survey = count(inputs, responses, progress)
    results = Results(survey.catalogue.settings, survey.problems, {})
    if survey.counted is None:
        return ResponseSoFar(results)
    found = _moments(survey.counted.checked.responses, results.settings, submitted)
    column, moments = found or ("", [])
    groups, not_shown = _groups(survey.counted)
    return ResponseSoFar(
        results,
        survey.catalogue.segment_names,
        survey.counted.groups.turnout(WHOLE),
        column,
        _days(moments),
        sum(day is None for day in moments),
        groups,
        not_shown,
    )


def _days(moments: Days) -> list[Day]:
    new = Counter(day for day in moments if day)
    days = sorted(new)
    totals = accumulate(new[day] for day in days)
    return [Day(day, new[day], total) for day, total in zip(days, totals, strict=True)]


def _moments(responses: Responses, settings: Settings, submitted: str) -> tuple[str, Days] | None:
    """The column with the moment of each response, and their days."""
    for name, heading in _candidates(responses, submitted):
        read = _likeliest(readings(responses.column(name)), settings)
        if read is not None:
            return heading, read
    if submitted:
        raise NotPublishedError.of("turnout.no_days_in", column=submitted)
    return None


def _candidates(responses: Responses, submitted: str) -> Iterator[tuple[str, str]]:
    """The columns that the tool added, or the one that is asked for."""
    columns = list(zip(responses.columns, responses.headings, strict=True))
    if not submitted:
        verdicts = classify(read_columns(responses)).verdicts
        yield from (c for c in columns if c[0] in verdicts and verdicts[c[0]].kind == Kind.TOOL)
        return
    asked = [c for c in columns if c[1] and answer_key(c[1]) == answer_key(submitted)]
    if not asked:
        near = nearest(submitted, responses.headings) or "-"
        raise NotPublishedError.of("turnout.no_column", column=submitted, near=near)
    yield asked[0]


def _likeliest(read: Sequence[Days], settings: Settings) -> Days | None:
    """The reading within the fieldwork, and of several the one of the shortest period.

    Early in a month `02-03-2026` and `03-03-2026` may be days in March, or in February and March.
    """
    first, last = settings.fieldwork_start, settings.fieldwork_end
    within = [
        days
        for days in read
        if all((not first or first <= day) and (not last or day <= last) for day in days if day)
    ]
    rated = sorted((within or read), key=_length)
    is_clear = len(rated) == 1 or (rated and _length(rated[0]) < _length(rated[1]))
    return rated[0] if is_clear else None


def _length(days: Days) -> dt.timedelta:
    known = [day for day in days if day]
    return max(known) - min(known)


def _groups(
    survey: CountedSurvey,
) -> tuple[dict[str, list[tuple[str, Turnout]]], dict[str, list[str]]]:
    """The groups that may be shown, and the others in an order that says nothing of their size."""
    catalogue, sizes = survey.catalogue, survey.groups.sizes
    listed = listed_groups(catalogue, survey.checked.coded.reported).filter(~pl.col("answered"))
    groups: dict[str, list[tuple[str, Turnout]]] = {}
    not_shown: dict[str, list[str]] = {}
    for segment in catalogue.segments["segment"]:
        names = sizes.filter(~pl.col("withheld"), segment=segment)["group"]
        shown = in_population_order(catalogue, segment, names)
        turnouts = [(name, survey.groups.turnout(Group(segment, name))) for name in shown]
        groups[segment] = sorted(turnouts, key=lambda own: own[1].response or 0)
        others = [
            *sizes.filter(pl.col("withheld"), segment=segment)["group"],
            *listed.filter(segment=segment)["group"],
        ]
        not_shown[segment] = sorted(others)
    return groups, not_shown
