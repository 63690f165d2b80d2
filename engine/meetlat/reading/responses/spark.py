"""Responses in a frame of Spark: each partition is turned into numbers of values where it is.

The workers run `encoded_batches`, as every other source does on this machine. One job returns the
compressed numbers of every respondent, in the order of the partitions; counting happens here. The
workers need Meetlat, Polars and pyarrow too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import pyarrow as pa

from meetlat.reading.responses.arrow_batches import encoded_batches, kept_responses
from meetlat.reading.responses.arrow_columns import Heading, headings_of
from meetlat.reading.responses.responses import Responses

COLUMN = "batch"


def is_of_spark(source: object) -> bool:
    """Whether an object is a frame of Spark, classic or Connect."""
    return type(source).__module__.startswith("pyspark.sql.")


def responses_of_spark(frame: Any, source: str) -> Responses:
    """The responses in a frame of Spark; the number of a row is its place among all partitions."""
    headings = headings_of(frame.limit(0).toArrow().schema)
    packed = frame.mapInArrow(partial(packed_batches, headings=headings), f"{COLUMN} binary")
    return kept_responses(_unpacked(packed.toArrow()), headings, source)


def packed_batches(
    batches: Iterable[pa.RecordBatch], headings: Sequence[Heading]
) -> Iterator[pa.RecordBatch]:
    """The batches of a partition, each as one row with compressed bytes."""
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    for batch in encoded_batches(batches, headings):
        small = pa.RecordBatch.from_arrays([*map(_small, batch.columns)], batch.schema.names)
        packed = pa.BufferOutputStream()
        with pa.ipc.new_stream(packed, small.schema, options=options) as stream:
            stream.write_batch(small)
        content = packed.getvalue().to_pybytes()
        yield pa.RecordBatch.from_arrays([pa.array([content], pa.binary())], [COLUMN])


def _small(column: pa.Array) -> pa.Array:
    """The column with numbers of one or two bytes, if it has them."""
    if not isinstance(column, pa.DictionaryArray) or len(column.dictionary) >= 2**15:
        return column
    kind = pa.int8() if len(column.dictionary) < 2**7 else pa.int16()
    return pa.DictionaryArray.from_arrays(column.indices.cast(kind), column.dictionary)


def _unpacked(packed: pa.Table) -> Iterator[pa.RecordBatch]:
    for chunk in packed.column(COLUMN).chunks:
        for content in chunk:
            yield from pa.ipc.open_stream(content.as_buffer())
