"""A large Parquet file of responses, which is read once, in batches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from meetlat.reading.responses.arrow_batches import ROWS, encoded_batches, kept_responses
from meetlat.reading.responses.arrow_columns import headings_of
from meetlat.reading.responses.parquet import TEXT
from meetlat.reading.responses.responses import Responses
from meetlat.reading.responses.unchanged_file import unchanged

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile


def responses_in_batches(file: Path) -> Responses:
    """The responses in a file.

    Raises:
        Unreadable: the file changed while it was read.
    """
    from pyarrow import parquet

    with unchanged(file):
        with parquet.ParquetFile(file) as opened:
            headings = headings_of(opened.schema_arrow)
        texts = [h.heading for h in headings if h.given in TEXT]
        with parquet.ParquetFile(file, read_dictionary=texts, pre_buffer=False) as opened:
            batches = encoded_batches(_batches(opened), headings)
            return kept_responses(batches, headings, file.name)


def _batches(opened: ParquetFile) -> Iterator[pa.RecordBatch]:
    """All rows; a batch lies in one group, which has one dictionary for each column of text."""
    for group in range(opened.num_row_groups):
        yield from opened.iter_batches(ROWS, [group])
