"""The groups in a column of the responses: which values mean the same one, and what is odd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from meetlat.problems.problem import Place, Problem
from meetlat.reading.cells import text
from meetlat.reading.responses.responses import Responses
from meetlat.reading.scale import answer_key

MANY_GROUPS = 20
"""Fewer may be a pilot, in which nearly everyone is the only one of a team."""


class Groups(NamedTuple):
    """What each value of a column means, and the spellings that were taken for one another.

    Attributes:
        by_value: the group of a value as it stands in the responses; None for a blank.
        alike: the spellings of a group that is spelt in more ways than one, the usual one first.
    """

    by_value: Mapping[Any, str | None]
    alike: Sequence[Sequence[str]]

    @property
    def names(self) -> list[str]:
        """The groups, in the order of the alphabet."""
        return sorted({group for group in self.by_value.values() if group})


def read_groups(responses: Responses, column: str, distinct: Sequence[Any]) -> Groups:
    """The groups in a column; spellings that `answer_key` holds for one are one group.

    It is called as most respondents have it.

    Args:
        responses: of which `column` divides the respondents.
        column: of the frame.
        distinct: its values, each once.
    """
    spelt = {v: text(responses.label(column, v)) or text(v) for v in distinct}
    spellings: dict[str, list[str]] = {}
    for spelling in sorted({name for name in spelt.values() if name}):
        spellings.setdefault(answer_key(spelling), []).append(spelling)
    alike = [several for several in spellings.values() if len(several) > 1]
    if not alike:
        return Groups(spelt, [])
    times = _times(responses.frame[column], spelt)
    alike = [sorted(several, key=lambda s: (-times[s], s)) for several in alike]
    usual = {spelling: several[0] for several in alike for spelling in several}
    return Groups({v: usual.get(name or "", name) for v, name in spelt.items()}, alike)


def odd_groups(
    responses: Responses, column: str, groups: Groups, place: Place, wanted: str
) -> Iterator[Problem]:
    """What is odd about a segment; `wanted` is its column as typed in `place`."""
    filled = responses.frame[column].count()
    if not groups.names:
        yield place.problem("segment-empty", wanted)
    elif len(groups.names) >= MANY_GROUPS and 2 * filled < 3 * len(groups.names):
        facts = {"groups": len(groups.names), "respondents": filled}
        yield place.problem("segment-of-one", wanted, **facts)
    elif groups.alike:
        yield _alike(responses, column, groups)


def _alike(responses: Responses, column: str, groups: Groups) -> Problem:
    usual, other = groups.alike[0][:2]
    written = [v for v in groups.by_value if text(responses.label(column, v)) == other]
    written += [v for v in groups.by_value if text(v) == other]
    row = (responses.frame[column] == written[0]).arg_max() or 0
    facts = {"usual": usual, "column": column, "times": sum(len(s) - 1 for s in groups.alike)}
    return Problem("groups-alike", responses.source, responses.cell(row, column), other, facts)


def _times(values: pl.Series, spelt: Mapping[Any, str | None]) -> Mapping[str, int]:
    times: dict[str, int] = {}
    for value, n in values.drop_nulls().value_counts().iter_rows():
        name = spelt[value] or ""
        times[name] = times.get(name, 0) + n
    return times
