"""Propose which groups that are not shown could be reported together.

The proposal is itself part of the workbook, so it must not reveal the size of a group. It depends
only on which groups are not shown, how many people were invited, and who is in which parent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from meetlat.problems.problem import Place, Problem
from meetlat.problems.text import listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import TABLE, listed_rows
from meetlat.reading.responses.coding import CodedAnswers, Segment


def check_hidden_groups(
    catalogue: Catalogue, coded: CodedAnswers, groups: pl.DataFrame, invited: pl.DataFrame
) -> Iterator[Problem]:
    """Report the groups of a segment that are not shown, but might be if reported together.

    A group that is shown is never proposed: merging it with a few people would disclose their
    answers to a reader of the previous report. `groups` are all groups, the whole organisation
    first, and `invited` those of which the number of people invited is known.
    """
    if groups["withheld"][0]:  # nothing is shown at all, which is already reported
        return
    smallest = catalogue.settings.smallest_group
    for name, segment in coded.segments.items():
        hidden = set(groups.filter("withheld", segment=name)["group"])
        if not hidden:
            continue
        known = dict(invited.filter(segment=name)[["group", "invited"]].iter_rows())
        expected = _expected_respondents(segment, known, groups["n"][0])
        parents = _parents(catalogue, coded, name)
        siblings: dict[str | None, list[str]] = {}
        for group in segment.groups:
            siblings.setdefault(parents.get(group), []).append(group)
        sets = [
            together
            for own in siblings.values()
            for together in _sets([g for g in own if g in hidden], expected, smallest)
            if together != own  # together they are all groups of their parent
        ]
        if sets:
            place, cells = _cells(catalogue, coded, name, sets)
            facts = {"sets": _listed(sets), "suggestion": cells}
            yield place.problem("groups-not-shown", name, **facts)


def _expected_respondents(
    segment: Segment, invited: Mapping[str, int], respondents: int
) -> Mapping[str, float]:
    """How many people would answer in each group if all had the same response; empty if unknown."""
    everyone = sum(invited.values())
    if not everyone or not set(segment.groups) <= set(invited):
        return {}
    return {group: n * respondents / everyone for group, n in invited.items()}


def _parents(catalogue: Catalogue, coded: CodedAnswers, segment: str) -> Mapping[str, str]:
    """The parent of each group of a segment; if a group has several, that of its first person."""
    parents = dict(catalogue.segments[["segment", "parent"]].iter_rows())
    parent = parents.get(segment)
    if parent is None or parent not in coded.segments:
        return {}
    columns = [coded.segments[segment].column, coded.segments[parent].column]
    pairs = pl.concat(
        batch.drop_nulls().unique(columns[0], keep="first", maintain_order=True)
        for batch in coded.rows.batches(columns)
    )
    first = pairs.unique(columns[0], keep="first", maintain_order=True)
    return dict(first.cast(pl.String).iter_rows())


def _sets(groups: Sequence[str], expected: Mapping[str, float], smallest: int) -> list[list[str]]:
    """Divide groups into sets of two or more that may be large enough; the last gets the rest.

    All groups are one set if it is unknown how many people were invited.
    """
    if not expected:
        return [list(groups)] if len(groups) > 1 else []
    sets: list[list[str]] = []
    rest: list[str] = []
    for group in groups:
        rest.append(group)
        if len(rest) > 1 and sum(expected[g] for g in rest) >= smallest:
            sets.append(rest)
            rest = []
    if sets:
        sets[-1] += rest
    return sets


def _cells(
    catalogue: Catalogue, coded: CodedAnswers, segment: str, sets: Sequence[Sequence[str]]
) -> tuple[Place, str]:
    """The place of the problem, and the cells of `merge` to fill in for each set.

    Without a column `merge`, or a row for every group, no cells are given and the place is the
    name of the segment; otherwise the place is the first of the cells.
    """
    rows: dict[str, list[int]] = {}
    listed = listed_rows(catalogue, coded.reported).filter(segment=segment)
    for row, group in listed[["row", "reported"]].iter_rows():
        rows.setdefault(group, []).append(row)
    if catalogue.has_column(TABLE, "merge") and all(g in rows for own in sets for g in own):
        places = [
            [catalogue.place(TABLE, row, "merge") for g in own for row in rows[g]] for own in sets
        ]
        return places[0][0], _listed([[place.cell for place in own] for own in places])
    row = catalogue.segments["segment"].index_of(segment) or 0
    return catalogue.place("Segments", row, "segment"), ""


def _listed(sets: Sequence[Sequence[str]]) -> str:
    return listing(" + ".join(own) for own in sets)
