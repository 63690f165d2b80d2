"""Read Parquet one column at a time, and keep a text as the number of its value.

An answer takes one byte instead of the sixteen and more of a text, so a million respondents fit in
the memory of a laptop. No text is made for a cell: pyarrow hands out the distinct values and
numbers that Parquet itself stores. Without pyarrow the same comes from Polars, more slowly.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import pyarrow as pa

# A column with more values is no list of answers or groups, and stays text.
MOST_VALUES = 2**16 - 1

# Columns that are read at a time; others, such as numbers, are read together.
TEXT = (pl.String, pl.Categorical, pl.Enum)


def read_parquet(file: Path) -> pl.DataFrame:
    """The frame in a file; a column of text becomes an Enum of its values, if these are few.

    The categories of an Enum may include values that no cell holds.
    """
    with file.open("rb") as stream:
        schema = pl.read_parquet_schema(stream)
    texts = [name for name, dtype in schema.items() if dtype in TEXT]
    found = {c.name: c for c in _columns(file, [n for n in schema if n not in texts], schema)}
    read = _with_pyarrow if find_spec("pyarrow") else _with_polars
    workers = os.cpu_count() or 1
    shares = [texts[first::workers] for first in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        for columns in pool.map(lambda names: list(read(file, names, schema)), shares):
            found |= {column.name: column for column in columns}
    return pl.DataFrame({name: found[name] for name in schema})


def _columns(file: Path, names: Sequence[str], schema: Iterable[str]) -> pl.DataFrame:
    """Some columns of a file: by position, and without glob, because no name is a pattern."""
    positions = [number for number, name in enumerate(schema) if name in names]
    return pl.read_parquet(file, columns=positions, glob=False)


def _with_polars(file: Path, names: Sequence[str], schema: Iterable[str]) -> Iterator[pl.Series]:
    for name in names:
        (column,) = _columns(file, [name], schema)
        # Without its name, because some methods take a name such as `^a$` for a pattern.
        values = column.alias("").cast(pl.String)
        distinct = values.drop_nulls().unique(maintain_order=True)
        few = len(distinct) <= MOST_VALUES
        yield (values.cast(pl.Enum(distinct)) if few else values).alias(name)


def _with_pyarrow(file: Path, names: Sequence[str], schema: Iterable[str]) -> Iterator[pl.Series]:
    import pyarrow as pa
    from pyarrow import parquet

    with parquet.ParquetFile(file, read_dictionary=[*names]) as opened:
        for name in names:
            column = opened.read([name]).column(name).dictionary_encode()
            if any(len(chunk.dictionary) > MOST_VALUES for chunk in column.chunks):
                yield from _with_polars(file, [name], schema)
            else:
                yield _of_dictionary(column.combine_chunks()).alias(name)
            del column
    pa.default_memory_pool().release_unused()


def _of_dictionary(column: pa.DictionaryArray) -> pl.Series:
    """A column of Arrow; its dictionary may hold a value twice."""
    values = column.dictionary.to_pylist()
    blank = len(values)
    categories = pl.Enum(list(dict.fromkeys(values)))
    numbers = column.indices.fill_null(blank).to_numpy()
    return pl.Series([*values, None], dtype=categories).gather(numbers)
