"""A large Parquet file of responses, which is read in batches and stays in its file.

The file is read once to learn the values of each column of text, and again by each step that needs
some of its columns. Memory holds a batch, never all answers. It needs pyarrow.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from meetlat.reading.responses.parquet import MOST_VALUES, TEXT
from meetlat.reading.responses.responses import Responses, is_filled, plain
from meetlat.reading.responses.rows import Encoded, Part, RowsInFile, decoded

if TYPE_CHECKING:
    import pyarrow as pa

# Rows that are read at a time: Arrow has four bytes for a value.
ROWS = 2**16


def responses_in_batches(file: Path) -> Responses:
    """The responses in a file, which are read when they are needed."""
    source = _File(file)
    rows = RowsInFile(source.height - len(source.blank), source.schema, source.parts)
    numbers: Sequence[int] = range(1, source.height + 1)
    if len(source.blank):
        numbers = array("q", np.delete(np.array(numbers, np.int64), source.blank).tobytes())
    return Responses(rows, source.schema.names(), file.name, numbers)


class _File:
    """A file of which the values of each column of text are known.

    Attributes:
        height: how many rows it has, blank ones included.
        blank: the rows in which nothing is filled in.
        schema: the columns, as they are handed out.
    """

    def __init__(self, file: Path) -> None:
        with file.open("rb") as stream:
            given = pl.Schema(pl.read_parquet_schema(stream))
        self._file = file
        self._texts = [name for name, dtype in given.items() if dtype in TEXT]
        self._values = {name: _Values() for name in self._texts}
        self.schema = plain(pl.DataFrame(schema=given)).schema
        self.blank = np.zeros(0, np.int64)
        self.height, is_complete = self._learn()
        few = {n: pl.Enum([*v.known]) for n, v in self._values.items() if not v.are_many}
        many = dict.fromkeys(self._texts, pl.String())
        self.schema = pl.Schema({**self.schema, **many, **few})
        if not is_complete:
            self.blank = np.concatenate([self.blank, *self._blank_rows()])

    def _learn(self) -> tuple[int, bool]:
        """Read all text; return the number of rows, and whether none of them can be blank."""
        height, is_complete = 0, True
        for batch in self._read(self._texts or self.schema.names()[:1]):
            filled = [values.add(_encoded(batch, name)) for name, values in self._values.items()]
            is_complete &= any(filled)
            height += batch.num_rows
        return height, is_complete

    def _blank_rows(self) -> Iterator[np.ndarray]:
        """The rows in which nothing is filled in, of one batch after the other."""
        first = 0
        for part in self.parts(self.schema.names()):
            frame = decoded(part)
            yield (~is_filled(frame)).arg_true().to_numpy().astype(np.int64) + first
            first += len(frame)

    def parts(self, columns: Sequence[str]) -> Iterator[Part]:
        """Some columns, some rows at a time, without blank rows."""
        first = 0
        for batch in self._read(columns):
            part = {name: self._column(batch, name) for name in columns}
            last = first + batch.num_rows
            low, high = np.searchsorted(self.blank, [first, last])
            if low < high:
                kept = np.delete(np.arange(batch.num_rows), self.blank[low:high] - first)
                part = {name: _kept(column, kept) for name, column in part.items()}
            first = last
            yield part

    def _column(self, batch: pa.RecordBatch, name: str) -> pl.Series | Encoded:
        kind = self.schema[name]
        if not isinstance(kind, pl.Enum):
            column = pl.Series(name, batch.column(name))
            plainly = plain(column.to_frame()).to_series()
            return plainly.cast(pl.String) if name in self._texts else plainly
        encoded, known = _encoded(batch, name), self._values[name].known
        values = [v if v in known else None for v in encoded.dictionary.to_pylist()]
        return Encoded(pl.Series(name, [*values, None], dtype=kind), _numbers(encoded))

    def _read(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns as Arrow has them: text as numbers beside a dictionary."""
        from pyarrow import parquet

        texts = [name for name in columns if name in self._texts]
        with parquet.ParquetFile(self._file, read_dictionary=texts, pre_buffer=False) as opened:
            for group in range(opened.num_row_groups):
                yield from opened.iter_batches(ROWS, [group], [*columns])


def _kept(column: pl.Series | Encoded, rows: np.ndarray) -> pl.Series | Encoded:
    """Some rows of a column."""
    if isinstance(column, Encoded):
        return column._replace(numbers=column.numbers[rows])
    return column.gather(rows)


class _Values:
    """The values of a column of text that occur, in order, unless they are too many.

    Attributes:
        known: the values; they have no value in this dictionary, which keeps their order.
        are_many: whether they are too many.
    """

    def __init__(self) -> None:
        self.known: dict[str, None] = {}
        self.are_many = False

    def add(self, column: pa.DictionaryArray) -> bool:
        """Learn the values of a batch; return whether a value is filled in in every row."""
        if self.are_many:
            return False
        values = column.dictionary.to_pylist()
        if new := {value for value in values if value is not None}.difference(self.known):
            numbers = _numbers(column)
            first = np.full(len(values) + 1, len(numbers))
            first[numbers[::-1]] = np.arange(len(numbers))[::-1]
            in_order = np.argsort(first[:-1], kind="stable")[: np.sum(first[:-1] < len(numbers))]
            self.known |= {values[n]: None for n in in_order.tolist() if values[n] in new}
            self.are_many = len(self.known) > MOST_VALUES
        return not (column.null_count or None in values or "" in values)


def _encoded(batch: pa.RecordBatch, name: str) -> pa.DictionaryArray:
    """A column of text as numbers beside a dictionary."""
    return batch.column(name).dictionary_encode()


def _numbers(column: pa.DictionaryArray) -> np.ndarray:
    """The number of each value in the dictionary; blanks have the number after the last."""
    return column.indices.fill_null(len(column.dictionary)).to_numpy()
