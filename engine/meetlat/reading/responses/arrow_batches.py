"""Responses that come in Arrow batches: read once, and kept as the numbers of their values.

Memory holds a batch, never all answers. A step that needs some columns reads their numbers (see
`Spool`). It needs pyarrow.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from errno import ENOSPC
from functools import cached_property, partial
from io import BytesIO
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from meetlat.reading.responses.ahead import behind
from meetlat.reading.responses.arrow_columns import Heading, selectable, stored
from meetlat.reading.responses.learning import Values, encoded, numbers_of
from meetlat.reading.responses.responses import Responses, Unreadable, is_filled, plain
from meetlat.reading.responses.rows import Encoded, Facts, Lookup, Part, RowsInBatches
from meetlat.reading.responses.spool import Spool, Stored

if TYPE_CHECKING:
    import pyarrow as pa

# Rows in a batch: Arrow has four bytes for the number of a value.
ROWS = 2**16


def encoded_batches(
    batches: Iterable[pa.RecordBatch], headings: Sequence[Heading]
) -> Iterator[pa.RecordBatch]:
    """Batches of some `ROWS` rows, with numbers beside a dictionary in each column that has one."""
    import pyarrow as pa

    many: set[str] = set()  # no dictionary is made of such a column again

    def column(batch: pa.RecordBatch, heading: Heading) -> pa.Array:
        cells = stored(batch.column(heading.position))
        if heading.name not in many:
            cells = encoded(cells, heading.given)
            if not isinstance(cells, pa.DictionaryArray):
                many.add(heading.name)
        return selectable(cells)

    names = [heading.name for heading in headings]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for batch in _of_size(batches):
            yield pa.RecordBatch.from_arrays([*pool.map(partial(column, batch), headings)], names)
    pa.default_memory_pool().release_unused()


def _of_size(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows, in batches that are neither very large nor very small."""
    import pyarrow as pa

    few: list[pa.RecordBatch] = []
    for batch in map(_with_wide_numbers, batches):
        few.append(batch)
        if sum(b.num_rows for b in few) >= ROWS / 8:
            yield from pa.Table.from_batches(few).combine_chunks().to_batches(ROWS)
            few = []
    if few:
        yield from pa.Table.from_batches(few).combine_chunks().to_batches(ROWS)


def _with_wide_numbers(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same rows with room for the values of several dictionaries together."""
    import pyarrow as pa

    if not any(isinstance(column, pa.DictionaryArray) for column in batch.columns):
        return batch
    return pa.RecordBatch.from_arrays([*map(_wide, batch.columns)], batch.schema.names)


def _wide(column: pa.Array) -> pa.Array:
    import pyarrow as pa

    if not isinstance(column, pa.DictionaryArray) or column.type.index_type == pa.int32():
        return column
    return pa.DictionaryArray.from_arrays(column.indices.cast(pa.int32()), column.dictionary)


def kept_responses(
    batches: Iterable[pa.RecordBatch],
    headings: Sequence[Heading],
    source: str,
    first_row: int = 1,
    **where: Any,
) -> Responses:
    """The responses in batches of rows, without blank rows.

    Args:
        batches: the rows in order, as `encoded_batches` yields them.
        headings: the columns.
        source: the name of the file or table.
        first_row: the number of the first row in it.
        where: other fields of `Responses`.

    Raises:
        Unreadable: there is no room for temporary files.
    """
    kept, height, blank = _Kept(headings), 0, [np.zeros(0, np.int64)]
    with _room_on_disk():
        for own, rows in behind(kept.add, batches):
            blank.append(own + height)
            height += rows
        kept.finish()
    numbers: Sequence[int] = range(first_row, first_row + height)
    if left_out := sum(map(len, blank)):
        numbers = array(
            "q", np.delete(np.array(numbers, np.int64), np.concatenate(blank)).tobytes()
        )
    rows = RowsInBatches(height - left_out, kept.schema, kept.parts, kept.facts)
    return Responses(rows, [h.heading for h in headings], source, numbers, **where)


@contextmanager
def _room_on_disk() -> Generator[None]:
    try:
        yield
    except OSError as fault:
        if fault.errno != ENOSPC:
            raise
        raise Unreadable("responses-no-room", folder=gettempdir()) from fault


class _Kept:
    """The cells of all rows so far: the numbers of their values, or else the cells themselves."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self._values = {h.name: Values(h.name, h.dtype) for h in headings}
        self._spool = Spool()
        self._blocks: list[Mapping[str, tuple[Stored, np.dtype | None]]] = []

    @cached_property
    def schema(self) -> pl.Schema:
        return pl.Schema({name: values.dtype for name, values in self._values.items()})

    @cached_property
    def facts(self) -> Mapping[str, Facts]:
        """What is known of each column with numbers."""
        few = {name: values for name, values in self._values.items() if not values.are_many}
        return {n: Facts(self._lookups[n].series[1:], own.filled) for n, own in few.items()}

    @cached_property
    def _lookups(self) -> Mapping[str, Lookup]:
        return {name: Lookup(values.series) for name, values in self._values.items()}

    def add(self, batch: pa.RecordBatch) -> tuple[np.ndarray, int]:
        """Keep the rows of a batch, except blank ones; return which are blank, of how many."""
        blank, height = _blank_rows(batch), batch.num_rows
        if len(blank):
            batch = batch.take(np.delete(np.arange(batch.num_rows), blank))
        columns = zip(self._values.items(), batch.columns, strict=True)
        self._blocks.append({n: self._stored(values.add(cells)) for (n, values), cells in columns})
        return blank, height

    def _stored(self, cells: np.ndarray | pl.Series) -> tuple[Stored, np.dtype | None]:
        if isinstance(cells, np.ndarray):
            return self._spool.write(cells.tobytes()), cells.dtype
        content = BytesIO()
        cells.to_frame().write_ipc_stream(content, compression="lz4")
        return self._spool.write(content.getvalue()), None

    def finish(self) -> None:
        """Write what waits to be written."""
        self._spool.flush()

    def parts(self, columns: Sequence[str]) -> Iterator[Part]:
        """Some columns, some rows at a time."""
        for block in self._blocks:
            yield {name: self._cells(name, *block[name]) for name in columns}

    def _cells(self, name: str, stored: Stored, dtype: np.dtype | None) -> pl.Series | Encoded:
        content = self._spool.read(stored)
        if dtype is None:
            return pl.read_ipc_stream(BytesIO(content)).to_series()
        return Encoded(self._lookups[name], np.frombuffer(content, dtype))


def _blank_rows(batch: pa.RecordBatch) -> np.ndarray:
    """The rows in which nothing is filled in."""
    import pyarrow as pa

    blank = np.arange(batch.num_rows)
    for column in batch.columns:
        if not len(blank):
            break
        if isinstance(column, pa.DictionaryArray):
            of_values = np.append(_filled(column.dictionary), False)
            filled = of_values[numbers_of(column)[blank]]
        else:
            filled = _filled(column)[blank]
        blank = blank[~filled]
    return blank


def _filled(cells: pa.Array) -> np.ndarray:
    return is_filled(plain(pl.DataFrame([pl.Series("", cells)]))).to_numpy()
