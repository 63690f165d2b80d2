"""Kinds of people give the groups, pairs of groups and first people that the rows have."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from meetlat.reading.responses.kinds import Kinds

NAMES = {"team": ["a", "b", "c", "nobody"], "department": ["x", "y"], "age": ["old"]}

# Nobody is in the last team.
PEOPLE = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 1)), max_size=30)
CUTS = st.sets(st.integers(0, 30), max_size=3)


def kinds_of(people: list[tuple[int, ...]], cuts: set[int]) -> Kinds:
    """The kinds of people who come in parts; some parts may be empty."""
    numbers = np.array(people, np.int32).reshape(len(people), len(NAMES))
    return Kinds.of(NAMES, np.split(numbers, sorted(cut for cut in cuts if cut <= len(people))))


@given(PEOPLE, CUTS)
def test_kinds_are_the_same_however_people_are_divided_into_parts(people, cuts):
    kinds = kinds_of(people, cuts)
    assert [tuple(own) for own in kinds.groups[kinds.of_each].tolist()] == people
    assert [tuple(own) for own in kinds.groups.tolist()] == sorted(set(people))
    assert kinds.first.tolist() == [people.index(kind) for kind in sorted(set(people))]
    assert kinds.people.tolist() == [people.count(kind) for kind in sorted(set(people))]


@given(PEOPLE, CUTS)
def test_sizes_and_pairs_are_those_of_the_rows(people, cuts):
    kinds = kinds_of(people, cuts)
    named = [
        tuple(groups[n - 1] if n else None for n, groups in zip(own, NAMES.values(), strict=True))
        for own in people
    ]
    teams = Counter(team for team, *_ in named if team)
    assert kinds.sizes("team") == teams
    rows = pl.DataFrame(
        [{"group": team, "other": department} for team, department, _ in named],
        schema={"group": pl.String, "other": pl.String},
    )
    counted = rows.with_row_index("row").drop_nulls("group").group_by("group", "other")
    expected = counted.agg(n=pl.len(), row=pl.col("row").min())
    assert_frame_equal(
        kinds.pairs("team", "department"), expected, check_row_order=False, check_dtypes=False
    )
