"""Check whether this recalculation and the last one together disclose answers of a few people."""

from __future__ import annotations

from collections.abc import Iterator

from meetlat.problems.problem import Problem
from meetlat.reading.cells import text
from meetlat.reading.inputs import LAST_RUN, Inputs, InputTable


def check_previous_run(inputs: Inputs, respondents: int, smallest: int) -> Iterator[Problem]:
    """Report that a few people were added or removed since the figures in the workbook were made.

    A reader of both reports can subtract one from the other. A difference of `smallest` people is
    large enough. If the same number of people answered, nothing is reported: the figures may be of
    the same answers.
    """
    for table in inputs.tables.get(LAST_RUN, ()):
        row, previous = _previous_respondents(table)
        if previous is not None and 0 < abs(respondents - previous) < smallest:
            facts = {"previous": previous, "smallest": smallest}
            cell = table.cell(row, table.position("value") or 0)
            yield Problem("run-few-apart", table.sheet, cell, respondents, facts)


def _previous_respondents(table: InputTable) -> tuple[int, int | None]:
    """The row with the number of respondents, and that number; None if there is none."""
    item, value = table.position("item"), table.position("value")
    if item is not None and value is not None:
        for row, cells in enumerate(table.values):
            written = text(cells[value]) or ""
            if text(cells[item]) == "respondents" and written.isdecimal():
                return row, int(written)
    return 0, None
