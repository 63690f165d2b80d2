"""Read the groups in a column of the responses; several values may mean the same group."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from meetlat.problems.problem import Place, Problem
from meetlat.reading.cells import text
from meetlat.reading.responses.responses import Responses, times_given
from meetlat.reading.scale import answer_key

# With fewer groups it may be a pilot, in which nearly everyone is alone in a team.
MANY_GROUPS = 20

NUMBER = re.compile(r"\d+")


class Groups(NamedTuple):
    """The groups in a column, and the spellings that were read as the same group.

    Attributes:
        by_value: the group that each value of the responses means; None for a blank.
        spellings: the spellings of each group that has more than one, the most frequent first.
    """

    by_value: Mapping[Any, str | None]
    spellings: Sequence[Sequence[str]]

    @property
    def names(self) -> list[str]:
        """The groups by their numbers, such as ages, or else in alphabetical order."""
        return in_order({group for group in self.by_value.values() if group})

    def renamed(self, names: Mapping[str, str]) -> Groups:
        """The same groups with other names; those with the same name become one group."""
        by_value = {value: names.get(group or "", group) for value, group in self.by_value.items()}
        return self._replace(by_value=by_value)


def in_order(groups: Collection[str]) -> list[str]:
    """Groups by their numbers, if all but one have some and no two have the same; or else A to Z.

    `Under 25` comes before `25 to 34`, `Team 2` before `Team 10`, and one without a number last.
    """
    numbers = {group: [int(n) for n in NUMBER.findall(group)] for group in groups}
    without = sum(not found for found in numbers.values())
    if without > 1 or len({tuple(found) for found in numbers.values()}) < len(numbers):
        return sorted(groups)
    return sorted(groups, key=lambda group: (not numbers[group], numbers[group]))


def read_groups(responses: Responses, column: str, distinct: Sequence[Any]) -> Groups:
    """The groups in a column; spellings with the same `answer_key` are one group.

    The group gets its most frequent spelling.

    Args:
        responses: the responses.
        column: the column of their frame that holds the groups.
        distinct: the distinct values of the column.
    """
    names = {v: text(responses.label(column, v)) or text(v) for v in distinct}
    by_key: dict[str, list[str]] = {}
    for spelling in sorted({name for name in names.values() if name}):
        by_key.setdefault(answer_key(spelling), []).append(spelling)
    several = [spellings for spellings in by_key.values() if len(spellings) > 1]
    if not several:
        return Groups(names, [])
    times = _times(responses.column(column), names)
    several = [sorted(spellings, key=lambda s: (-times[s], s)) for spellings in several]
    usual = {spelling: spellings[0] for spellings in several for spelling in spellings}
    return Groups({v: usual.get(name or "", name) for v, name in names.items()}, several)


def check_groups(
    responses: Responses, column: str, groups: Groups, place: Place, written: str
) -> Iterator[Problem]:
    """Check the groups of a segment.

    Args:
        responses: the responses.
        column: the column of their frame that holds the groups.
        groups: the groups in it.
        place: the cell of the catalogue that names the column.
        written: the text of that cell.
    """
    if not groups.names:
        yield place.problem("segment-empty", written)
        return
    filled = responses.rows.numbers_of_values([column])[0][1]
    if len(groups.names) >= MANY_GROUPS and 2 * filled < 3 * len(groups.names):
        facts = {"groups": len(groups.names), "respondents": filled}
        yield place.problem("segment-of-one", written, **facts)
    elif groups.spellings:
        yield _similar_spellings(responses, column, groups)


def _similar_spellings(responses: Responses, column: str, groups: Groups) -> Problem:
    usual, other = groups.spellings[0][:2]
    values = [v for v in groups.by_value if text(responses.label(column, v)) == other]
    values += [v for v in groups.by_value if text(v) == other]
    row = responses.first_row(column, values[0])
    facts = {"usual": usual, "column": column, "times": sum(len(s) - 1 for s in groups.spellings)}
    return Problem("groups-alike", responses.source, responses.cell(row, column), other, facts)


def _times(values: pl.Series, names: Mapping[Any, str | None]) -> Mapping[str, int]:
    """How often each spelling occurs."""
    times: dict[str, int] = {}
    for value, n in times_given(values):
        name = names[value] or ""
        times[name] = times.get(name, 0) + n
    return times
