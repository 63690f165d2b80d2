"""Margins that respondents are weighted on: segments, and how many each group invited."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from meetlat.problems.text import fold
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.cells import no_words, yes_words
from meetlat.reading.population import population
from meetlat.reading.responses.coding import Segment


class Population(NamedTuple):
    """A segment to weigh on: its column of the answers, and how many each group counts for."""

    segment: str
    column: str
    invited: Sequence[int]


def segments_asked(written: str, known: Sequence[str]) -> Sequence[str] | None:
    """The segments that the setting `weights` names; None: all that will do.

    Blank or `no` is none of them, `yes` all. Names that are not `known` are among those given.
    """
    if fold(written) in {"", *no_words()}:
        return []
    if written in known:
        return [written]
    if fold(written) in yes_words():
        return None
    names = (name.strip() for name in re.split("[;,]", written))
    return [name for name in dict.fromkeys(names) if name]


def not_invited(catalogue: Catalogue, segments: Mapping[str, Segment]) -> dict[str, list[str]]:
    """Of each segment the groups in the responses of which Population says nobody was invited."""
    known = {segment: own.groups for segment, own in segments.items()}
    listed = population(catalogue, known).filter(pl.col("invited") > 0)
    have = set(listed.select("segment", "group").iter_rows())
    return {s: [g for g in groups if (s, g) not in have] for s, groups in known.items()}


def populations(catalogue: Catalogue, segments: Mapping[str, Segment]) -> list[Population]:
    """The segments that respondents are weighted on; each with every group that it has."""
    asked = segments_asked(catalogue.settings.weights, catalogue.segments["segment"].to_list())
    if asked == []:
        return []
    missing = not_invited(catalogue, segments)
    listed = population(catalogue, {segment: own.groups for segment, own in segments.items()})
    invited = {(s, g): n for s, g, n in listed.select("segment", "group", "invited").iter_rows()}
    return [
        Population(segment, own.column, [invited[segment, group] for group in own.groups])
        for segment, own in segments.items()
        if (asked is None or segment in asked) and own.groups and not missing[segment]
    ]
