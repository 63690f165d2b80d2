"""The rows of a table with one row per respondent: in memory, or read in batches.

Most steps need a few columns of everyone, or all columns of some respondents at a time. So a table
that does not fit in memory can stay where it is. A caller that needs the whole `frame` gets it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from polars import selectors as cs

from meetlat.reading.responses.ahead import ahead

# Columns of codes are kept in memory up to this number of bytes; larger ones are read again.
KEPT = 2**28

# Values in a batch: with few columns it has more rows.
CELLS = 2**23


@dataclass
class Clock:
    """The seconds that something has taken so far."""

    seconds: float = 0.0


# Reading files in batches. A plugin is not charged for the answers that it waits for.
READING = Clock()


class Derived(NamedTuple):
    """A column that is computed from others, row by row: how, and from which."""

    expression: pl.Expr
    sources: Sequence[str]


@dataclass
class Lookup:
    """The values of a column by their number; number 0 is null."""

    series: pl.Series

    @cached_property
    def _codes(self) -> tuple[np.ndarray, int] | None:
        """Small whole numbers, or true and false, with a number for null that no value has."""
        kind = {pl.UInt8: np.uint8, pl.UInt16: np.uint16, pl.Boolean: np.uint8}.get(
            self.series.dtype.base_type()
        )
        if kind is None or (blank := np.iinfo(kind).max) in (values := self.series.to_list()):
            return None
        return np.array([blank if value is None else value for value in values], kind), blank

    def decoded(self, numbers: np.ndarray) -> pl.Series:
        """The values with these numbers."""
        if self._codes is None:
            # Without its name, because some methods take a name such as `^a$` for a pattern.
            return self.series.alias("").gather(numbers)
        table, blank = self._codes  # several times as fast
        codes = np.take(table, numbers, mode="clip")
        column = pl.Series(codes == 1 if self.series.dtype == pl.Boolean else codes)
        return column.zip_with(pl.Series(codes != blank), pl.Series([None], dtype=column.dtype))


class Encoded(NamedTuple):
    """A column as the numbers of its values.

    Attributes:
        values: the values.
        numbers: the number of the value in each row; 0 if it is blank.
    """

    values: Lookup
    numbers: np.ndarray

    def decoded(self) -> pl.Series:
        """The column."""
        return self.values.decoded(self.numbers)


class Facts(NamedTuple):
    """What is known of a column without reading it.

    Attributes:
        values: the values that occur in it, in the order of the rows.
        filled: how many cells hold a value.
    """

    values: pl.Series
    filled: int


# Some columns of some rows, and a function that reads them. The values of a column are the same in
# every part in which it has numbers.
Part = Mapping[str, pl.Series | Encoded]
Read = Callable[[Sequence[str]], Iterator[Part]]


class Rows:
    """Rows in memory."""

    def __init__(self, frame: pl.DataFrame) -> None:
        """Hold a frame."""
        self._frame = frame
        self.height: int = frame.height
        self._schema: pl.Schema = frame.schema  # Polars makes a new one each time

    @property
    def schema(self) -> pl.Schema:
        """The columns and their types."""
        return self._schema

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self.schema.names()

    @property
    def frame(self) -> pl.DataFrame:
        """All rows and columns, in memory."""
        return self._frame.clone()

    def select(self, columns: Sequence[str]) -> pl.DataFrame:
        """Some columns of everyone."""
        if not columns:  # an empty list would select no rows
            return pl.DataFrame()
        return self._frame[[*columns]]  # not `select`, which takes ^x$ for a pattern

    def column(self, name: str) -> pl.Series:
        """One column of everyone."""
        return self.select([name]).to_series()

    def batches(self, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Some columns of some rows at a time, in order; at least one batch, perhaps empty."""
        yield self.select(columns)

    def every(self, step: int, columns: Sequence[str]) -> pl.DataFrame:
        """Some columns of one in so many respondents, the first included."""
        first, parts = 0, []
        for batch in self.batches(columns):
            parts.append(batch[-first % step :: step])
            first += len(batch)
        return pl.concat(parts)

    def distinct(self, columns: Iterable[str]) -> dict[str, list[Any]]:
        """The values that occur in some columns, in the order of the rows."""
        values = [
            cs.by_name(column).drop_nulls().unique(maintain_order=True).implode()
            for column in columns
        ]
        return {column.name: column[0].to_list() for column in self._frame.select(values)}

    def numbers_of_values(self, columns: Sequence[str]) -> Sequence[tuple[int, int]]:
        """For each column how many values differ, and how many there are; blanks are none."""
        chosen = [cs.by_name(column) for column in columns]
        if not chosen:
            return []
        differ = self._frame.select(c.drop_nulls().n_unique() for c in chosen).row(0)
        filled = self._frame.select(c.count() for c in chosen).row(0)
        return list(zip(differ, filled, strict=True))

    def content(self) -> Iterator[bytes]:
        """Bytes that are the same for the same rows, however they are read."""
        yield self._frame.write_csv().encode()

    def derive(self, columns: Mapping[str, Derived]) -> Rows:
        """The rows with other columns, which are computed from these."""
        return Rows(self._frame.select(**{n: each.expression for n, each in columns.items()}))


class RowsInBatches(Rows):
    """Rows that are read each time they are asked for, in batches."""

    def __init__(
        self, height: int, schema: pl.Schema, read: Read, facts: Mapping[str, Facts] | None = None
    ) -> None:
        """Know what can be read.

        Args:
            height: how many rows there are.
            schema: the columns and their types.
            read: reads some columns of all rows, in order, some rows at a time.
            facts: what is known of some columns.
        """
        self.height: int = height
        self._schema, self._read, self._facts = schema, read, facts or {}

    @cached_property
    def _frame(self) -> pl.DataFrame:
        return self.select(self.columns)

    def select(self, columns: Sequence[str]) -> pl.DataFrame:
        """Some columns of everyone, in threads: most of the work is done by NumPy and Polars."""
        began = perf_counter()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            selected = pl.DataFrame([*pool.map(self._whole, columns)])
        READING.seconds += perf_counter() - began
        return selected

    def _whole(self, column: str) -> pl.Series:
        encoded: list[Encoded] = []
        cells = [pl.Series(dtype=self._schema[column])]
        for part in self._read([column]):
            own = part[column]
            if isinstance(own, Encoded):
                encoded.append(own)
            else:  # and so are the parts after it
                cells.append(own)
        if encoded:  # decoded together: the values are the same in every part
            numbers = np.concatenate([part.numbers for part in encoded])
            cells.insert(0, encoded[0]._replace(numbers=numbers).decoded())
        return pl.concat(cells, rechunk=True).alias(column)

    def batches(self, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Some columns of some rows at a time, in order; at least one batch, perhaps empty."""
        began = perf_counter()
        for batch in ahead(self._batches(columns)):
            READING.seconds += perf_counter() - began
            yield batch
            began = perf_counter()

    def _batches(self, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
        parts, height = [pl.DataFrame(schema={name: self._schema[name] for name in columns})], 0
        for part in self._read(columns) if columns else ():
            parts.append(decoded(part))
            height += len(parts[-1])
            if height * len(columns) >= CELLS:
                yield pl.concat(parts, rechunk=True)
                parts, height = [], 0
        if parts:
            yield pl.concat(parts, rechunk=True)

    def every(self, step: int, columns: Sequence[str]) -> pl.DataFrame:
        """Some columns of one in so many respondents, the first included."""
        parts, first = [pl.DataFrame(schema={name: self._schema[name] for name in columns})], 0
        for part in self._read(columns) if columns else ():
            rows = slice(-first % step, None, step)
            parts.append(decoded({name: _some(column, rows) for name, column in part.items()}))
            first += max(map(_length, part.values()))
        return pl.concat(parts, rechunk=True)

    def distinct(self, columns: Iterable[str]) -> dict[str, list[Any]]:
        """The values that occur in some columns, in the order of the rows."""
        return {column: self._distinct(column) for column in columns}

    def _distinct(self, column: str) -> list[Any]:
        if known := self._facts.get(column):
            return known.values.to_list()
        found = pl.Series(dtype=self._schema[column])
        for cells in self._cells(column):
            found = found.append(cells).unique(maintain_order=True)
        return found.to_list()

    def numbers_of_values(self, columns: Sequence[str]) -> Sequence[tuple[int, int]]:
        """For each column how many values differ, and how many there are; blanks are none."""
        return [self._number_of_values(column) for column in columns]

    def _number_of_values(self, column: str) -> tuple[int, int]:
        if known := self._facts.get(column):
            return len(known.values), known.filled
        hashes = pl.concat(cells.hash() for cells in self._cells(column))
        return hashes.n_unique(), len(hashes)

    def _cells(self, column: str) -> Iterator[pl.Series]:
        """The cells that are filled in, some at a time; without a name, as in `decoded`."""
        return (b.to_series().alias("").drop_nulls() for b in self.batches([column]))

    def content(self) -> Iterator[bytes]:
        """Bytes that are the same for the same rows, however they are divided."""
        for name in self.columns:
            known = self._facts.get(name)
            yield repr((name, known and known.values.to_list())).encode()
            if known:
                for part in self._read([name]):
                    if isinstance(column := part[name], Encoded):
                        yield column.numbers.astype("<u2").tobytes()
            else:
                parts = self.batches([name])
                yield from (part.write_csv(include_header=False).encode() for part in parts)

    def derive(self, columns: Mapping[str, Derived]) -> Rows:
        """The rows with other columns, computed while they are read; in memory if they fit."""
        none = pl.DataFrame(schema=self._schema)
        schema = none.select(**{name: each.expression for name, each in columns.items()}).schema
        computed: dict[str, Lookup] = {}  # from each value once, not from each cell

        def derived(name: str, part: Part) -> pl.Series | Encoded:
            expression, sources = columns[name]
            if len(sources) == 1 and isinstance(only := part[sources[0]], Encoded):
                if name not in computed:
                    values = only.values.series.to_frame().select(expression).to_series()
                    computed[name] = Lookup(values)
                return only._replace(values=computed[name])
            frame = decoded({source: part[source] for source in sources or part})
            return frame.select(expression).to_series()

        def read(wanted: Sequence[str]) -> Iterator[Part]:
            sources = list(dict.fromkeys(s for name in wanted for s in columns[name].sources))
            for part in self._read(sources or self.columns[:1]):
                yield {name: derived(name, part) for name in wanted}

        rows = RowsInBatches(self.height, schema, read)
        size = sum(map(_bytes, schema.dtypes())) * self.height
        return rows if size > KEPT else Rows(rows.frame)


def decoded(part: Part) -> pl.DataFrame:
    """The rows as a frame."""
    columns = {n: c.decoded() if isinstance(c, Encoded) else c for n, c in part.items()}
    return pl.DataFrame([column.alias(name) for name, column in columns.items()])


def _some(column: pl.Series | Encoded, rows: slice) -> pl.Series | Encoded:
    if isinstance(column, Encoded):
        return column._replace(numbers=column.numbers[rows])
    return column[rows]


def _length(column: pl.Series | Encoded) -> int:
    return len(column.numbers if isinstance(column, Encoded) else column)


def _bytes(dtype: pl.DataType) -> float:
    """The bytes that a value takes, about."""
    if isinstance(dtype, pl.Boolean):
        return 1 / 4  # and whether it is null
    return 2 if isinstance(dtype, (pl.Enum, pl.UInt16)) else 1
