"""The responses as given: one row per respondent, with the address of every cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

import polars as pl
from polars import selectors as cs

from meetlat.reading.cells import text
from meetlat.reading.inputs import InputTable, column_letters
from meetlat.reading.responses.rows import Rows

# Columns of text; those of a Parquet file are Enums of the values that occur.
TEXT = cs.string() | cs.enum() | cs.categorical()

# What `str.strip` leaves.
NOT_BLANK = r"[^\s\x1c-\x1f]"

# Rows that are turned into columns at a time: their cells stay in the cache of the processor.
BATCH = 500


@dataclass(frozen=True)
class Responses:
    """The responses as given: one row per respondent, one column per question or background fact.

    Blank rows are not respondents, and are left out.

    Attributes:
        rows: the values, with columns in the order of the source (see `column_names`). A column of
            text in a Parquet file is an Enum if it has few values (see `read_parquet`).
        headings: the headings of the columns in the source.
        source: the name of the file or sheet.
        row_numbers: the row of each respondent in the source.
        header_row: the row of the headings.
        first_column: the number of the first column.
        labels: by column of the frame, the meaning of its values if the source has it, such as
            value labels of SPSS: `{"pride": {1: "Agree"}}`.
        aside: technical columns of the source, which the catalogue is not expected to use.
        texts: by column of the frame, the text of its question if the source has it beside the
            heading, such as variable labels of SPSS.
    """

    rows: Rows
    headings: Sequence[str]
    source: str
    row_numbers: Sequence[int]
    header_row: int = 1
    first_column: int = 1
    labels: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    aside: Collection[str] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def frame(self) -> pl.DataFrame:
        """The values, in memory: those of a very large file are read first."""
        return self.rows.frame

    @property
    def columns(self) -> Sequence[str]:
        """The columns of the frame."""
        return self.rows.columns

    def column(self, name: str) -> pl.Series:
        """A column of the frame, without its name: some methods take `^a$` for a pattern."""
        return self.rows.column(name).alias("")

    def first_row(self, column: str, value: Any) -> int:
        """The first respondent with a value; 0 if nobody has it."""
        return (self.column(column) == value).arg_max() or 0

    def label(self, column: str, value: Any) -> str | None:
        """The label of a value, if the source has one."""
        return self.labels.get(column, {}).get(value)

    def cell(self, row: int, column: str) -> str:
        """The address of an answer."""
        return f"{self._letters(self.position(column))}{self.row_numbers[row]}"

    def position(self, column: str) -> int:
        """The number of a column, from 0."""
        return self.columns.index(column)

    def header_cell(self, position: int) -> str:
        """The address of a heading."""
        return f"{self._letters(position)}{self.header_row}"

    def _letters(self, position: int) -> str:
        return column_letters(self.first_column + position)


class Unreadable(Exception):  # noqa: N818  (an answer, not a fault of the program)
    """The responses cannot be read; the code and facts of the problem say why."""

    def __init__(self, code: str, **facts: object):
        super().__init__(code)
        self.code = code
        self.facts = facts


def column_names(headings: Sequence[str]) -> list[str]:
    """A unique name for every column, numbered if its heading is blank or repeated.

    No column is left out, because addresses are computed from positions.
    """
    seen: set[str] = set()
    names = []
    for position, heading in enumerate(headings):
        names.append(heading if heading and heading not in seen else f"\x00{position}")
        seen.add(heading)
    return names


def times_given(column: pl.Series) -> list[tuple[Any, int]]:
    """Every value of a column that is not null, and how often it was given, in no fixed order."""
    return column.alias("value").drop_nulls().value_counts(name="times").rows()


def without_blank_rows(
    frame: pl.DataFrame,
    headings: Sequence[str],
    source: str,
    row_numbers: Sequence[int],
    **where: Any,
) -> Responses:
    """The responses in a frame, without blank rows; `where` holds other fields of `Responses`."""
    filled = is_filled(frame)
    if not filled.all():
        row_numbers = [row_numbers[i] for i in filled.arg_true()]
        frame = frame.filter(filled)
    return Responses(Rows(frame), headings, source, row_numbers, **where)


def is_filled(frame: pl.DataFrame) -> pl.Series:
    """Whether each row has a value in any column."""
    filled = pl.any_horizontal(pl.lit(value=False), TEXT != "", (cs.all() - TEXT).is_not_null())
    return frame.with_columns(filled.fill_null(value=False).alias("\x00filled"))["\x00filled"]


def from_table(table: InputTable) -> Responses:
    """The responses in a table or sheet of the workbook."""
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
    rows: Iterable[Sequence[Any]],
    source: str,
    row_numbers: Sequence[int],
    **where: Any,
) -> Responses:
    """The responses in cells of a spreadsheet; `where` holds other fields of `Responses`."""
    headings = [text(heading) or "" for heading in header]
    names = column_names(headings)
    left, batches = iter(rows), []
    while batch := [*islice(left, BATCH)]:
        own = islice(zip(*batch, strict=False), len(names))  # without cells beside the headings
        batches.append([*map(_part, own)])
    parts = zip(*batches, strict=True) if batches else [()] * len(names)
    columns = [_column(name, own) for name, own in zip(names, parts, strict=True)]
    return without_blank_rows(pl.DataFrame(columns), headings, source, row_numbers, **where)


def from_frame(
    frame: pl.DataFrame, source: str, row_numbers: Sequence[int], **where: Any
) -> Responses:
    """The responses in the frame of another tool; `where` holds other fields of `Responses`."""
    frame = plain(frame)
    return without_blank_rows(frame, frame.columns, source, row_numbers, **where)


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame of another tool with plain values: NaN is a missing value in pandas.

    So is a date that Python does not have, such as `infinity` in a database.
    """
    dates = cs.date() | cs.datetime()
    known = pl.when(dates.dt.year().is_between(date.min.year, date.max.year)).then(dates)
    return _joined_lists(frame.with_columns(known)).with_columns(cs.float().fill_nan(None))


def _joined_lists(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with lists as `a; b`, without other nested, binary and object columns."""
    for name, dtype in frame.schema.items():
        if isinstance(dtype, pl.List) and not (dtype.inner.is_nested() or dtype.inner == pl.Binary):
            joined = cs.by_name(name).cast(pl.List(pl.String)).list.join("; ")
            frame = frame.with_columns(joined)
    return frame.select(cs.all() - cs.nested() - cs.binary() - cs.object())


def _part(cells: Sequence[Any]) -> pl.Series | Sequence[Any]:
    """Some cells of a column, as a series if they are all texts, or numbers, or empty."""
    with suppress(TypeError):  # most columns are text
        texts = pl.Series(cells, dtype=pl.String)
        return texts if any(cells) else pl.Series([None] * len(cells))
    if set(map(type, cells)) <= {str, float} and not any(v for v in cells if type(v) is str):
        return pl.Series(cells, dtype=pl.Float64, strict=False)
    return cells


def _column(name: str, parts: Sequence[pl.Series | Sequence[Any]]) -> pl.Series:
    """A column of cells: numbers if all cells are numbers, else the text that a person reads."""
    series = [part for part in parts if isinstance(part, pl.Series)]
    kinds = {part.dtype for part in series} - {pl.Null()}
    if len(series) < len(parts) or len(kinds) > 1:
        return _mixed(name, [value for part in parts for value in part])
    kind = kinds.pop() if kinds else pl.Float64()
    # Without its name at first, because some methods take a name such as `^a$` for a pattern.
    cells = pl.concat([pl.Series(dtype=kind), *(s.cast(kind) for s in series)], rechunk=True)
    return (_without_blanks(cells) if kind == pl.String else cells).alias(name)


def _without_blanks(texts: pl.Series) -> pl.Series:
    different = texts.drop_nulls().unique()  # there may be millions
    blank = different.filter(~different.str.contains(NOT_BLANK))
    if len(blank) == len(different):
        return pl.Series([None] * len(texts), dtype=pl.Float64)
    return texts.set(texts.is_in(blank.to_list()), None) if len(blank) else texts


def _mixed(name: str, values: Sequence[Any]) -> pl.Series:
    blanks = {v for v in set(values) if isinstance(v, str) and not v.strip()}
    present = [None if v in blanks else v for v in values] if blanks else values
    kinds = set(map(type, present)) - {type(None)}
    if kinds <= {float, int}:
        return pl.Series(name, present, dtype=pl.Float64, strict=False)
    if kinds == {str}:
        return pl.Series(name, present, dtype=pl.String)
    return pl.Series(name, [text(v) for v in present], dtype=pl.String)
