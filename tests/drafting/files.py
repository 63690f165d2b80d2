"""Write columns to the files that survey tools make."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter


def write_xlsx(
    file: Path, columns: Mapping[Any, Sequence[Any]], headings: Sequence[Sequence[str]] = ()
) -> Path:
    """A workbook; a heading above several columns is merged, as in the first row of two."""
    with xlsxwriter.Workbook(file, {"default_date_format": "d-m-yyyy hh:mm"}) as book:
        sheet = book.add_worksheet("Sheet1")
        rows = [*(headings or [[*columns]]), *zip(*columns.values(), strict=True)]
        for number, row in enumerate(rows):
            for position, value in enumerate(row):
                if value != "":
                    sheet.write(number, position, value)
        if len(headings) > 1:
            for first, last in _spans(headings[0]):
                sheet.merge_range(0, first, 0, last, headings[0][first])
    return file


def _spans(headings: Sequence[str]) -> list[tuple[int, int]]:
    """The first and last column of every heading with blank ones after it."""
    starts = [i for i, heading in enumerate(headings) if heading]
    ends = [*(start - 1 for start in starts[1:]), len(headings) - 1]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end > start]


def write_csv(
    file: Path,
    columns: Mapping[Any, Sequence[str]],
    separator: str = ",",
    encoding: str = "utf-8-sig",
    quoting: int = csv.QUOTE_MINIMAL,
    headings: Sequence[Sequence[str]] = (),
) -> Path:
    """A text file, with one row of headings or more."""
    with file.open("w", encoding=encoding, newline="") as lines:
        writer = csv.writer(lines, delimiter=separator, quoting=quoting)
        writer.writerows([*(headings or [[*columns]]), *zip(*columns.values(), strict=True)])
    return file
