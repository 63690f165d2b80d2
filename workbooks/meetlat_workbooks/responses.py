"""Write the responses as a survey tool would export them: an Excel file or a CSV file."""

import csv
from datetime import datetime
from pathlib import Path

import xlsxwriter

from meetlat_workbooks.answers import Columns

# The creation time in every file; it is fixed, so that every build gives the same bytes.
MADE = datetime(2025, 3, 24)


def write_responses(columns: Columns, path: Path) -> None:
    """Write a header and a row for each respondent, in the format of the file's ending."""
    if path.suffix == ".csv":
        _write_csv(columns, path)
    else:
        _write_xlsx(columns, path)


def _write_csv(columns: Columns, path: Path) -> None:
    # By the byte order mark, Excel knows that a CSV file is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))


def _write_xlsx(columns: Columns, path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": "Synthetic responses", "created": MADE})
    sheet = book.add_worksheet("Responses")
    header = book.add_format({"bold": True, "bottom": 1})
    sheet.write_row(0, 0, columns, header)
    for place, cells in enumerate(columns.values()):
        sheet.write_column(1, place, ("" if cell is None else cell for cell in cells))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(columns) - 1, 18)
    book.close()
