"""The table Population: people invited, and groups that are reported together.

Population may spell a group differently from the responses: two names with the same `answer_key`
are one group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from meetlat.groups import Group
from meetlat.reading.scale import answer_key

if TYPE_CHECKING:
    from meetlat.reading.catalogue import Catalogue

TABLE = "Population"

# By segment, the name under which each group of the responses is reported.
ReportedNames = Mapping[str, Mapping[str, str]]

GROUPS_SCHEMA: dict[str, type[pl.DataType]] = {
    "row": pl.Int64,
    "segment": pl.String,
    "group": pl.String,
    "invited": pl.Int64,
    "answered": pl.Boolean,
}
LISTED_SCHEMA: dict[str, type[pl.DataType]] = {**GROUPS_SCHEMA, "reported": pl.String}

# The columns of `Results.invited`.
INVITED_SCHEMA: dict[str, type[pl.DataType]] = {
    "segment": pl.String,
    "group": pl.String,
    "invited": pl.Int64,
}

# The first word of the name of a row that adds up the others.
TOTALS = {"total", "totals", "totaal", "eindtotaal", "subtotaal", "subtotal", "grand", "sum", "som"}


@dataclass(frozen=True)
class Turnout:
    """How many people of a group answered; None if unknown, or too few to be shown."""

    respondents: int | None
    invited: int | None

    @property
    def response(self) -> float | None:
        """The share of the people invited who answered."""
        if self.respondents is None or not self.invited:
            return None
        return self.respondents / self.invited


def reported_names(catalogue: Catalogue, segment: str, groups: Sequence[str]) -> dict[str, str]:
    """The name under which each group of the responses is reported: its own, or its `merge`.

    A `merge` that is the name of another group gets the spelling of that group.
    """
    rows = catalogue.population.filter(segment=segment).drop_nulls(["group", "merge"])
    merges = {answer_key(g): merge for g, merge in rows[["group", "merge"]].iter_rows()}
    spelling = {answer_key(name): name for name in reversed([*groups, *merges.values()])}
    names = {group: merges.get(answer_key(group), group) for group in groups}
    return {group: spelling[answer_key(name)] for group, name in names.items()}


def total_rows(catalogue: Catalogue, segments: ReportedNames) -> list[int]:
    """The rows of Population that are named a total and from which nobody answered."""
    answered = {(name, answer_key(g)) for name, own in segments.items() for g in own}
    return [
        row
        for row, (segment, group) in enumerate(
            catalogue.population[["segment", "group"]].iter_rows()
        )
        if segment in segments
        and (segment, key := answer_key(group)) not in answered
        and key.rstrip(":").split(" ")[0] in TOTALS
    ]


def listed_rows(catalogue: Catalogue, segments: ReportedNames) -> pl.DataFrame:
    """The groups in Population, each by the name that the responses give it.

    Returns:
        `row` (in Population), `segment`, `group`, `invited` (null if it is unknown),
        `answered` (whether the responses have the group) and `reported` (the name under which the
        group is reported). Unknown segments and totals are left out, and so is a group that was
        listed before.
    """
    answered = {name: {answer_key(g): g for g in own} for name, own in segments.items()}
    names = {name: {answer_key(g): g for g in own.values()} for name, own in segments.items()}
    seen: set[tuple[str, str]] = set()
    rows = []
    listed = catalogue.population[["segment", "group", "invited", "merge"]].iter_rows()
    totals = total_rows(catalogue, segments)
    for row, (segment, group, invited, merge) in enumerate(listed):
        key = (segment, answer_key(group))
        if group is None or segment not in answered or key in seen or row in totals:
            continue
        seen.add(key)
        name_in_responses = answered[segment].get(answer_key(group))
        readable = invited if invited is not None and invited >= 0 else None
        name, is_answered = name_in_responses or group, name_in_responses is not None
        reported = merge or name
        reported = names[segment].get(answer_key(reported), reported)
        rows.append((row, segment, name, readable, is_answered, reported))
    return pl.DataFrame(rows, schema=LISTED_SCHEMA, orient="row")


def listed_groups(catalogue: Catalogue, segments: ReportedNames) -> pl.DataFrame:
    """The groups in Population as they are reported: `merge` adds up those with the same name.

    Returns:
        `row` (the first), `segment`, `group`, `invited` (null if it is unknown for one of them) and
        `answered`.
    """
    found: dict[tuple[str, str], tuple[int, str, str, int | None, bool]] = {}
    rows = listed_rows(catalogue, segments)
    for row, segment, _, invited, answered, name in rows.iter_rows():
        key = (segment, answer_key(name))
        if key in found:
            row, _, name, others, other_answered = found[key]
            invited = None if None in (invited, others) else invited + others
            answered = answered or other_answered
        found[key] = (row, segment, name, invited, answered)
    listed = set(rows[["segment", "group"]].iter_rows())
    for segment, own in segments.items():
        for group, name in own.items():
            key = (segment, answer_key(name))
            if (segment, group) not in listed and key in found:
                found[key] = (*found[key][:3], None, True)
    return pl.DataFrame([*found.values()], schema=GROUPS_SCHEMA, orient="row")


def segments_with_invited(catalogue: Catalogue) -> set[str]:
    """The segments for which Population has numbers of people invited.

    These are all segments if the column `invited` is missing: that is a problem of its own, and so
    is a number that cannot be read.
    """
    segments = catalogue.population["segment"]
    if not catalogue.has_column(TABLE, "invited"):
        return set(segments.drop_nulls())
    return {
        segment
        for row, segment in enumerate(segments)
        if segment is not None and catalogue.written(TABLE, row, "invited") is not None
    }


def invited_by_group(catalogue: Catalogue, segments: ReportedNames) -> pl.DataFrame:
    """How many people were invited: in the whole organisation, and in each group that answered.

    Returns:
        `segment`, `group` and `invited`, without groups for which the number is unknown.
    """
    everyone = pl.DataFrame(
        [("", "", catalogue.settings.invited)], schema=INVITED_SCHEMA, orient="row"
    )
    listed = listed_groups(catalogue, segments).filter("answered").select(*INVITED_SCHEMA)
    return pl.concat([everyone, listed]).drop_nulls("invited")


def turnout(groups: pl.DataFrame, invited: pl.DataFrame, group: Group) -> Turnout:
    """How many people of a group answered; unknown if it is suppressed, unless it is the whole.

    `groups` are all groups, with `n` and `withheld`; `invited` has the columns of `INVITED_SCHEMA`.
    """
    rows = group.rows_of(groups)
    if rows.is_empty() or (group.segment and rows["withheld"][0]):
        return Turnout(None, None)
    known = group.rows_of(invited)["invited"]
    return Turnout(rows["n"][0], known[0] if len(known) else None)


def in_population_order(catalogue: Catalogue, segment: str, groups: Iterable[str]) -> list[str]:
    """The groups of a segment in the order of Population; those that it does not list come last.

    Age groups then run from young to old, where the alphabet would put "10 to 20 years" first.
    """
    rows = catalogue.population.filter(segment=segment)
    listed = rows.select(pl.coalesce("merge", "group")).to_series().drop_nulls()
    position = {answer_key(group): number for number, group in reversed([*enumerate(listed)])}
    return sorted(groups, key=lambda group: position.get(answer_key(group), len(position)))
