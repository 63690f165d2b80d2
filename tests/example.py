"""The example survey, recalculated once for all tests that only read what came out."""

from __future__ import annotations

from functools import cache

from meetlat.recalculation import preview
from meetlat.scoring.report import Report
from meetlat_workbooks.content import HOME

EXAMPLE = HOME / "provincie-utrecht" / "survey.xlsx"


@cache
def example_results() -> Report:
    """What a recalculation of the shipped workbook gives. Do not change it."""
    return preview(EXAMPLE)
