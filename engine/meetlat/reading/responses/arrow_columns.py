"""The columns of Arrow data: which may hold responses, and what their values are in Polars."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from meetlat.reading.responses.parquet import TEXT
from meetlat.reading.responses.responses import column_names, plain

if TYPE_CHECKING:
    import pyarrow as pa


class Heading(NamedTuple):
    """A column of a source.

    Attributes:
        name: its name in the rows that are read.
        heading: its name in the source.
        position: its place in the source, from 0.
        given: its type in the source.
        dtype: the type of its plain values.
    """

    name: str
    heading: str
    position: int
    given: pl.DataType
    dtype: pl.DataType


def headings_of(schema: pa.Schema) -> list[Heading]:
    """The columns of a source that may hold responses.

    Without nested and binary values, and without types that Polars cannot read, such as intervals.
    """
    import pyarrow as pa

    names = column_names(schema.names)
    kinds = {name: stored_type(kind) for name, kind in zip(names, schema.types, strict=True)}
    readable = pa.schema([each for each in kinds.items() if _is_readable(each[1])])
    frame = pl.DataFrame(readable.empty_table())
    kept = plain(frame).schema
    texts = dict.fromkeys((n for n, dtype in kept.items() if dtype in TEXT), pl.String())
    return [
        Heading(name, schema.names[n], n, frame.schema[name], texts.get(name, kept[name]))
        for n, name in enumerate(names)
        if name in kept
    ]


def stored_type(kind: pa.DataType) -> pa.DataType:
    """The type of the values that are stored: `arrow.json` is text."""
    import pyarrow as pa

    return kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind


def stored(column: pa.Array) -> pa.Array:
    """The values that are stored."""
    import pyarrow as pa

    return column.storage if isinstance(column, pa.ExtensionArray) else column


def selectable(column: pa.Array) -> pa.Array:
    """The same values of a type that pyarrow can select rows of: it cannot for views of text."""
    import pyarrow as pa

    if isinstance(column, pa.DictionaryArray) and column.type.value_type == pa.string_view():
        return pa.DictionaryArray.from_arrays(column.indices, selectable(column.dictionary))
    return column.cast(pa.large_string()) if column.type == pa.string_view() else column


def _is_readable(kind: pa.DataType) -> bool:
    """Whether Polars reads a type. It has no error for some types, but ends the program."""
    from pyarrow import types

    if types.is_list(kind) or types.is_large_list(kind) or types.is_dictionary(kind):
        return _is_readable(kind.value_type)
    unreadable = (
        types.is_nested(kind),
        types.is_run_end_encoded(kind),  # nested only in pyarrow 26
        types.is_interval(kind),
        types.is_decimal256(kind),
    )
    return not any(unreadable)
