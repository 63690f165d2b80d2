"""From an input table to a typed frame that has passed its Pandera schema.

Every fault becomes a `Problem` with the address of its cell; a frame comes back all the same,
with a null where a cell could not be read, so that the rules across tables can be checked too.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl
from pandera.errors import SchemaErrors

from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import meant
from meetlat.problems.text import fold, listing
from meetlat.reading.cells import Unreadable, as_it_stands, read_cell, text
from meetlat.reading.inputs import InputTable

if TYPE_CHECKING:
    import pandera.polars as pa

Schema = type["pa.DataFrameModel"]


def empty_frame(schema: Schema) -> pl.DataFrame:
    """No rows, all columns of the schema."""
    return pl.DataFrame(schema=_dtypes(schema))


def typed_frame(
    table: InputTable, schema: Schema, language: str
) -> tuple[pl.DataFrame, list[Problem]]:
    """The columns of the schema out of the table, typed, and what is wrong with them.

    Columns the table does not have are null; columns beyond the schema are left out.
    """
    problems = [*_missing_columns(table, schema, language), *_columns_twice(table, schema)]
    unreadable: set[tuple[str, int]] = set()
    columns = {}
    for column, dtype in _dtypes(schema).items():
        values = [None] * len(table.values)
        position = table.position(column, language_of(schema, column, language))
        if position is not None:
            values, wrong = _read_column(table, position, column, dtype)
            problems += wrong.values()
            unreadable |= {(column, row) for row in wrong}
        columns[column] = pl.Series(column, values, dtype=dtype)
    frame = pl.DataFrame(columns)
    missing = {p.value for p in problems if p.code == "column-missing"}
    apart = missing.isdisjoint(schema.to_schema().unique or [])
    for column, row, code, facts in failures(schema, frame, unreadable):
        if column not in missing and (apart or code != "duplicate"):
            problems.append(_at(table, column, row, language, schema, code, facts))
    return frame, problems


def failures(
    schema: Schema, frame: pl.DataFrame, unreadable: Container[tuple[str, int]] = ()
) -> Iterator[tuple[str, int, str, dict[str, Any]]]:
    """What Pandera finds: column, row, code of the problem and its facts.

    Args:
        schema: of the table.
        frame: its typed columns.
        unreadable: columns and rows of cells with a problem already, which are null for that.
    """
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return
    together = list(schema.to_schema().unique or [])
    for case in cases.sort("index", nulls_last=True).iter_rows(named=True):
        check, row = str(case["check"]), case["index"]
        of_several = check == "multiple_fields_uniqueness"
        if of_several or check == "field_uniqueness":
            columns = together if of_several else [case["column"]]
            yield from _repeated(schema, frame, columns, row, unreadable)
        elif (case["column"], row) not in unreadable:
            code, facts = _broken_rule(schema, case["column"], check)
            yield case["column"], row, code, facts


def language_of(schema: Schema, column: str, language: str) -> str | None:
    """The language to look for, where a column may come in several."""
    metadata = schema.to_schema().columns[column].metadata or {}
    return language if metadata.get("translated") else None


def _dtypes(schema: Schema) -> dict[str, Any]:
    return {name: column.dtype.type for name, column in schema.to_schema().columns.items()}


def _missing_columns(table: InputTable, schema: Schema, language: str) -> Iterator[Problem]:
    """Columns that must be there, and those that may be left out but are there by another name.

    A survey is scored without the latter otherwise (`thema` for `theme`: no themes), and nobody
    told.
    """
    known = set(_dtypes(schema))
    headings = {h: i for i, h in enumerate(map(text, table.header)) if h}
    spare = [h for h in headings if fold(h).partition("::")[0] not in known]
    for name, column in schema.to_schema().columns.items():
        if table.position(name, language_of(schema, name, language)) is not None:
            continue
        required = (column.metadata or {}).get("required")
        near = meant(name, spare, cutoff=0.7 if required else 0.8)
        if near:
            spare.remove(near)
        if required or near:
            facts = {"table": table.name, "suggestion": near}
            cell = table.header_cell(headings[near] if near else 0)
            yield Problem("column-missing", table.sheet, cell, name, facts)


def _columns_twice(table: InputTable, schema: Schema) -> Iterator[Problem]:
    known, seen = set(_dtypes(schema)), set()
    for position, heading in enumerate(table.header):
        name = fold(text(heading) or "")
        if name and name in seen and name.partition("::")[0] in known:
            cell = table.header_cell(position)
            yield Problem("column-twice", table.sheet, cell, str(heading), {"table": table.name})
        seen.add(name)


def _read_column(
    table: InputTable, position: int, column: str, dtype: Any
) -> tuple[list[Any], dict[int, Problem]]:
    values: list[Any] = []
    wrong: dict[int, Problem] = {}
    for row, cells in enumerate(table.values):
        try:
            values.append(read_cell(cells[position], dtype))
        except Unreadable as fault:
            values.append(None)
            facts = {"column": column, **fault.facts}
            value = as_it_stands(cells[position])
            cell = table.cell(row, position)
            wrong[row] = Problem(fault.code, table.sheet, cell, value, facts)
    return values, wrong


def _at(
    table: InputTable,
    column: str,
    row: int,
    language: str,
    schema: Schema,
    code: str,
    facts: Mapping[str, Any],
) -> Problem:
    found = table.position(column, language_of(schema, column, language))
    value = "" if found is None else as_it_stands(table.values[row][found])
    position = found or 0
    first = {"first": table.cell(facts["first_row"], position)} if "first_row" in facts else {}
    facts = {"column": column, **facts, **first}
    return Problem(code, table.sheet, table.cell(row, position), value, facts)


def _repeated(
    schema: Schema,
    frame: pl.DataFrame,
    columns: list[str],
    row: int,
    unreadable: Container[tuple[str, int]],
) -> Iterator[tuple[str, int, str, dict[str, Any]]]:
    """A value that stood before is a fault of the later row only; a blank has its own problem."""
    keys = frame.select(columns).rows()
    first = keys.index(keys[row])
    nullable = {name for name, column in schema.to_schema().columns.items() if column.nullable}
    blank = any(frame[c][row] is None for c in columns if c not in nullable)
    unsure = any((c, r) in unreadable for c in columns for r in (first, row))
    if first < row and not blank and not unsure:
        named = next((c for c in reversed(columns) if frame[c][row] is not None), columns[-1])
        yield named, row, "duplicate", {"first_row": first}


def _broken_rule(schema: Schema, column: str, check: str) -> tuple[str, dict[str, Any]]:
    if check == "not_nullable":
        return "blank", {}
    rule = next(c for c in schema.to_schema().columns[column].checks if str(c.error) == check)
    if rule.name == "isin":
        return "not-one-of", {"allowed": listing(map(str, rule.statistics["allowed_values"]))}
    if rule.name == "greater_than_or_equal_to":
        return "too-low", {"minimum": float(rule.statistics["min_value"])}
    return "rule", {"rule": check}
