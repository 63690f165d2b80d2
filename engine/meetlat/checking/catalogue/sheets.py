"""Check the sheets: merged cells, hidden rows, formulas without value, rows below a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import SURVEY_COLUMNS, Catalogue
from meetlat.reading.inputs import InputTable, column_letters
from meetlat.reading.sheet_condition import Merged
from meetlat_schemas import INPUT_TABLES

# The row and column of a cell.
Position = tuple[int, int]


def check_sheets(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """Everything that is read is visible, and everything that is visible is read."""
    for table in _tables(catalogue):
        for area in _merged(table):
            shown = f"{_address(area.top, area.left)}:{_address(area.bottom, area.right)}"
            yield Problem("merged-cells", table.sheet, _address(area.top, area.left), shown)
        for code, cells in _formulas(table).items():
            if cells:
                facts = {"count": len(cells)}
                yield Problem(code, table.sheet, _address(*cells[0]), "", facts)
        if rows := [row for row in table.row_numbers if row in set(table.condition.hidden_rows)]:
            cell = _address(rows[0], table.first_column)
            yield Problem("rows-hidden", table.sheet, cell, str(len(rows)))
        if below := table.condition.below:
            facts = {"table": table.name, "row": below[0]}
            cell = _address(below[0], table.first_column)
            yield Problem("rows-below", table.sheet, cell, str(len(below)), facts)


def unread_cells(catalogue: Catalogue) -> set[str]:
    """The places of merged cells and faulty formulas, for which one problem is enough."""
    places: set[str] = set()
    for table in _tables(catalogue):
        merged = [position for area in _merged(table) for position in area.cells()]
        formulas = [position for cells in _formulas(table).values() for position in cells]
        places |= {f"{table.sheet}!{_address(*p)}" for p in (*formulas, *merged)}
    return places


def _tables(catalogue: Catalogue) -> Iterator[InputTable]:
    names = ("Survey", *INPUT_TABLES)
    return (table for name, table in catalogue.tables.items() if name in names)


def _merged(table: InputTable) -> list[Merged]:
    """The merged cells in rows and columns that are read."""
    rows, columns = set(table.row_numbers), _columns(table)
    return [
        m for m in table.condition.merged if any(r in rows and c in columns for r, c in m.cells())
    ]


def _formulas(table: InputTable) -> dict[str, list[Position]]:
    """The formulas whose value is not known, in columns that are read, by code of the problem.

    A formula that no program has computed yet is not reported as circular as well.
    """
    uncomputed = set(table.condition.uncomputed)
    codes = {
        "formula-uncomputed": uncomputed,
        "formula-circular": set(table.condition.circular) - uncomputed,
    }
    columns = _columns(table)
    return {code: sorted(p for p in cells if p[1] in columns) for code, cells in codes.items()}


def _columns(table: InputTable) -> set[int]:
    """The columns of the sheet that are read: users may add columns of their own."""
    schema = INPUT_TABLES.get(table.name)
    known = set(schema.to_schema().columns) if schema else set(SURVEY_COLUMNS)
    headings = enumerate(table.header, start=table.first_column)
    return {
        c for c, heading in headings if str(heading).strip().casefold().partition("::")[0] in known
    }


def _address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"
