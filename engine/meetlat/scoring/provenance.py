"""Where figures come from: when they were computed, from which files, by which version."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import polars as pl

from meetlat.checking.survey import CheckedSurvey
from meetlat.plugins.result_table import ResultTable
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import TABLES_MADE
from meetlat.reading.responses.responses import Responses
from meetlat.reading.wave_columns import MAPPED, names_in_wave, wave_rows
from meetlat.scoring.report import Report
from meetlat.user_folders import secret_key
from meetlat_schemas import INPUT_TABLES

# Hexadecimal digits of a fingerprint: enough to tell any two files apart.
DIGITS = 16

# The environment variable with the time of a reproducible build: the same input gives the same
# bytes, at any time and for any user.
EPOCH = "SOURCE_DATE_EPOCH"


class Fingerprints(NamedTuple):
    """The fingerprints of the responses, and of those of each earlier wave by comparison."""

    responses: str
    waves: Mapping[str, str]


def fingerprints(survey: CheckedSurvey) -> Fingerprints:
    """Fingerprint the responses that a survey was read from."""
    waves = {w.comparison: fingerprint_of_responses(w.responses, w.file) for w in survey.waves}
    return Fingerprints(fingerprint_of_responses(survey.responses, survey.file), waves)


def last_run(report: Report, files: Fingerprints) -> ResultTable:
    """The table `LastRun` (`item`, `value`), written where the workbook has one.

    Its items: `recalculated` (date and time, `2025-03-24 09:30`), `respondents`, `questions`,
    `remarks`, `catalogue` and `responses` (fingerprints), `meetlat` (its version), `responses:
    Previous` for every earlier wave with responses of its own, the comparisons (see
    `_comparisons`), and `tables`: those that plugins make (see `_tables`).
    """
    items = {
        "recalculated": now().strftime("%Y-%m-%d %H:%M"),
        "respondents": str(report.groups.respondents),
        "questions": str(len(report.catalogue.questions)),
        "remarks": str(len(report.problems)),
        "catalogue": _fingerprint(report.catalogue, report.once(_written)),
        "responses": files.responses,
        "meetlat": _version(),
        **{f"responses: {comparison}": own for comparison, own in files.waves.items()},
        **_comparisons(report),
        TABLES_MADE: _tables(report),
    }
    frame = pl.DataFrame({"item": list(items), "value": list(items.values())})
    return ResultTable("LastRun", frame, optional=True)


@cache
def _version() -> str:
    """The version of Meetlat, which Python reads from a file."""
    return version("meetlat")


def _comparisons(report: Report) -> dict[str, str]:
    """The comparisons of a report.

    `comparison 1`, ... are their names, numbered as in other tables. For a group, `group` is its
    name, `whole` the comparison that is the organisation, and `of_whole` those with typed figures
    of the organisation.
    """
    comparisons = report.comparisons
    items = {f"comparison {i}": name for i, name in enumerate(comparisons.names, 1)}
    if comparisons.organisation:
        items |= {"group": report.group.name, "whole": comparisons.organisation}
    if comparisons.of_organisation:
        items["of_whole"] = ", ".join(comparisons.of_organisation)
    return items


def _tables(report: Report) -> str:
    """The tables of the report, and those of metrics that have none or failed.

    The next run clears those of plugins that are gone then, and those that no plugin makes.
    """
    of_metrics = (metric.table for metric in report.metrics.values())
    return ", ".join(dict.fromkeys([*report.tables, *of_metrics]))


def fingerprint_of_catalogue(catalogue: Catalogue) -> str:
    """A fingerprint that is equal for catalogues with the same meaning, whatever their layout.

    A missing table means the same as an empty one, and a missing column the same as a blank one.
    """
    return _fingerprint(catalogue, _texts(catalogue))


def _fingerprint(catalogue: Catalogue, texts: Sequence[str]) -> str:
    """The fingerprint of the settings, and of the other tables as `_texts` has them."""
    text = f"[{', '.join([json.dumps(repr(catalogue.settings)), *texts])}]"
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _written(report: Report) -> Sequence[str]:
    return _texts(report.catalogue)


def _texts(catalogue: Catalogue) -> Sequence[str]:
    """The tables, and what they name otherwise in earlier waves, as JSON."""
    tables = {
        name: [_filled(row) for row in catalogue.frame(name).iter_rows(named=True)]
        for name in INPUT_TABLES
    }
    filled = {name: rows for name, rows in tables.items() if rows}
    waves = {
        f"{name} {wave}": names
        for wave in wave_rows(catalogue)
        for name in MAPPED
        if any(names := names_in_wave(catalogue, name, wave))
    }
    parts = [filled, *([waves] if waves else [])]
    return [json.dumps(part, sort_keys=True, default=str) for part in parts]


def _filled(row: Mapping[str, object]) -> dict[str, object]:
    """The columns that are filled in."""
    return {column: value for column, value in row.items() if value is not None}


def fingerprint_of_responses(responses: Responses, file: Path | None) -> str:
    """A fingerprint of a file, or of the cells of a table or stream.

    It is made with a secret key of the user, except in a reproducible build.
    Without the key a reader who knows almost all answers could try out the others.
    """
    key = "" if os.environ.get(EPOCH) else secret_key()
    if file is None:
        own = hashlib.sha256()
        for part in responses.rows.content():
            own.update(part)
        digest = own.digest()
    else:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").digest()
    return hmac.digest(key.encode(), digest, "sha256").hex()[:DIGITS]


def now() -> dt.datetime:
    """The local time, or that of a reproducible build."""
    if epoch := os.environ.get(EPOCH):
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now().astimezone()
