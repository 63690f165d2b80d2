"""Names, formats, validations and pivots that follow a table."""

from __future__ import annotations

from xlengines.shared.errors import DAMAGED, Refused
from xlengines.shared.refs import Area
from xlengines.xlsx.package.remembered import remembered
from xlengines.xlsx.package.xml import Element, Splice, first, is_true, one, scan

from .document import Document
from .reference_rule import Moves
from .sheets import Sheet
from .sparklines import follow_sparklines

# Elements whose `sqref` lists the cells that a rule applies to; a selection is not one of them.
_PLACED = ("conditionalFormatting", "dataValidation", "protectedRange", "ignoredError")
_HINTS = (b"Formatting", b"formula1", b"sparkline", b"protectedRange", b"ignoredError")
_FORMULAS = ("formula", "formula1", "formula2", "f")


def follow_names(document: Document, moves: Moves) -> None:
    """Let defined names follow. A name for one cell stays: it need not mean the column."""
    with document.workbook.changes() as splice:
        for name in document.workbook.names():
            splice.text(name.element, moves.formula(name.text, single_cells=False))


def follow_on_sheet(sheet: Sheet, moves: Moves) -> None:
    """Let formats, validations and sparklines of a sheet follow."""
    if sheet.kind != "worksheet":
        return
    seen = sheet.glance()
    if not any(word in seen for word in _HINTS):
        return
    worksheet = sheet.worksheet
    worksheet.frame = _followed(worksheet.frame, sheet.part, sheet.name, moves)


@remembered(100)
def _followed(frame: bytes, part: str, sheet: str, moves: Moves) -> bytes:
    """The frame of a sheet in which formats, validations and sparklines have followed."""
    splice = Splice(frame)
    for element in scan(frame, (*_PLACED, *_FORMULAS, "sqref"), part, text=True):
        if "sparkline" not in element.path:
            _follow_element(splice, element, sheet, moves)
    follow_sparklines(splice, sheet, part, moves)
    return splice.result()


def _follow_element(splice: Splice, element: Element, sheet: str, moves: Moves) -> None:
    if element.name in _PLACED:
        old = element.get("sqref")
        new = moves.areas(old, sheet)
        if new != old:
            splice.attributes(element, {"sqref": new})
    else:
        follow = moves.areas if element.name == "sqref" else moves.formula
        splice.text(element, follow(element.text, sheet))


def follow_pivots(document: Document, moves: Moves) -> None:
    """Let pivot sources follow, and have pivots that are fed by changed cells refresh on load."""
    package = document.package
    for part in package.targets(document.workbook.part, "pivotCacheDefinition"):
        data = package.read(part)
        root = one(data, "pivotCacheDefinition", part)
        source = first(scan(data, ("worksheetSource",), part), "worksheetSource")
        if source is None or source.reference():  # no cells, or those of another workbook
            continue
        splice = Splice(data)
        if _follow_source(splice, source, document, moves) or _feeds(source, document):
            if not is_true(root.get("refreshOnLoad")):
                splice.attributes(root, {"refreshOnLoad": "1"})
            package.put(part, splice.result())


def _follow_source(splice: Splice, source: Element, document: Document, moves: Moves) -> bool:
    if not source.get("ref"):
        name = source.get("name").lower()
        return any(table.name.lower() == name for table in document.changed_tables())
    new = moves.area(source.get("sheet"), _area(source))
    if new is not None:
        splice.attributes(source, {"ref": str(new)})
    return new is not None


def _feeds(source: Element, document: Document) -> bool:
    """Whether a cell that feeds the pivot changed."""
    if source.get("ref"):
        sheet = document.sheet(source.get("sheet"))
        area = _area(source)
    else:
        wanted = source.get("name").lower()
        table = next((t for t in document.tables() if t.name.lower() == wanted), None)
        if table is None:
            return False
        sheet, area = table.sheet, table.area
    return sheet is not None and any(area.holds(*place) for place in sheet.contents)


def _area(source: Element) -> Area:
    try:
        return Area.parse(source.get("ref"))
    except ValueError:
        raise Refused("A pivot table of this workbook has a damaged source.", DAMAGED) from None
