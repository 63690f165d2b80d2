"""The group that each group lies in, for segments with a parent such as teams in departments."""

from __future__ import annotations

from meetlat.checking.catalogue.segments import parent_cycle
from meetlat.groups import Group
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers


def parent_groups(catalogue: Catalogue, coded: CodedAnswers) -> dict[Group, Group]:
    """The group of the parent segment in which most people of each group are."""
    parents = dict(catalogue.segments.select("segment", "parent").drop_nulls("segment").rows())
    found: dict[Group, Group] = {}
    for name in coded.segments:
        parent = parents.get(name)
        if parent is not None and parent in coded.segments and not parent_cycle(name, parents):
            pairs = coded.kinds.pairs(name, parent).drop_nulls()
            ranked = pairs.sort("n", "other", descending=[True, False])
            usual = ranked.unique("group", keep="first", maintain_order=True)["group", "other"]
            found |= {Group(name, own): Group(parent, other) for own, other in usual.iter_rows()}
    return found
