"""The values of a column, which are learned while it is read: a cell is the number of its value.

A value gets the next number when it first occurs, and a blank has number 0. So an answer takes one
byte, or two, whatever its text. The cells of a column with very many values have no numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from meetlat.reading.responses.arrow_columns import selectable
from meetlat.reading.responses.parquet import MOST_VALUES, TEXT
from meetlat.reading.responses.responses import plain

if TYPE_CHECKING:
    import pyarrow as pa

# Types that Arrow can make a dictionary of, beside text, dates and times.
PLAIN = (
    *(pl.Boolean, pl.Float32, pl.Float64),
    *(pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64),
)


class Values:
    """The values of one column so far, in the order of the rows.

    Attributes:
        known: the number of each value.
        filled: how many cells hold a value.
        are_many: whether there are too many, so that further cells have no number.
    """

    def __init__(self, name: str, dtype: pl.DataType) -> None:
        """Begin with no values."""
        self._name, self._dtype = name, dtype
        self.known: dict[Any, int] = {}
        self.filled: int = 0
        self.are_many: bool = False

    @property
    def dtype(self) -> pl.DataType:
        """The type of the column; text with few values is an Enum of them."""
        is_enum = self._dtype == pl.String and not self.are_many
        return pl.Enum([*self.known]) if is_enum else self._dtype

    @property
    def series(self) -> pl.Series:
        """The values by their number; the first is null."""
        values = [None, *self.known]
        if self._dtype == pl.String:
            return pl.Series(self._name, values, self.dtype)
        physical = pl.Series(dtype=self._dtype).to_physical().dtype
        return pl.Series(self._name, values, physical).cast(self._dtype)

    def add(self, column: pa.Array) -> np.ndarray | pl.Series:
        """The numbers of the values in some more cells, or the cells themselves.

        Args:
            column: as `encoded` returns it.
        """
        import pyarrow as pa

        if not self.are_many and isinstance(column, pa.DictionaryArray):
            values = column.dictionary.to_pylist()
            numbers = numbers_of(column)
            if self._learned(values, numbers):
                return self._numbered(values, numbers)
        self.are_many = True
        cells = _cells(column).cast(self._dtype).alias(self._name)
        self.filled += cells.count()
        return cells

    def _learned(self, values: list[Any], numbers: np.ndarray) -> bool:
        """Give new values a number, in the order of the rows, unless these are too many.

        Not all values need occur.
        """
        new = {value for value in values if value is not None}.difference(self.known)
        if not new:
            return True
        first = np.full(len(values) + 1, len(numbers))
        first[numbers[::-1]] = np.arange(len(numbers))[::-1]
        in_order = np.argsort(first[:-1], kind="stable")[: np.sum(first[:-1] < len(numbers))]
        found = [v for v in dict.fromkeys(values[n] for n in in_order.tolist()) if v in new]
        if len(self.known) + len(found) > MOST_VALUES:
            return False
        self.known |= {value: n for n, value in enumerate(found, len(self.known) + 1)}
        return True

    def _numbered(self, values: list[Any], numbers: np.ndarray) -> np.ndarray:
        kind = np.uint8 if len(self.known) < 2**8 else np.uint16
        table = np.array([*(self.known.get(value, 0) for value in values), 0], kind)
        found = np.take(table, numbers, mode="clip")
        self.filled += int(np.count_nonzero(found))
        return found


def numbers_of(column: pa.DictionaryArray) -> np.ndarray:
    """The number of each value in the dictionary; blanks have the number after the last."""
    import pyarrow as pa

    numbers = column.indices.cast(pa.int32())
    return (numbers.fill_null(len(column.dictionary)) if numbers.null_count else numbers).to_numpy()


def encoded(column: pa.Array, dtype: pl.DataType) -> pa.Array:
    """Cells as numbers beside a dictionary of values; plain if there are very many values.

    Args:
        column: the cells as the source has them.
        dtype: their type in Polars.
    """
    import pyarrow as pa

    if dtype not in TEXT:
        cells = _cells(column)
        if not (cells.dtype in (*PLAIN, pl.String) or cells.dtype.is_temporal()):
            return cells.to_arrow()
        column = cells.to_physical().to_arrow()
    known = isinstance(column, pa.DictionaryArray)
    numbered = column if known else column.dictionary_encode()
    if len(numbered.dictionary) <= MOST_VALUES:
        return numbered
    return selectable(column).dictionary_decode() if known else column


def _cells(column: pa.Array) -> pl.Series:
    """The cells in Polars, with plain values."""
    import pyarrow as pa

    is_of_values = isinstance(column, pa.DictionaryArray)
    cells = pl.Series("", column.dictionary_decode() if is_of_values else column)
    return plain(cells.to_frame()).to_series()
