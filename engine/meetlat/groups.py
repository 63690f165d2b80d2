"""A group of respondents: a segment such as `division`, and the name of one group in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import polars as pl

GROUP_KEYS = ("segment", "group")
QUESTION_KEYS = (*GROUP_KEYS, "question")


class Group(NamedTuple):
    """A segment and the name of one of its groups; both are blank for the whole organisation."""

    segment: str
    name: str

    def rows_of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of a frame with the columns `segment` and `group` that are about this group."""
        return frame.filter(segment=self.segment, group=self.name)

    def __str__(self) -> str:
        """`division=North`, as the setting `group` has it; blank for the whole organisation."""
        return f"{self.segment}={self.name}" if self.segment else self.name


WHOLE = Group("", "")


def rows_of_groups(frame: pl.DataFrame, groups: Sequence[Group]) -> pl.DataFrame:
    """The rows of a frame with the columns `segment` and `group` that are about these groups."""
    if len(groups) == 1:
        return groups[0].rows_of(frame)
    wanted = pl.DataFrame(groups, schema=dict.fromkeys(GROUP_KEYS, pl.String), orient="row")
    return frame.join(wanted, on=GROUP_KEYS, how="semi", maintain_order="left")


class RowsByGroup:
    """The rows of a frame by group, without the columns that say which."""

    def __init__(self, frame: pl.DataFrame, groups: Sequence[Group] = ()) -> None:
        """Keep a frame with `segment` and `group`; split it at once for these groups."""
        self._frame, self._groups = frame, groups

    def of(self, group: Group) -> pl.DataFrame:
        """The rows of a group."""
        if group not in self._parts:
            return group.rows_of(self._frame).drop(GROUP_KEYS)
        part = self._parts[group]
        return self._frame.clear().drop(GROUP_KEYS) if part is None else part

    @cached_property
    def _parts(self) -> dict[Group, pl.DataFrame | None]:
        if not self._groups:
            return {}
        own = rows_of_groups(self._frame, self._groups)
        parts = own.partition_by(GROUP_KEYS, as_dict=True, include_key=False)
        return {group: parts.get(group) for group in self._groups}


def parse_group(written: str, segments: Iterable[str]) -> Group:
    """Read `division=North`; a blank text is the whole organisation.

    The name of a segment may contain a `=`, so the known segments decide where it ends.
    """
    parts = written.split("=")
    splits = [
        Group("=".join(parts[:i]).strip(), "=".join(parts[i:]).strip())
        for i in range(1, len(parts))
    ]
    known = set(segments)
    return next((split for split in splits if split.segment in known), Group("", written.strip()))
