"""What metrics make of all groups, of which the report shows one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import polars as pl


class Everywhere(Mapping[str, pl.DataFrame]):
    """The outcome of each metric for every group that may be shown, by the name of its table.

    A metric from counts has all groups at hand. One over persons is computed for the group of the
    report; for all of them only when somebody asks for its table here, once. What the report does
    not show is not here either. Each who asks gets a frame of their own.
    """

    def __init__(self) -> None:
        self._outcomes: dict[str, Callable[[], pl.DataFrame]] = {}

    def add(self, table: str, outcome: Callable[[], pl.DataFrame]) -> None:
        """Let `outcome` make a table when somebody asks for it."""
        self._outcomes[table] = cache(outcome)

    def __getitem__(self, table: str) -> pl.DataFrame:
        """Raises `MetricError` where a metric over persons stops at one of the other groups."""
        return self._outcomes[table]().clone()

    def __contains__(self, table: object) -> bool:
        return table in self._outcomes

    def __iter__(self) -> Iterator[str]:
        return iter(self._outcomes)

    def __len__(self) -> int:
        return len(self._outcomes)
