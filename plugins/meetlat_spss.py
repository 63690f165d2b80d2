"""Responses as SPSS keeps them (.sav, .zsav), read with pyreadstat.

Values that SPSS calls missing are missing. An answer counts by its value, or by its value label
where the scale knows only that. In a multiple response set of dichotomies, 1 stands for the value
that the set counts and 0 for any other.
"""

from pathlib import Path
from typing import Any

import polars as pl

from meetlat import Finding, Source, hookimpl, in_every_language

ENDINGS = (".sav", ".zsav")
OLD_CODE_PAGE = "WINDOWS-1252"
"""Of files from before SPSS 16, which often do not say, or say wrongly, how they are encoded."""


@hookimpl
def read_responses(file: Path) -> Source | None:
    """Read a file of SPSS; its row numbers are those of the cases in the Data View."""
    if file.suffix.lower() not in ENDINGS:
        return None
    import pyreadstat  # a third of a second, and numpy

    try:
        frame, metadata = _read(file)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OverflowError) as fault:
        return Source(findings=[_unreadable(fault)])
    labels = dict(metadata.variable_value_labels)
    for column, counted in _counted_values(metadata.mr_sets, frame).items():
        frame = frame.with_columns((pl.col(column) == counted).cast(pl.Float64))
        meanings = labels.pop(column, {})
        if counted in meanings:
            labels[column] = {1.0: meanings[counted]}
    return Source(frame, labels)


def _read(file: Path) -> tuple[Any, Any]:
    import pyreadstat

    try:
        return pyreadstat.read_sav(file, output_format="polars")
    except pyreadstat.ReadstatError as fault:
        if "encoding" not in str(fault):
            raise
        return pyreadstat.read_sav(file, output_format="polars", encoding=OLD_CODE_PAGE)


def _counted_values(sets: dict[str, Any], frame: pl.DataFrame) -> dict[str, float]:
    """The variables of multiple response sets of dichotomies, and what counts as chosen there."""
    return {
        variable: float(of["counted_value"])
        for of in sets.values()
        if of["is_dichotomy"] and of["counted_value"] is not None
        for variable in of["variable_list"]
        if variable in frame.columns and frame.schema[variable].is_numeric()
    }


def _unreadable(fault: Exception) -> Finding:
    reason = str(fault).rstrip(".")
    told = in_every_language("plugins.meetlat_spss.unreadable", reason=reason)
    return Finding(told, in_every_language("plugins.meetlat_spss.save_again"), error=True)
