"""What LibreOffice shows of a workbook when it opens it, and after a forced calculation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.xlengines.office import shared_office
from xlengines.calc.connection import find_desktop, properties

# The texts of the cells of each sheet, from A1 to the last one that is used.
Shown = dict[str, list[list[Any]]]


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The document, opened as a user with a new profile opens it."""
    desktop = find_desktop(shared_office(), 5)
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, properties(Hidden=True))
    try:
        yield document
    finally:
        document.close(True)


def shown(path: Path) -> tuple[Shown, Shown]:
    """What the sheets show when the workbook is opened, and once every formula is calculated."""
    with opened(path) as document:
        first = _cells(document)
        document.calculateAll()
        return first, _cells(document)


def saved_by_libreoffice(path: Path, to: Path, *, calculated: bool = True) -> Path:
    """Save a workbook in LibreOffice as another file, by default with every value calculated."""
    with opened(path) as document:
        if calculated:
            document.calculateAll()
        document.storeToURL(to.as_uri(), properties(FilterName="Calc MS Excel 2007 XML"))
    return to


def _cells(document: Any) -> Shown:
    return {
        sheet.Name: [list(row) for row in used_of(sheet).getDataArray()]
        for sheet in sheets_of(document)
    }


def sheets_of(document: Any) -> list[Any]:
    return [document.Sheets.getByIndex(i) for i in range(document.Sheets.Count)]


def used_of(sheet: Any) -> Any:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    return sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
