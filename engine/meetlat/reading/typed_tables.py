"""Turn an input table into a typed frame and validate it with its Pandera schema.

Every fault becomes a `Problem` with the address of its cell. The frame is returned anyway, with a
null for each unreadable cell, so that the rules across tables can be checked too.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache
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
    """A frame with all columns of the schema and no rows."""
    return pl.DataFrame(schema=_dtypes(schema))


def typed_frame(
    table: InputTable, schema: Schema, language: str
) -> tuple[pl.DataFrame, list[Problem]]:
    """The columns of a table that its schema has, as a typed frame, and their problems.

    A column that the table lacks is null; a column that the schema lacks is left out.
    """
    problems = [*_missing_columns(table, schema, language), *_repeated_columns(table, schema)]
    unreadable: set[tuple[str, int]] = set()
    columns = {}
    for column, dtype in _dtypes(schema).items():
        values = [None] * len(table.values)
        position = table.position(column, language_of(schema, column, language))
        if position is not None:
            values, faults = _read_column(table, position, column, dtype)
            problems += faults.values()
            unreadable |= {(column, row) for row in faults}
        columns[column] = pl.Series(column, values, dtype=dtype)
    frame = pl.DataFrame(columns)
    missing = {p.value for p in problems if p.code == "column-missing"}
    has_all_keys = missing.isdisjoint(schema.to_schema().unique or [])
    for column, row, code, facts in failures(schema, frame, unreadable):
        if column not in missing and (has_all_keys or code != "duplicate"):
            problems.append(_problem(table, column, row, language, schema, code, facts))
    return frame, problems


def failures(
    schema: Schema, frame: pl.DataFrame, unreadable: Container[tuple[str, int]] = ()
) -> Iterator[tuple[str, int, str, dict[str, Any]]]:
    """The rules of a schema that a frame breaks: column, row, code of the problem and its facts.

    `unreadable` has column and row of the cells that are null because they could not be read: they
    have a problem already.
    """
    if frame.is_empty():  # validating would take milliseconds, and every rule is about rows
        return
    rules = schema.to_schema()
    keys = () if _are_distinct(frame, rules.unique or ()) else tuple(rules.unique or ())
    may_break = (n for n, rule in rules.columns.items() if _may_break(rule, frame[n]))
    if not (names := tuple(dict.fromkeys([*keys, *may_break]))):
        return
    rules = _rules(schema, names, has_keys=bool(keys))
    try:
        rules.validate(frame[list(rules.columns)], lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return
    keys = list(schema.to_schema().unique or [])
    for case in cases.sort("index", nulls_last=True).iter_rows(named=True):
        check, row = str(case["check"]), case["index"]
        is_about_keys = check == "multiple_fields_uniqueness"
        if is_about_keys or check == "field_uniqueness":
            columns = keys if is_about_keys else [case["column"]]
            yield from _duplicate(schema, frame, columns, row, unreadable)
        elif (case["column"], row) not in unreadable:
            code, facts = _broken_rule(schema, case["column"], check)
            yield case["column"], row, code, facts


def _are_distinct(frame: pl.DataFrame, keys: Sequence[str]) -> bool:
    """Whether no two rows have the same keys."""
    rows = zip(*(frame[name].to_list() for name in keys), strict=True)
    return not keys or len(set(rows)) == len(frame)


def _may_break(rule: pa.Column, values: pl.Series) -> bool:
    """Whether Pandera must look at a column, which takes it half a millisecond and more.

    All columns have the right type already, and most keep every rule at first sight.
    """
    blank = values.null_count()
    if (blank and not rule.nullable) or (rule.unique and values.n_unique() < len(values)):
        return True
    return blank < len(values) and not all(_holds(check, values) for check in rule.checks or ())


def _holds(check: pa.Check, values: pl.Series) -> bool:
    """Whether all values of a column evidently keep a rule."""
    facts = check.statistics or {}
    if check.name == "greater_than_or_equal_to":
        return not (values < facts["min_value"]).any()
    if check.name == "isin":
        return {None, *facts["allowed_values"]}.issuperset(values.to_list())
    return False


@cache
def _rules(schema: Schema, names: tuple[str, ...], *, has_keys: bool) -> pa.DataFrameSchema:
    """The schema of these columns only, and of the keys of their rows if they have any."""
    rules = schema.to_schema()
    left = rules.select_columns([name for name in rules.columns if name in names])
    left.unique = rules.unique if has_keys else None
    return left


def language_of(schema: Schema, column: str, language: str) -> str | None:
    """The language to look for, where a column may come in several."""
    metadata = schema.to_schema().columns[column].metadata or {}
    return language if metadata.get("translated") else None


def _dtypes(schema: Schema) -> dict[str, Any]:
    return {name: column.dtype.type for name, column in schema.to_schema().columns.items()}


def _missing_columns(table: InputTable, schema: Schema, language: str) -> Iterator[Problem]:
    """Required columns that are missing, and optional columns that have another name.

    Without the latter, a table with `thema` for `theme` would be scored without themes.
    """
    known = set(_dtypes(schema))
    headings = {h: i for i, h in enumerate(map(text, table.header)) if h}
    spare = [h for h in headings if fold(h).partition("::")[0] not in known]
    for name, column in schema.to_schema().columns.items():
        if table.position(name, language_of(schema, name, language)) is not None:
            continue
        required = (column.metadata or {}).get("required")
        suggestion = meant(name, spare, cutoff=0.7 if required else 0.8)
        if suggestion:
            spare.remove(suggestion)
        if required or suggestion:
            facts = {"table": table.name, "suggestion": suggestion}
            cell = table.header_cell(headings[suggestion] if suggestion else 0)
            yield Problem("column-missing", table.sheet, cell, name, facts)


def _repeated_columns(table: InputTable, schema: Schema) -> Iterator[Problem]:
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
    """The typed values of a column, and the problem of each row that cannot be read."""
    values: list[Any] = []
    faults: dict[int, Problem] = {}
    for row, cells in enumerate(table.values):
        try:
            values.append(read_cell(cells[position], dtype))
        except Unreadable as fault:
            values.append(None)
            facts = {"column": column, **fault.facts}
            value = as_it_stands(cells[position])
            cell = table.cell(row, position)
            faults[row] = Problem(fault.code, table.sheet, cell, value, facts)
    return values, faults


def _problem(
    table: InputTable,
    column: str,
    row: int,
    language: str,
    schema: Schema,
    code: str,
    facts: Mapping[str, Any],
) -> Problem:
    position = table.position(column, language_of(schema, column, language))
    value = "" if position is None else as_it_stands(table.values[row][position])
    position = position or 0
    first = {"first": table.cell(facts["first_row"], position)} if "first_row" in facts else {}
    facts = {"column": column, **facts, **first}
    return Problem(code, table.sheet, table.cell(row, position), value, facts)


def _duplicate(
    schema: Schema,
    frame: pl.DataFrame,
    columns: list[str],
    row: int,
    unreadable: Container[tuple[str, int]],
) -> Iterator[tuple[str, int, str, dict[str, Any]]]:
    """A value that an earlier row has: a fault of the later row. Blanks have their own problem."""
    values = frame.select(columns).rows()
    first = values.index(values[row])
    nullable = {name for name, column in schema.to_schema().columns.items() if column.nullable}
    is_blank = any(frame[c][row] is None for c in columns if c not in nullable)
    is_unreadable = any((c, r) in unreadable for c in columns for r in (first, row))
    if first < row and not is_blank and not is_unreadable:
        last = next((c for c in reversed(columns) if frame[c][row] is not None), columns[-1])
        yield last, row, "duplicate", {"first_row": first}


def _broken_rule(schema: Schema, column: str, check: str) -> tuple[str, dict[str, Any]]:
    if check == "not_nullable":
        return "blank", {}
    rule = next(c for c in schema.to_schema().columns[column].checks if str(c.error) == check)
    if rule.name == "isin":
        return "not-one-of", {"allowed": listing(map(str, rule.statistics["allowed_values"]))}
    if rule.name == "greater_than_or_equal_to":
        return "too-low", {"minimum": float(rule.statistics["min_value"])}
    return "rule", {"rule": check}
