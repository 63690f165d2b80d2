"""How many people were invited in each group, matched with the groups in the responses.

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

LISTED_SCHEMA = {
    "row": pl.Int64,
    "segment": pl.String,
    "group": pl.String,
    "invited": pl.Int64,
    "answered": pl.Boolean,
}

# The columns of `Results.invited`.
INVITED_SCHEMA = {"segment": pl.String, "group": pl.String, "invited": pl.Int64}

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


def total_rows(catalogue: Catalogue, groups: Mapping[str, Sequence[str]]) -> list[int]:
    """The rows of Population that are named a total and from which nobody answered."""
    answered = {(segment, answer_key(name)) for segment, names in groups.items() for name in names}
    return [
        row
        for row, (segment, group) in enumerate(
            catalogue.population.select("segment", "group").iter_rows()
        )
        if segment in groups
        and (segment, key := answer_key(group)) not in answered
        and key.rstrip(":").split(" ")[0] in TOTALS
    ]


def listed_groups(catalogue: Catalogue, groups: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """The groups in Population, each by the name that the responses give it.

    Args:
        catalogue: the input tables.
        groups: the groups that answered, by segment.

    Returns:
        `row` (in Population), `segment`, `group`, `invited` (null if it cannot be read) and
        `answered` (whether the responses have the group). Unknown segments and totals are left
        out, and so is a group that was listed before.
    """
    answered = {segment: {answer_key(g): g for g in names} for segment, names in groups.items()}
    seen: set[tuple[str, str]] = set()
    rows = []
    listed = catalogue.population.select("segment", "group", "invited").iter_rows()
    totals = total_rows(catalogue, groups)
    for row, (segment, group, invited) in enumerate(listed):
        key = (segment, answer_key(group))
        if group is None or segment not in answered or key in seen or row in totals:
            continue
        seen.add(key)
        name_in_responses = answered[segment].get(answer_key(group))
        readable = invited if invited is not None and invited >= 0 else None
        name = name_in_responses or group
        rows.append((row, segment, name, readable, name_in_responses is not None))
    return pl.DataFrame(rows, schema=LISTED_SCHEMA, orient="row")


def invited_by_group(catalogue: Catalogue, groups: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """How many people were invited: in the whole organisation, and in each group that answered.

    Returns:
        `segment`, `group` and `invited`, without groups for which the number is unknown.
    """
    everyone = pl.DataFrame(
        [("", "", catalogue.settings.invited)], schema=INVITED_SCHEMA, orient="row"
    )
    listed = listed_groups(catalogue, groups).filter("answered").select(*INVITED_SCHEMA)
    return pl.concat([everyone, listed]).drop_nulls("invited")


def turnout(groups: pl.DataFrame, invited: pl.DataFrame, group: Group) -> Turnout:
    """How many people of a group answered; unknown if the group is suppressed.

    Args:
        groups: all groups, with `n` and `withheld`.
        invited: how many people were invited, with the columns of `INVITED_SCHEMA`.
        group: the group; the turnout of the whole organisation is always shown.
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
    listed = catalogue.population.filter(segment=segment)["group"].drop_nulls()
    position = {answer_key(group): number for number, group in reversed([*enumerate(listed)])}
    return sorted(groups, key=lambda group: position.get(answer_key(group), len(position)))
