"""Kinds of people: the combinations of groups that occur.

There are fewer kinds than people, so what depends on groups only is computed from the kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from meetlat.numbering import combined, numbered


@dataclass(frozen=True)
class Kinds:
    """The combinations of groups that occur.

    Attributes:
        names: by segment, its groups.
        groups: kinds x segments: the number of the group, from 1; 0 for no group.
        of_each: the kind of each respondent.
        first: the first respondent of each kind.
    """

    names: Mapping[str, Sequence[str]]
    groups: np.ndarray
    of_each: np.ndarray
    first: np.ndarray

    @classmethod
    def of(cls, names: Mapping[str, Sequence[str]], parts: Iterable[np.ndarray]) -> Kinds:
        """Find the kinds.

        Args:
            names: by segment, its groups.
            parts: the number of the group of some respondents at a time (respondents x segments).
        """
        groups, places, first, height = [], [], [], 0
        for numbers in parts:
            own, place = _combined(names, numbers)
            groups.append(numbers[own])
            places.append(place)
            first.append(own + height)
            height += len(numbers)
        rows = np.concatenate(first)
        if len(groups) == 1:
            return cls(names, groups[0], places[0], rows)
        everything = np.concatenate(groups)
        some, kind = _combined(names, everything)
        of_parts = np.split(kind, np.cumsum([len(own) for own in groups])[:-1])
        of_each = [of[place] for of, place in zip(of_parts, places, strict=True)]
        return cls(names, everything[some], np.concatenate(of_each), rows[some])

    @cached_property
    def people(self) -> np.ndarray:
        """How many people are of each kind."""
        return np.bincount(self.of_each, minlength=len(self.groups))

    def sizes(self, segment: str) -> dict[str, int]:
        """How many people are in each group of a segment that occurs."""
        numbers, names = self._of(segment)
        sizes = zip(names, _sums(numbers, self.people, len(names)), strict=True)
        return {name: size for name, size in sizes if name is not None and size}

    def pairs(self, segment: str, other: str) -> pl.DataFrame:
        """The groups of a segment, with the groups of another segment that their people are in.

        Returns:
            `group`, `other` (null for people in no group of it), `n` (how many people) and `row`
            (the first of them).
        """
        numbers, names = self._of(segment)
        others, other_names = self._of(other)
        found, place = numbered(numbers * len(other_names) + others, len(names) * len(other_names))
        row = np.full(len(found), len(self.of_each))
        np.minimum.at(row, place, self.first)
        return pl.DataFrame(
            {
                "group": pl.Series(names, dtype=pl.String).gather(found // len(other_names)),
                "other": pl.Series(other_names, dtype=pl.String).gather(found % len(other_names)),
                "n": pl.Series(_sums(place, self.people, len(found)), dtype=pl.Int64),
                "row": row,
            }
        ).drop_nulls("group")

    def _of(self, segment: str) -> tuple[np.ndarray, Sequence[str | None]]:
        """The number of the group of each kind, and the name of the group with each number."""
        position = [*self.names].index(segment)
        return self.groups[:, position].astype(np.int64), [None, *self.names[segment]]


def _combined(
    names: Mapping[str, Sequence[str]], numbers: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The first row of each combination in a table of numbers, and the combination of each row."""
    ends = [len(groups) + 1 for groups in names.values()]
    first, own = combined(zip(numbers.T, ends, strict=True), len(numbers))
    return first, own.astype(np.int32)


def _sums(place: np.ndarray, amounts: np.ndarray, number: int) -> list[int]:
    return np.bincount(place, amounts, number).astype(np.int64).tolist()
