"""Fill the tables of an open copy again, with a report that takes the same cells.

Most groups of a segment have the same rows and columns in every table. A copy that holds the report
of one has the room, the headings and the formats for the next: only values and heights change.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import replace
from typing import Any

from polars.selectors import temporal

from meetlat.reporting.workbook.stale_tables import FAILED
from meetlat.reporting.workbook.table_plan import Plan
from meetlat.reporting.workbook.write import fit_row_heights
from meetlat.scoring.report import Report


def cells_taken(report: Report) -> Sequence[Any]:
    """What decides which cells a report takes, and how; equal for reports that take the same."""
    tables = report.tables.values()
    heights = [table.frame.height for table in tables]  # first, because most others differ in these
    failed = sorted(str(p.value) for p in report.problems if p.code in FAILED)
    others = [
        (
            *(table.name, table.frame.schema, table.new_comparisons, table.comparisons),
            *(table.varying, table.headings, table.optional, table.prose),
            table.frame.select(temporal()).rows(),  # a date also gives its cell a format
        )
        for table in tables
    ]
    return [heights, failed, *others]


def refill(plans: MutableMapping[str, Plan], report: Report) -> None:
    """Write the columns of a report that are not those of the last one with these plans."""
    fitted = set()
    for name, before in plans.items():
        now = before.of(report.tables[name])
        new = {p: cells for p, cells in now.values.items() if cells != before.values[p]}
        if new:
            replace(now, values=new).write()
        if any(isinstance(cell, str) for p in new for cell in (*new[p], *before.values[p])):
            fitted.add(now.place.parent.name)
        plans[name] = now
    # All tables of the sheet, in the same order as in a new copy: they may share rows.
    fit_row_heights({n: p for n, p in plans.items() if p.place.parent.name in fitted}, report)
