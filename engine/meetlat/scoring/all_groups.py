"""The tables of metrics for every group, of which the report shows one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import polars as pl


class AllGroups(Mapping[str, pl.DataFrame]):
    """The table of each metric for every group that may be shown, by the name of the table.

    A metric from counts has been computed for all groups already. A metric over persons is
    computed for all groups only when its table is first asked for here. Suppressed figures are not
    in it. Every reader gets a frame of its own.
    """

    def __init__(self) -> None:
        self._tables: dict[str, Callable[[], pl.DataFrame]] = {}

    def add(self, name: str, compute: Callable[[], pl.DataFrame]) -> None:
        """Add a table that `compute` returns, once, when it is first asked for."""
        self._tables[name] = cache(compute)

    def __getitem__(self, name: str) -> pl.DataFrame:
        """Raise `MetricError` if a metric over persons fails for one of the groups."""
        return self._tables[name]().clone()

    def __contains__(self, name: object) -> bool:
        return name in self._tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)
