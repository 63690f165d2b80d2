"""A survey that is open in LibreOffice, with a way to press its button."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlwings as xw

from xlengines.calc.connection import file_url, properties

ALWAYS_RUN_MACROS = 4  # com.sun.star.document.MacroExecMode, ALWAYS_EXECUTE_NO_WARN

# Seconds for a click on a busy machine; most take a few.
PATIENCE = 60.0


class OpenSurvey:
    """A workbook in LibreOffice: its tables, its macro and its button."""

    def __init__(self, app: xw.App, path: Path) -> None:
        self.document = app.api.loadComponentFromURL(
            file_url(path), "_blank", 0, properties(MacroExecutionMode=ALWAYS_RUN_MACROS)
        )
        self.book = next(book for book in app.books if book.fullname == str(path))

    def table(self, name: str) -> list[list[Any]]:
        """The cells of a table, header first."""
        return self._range(name).value

    def write(self, name: str, row: int, column: str, value: Any) -> None:
        """Write into a table without saving; the first row below the header is 1."""
        self._range(name)[row, self.table(name)[0].index(column)].value = value

    def _range(self, name: str) -> xw.Range:
        (table,) = (t for sheet in self.book.sheets for t in sheet.tables if t.name == name)
        return table.range

    def change_macro(self, old: str, new: str) -> None:
        """Replace a part of the macro in the open document."""
        library = self.document.BasicLibraries.getByName("VBAProject")
        source = library.getByName("Meetlat")
        assert source.count(old) == 1, old
        library.replaceByName("Meetlat", source.replace(old, new))

    def press(self) -> None:
        """Press the button through the accessibility interface."""
        sheet, controller = self.document.Sheets.getByIndex(0), self.document.CurrentController
        controller.setActiveSheet(sheet)
        controller.setFormDesignMode(False)
        (button,) = (s for s in sheet.DrawPage if s.ShapeType.endswith("ControlShape"))
        reader = controller.getControl(button.Control).AccessibleContext
        assert reader.AccessibleActionCount == 1
        reader.doAccessibleAction(0)

    def close(self) -> None:
        """Close the document without saving it."""
        self.document.close(True)


def until(condition: Callable[[], bool], description: str) -> None:
    """Wait until the condition is true; fails after PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"did not happen: {description}"
        time.sleep(0.2)
