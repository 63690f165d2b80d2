"""Segments: their names, and which of them lies in which, such as teams in departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from meetlat.drafting.export import Column
from meetlat.drafting.names import Names, short_name
from meetlat.drafting.vocabulary import known_words, plain_words
from meetlat.reading.scale import answer_key

# The segments that a draft has at most: there is room for so many between two tables on `Survey`.
MOST_SEGMENTS = 15

# The average number of people in a group, at least; fewer may all be in one group by chance.
FEWEST_PEOPLE = 5

# The share of the people who may have mistyped the name of the group around theirs.
TYPED_WRONG = 0.02


class Segment(NamedTuple):
    """A row of `Segments`; `column` is blank if its name is the heading.

    `id` is its short name, and `parent` that of the segment that it lies in; blank if there is
    none.
    """

    id: str
    column: str
    name: str
    parent: str
    parent_name: str


def drafted_segments(
    columns: Sequence[Column], frame: pl.DataFrame, ids: Names
) -> list[tuple[Column, Segment]]:
    """The segment of each of these columns."""
    names = {column.name: _group_name(column) for column in columns}
    own_ids = {
        column.name: ids.unique(short_name(names[column.name]) or "segment", column.heading)
        for column in columns
    }
    parents = _parents(frame, list(names))
    found = []
    for column in columns:
        name, parent = names[column.name], parents.get(column.name, "")
        heading = "" if answer_key(name) == answer_key(column.heading) else column.heading
        ends = own_ids.get(parent, ""), names.get(parent, "")
        found.append((column, Segment(own_ids[column.name], heading, name, *ends)))
    return found


def _group_name(column: Column) -> str:
    """What a background fact is called: its heading, or the word in a sentence that names it."""
    if len(plain_words(column.text)) <= 3:
        return column.text
    found = [word for word in plain_words(column.text) if word in known_words("segment")]
    return found[0].capitalize() if found else column.text


def _parents(frame: pl.DataFrame, segments: Sequence[str]) -> Mapping[str, str]:
    """The segment that each segment lies in: that with most groups, if there are several."""
    # Without their names, because Polars takes a name such as `^a$` for a pattern.
    columns = {name: _spelled_alike(frame[name].alias("")) for name in segments}
    groups = {name: column.drop_nulls().n_unique() for name, column in columns.items()}
    found = {}
    for own in segments:
        around = [
            other
            for other in segments
            if 1 < groups[other] < groups[own]
            and _lies_in(pl.DataFrame({"own": columns[own], "other": columns[other]}), groups[own])
        ]
        if around:
            found[own] = max(around, key=lambda other: groups[other])
    return found


def _spelled_alike(column: pl.Series) -> pl.Series:
    """The groups of a column, with spellings that count as one group made equal."""
    groups = column.cast(pl.String)
    return groups.replace({group: answer_key(group) for group in groups.drop_nulls().unique()})


def _lies_in(pairs: pl.DataFrame, groups: int) -> bool:
    """Whether the people of each group, in the first column, share a group in the second.

    A few may be in a group of the second column that is no group's own: probably a typing error.
    """
    own, other = pairs.columns
    known = pairs.drop_nulls(own)
    if known[other].null_count() or len(known) < FEWEST_PEOPLE * groups:
        return False
    times = known.group_by(pairs.columns).len().sort("len", descending=True)
    most = times.unique(own, keep="first", maintain_order=True)
    others = times.join(most, on=pairs.columns, how="anti")
    is_apart = not others[other].is_in(most[other].implode()).any()
    return (
        is_apart and others["len"].sum() <= TYPED_WRONG * len(known) and most[other].n_unique() > 1
    )
