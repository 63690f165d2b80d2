"""A table is read as it is seen: no merged cells, no hidden rows, no formula without value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import SURVEY_COLUMNS, Catalogue
from meetlat.reading.inputs import InputTable, column_letters
from meetlat.reading.sheet_condition import Merged
from meetlat_schemas import INPUT_TABLES

Place = tuple[int, int]


def read_as_seen(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """Merged cells, formulas that were never computed, rows that are hidden, or below the table."""
    for table in _tables(catalogue):
        for area in _merged(table):
            shown = f"{_address(area.top, area.left)}:{_address(area.bottom, area.right)}"
            yield Problem("merged-cells", table.sheet, _address(area.top, area.left), shown)
        if places := _uncomputed(table):
            facts = {"count": len(places)}
            yield Problem("formula-uncomputed", table.sheet, _address(*places[0]), "", facts)
        if rows := [row for row in table.row_numbers if row in set(table.condition.hidden_rows)]:
            cell = _address(rows[0], table.first_column)
            yield Problem("rows-hidden", table.sheet, cell, str(len(rows)))
        if below := table.condition.below:
            facts = {"table": table.name, "row": below[0]}
            cell = _address(below[0], table.first_column)
            yield Problem("rows-below", table.sheet, cell, str(len(below)), facts)


def unread_cells(catalogue: Catalogue) -> set[str]:
    """The places of cells whose value does not show, for which one problem is enough."""
    return {
        f"{table.sheet}!{_address(*place)}"
        for table in _tables(catalogue)
        for place in (
            *_uncomputed(table),
            *(place for area in _merged(table) for place in area.cells()),
        )
    }


def _tables(catalogue: Catalogue) -> Iterator[InputTable]:
    ours = ("Survey", *INPUT_TABLES)
    return (table for name, table in catalogue.tables.items() if name in ours)


def _merged(table: InputTable) -> list[Merged]:
    """Merged cells in rows and columns that are read."""
    rows, columns = set(table.row_numbers), _columns(table)
    return [
        m for m in table.condition.merged if any(r in rows and c in columns for r, c in m.cells())
    ]


def _uncomputed(table: InputTable) -> list[Place]:
    columns = _columns(table)
    return sorted(place for place in table.condition.uncomputed if place[1] in columns)


def _columns(table: InputTable) -> set[int]:
    """The columns of the sheet that are read of a table: not those of HR's own."""
    schema = INPUT_TABLES.get(table.name)
    known = set(schema.to_schema().columns) if schema else set(SURVEY_COLUMNS)
    headings = enumerate(table.header, start=table.first_column)
    return {
        c for c, heading in headings if str(heading).strip().casefold().partition("::")[0] in known
    }


def _address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"
