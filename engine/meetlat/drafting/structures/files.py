"""Recognise and read structure files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from meetlat.drafting.structures.structure import Structure

# What is wrong with a file that is damaged, or is something else.
FAULTS = (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError)

WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")


def is_structure(file: Path) -> bool:
    """Whether a file holds the structure of a survey."""
    return _reader(file) is not None


def read_structure(file: Path, language: str | None) -> Structure | None:
    """The structure in a file, in a language if it has that; None if it cannot be read."""
    reader = _reader(file)
    try:
        structure = reader(file, language) if reader else None
    except FAULTS:
        return None
    return None if structure is None or not structure.fields else structure


def _reader(file: Path) -> Callable[[Path, str | None], Structure] | None:
    """What reads a file, by its extension; a workbook must have the sheets of an XLSForm."""
    ending = file.suffix.lower()
    if ending == ".lss":
        from meetlat.drafting.structures.limesurvey import read_lss

        return read_lss
    if ending == ".qsf":
        from meetlat.drafting.structures.qualtrics import read_qsf

        return read_qsf
    if ending in WORKBOOKS:
        from meetlat.drafting.structures.xlsform import is_xlsform, read_xlsform

        return read_xlsform if is_xlsform(file) else None
    return None
