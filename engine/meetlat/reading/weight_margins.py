"""What respondents are weighted on: segments and the people in each group, or HR's own weights."""

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
from meetlat.reading.responses.responses import Responses
from meetlat.reading.scale import answer_key


class WeightMargin(NamedTuple):
    """A segment to weight on: its column of the answers, its groups, and the people in each."""

    segment: str
    column: str
    groups: Sequence[str]
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


def weights_column(catalogue: Catalogue, responses: Responses) -> str | None:
    """The column of the responses that the setting `weights` names; a segment comes first."""
    written, known = catalogue.settings.weights, catalogue.segments["segment"].to_list()
    requested = requested_segments(written, known)
    if not requested or set(requested).intersection(known):
        return None
    columns = zip(responses.headings, responses.columns, strict=True)
    keys = {answer_key(heading): column for heading, column in reversed([*columns]) if heading}
    return keys.get(answer_key(written))


def typed_weights(catalogue: Catalogue, responses: Responses) -> tuple[str, pl.Series | None]:
    """HR's own weights: their column, and the number in each cell; null if it is not a number."""
    column = weights_column(catalogue, responses)
    if column is None:
        return "", None
    values = responses.column(column)
    if not values.dtype.is_numeric():
        written = values.cast(pl.String).str.strip_chars().str.replace(",", ".", literal=True)
        values = written.cast(pl.Float64, strict=False)
    return column, values.cast(pl.Float64)


def groups_not_invited(
    catalogue: Catalogue, segments: Mapping[str, Segment]
) -> dict[str, list[str]]:
    """The groups of each segment that answered although Population lists no people invited."""
    invited = _listed(catalogue, segments).filter(pl.col("invited") > 0)
    keys = set(invited[["segment", "group"]].iter_rows())
    return {
        name: [group for group in segment.groups if (name, group) not in keys]
        for name, segment in segments.items()
    }


def weight_margins(catalogue: Catalogue, segments: Mapping[str, Segment]) -> list[WeightMargin]:
    """The segments that respondents are weighted on, each with all its groups."""
    requested = requested_segments(
        catalogue.settings.weights, catalogue.segments["segment"].to_list()
    )
    if requested == []:
        return []
    not_invited = groups_not_invited(catalogue, segments)
    listed = _listed(catalogue, segments)
    invited = {(s, g): n for s, g, n in listed[["segment", "group", "invited"]].iter_rows()}
    return [
        WeightMargin(
            name, segment.column, segment.groups, [invited[name, group] for group in segment.groups]
        )
        for name, segment in segments.items()
        if (requested is None or name in requested) and segment.groups and not not_invited[name]
    ]


def _listed(catalogue: Catalogue, segments: Mapping[str, Segment]) -> pl.DataFrame:
    return listed_groups(catalogue, {name: own.reported for name, own in segments.items()})
