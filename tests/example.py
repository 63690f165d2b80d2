"""The example survey, recalculated once for all tests that only read what came out."""

from __future__ import annotations

from functools import cache

from meetlat.recalculation import look
from meetlat.scoring.results import Results
from meetlat_workbooks.content import HOME

EXAMPLE = HOME / "provincie-utrecht" / "survey.xlsx"


@cache
def example_results() -> Results:
    """What a recalculation of the shipped workbook gives. Do not change it."""
    return look(EXAMPLE)
