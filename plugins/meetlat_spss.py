"""Read responses saved by SPSS (.sav, .zsav), with pyreadstat.

Missing values of SPSS are missing. An answer counts by its value, or by its value label if the
scale has only that. In a multiple response set of dichotomies, 1 stands for the value that the set
counts and 0 for any other.
"""

from pathlib import Path
from typing import Any

import polars as pl

from meetlat import Finding, Source, hookimpl, in_every_language

ENDINGS = (".sav", ".zsav")

# For files from before SPSS 16, whose encoding is often missing or wrong.
OLD_CODE_PAGE = "WINDOWS-1252"


@hookimpl
def read_responses(file: Path) -> Source | None:
    """Read a file of SPSS, with the row numbers of its Data View; None for any other file."""
    if file.suffix.lower() not in ENDINGS:
        return None
    import pyreadstat  # takes a third of a second and imports numpy

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
    texts = {name: label for name, label in metadata.column_names_to_labels.items() if label}
    return Source(frame, labels, texts=texts)


def _read(file: Path) -> tuple[Any, Any]:
    import pyreadstat

    try:
        return pyreadstat.read_sav(file, output_format="polars")
    except pyreadstat.ReadstatError as fault:
        if "encoding" not in str(fault):
            raise
        return pyreadstat.read_sav(file, output_format="polars", encoding=OLD_CODE_PAGE)


def _counted_values(sets: dict[str, Any], frame: pl.DataFrame) -> dict[str, float]:
    """The variables of multiple response sets of dichotomies, with the value that counts."""
    return {
        variable: float(own["counted_value"])
        for own in sets.values()
        if own["is_dichotomy"] and own["counted_value"] is not None
        for variable in own["variable_list"]
        if variable in frame.columns and frame.schema[variable].is_numeric()
    }


def _unreadable(fault: Exception) -> Finding:
    reason = str(fault).rstrip(".")
    message = in_every_language("plugins.meetlat_spss.unreadable", reason=reason)
    return Finding(message, in_every_language("plugins.meetlat_spss.save_again"), error=True)
