"""The tables of metrics for every group, of which the report shows one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

import polars as pl

from meetlat.groups import Group, parse_group
from meetlat.problems.text import nearest


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

    def of(self, table: str, group: str) -> pl.DataFrame:
        """The rows of a table that are about one group: `report.all_groups.of("Enps", "team=A")`.

        Args:
            table: the name of the table.
            group: the segment and the group, with `=` between them; blank for the whole.

        Raises:
            LookupError: there is no such table, or nothing of such a group is shown. The message
                has the nearest name.
            MetricError: a metric over persons fails for one of the groups.
        """
        if table not in self:
            raise LookupError(_unknown("table", table, self))
        frame = self[table]
        keys = frame.select("segment", "group").unique(maintain_order=True)
        shown = [str(Group(*key)) for key in keys.iter_rows()]
        found = parse_group(group, keys["segment"])
        if str(found) not in shown:
            raise LookupError(_unknown("shown group", group, shown))
        return found.rows_of(frame)

    def __contains__(self, name: object) -> bool:
        return name in self._tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def _unknown(kind: str, name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f'there is no {kind} "{name}"' + (f'; did you mean "{near}"?' if near else "")
