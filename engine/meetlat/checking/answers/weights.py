"""Check the setting `weights`: known segments with all their groups, or a column of weights."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from meetlat.problems.problem import Place, Problem
from meetlat.problems.text import listing, nearest, often
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.cells import as_it_stands
from meetlat.reading.population import listed_rows, segments_with_invited
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.responses import Responses
from meetlat.reading.weight_margins import (
    groups_not_invited,
    requested_segments,
    typed_weights,
    weight_margins,
)


def check_weights(
    catalogue: Catalogue, coded: CodedAnswers, responses: Responses
) -> Iterator[Problem]:
    """Report weights that were requested but cannot be computed.

    What follows from a row of Population with a problem is not reported again.
    """
    column, weights = typed_weights(catalogue, responses)
    if weights is not None:
        yield from _check_column(responses, column, weights)
        return
    written = catalogue.settings.weights
    known = catalogue.segments["segment"].drop_nulls().to_list()
    requested = requested_segments(written, known)
    for name in requested or []:
        if name not in known:
            facts = {
                "known": listing(known) or "-",
                "times": "",
                "suggestion": nearest(name, known),
            }
            yield catalogue.setting_problem("weights", "unknown-segment", name, **facts)
    listed = listed_rows(catalogue, coded.reported)
    numbered = listed.filter(pl.col("segment").is_in(segments_with_invited(catalogue)))
    if len(listed) < len(catalogue.population) or numbered["invited"].null_count():
        return
    for segment, missing in groups_not_invited(catalogue, coded.segments).items():
        if missing and segment in (requested or []):
            facts = {"segment": segment, "groups": listing(missing)}
            yield catalogue.setting_problem("weights", "weights-unlisted", written, **facts)
    if requested is None and not weight_margins(catalogue, coded.segments):
        yield catalogue.setting_problem("weights", "weights-of-nothing", written)


def _check_column(responses: Responses, column: str, weights: pl.Series) -> Iterator[Problem]:
    """Every respondent has a weight above 0; blanks and other values are each reported once."""
    written = responses.column(column)
    blank = written.is_null() | (written.cast(pl.String).str.strip_chars() == "")
    valid = (weights.is_finite() & (weights > 0)).fill_null(value=False)
    for code, rows in (
        ("weights-blank", blank.arg_true()),
        ("weights-not-positive", (~blank & ~valid).arg_true()),
    ):
        if len(rows):
            place = Place(responses.source, responses.cell(rows[0], column))
            facts = {"column": column, "times": often(len(rows))}
            yield place.problem(code, as_it_stands(written[rows[0]]), **facts)
