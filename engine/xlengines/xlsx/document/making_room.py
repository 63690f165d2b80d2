"""Room for a table that grows: everything below it moves down, as when rows are inserted in Excel.

The parts of the workbook are rewritten at once, as if the rows had always been there; the pending
changes move along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from xlengines.shared.refs import Area, Place
from xlengines.shared.row_shift import RowShift
from xlengines.xlsx.package.xml import Splice, scan
from xlengines.xlsx.parts.cells import FormulaText
from xlengines.xlsx.parts.inserting import NewFormula, renumber, with_formulas

from .document import Document
from .row_references import PIVOT_SOURCES, followed, followed_notes
from .shared_formulas import reached_groups
from .sheets import Sheet
from .tables import Table

_T = TypeVar("_T")

# Attributes to remove from a shared formula that gets a text of its own.
_NO_LONGER_SHARED: dict[str, str | None] = {"t": None, "ref": None, "si": None}
# Parts of a sheet that may name cells, apart from the legacy drawing.
_PARTS = ("table", "drawing", "comments", "threadedComment", "ctrlProp", "namedSheetView")


def insert_rows(document: Document, table: Table, shift: RowShift) -> None:
    """Move everything below a table down; call it only if there are no `obstacles`."""
    grids = {sheet: _grid(sheet, shift) for sheet in document.sheets if sheet.kind == "worksheet"}
    for part, sheet in parts_with_references(document):
        document.package.put(part, _part(document, part, shift, sheet))
    with document.workbook.changes() as splice:
        for name in document.workbook.names():
            own = "" if name.sheet is None else document.sheets[name.sheet].name
            splice.text(name.element, shift.formula(name.text, own))
    for sheet, grid in grids.items():
        _set(sheet, grid, shift)
    document.workbook.drop_calculation_chain()
    document.has_moved_rows = True
    _style_new_rows(table, shift)


def parts_with_references(document: Document) -> Iterator[tuple[str, str]]:
    """The parts around the sheets that may name cells, each with the name of its sheet."""
    package = document.package
    for sheet in document.sheets:
        for kind in (*_PARTS, "vmlDrawing"):
            for part in package.targets(sheet.part, kind):
                yield part, sheet.name
                for chart in ("chart", "chartEx"):
                    yield from ((each, "") for each in package.targets(part, chart))
    for part in package.targets(document.workbook.part, "pivotCacheDefinition"):
        yield part, ""


def _part(document: Document, part: str, shift: RowShift, sheet: str) -> bytes:
    data = document.package.read(part)
    if part.lower().endswith(".vml"):
        return followed_notes(data, shift, sheet)
    if sources := scan(data, PIVOT_SOURCES, part):
        splice = Splice(data)
        for source in sources:
            if shift.is_on(source.get("sheet")) and source.get("ref") and not source.reference():
                splice.attributes(source, {"ref": shift.areas(source.get("ref"))})
        return splice.result()
    return followed(data, part, shift, sheet)


def _grid(sheet: Sheet, shift: RowShift) -> bytes | None:
    """The cells of a sheet with the new rows; None if nothing changes."""
    own = shift.is_on(sheet.name)
    if not (own or sheet.has_formulas()):
        return None
    splice = Splice(sheet.worksheet.grid)
    with_formulas(splice, sheet.rows, dict(_new_formulas(sheet, shift)))
    if own:
        renumber(splice, sheet.rows, shift)
    return splice.result() if splice.edits else None


def _new_formulas(sheet: Sheet, shift: RowShift) -> Iterator[tuple[Place, NewFormula]]:
    alike = {None, *reached_groups(sheet, shift)}
    for cell in sheet.formula_cells:
        formula = cell.formula
        if formula is None or formula.shared not in alike:
            continue
        attributes: dict[str, str | None] = {**formula.attributes}
        if formula.shared is not None:
            attributes |= _NO_LONGER_SHARED
        elif formula.spans_cells and shift.is_on(sheet.name):
            attributes |= {"ref": shift.areas(formula.attributes["ref"])}
        old = sheet.stored_formula(cell) or ""
        new = NewFormula(shift.formula(old, sheet.name), attributes)
        if new != (formula.text, formula.attributes):
            yield cell.place, new


def _set(sheet: Sheet, grid: bytes | None, shift: RowShift) -> None:
    """Store the new cells, and update everything else of a sheet."""
    own = shift.is_on(sheet.name)
    if own or b"!" in sheet.glance():
        worksheet = sheet.worksheet
        worksheet.frame = followed(worksheet.frame, sheet.part, shift, sheet.name)
    if grid is not None:
        sheet.worksheet.grid = grid
        sheet.forget_cells()
    for place, content in sheet.contents.items():
        if isinstance(content, FormulaText):
            sheet.contents[place] = FormulaText(shift.formula(content.text, sheet.name))
    if own:
        sheet.contents = _moved(sheet.contents, shift)
        sheet.styles = _moved(sheet.styles, shift)
        sheet.heights = {shift.line(row): height for row, height in sheet.heights.items()}
        sheet.shown = {shift.line(row): shown for row, shown in sheet.shown.items()}
    for table in sheet.loaded_tables:
        table.follow(shift)


def _moved(by_place: Mapping[Place, _T], shift: RowShift) -> dict[Place, _T]:
    return {(shift.line(row), column): each for (row, column), each in by_place.items()}


def _style_new_rows(table: Table, shift: RowShift) -> None:
    """Format the new rows beside the table like the row above them, as Excel does."""
    sheet, last = table.sheet, shift.row - 1
    row = sheet.rows.get(last)
    for column in row.cells if row else ():
        if not table.area.left <= column <= table.area.right:
            new = Area(shift.row, column, shift.row + shift.by - 1, column)
            sheet.style_new(new, sheet.style((last, column)))
