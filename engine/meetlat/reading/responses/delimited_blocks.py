"""A large file of delimited text, which is read once, in blocks of whole rows.

A block is parsed as `read_delimited` parses a file. It only takes text that leaves no doubt where a
row ends: each quotation mark begins or ends a value, or is doubled in one. Other files are read
whole.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from meetlat.reading.responses.arrow_batches import encoded_batches, kept_responses
from meetlat.reading.responses.arrow_columns import Heading
from meetlat.reading.responses.delimited import headings_in, without_lines_above
from meetlat.reading.responses.responses import Responses, column_names
from meetlat.reading.responses.unchanged_file import unchanged

if TYPE_CHECKING:
    import pyarrow as pa

# Characters that are read at a time, and of a row at most.
BLOCK = 2**24
LONGEST_ROW = 2**27

QUOTE = '"'


class NotPlainError(Exception):
    """The text must be read whole: a block of it may be no whole number of rows."""


def responses_in_blocks(file: Path) -> Responses:
    """The responses in a file with any separator and encoding; all values stay text.

    Raises:
        NotPlainError: the file must be read whole.
        Unreadable: the file changed while it was read.
    """
    with unchanged(file):
        blocks = _blocks(file)
        lines, skipped, separator = without_lines_above(next(blocks, ""))
        first_row = lines[: _end_of_first_row(lines)]
        if not first_row.strip():
            raise NotPlainError
        table = _Table(first_row, separator, headings_in(first_row, separator))
        columns = zip(column_names(table.headings), table.headings, strict=True)
        headings = [Heading(*c, n, pl.String(), pl.String()) for n, c in enumerate(columns)]
        batches = table.batches(chain([lines[len(first_row) :]], blocks))
        where = {"first_row": skipped + 2, "header_row": skipped + 1}
        return kept_responses(encoded_batches(batches, headings), headings, file.name, **where)


class _Table(NamedTuple):
    """The row of headings, with its line end, the separator and the headings."""

    first_row: str
    separator: str
    headings: Sequence[str]

    def batches(self, blocks: Iterator[str]) -> Iterator[pa.RecordBatch]:
        """The rows in each block; columns have numbers, because Arrow refuses some names."""
        names = [str(position) for position in range(len(self.headings))]
        for block in blocks:
            content = (self.first_row + block).encode()
            if not _is_plain(content, self.separator):
                raise NotPlainError
            try:
                frame = pl.read_csv(
                    content, separator=self.separator, infer_schema=False, new_columns=names
                )
            except pl.exceptions.PolarsError as fault:  # the whole file tells which row is wrong
                raise NotPlainError from fault
            yield from frame.to_arrow().to_batches()


def _blocks(file: Path) -> Iterator[str]:
    """The text in parts of whole rows, as `delimited.decoded` decodes it."""
    encoding = _encoding(file)
    errors = "strict" if encoding == "utf-8-sig" else "replace"
    rest = ""
    with file.open(encoding=encoding, errors=errors) as stream:  # with \n as the end of each line
        while read := stream.read(BLOCK):
            text = rest + read.replace("\x00", "")
            end = _end_of_last_row(text)
            rest = text[end:]
            if len(rest) > LONGEST_ROW:
                raise NotPlainError
            if end:
                yield text[:end]
    if rest:
        yield rest


def _encoding(file: Path) -> str:
    """The encoding of a file; text that is no UTF-8 is Windows-1252."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open("rb") as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        stream.seek(0)
        try:
            while read := stream.read(BLOCK):
                decoder.decode(read)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _end_of_last_row(text: str) -> int:
    """The place after the last line end that is not between quotation marks; 0 if there is none."""
    end = text.rfind("\n") + 1
    marks = text.count(QUOTE, 0, end)
    while end and marks % 2:
        before = text.rfind("\n", 0, end - 1) + 1
        marks -= text.count(QUOTE, before, end)
        end = before
    return end


def _end_of_first_row(text: str) -> int:
    """The place after the first line end that is not between quotation marks."""
    end = text.find("\n") + 1
    while end and text.count(QUOTE, 0, end) % 2:
        end = text.find("\n", end) + 1
    return end or len(text)


def _is_plain(content: bytes, separator: str) -> bool:
    """Whether each quotation mark begins or ends a value, or is doubled in one."""
    padded = np.frombuffer(b"\n%b\n" % content, np.uint8)
    marks = np.flatnonzero(padded == ord(QUOTE))
    if len(marks) % 2:
        return False
    around = np.concatenate([padded[marks[::2] - 1], padded[marks[1::2] + 1]])
    return bool(np.isin(around, [ord(c) for c in (separator, "\n", QUOTE)]).all())
