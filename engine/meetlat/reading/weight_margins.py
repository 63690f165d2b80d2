"""The margins that respondents are weighted on: segments, and how many people each group has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from meetlat.problems.text import fold
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.cells import no_words, yes_words
from meetlat.reading.population import listed_groups
from meetlat.reading.responses.coding import Segment


class WeightMargin(NamedTuple):
    """A segment to weight on: its column of the answers, and how many people each group has."""

    segment: str
    column: str
    invited: Sequence[int]


def requested_segments(written: str, known: Sequence[str]) -> Sequence[str] | None:
    """The segments that the setting `weights` asks for; None for every segment that can be used.

    Blank or `no` asks for none, `yes` for every segment. The names may include unknown ones.
    """
    if fold(written) in {"", *no_words()}:
        return []
    if written in known:
        return [written]
    if fold(written) in yes_words():
        return None
    names = (name.strip() for name in re.split("[;,]", written))
    return [name for name in dict.fromkeys(names) if name]


def groups_not_invited(
    catalogue: Catalogue, segments: Mapping[str, Segment]
) -> dict[str, list[str]]:
    """The groups of each segment that answered although Population lists no people invited."""
    answered = {name: segment.groups for name, segment in segments.items()}
    invited = listed_groups(catalogue, answered).filter(pl.col("invited") > 0)
    keys = set(invited.select("segment", "group").iter_rows())
    return {
        segment: [group for group in groups if (segment, group) not in keys]
        for segment, groups in answered.items()
    }


def weight_margins(catalogue: Catalogue, segments: Mapping[str, Segment]) -> list[WeightMargin]:
    """The segments that respondents are weighted on, each with all its groups."""
    requested = requested_segments(
        catalogue.settings.weights, catalogue.segments["segment"].to_list()
    )
    if requested == []:
        return []
    not_invited = groups_not_invited(catalogue, segments)
    listed = listed_groups(catalogue, {name: segment.groups for name, segment in segments.items()})
    invited = {(s, g): n for s, g, n in listed.select("segment", "group", "invited").iter_rows()}
    return [
        WeightMargin(name, segment.column, [invited[name, group] for group in segment.groups])
        for name, segment in segments.items()
        if (requested is None or name in requested) and segment.groups and not not_invited[name]
    ]
