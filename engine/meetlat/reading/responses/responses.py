"""The answers as given: one row a respondent, with the address of every cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from polars import selectors as cs

from meetlat.reading.cells import text
from meetlat.reading.inputs import InputTable, column_letters


@dataclass(frozen=True)
class Responses:
    """The answers as given: one row a respondent, one column a question or background fact.

    Rows in which nothing is filled in are no respondents, and left out.

    Attributes:
        frame: its columns stand in the order of the source, see `column_names`.
        headings: of the columns, as they stand in the source.
        source: what a person calls it: a file or a sheet.
        row_numbers: where each respondent stands, as numbered in the source.
        header_row: where the headings stand.
        first_column: the number of the first column.
        labels: of a column of the frame, what its values mean where the source says so (SPSS's
            value labels): `{"pride": {1: "Agree"}}`, the values as they stand in the frame.
        aside: columns that are the source's own, which nobody expects the catalogue to use.
    """

    frame: pl.DataFrame
    headings: Sequence[str]
    source: str
    row_numbers: Sequence[int]
    header_row: int = 1
    first_column: int = 1
    labels: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    aside: Collection[str] = ()

    def label(self, column: str, value: Any) -> str | None:
        """What a value means, where the source says so."""
        return self.labels.get(column, {}).get(value)

    def cell(self, row: int, column: str) -> str:
        """The address of an answer."""
        return f"{self._letters(self.frame.get_column_index(column))}{self.row_numbers[row]}"

    def header_cell(self, position: int) -> str:
        """The address of a heading."""
        return f"{self._letters(position)}{self.header_row}"

    def _letters(self, position: int) -> str:
        return column_letters(self.first_column + position)


class Unreadable(Exception):  # noqa: N818  (an answer, not a fault of the program)
    """The file is there, and cannot be read; the code and facts of the problem say why."""

    def __init__(self, code: str, **facts: object):
        super().__init__(code)
        self.code = code
        self.facts = facts


def column_names(headings: Sequence[str]) -> list[str]:
    """A name for every column; one without a heading, or the second of a name, gets its own.

    Such a column keeps its place, for addresses count on every column having one.
    """
    seen: set[str] = set()
    names = []
    for position, heading in enumerate(headings):
        names.append(heading if heading and heading not in seen else f"\x00{position}")
        seen.add(heading)
    return names


def filled_in(
    frame: pl.DataFrame,
    headings: Sequence[str],
    source: str,
    row_numbers: Sequence[int],
    **where: Any,
) -> Responses:
    """The rows in which anything is filled in."""
    given = pl.any_horizontal(
        pl.lit(value=False), cs.string() != "", (cs.all() - cs.string()).is_not_null()
    )
    filled = frame.with_columns(given.fill_null(value=False).alias("\x00filled"))["\x00filled"]
    if not filled.all():
        row_numbers = [row_numbers[i] for i in filled.arg_true()]
        frame = frame.filter(filled)
    return Responses(frame, headings, source, row_numbers, **where)


def from_table(table: InputTable) -> Responses:
    """The responses in a table or sheet of the workbook itself."""
    return from_rows(
        table.header,
        table.values,
        table.sheet,
        table.row_numbers,
        header_row=table.header_row,
        first_column=table.first_column,
    )


def from_rows(
    header: Sequence[Any],
    rows: Sequence[Sequence[Any]],
    source: str,
    row_numbers: Sequence[int],
    **where: Any,
) -> Responses:
    """Cells as Excel gives them; `where` is what `Responses` says of the source."""
    headings = [text(heading) or "" for heading in header]
    columns = [
        _series(name, [row[position] for row in rows])
        for position, name in enumerate(column_names(headings))
    ]
    return filled_in(pl.DataFrame(columns), headings, source, row_numbers, **where)


def from_frame(
    frame: pl.DataFrame, source: str, row_numbers: Sequence[int], **where: Any
) -> Responses:
    """A frame as another tool wrote it; `where` is what `Responses` says of the source."""
    frame = _joined_lists(frame)
    frame = frame.with_columns(cs.float().fill_nan(None))  # pandas' sign for what is missing
    return filled_in(frame, frame.columns, source, row_numbers, **where)


def _joined_lists(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as `a; b`; what else has parts, or is no text or figure, is left out."""
    for name, dtype in frame.schema.items():
        if isinstance(dtype, pl.List) and not dtype.inner.is_nested():
            joined = cs.by_name(name).cast(pl.List(pl.String)).list.join("; ")
            frame = frame.with_columns(joined)
    return frame.select(cs.all() - cs.nested() - cs.binary() - cs.object())


def _series(name: str, values: list[Any]) -> pl.Series:
    """Numbers as numbers where all are; anything else as the text a person reads."""
    blanks = {v for v in set(values) if isinstance(v, str) and not v.strip()}
    present = [None if v in blanks else v for v in values] if blanks else values
    kinds = set(map(type, present)) - {type(None)}
    if kinds <= {float, int}:
        return pl.Series(name, present, dtype=pl.Float64, strict=False)
    if kinds == {str}:
        return pl.Series(name, present, dtype=pl.String)
    return pl.Series(name, [text(v) for v in present], dtype=pl.String)
