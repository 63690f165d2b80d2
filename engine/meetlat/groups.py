"""A group of respondents: a segment such as `division`, and the name of one group in it."""

from __future__ import annotations

from collections.abc import Iterable
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
