"""Formulas that name a table's columns, anywhere in the workbook: renamed along, or in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from xlengines.shared.refs import Place, address
from xlengines.shared.structured import column_names, with_columns
from xlengines.xlsx.package.xml import Splice, scan
from xlengines.xlsx.parts.cells import FormulaText

from .document import Document
from .sheets import Sheet
from .tables import Table

_IN_FRAME = ("formula", "formula1", "formula2", "f")
_IN_TABLE = ("calculatedColumnFormula", "totalsRowFormula")


@dataclass
class Renames:
    """The columns of one table that got other names; keys in lower case."""

    table: Table
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table) -> Renames:
        """What changed since the table was read."""
        pairs = zip(table.saved_columns, table.columns, strict=False)
        names = {old.name.lower(): new.name for old, new in pairs if old.name != new.name}
        return cls(table, names)

    def formula(self, text: str, own: bool = False) -> str:
        """A formula with the new names."""
        return with_columns(text, self.table.name, self.names, own)


def users(document: Document, table: Table, columns: set[str]) -> Iterator[str]:
    """Who names one of these columns (in lower case): cells, names, formats, as messages say it."""

    def uses(text: str, own: bool = False) -> bool:
        return any(name.lower() in columns for name in column_names(text, table.name, own))

    for sheet in document.sheets:
        for place, text in _cell_formulas(sheet, table):
            own = sheet is table.sheet and table.area.holds(*place)
            if uses(text, own):
                yield f"{sheet.name}!{address(*place)}"
        if any(uses(text) for text in _frame_formulas(sheet)):
            yield f"a conditional format or data validation on {sheet.name}"
    for name in document.workbook.names():
        if uses(name.text):
            yield f"the name {name.name}"


def _cell_formulas(sheet: Sheet, table: Table) -> Iterator[tuple[Place, str]]:
    """The formulas of a sheet's cells, if the sheet mentions the table at all."""
    if sheet.kind != "worksheet" or not _mentions(sheet, table):
        return
    for cell in sheet.formula_cells:
        if cell.formula and cell.place not in sheet.contents:
            yield cell.place, cell.formula.text


def _mentions(sheet: Sheet, table: Table) -> bool:
    """Whether a formula of this sheet may name the table; inside it, one need not say its name."""
    return sheet is table.sheet or sheet.mentions(table.name)


def _frame_formulas(sheet: Sheet) -> Iterator[str]:
    if sheet.kind == "worksheet" and b"formula" in sheet.glance():
        for element in scan(sheet.worksheet.frame, _IN_FRAME, sheet.part, text=True):
            yield element.text


def rename_in_cells(document: Document, renames: Renames) -> None:
    """Let the formulas in cells use the new names; their values and styles stay."""
    table = renames.table
    for sheet in document.sheets:
        for place, text in _cell_formulas(sheet, table):
            own = sheet is table.sheet and table.area.holds(*place)
            new = renames.formula(sheet.formula_texts.get(place, text), own)
            if new != text:
                sheet.formula_texts[place] = new
        _rename_in_pending(sheet, renames)


def _rename_in_pending(sheet: Sheet, renames: Renames) -> None:
    """Formulas that were filled down before the column got its new name."""
    table = renames.table
    for place, content in sheet.contents.items():
        if isinstance(content, FormulaText):
            own = sheet is table.sheet and table.area.holds(*place)
            sheet.contents[place] = FormulaText(renames.formula(content.text, own))


def rename_in_frames(document: Document, renames: Renames) -> None:
    """Let conditional formats, validations and defined names use the new names."""
    for sheet in document.sheets:
        if not any(True for _ in _frame_formulas(sheet)):
            continue
        worksheet = sheet.worksheet
        worksheet.frame = _renamed(worksheet.frame, _IN_FRAME, sheet.part, renames)
    workbook = document.workbook
    data = _renamed(workbook.data, ("definedName",), workbook.part, renames)
    document.package.put(workbook.part, data)


def rename_in_tables(document: Document, renames: Renames) -> None:
    """Let the formulas that tables keep for their columns use the new names."""
    package = document.package
    for table in document.tables():
        own = table is renames.table
        data = package.read(table.part)
        new = _renamed(data, _IN_TABLE, table.part, renames, own)
        if new != data:
            table.formulas_changed = True
            package.put(table.part, new)


def _renamed(
    data: bytes, wanted: tuple[str, ...], part: str, renames: Renames, own: bool = False
) -> bytes:
    splice = Splice(data)
    for element in scan(data, wanted, part, text=True):
        splice.text(element, renames.formula(element.text, own))
    return splice.result()
