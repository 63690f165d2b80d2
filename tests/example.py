"""The example survey, recalculated once for all tests that only read its results."""

from __future__ import annotations

from functools import cache

from meetlat.api import preview
from meetlat.scoring.report import Report
from meetlat_workbooks.content import HOME

EXAMPLE = HOME / "provincie-utrecht" / "survey.xlsx"


@cache
def example_results() -> Report:
    """Return the shared results of the shipped workbook. Do not change them."""
    return preview(EXAMPLE)
