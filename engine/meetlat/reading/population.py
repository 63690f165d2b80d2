"""How many people were invited in each group, beside the groups that the responses have.

`Population` may spell a group otherwise than the responses do, as two responses may: what
`answer_key` holds for one group is one.
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

SCHEMA = {
    "row": pl.Int64,
    "segment": pl.String,
    "group": pl.String,
    "invited": pl.Int64,
    "answered": pl.Boolean,
}

INVITED = {"segment": pl.String, "group": pl.String, "invited": pl.Int64}
"""The columns of `Results.invited`."""


@dataclass(frozen=True)
class Turnout:
    """How many of a group answered; None: not known, or too few to tell."""

    respondents: int | None
    invited: int | None

    @property
    def response(self) -> float | None:
        """The share of those invited who answered."""
        if self.respondents is None or not self.invited:
            return None
        return self.respondents / self.invited


TOTALS = {"total", "totals", "totaal", "eindtotaal", "subtotaal", "subtotal", "grand", "sum", "som"}
"""The first word of what somebody calls a row that adds up the others."""


def total_rows(catalogue: Catalogue, groups: Mapping[str, Sequence[str]]) -> list[int]:
    """The rows of `Population` that are no group: called a total, and nobody answered from it."""
    known = {(segment, answer_key(g)) for segment, names in groups.items() for g in names}
    return [
        row
        for row, (segment, group) in enumerate(
            catalogue.population.select("segment", "group").iter_rows()
        )
        if segment in groups
        and (segment, key := answer_key(group)) not in known
        and key.rstrip(":").split(" ")[0] in TOTALS
    ]


def population(catalogue: Catalogue, groups: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """The rows of `Population` about segments there are, each group as the responses call it.

    Args:
        catalogue: with the table.
        groups: that the responses have, by segment.

    Returns:
        `row` (in `Population`), `segment`, `group`, `invited` (null: not readable, and told) and
        `answered` (whether anyone of it is in the responses). A group that stands twice, which is
        told too, is here once; a row that adds up the others is not.
    """
    known = {segment: {answer_key(g): g for g in names} for segment, names in groups.items()}
    seen: set[tuple[str, str]] = set()
    rows = []
    listed = catalogue.population.select("segment", "group", "invited").iter_rows()
    totals = total_rows(catalogue, groups)
    for row, (segment, group, invited) in enumerate(listed):
        if group is None or segment not in known or (segment, answer_key(group)) in seen:
            continue
        if row in totals:
            continue
        seen.add((segment, answer_key(group)))
        own = known[segment].get(answer_key(group))
        readable = invited if invited is not None and invited >= 0 else None
        rows.append((row, segment, own or group, readable, own is not None))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def invited(catalogue: Catalogue, groups: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """How many were invited: in the whole organisation, and in each group that answered.

    Returns:
        `segment`, `group` and `invited`; only groups of which it is known.
    """
    everyone = pl.DataFrame([("", "", catalogue.settings.invited)], schema=INVITED, orient="row")
    listed = population(catalogue, groups).filter("answered").select(*INVITED)
    return pl.concat([everyone, listed]).drop_nulls("invited")


def turnout(groups: pl.DataFrame, asked: pl.DataFrame, group: Group) -> Turnout:
    """How many of a group answered; nothing of a group that is withheld.

    Args:
        groups: with `n` and `withheld`.
        asked: how many were invited, as `INVITED` describes it.
        group: its segment and name; of the organisation it is told whatever its size.
    """
    segment, name = group
    found = groups.filter(segment=segment, group=name)
    if found.is_empty() or (segment and found["withheld"][0]):
        return Turnout(None, None)
    known = asked.filter(segment=segment, group=name)["invited"]
    return Turnout(found["n"][0], known[0] if len(known) else None)


def in_listed_order(catalogue: Catalogue, segment: str, groups: Iterable[str]) -> list[str]:
    """The groups of a segment in the order of `Population`; those it does not list come after.

    So ages run from young to old, where the alphabet would have "10 to 20 years" before "5 to 10".
    """
    listed = catalogue.population.filter(segment=segment)["group"].drop_nulls()
    place = {answer_key(group): number for number, group in reversed([*enumerate(listed)])}
    return sorted(groups, key=lambda group: place.get(answer_key(group), len(place)))
