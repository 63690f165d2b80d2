"""Responses that a script passes: any object that hands out Arrow data, in batches.

Such as a relation of DuckDB, a frame of Polars, pandas or Spark, a `RecordBatchReader` of pyarrow,
or the result of an ADBC driver.
"""

from __future__ import annotations

from importlib.util import find_spec
from os import PathLike
from typing import Protocol

import polars as pl

from meetlat.reading.responses.responses import Responses, Unreadable, from_frame


class ArrowStream(Protocol):
    """An object with the Arrow PyCapsule interface; it is read once.

    Source: https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html.
    """

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A capsule with a stream of batches."""
        ...


# Letters of the error of a source that are shown: that of Spark may be a page.
LONGEST = 300

# What a script may pass: a file, or an object with Arrow data.
Given = str | PathLike[str] | ArrowStream


def read_stream(stream: ArrowStream) -> Responses:
    """The responses in a stream; their source is called after the type of the object.

    Raises:
        Unreadable: the source stopped with an error, or is too large.
    """
    try:
        return _read(stream, type(stream).__name__)
    except Unreadable:
        raise
    except MemoryError as fault:
        raise Unreadable("responses-big") from fault
    except Exception as fault:
        reason = " ".join(str(fault).split())[:LONGEST] or type(fault).__name__
        raise Unreadable("responses-stopped", reason=reason) from fault


def _read(stream: ArrowStream, source: str) -> Responses:
    if not find_spec("pyarrow"):
        frame = pl.DataFrame(stream)
        return from_frame(frame, source, range(1, len(frame) + 1))
    from pyarrow import RecordBatchReader

    from meetlat.reading.responses import arrow_batches, arrow_columns, spark

    if spark.is_of_spark(stream):
        return spark.responses_of_spark(stream, source)
    with RecordBatchReader.from_stream(stream) as reader:
        headings = arrow_columns.headings_of(reader.schema)
        batches = arrow_batches.encoded_batches(reader, headings)
        return arrow_batches.kept_responses(batches, headings, source)
