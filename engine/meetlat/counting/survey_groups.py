"""The groups of respondents: their sizes, how many were invited, and what is suppressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from meetlat.groups import QUESTION_KEYS, Group
from meetlat.reading.population import INVITED_SCHEMA, Turnout

HIDDEN_SCHEMA: dict[str, type[pl.DataType]] = dict.fromkeys(QUESTION_KEYS, pl.String)


@dataclass(frozen=True)
class SurveyGroups:
    """All groups of a survey; in every frame the whole organisation comes first, with blanks.

    Attributes:
        sizes: `segment`, `group`, `n` (respondents; null if suppressed) and `withheld` (nothing of
            the group is shown).
        hidden: the suppressed questions of groups that are shown: `segment`, `group`, `question`.
        invited: `segment`, `group` and `invited` (people), of groups for which that is known.
        parents: the group that a group lies in, if its segment has a parent.
    """

    sizes: pl.DataFrame = field(default_factory=pl.DataFrame)
    hidden: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=HIDDEN_SCHEMA))
    invited: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=INVITED_SCHEMA))
    parents: Mapping[Group, Group] = field(default_factory=dict)

    @property
    def respondents(self) -> int:
        """How many people answered, in the whole organisation."""
        return 0 if self.sizes.is_empty() else self.sizes["n"][0]

    @cached_property
    def withheld(self) -> frozenset[Group]:
        """The groups of which nothing is shown."""
        rows = self.sizes.filter("withheld").select("segment", "group").iter_rows()
        return frozenset(Group(*row) for row in rows)

    def around(self, group: Group) -> list[Group]:
        """A group, the groups that it lies in, and those in it."""
        found = [group]
        while (parent := self.parents.get(found[-1])) and parent not in found:
            found.append(parent)
        inside = [group]
        for outer in inside:  # grows
            inside += [each for each in self._children.get(outer, ()) if each not in inside]
        return [*found, *inside[1:]]

    @cached_property
    def _children(self) -> Mapping[Group, Sequence[Group]]:
        """The groups that lie directly in each group."""
        children: dict[Group, list[Group]] = {}
        for group, parent in self.parents.items():
            children.setdefault(parent, []).append(group)
        return children

    def turnout(self, group: Group) -> Turnout:
        """How many people of a group answered; unknown for a suppressed group."""
        return self._turnouts.get(group, Turnout(None, None))

    @cached_property
    def _turnouts(self) -> Mapping[Group, Turnout]:
        invited = {
            Group(*key): people for *key, people in self.invited.select(*INVITED_SCHEMA).iter_rows()
        }
        sizes = self.sizes[["segment", "group", "n", "withheld"]].iter_rows()
        return {
            Group(*key): Turnout(n, invited.get(Group(*key)))
            for *key, n, withheld in sizes
            if not (withheld and key[0])
        }
