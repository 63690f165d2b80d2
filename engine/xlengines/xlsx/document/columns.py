"""Formulas that name a table's columns, anywhere in the workbook: what uses them, and renaming."""

from __future__ import annotations

from collections.abc import Iterator

from xlengines.shared.refs import Place, address
from xlengines.shared.structured import column_names, with_columns
from xlengines.xlsx.package.xml import Splice, scan
from xlengines.xlsx.parts.cells import FormulaText

from .document import Document
from .sheets import Sheet
from .tables import Table

_IN_FRAME = ("formula", "formula1", "formula2", "f")
_IN_TABLE = ("calculatedColumnFormula", "totalsRowFormula")


def users(document: Document, table: Table, columns: set[str]) -> Iterator[str]:
    """What uses one of these columns (names in lower case), in the words of a message."""

    def uses(text: str, own: bool = False) -> bool:
        return any(name.lower() in columns for name in column_names(text, table.name, own))

    for sheet in document.sheets:
        for place, text in _cell_formulas(sheet, table):
            if uses(text, _is_inside(sheet, place, table)):
                yield f"{sheet.name}!{address(*place)}"
        if _has_formulas(sheet):
            found = sheet.worksheet.scan(*_IN_FRAME, text=True)
            if any(uses(element.text) for element in found):
                yield f"a conditional format or data validation on {sheet.name}"
    for name in document.workbook.names():
        if uses(name.text):
            yield f"the name {name.name}"


def _cell_formulas(sheet: Sheet, table: Table) -> Iterator[tuple[Place, str]]:
    """The formulas of a sheet's cells, if the sheet mentions the table at all.

    Formulas on the sheet of the table count always: inside a table, its name may be left out.
    """
    if sheet.kind == "worksheet" and (sheet is table.sheet or sheet.mentions(table.name)):
        for cell in sheet.formula_cells:
            if cell.formula and cell.place not in sheet.contents:
                yield cell.place, cell.formula.text


def _is_inside(sheet: Sheet, place: Place, table: Table) -> bool:
    return sheet is table.sheet and table.area.holds(*place)


def _has_formulas(sheet: Sheet) -> bool:
    """Whether there are formulas outside the cells of a sheet."""
    return sheet.kind == "worksheet" and b"formula" in sheet.glance()


def rename_columns(document: Document, table: Table) -> None:
    """Let every formula use the new names of a table's columns."""
    pairs = zip(table.saved_columns, table.columns, strict=False)
    names = {old.name.lower(): new.name for old, new in pairs if old.name != new.name}
    if names:
        renames = _Renames(document, table, names)
        renames.in_cells()
        renames.in_frames()
        renames.in_tables()


class _Renames:
    """The columns of one table that got other names; keys in lower case."""

    def __init__(self, document: Document, table: Table, names: dict[str, str]) -> None:
        self.document, self.table, self.names = document, table, names

    def formula(self, text: str, own: bool = False) -> str:
        """A formula with the new names. `own`: it stands inside the table."""
        return with_columns(text, self.table.name, self.names, own)

    def in_cells(self) -> None:
        """Rename in the formulas of cells, which keep their values and styles."""
        table = self.table
        for sheet in self.document.sheets:
            for place, text in _cell_formulas(sheet, table):
                old = sheet.formula_texts.get(place, text)
                new = self.formula(old, _is_inside(sheet, place, table))
                if new != text:
                    sheet.formula_texts[place] = new
            for place, content in sheet.contents.items():
                if isinstance(content, FormulaText):  # filled down before the column was renamed
                    new = self.formula(content.text, _is_inside(sheet, place, table))
                    sheet.contents[place] = FormulaText(new)

    def in_frames(self) -> None:
        """Rename in conditional formats, data validations and defined names."""
        for sheet in self.document.sheets:
            if _has_formulas(sheet):
                with sheet.worksheet.changes() as splice:
                    for element in sheet.worksheet.scan(*_IN_FRAME, text=True):
                        splice.text(element, self.formula(element.text))
        with self.document.workbook.changes() as splice:
            for name in self.document.workbook.names():
                splice.text(name.element, self.formula(name.text))

    def in_tables(self) -> None:
        """Rename in the formulas that tables keep for their columns."""
        package = self.document.package
        for table in self.document.tables():
            splice = Splice(package.read(table.part))
            for element in scan(splice.data, _IN_TABLE, table.part, text=True):
                splice.text(element, self.formula(element.text, table is self.table))
            if splice.edits:
                table.formulas_changed = True
                package.put(table.part, splice.result())
