"""The last run, so that a figure can be traced: when, of how many, from which files, by what."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import polars as pl

from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.responses import Responses
from meetlat.reading.wave_columns import MAPPED, names_then, wave_rows
from meetlat.scoring.results import Results, ResultTable
from meetlat_schemas import INPUT_TABLES

DIGITS = 16
"""Of a fingerprint, in hexadecimal: enough to tell any two files apart."""


def last_run(
    results: Results, catalogue: Catalogue, responses: str, waves: Mapping[str, str]
) -> ResultTable:
    """The table `LastRun` (`item`, `value`), written where the workbook has one.

    Its items: `recalculated` (date and time, `2025-03-24 09:30`), `respondents`, `questions`,
    `remarks`, `catalogue` and `responses` (fingerprints), `meetlat` (its version),
    `responses: Previous` of every earlier wave with responses of its own, and what stands beside
    the figures (see `_beside`).

    Args:
        results: with all remarks there will be on the figures.
        catalogue: that they were computed by.
        responses: the fingerprint of those that they were computed from.
        waves: that of the responses of each earlier wave, by comparison.
    """
    items = {
        "recalculated": now().strftime("%Y-%m-%d %H:%M"),
        "respondents": str(results.respondents),
        "questions": str(len(catalogue.questions)),
        "remarks": str(len(results.problems)),
        "catalogue": fingerprint_of_catalogue(catalogue),
        "responses": responses,
        "meetlat": version("meetlat"),
        **{f"responses: {comparison}": own for comparison, own in waves.items()},
        **_beside(results),
    }
    frame = pl.DataFrame({"item": list(items), "value": list(items.values())})
    return ResultTable("LastRun", frame, optional=True)


def _beside(results: Results) -> dict[str, str]:
    """What stands beside the figures.

    `comparison 1`, ... are the comparisons, as other tables number them. Of a group that is shown
    `group` is its name, `whole` the comparison that is the organisation, and `of_whole` those with
    typed figures of it.
    """
    items = {f"comparison {i}": name for i, name in enumerate(results.comparison_names, 1)}
    if results.whole:
        items |= {"group": results.group[1], "whole": results.whole}
    if results.of_whole:
        items["of_whole"] = ", ".join(results.of_whole)
    return items


def fingerprint_of_catalogue(catalogue: Catalogue) -> str:
    """The same for two catalogues that mean the same, however they are laid out.

    A table that is not there and one without a row mean the same, and so does a blank column.
    """
    tables = {
        name: [_filled(row) for row in catalogue.frame(name).iter_rows(named=True)]
        for name in INPUT_TABLES
    }
    filled = {name: rows for name, rows in tables.items() if rows}
    then = {
        f"{name} {wave}": names
        for wave in wave_rows(catalogue)
        for name in MAPPED
        if any(names := names_then(catalogue, name, wave))
    }
    parts = [repr(catalogue.settings), filled, *([then] if then else [])]
    told = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:DIGITS]


def _filled(row: Mapping[str, object]) -> dict[str, object]:
    """What is filled in: a column that nobody uses says nothing."""
    return {column: value for column, value in row.items() if value is not None}


def fingerprint_of_responses(responses: Responses, file: Path | None) -> str:
    """Of the file itself, as `sha256sum` or `Get-FileHash` would begin; or else of the cells."""
    if file is None:
        cells = responses.frame.write_csv().encode()
        return hashlib.sha256(cells).hexdigest()[:DIGITS]
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:DIGITS]


def now() -> dt.datetime:
    """The local time; that of SOURCE_DATE_EPOCH where a build has to come out the same again."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now().astimezone()
