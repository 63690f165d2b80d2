"""What keeps the rows below a table from moving down: anything that would or might break."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import chain
from typing import NamedTuple

from xlengines.shared.excel_limits import MOST_COLUMNS, MOST_ROWS
from xlengines.shared.position_dependence import dependence
from xlengines.shared.refs import Area, Place, address, around_places
from xlengines.shared.row_shift import RowShift
from xlengines.shared.structured import areas
from xlengines.xlsx.package.xml import Element, first, inside, is_true, scan
from xlengines.xlsx.parts.cells import FormulaText
from xlengines.xlsx.parts.grid import Cell

from .charts import chart_parts
from .document import Document
from .row_references import FORMULAS, PIVOT_SOURCES
from .shared_formulas import reached_groups
from .sheets import Sheet
from .tables import Table

# Parts that a sheet may have; whether others refer to its cells is not known.
_KNOWN = {
    *("table", "drawing", "vmlDrawing", "comments", "threadedComment", "ctrlProp", "control"),
    *("image", "hyperlink", "pivotTable", "printerSettings", "oleObject", "package"),
    *("customProperty", "slicer", "timeline", "namedSheetView"),
}
# Rules for cells; their formulas are written for the first cell.
_RULES = {
    "conditionalFormatting": "conditional format",
    "dataValidation": "data validation",
}
_BOTH_SIDES = "lies on both sides of the new rows"


class Obstacle(NamedTuple):
    """One obstacle: the cells or the name, and the rest of the sentence."""

    place: str
    why: str

    def __str__(self) -> str:
        return f"{self.place} {self.why}"


def obstacles(document: Document, table: Table, shift: RowShift) -> Iterator[Obstacle]:
    """Yield all obstacles; those that are quick to find come first."""
    sheet = next(each for each in document.sheets if each.part == table.sheet.part)
    return chain(
        _of_the_sheet(document, sheet, shift),
        _beside(sheet, table, shift),
        _in_names(document, shift),
        _drawn(document, shift),
        *(_on_sheet(each, shift) for each in document.sheets if each.kind == "worksheet"),
    )


def _of_the_sheet(document: Document, sheet: Sheet, shift: RowShift) -> Iterator[Obstacle]:
    package, frame = document.package, sheet.worksheet
    for protection in frame.scan("sheetProtection"):
        if is_true(protection.get("sheet")) and protection.get("insertRows") not in ("0", "false"):
            yield Obstacle(sheet.name, "is protected")
    last = max((*sheet.rows, *(row for row, _ in sheet.contents)), default=0)
    if shift.line(last) - last < shift.by and last >= shift.row:
        yield Obstacle(sheet.name, "has no more rows")
    for kind in {arrow.kind for arrow in package.relationships(sheet.part)} - _KNOWN:
        yield Obstacle(sheet.name, f"holds something unknown ({kind})")
    for part in package.targets(sheet.part, "pivotTable"):
        place = first(scan(package.read(part), ("location",), part), "location")
        if place is None or shift.reaches(Area.parse(place.get("ref"))):
            where = place.get("ref") if place else ""
            yield Obstacle(f"{sheet.name}!{where}", "is a pivot table, which cannot move")
    if package.targets(document.workbook.part, "volatileDependencies"):
        yield Obstacle("RTD", "gets data for cells that would move")


def _beside(sheet: Sheet, table: Table, shift: RowShift) -> Iterator[Obstacle]:
    """Tables and lists beside the table that would get blank rows in between."""
    for other in sheet.tables:
        if any(shift.crosses(each.area) for each in (other.shape, other.saved_shape)):
            place = f"{sheet.name}!{other.area}"
            yield Obstacle(place, f"(table {other.name}) stands beside it and goes on below it")
    last, area = shift.row - 1, table.area
    for row, column in sheet.filled(Area(last, 1, last, MOST_COLUMNS)):
        if not area.left <= column <= area.right and sheet.is_filled((row + 1, column)):
            place = f"{sheet.name}!{address(row, column)}"
            yield Obstacle(place, "stands beside it and goes on below it")
    grown = area._replace(top=shift.row, bottom=last + shift.by)
    others = [each.area for each in sheet.tables]
    for place in (place for place in sheet.contents if grown.holds(*place)):
        if not any(each.holds(*place) for each in others):
            yield Obstacle(f"{sheet.name}!{address(*place)}", "was just written")


def _in_names(document: Document, shift: RowShift) -> Iterator[Obstacle]:
    for name in document.workbook.names():
        own = "" if name.sheet is None else document.sheets[name.sheet].name
        why = dependence(shift, name.text, own)
        if why and not name.name.startswith("_xlnm."):
            yield Obstacle(name.name, f"(a name) {why}")


def _drawn(document: Document, shift: RowShift) -> Iterator[Obstacle]:
    """Charts, sparklines and pivots that would get blank points or rows."""
    package, pivots = document.package, "pivotCacheDefinition"
    for part in chart_parts(document):
        for element in scan(package.read(part), ("f",), part, text=True):
            if any(shift.is_on(on) and _tears(shift, area) for on, area in areas(element.text)):
                yield Obstacle(element.text, f"(in a chart) {_BOTH_SIDES}")
    for sheet in document.sheets:
        if sheet.kind == "worksheet" and b"sparkline" in sheet.glance():
            for element in sheet.worksheet.scan("f", text=True):
                drawn = areas(element.text, sheet.name) if "sparkline" in element.path else []
                if any(shift.is_on(on) and _tears(shift, area) for on, area in drawn):
                    yield Obstacle(element.text, f"(in a sparkline) {_BOTH_SIDES}")
    for part in package.targets(document.workbook.part, pivots):
        for source in scan(package.read(part), PIVOT_SOURCES, part):
            ref = source.get("ref")
            if ref and shift.is_on(source.get("sheet")) and _tears(shift, Area.parse(ref)):
                yield Obstacle(f"{source.get('sheet')}!{ref}", f"(in a pivot table) {_BOTH_SIDES}")


def _tears(shift: RowShift, area: Area) -> bool:
    return shift.crosses(area) and area.height < MOST_ROWS


def _on_sheet(sheet: Sheet, shift: RowShift) -> Iterator[Obstacle]:
    """Formulas of a sheet: in cells, in rules for cells, and in columns of tables."""
    for place, why in chain(_in_cells(sheet, shift), _in_new_cells(sheet, shift)):
        yield Obstacle(f"{sheet.name}!{address(*place)}", why)
    yield from _in_rules(sheet, shift)
    for table in sheet.tables:
        body = table.shape.body or table.area
        for column in table.columns:
            why = dependence(shift, column.formula or "", sheet.name, body)
            if why and column.formula:
                yield Obstacle(f"{table.name}[{column.name}]", why)


def _in_cells(sheet: Sheet, shift: RowShift) -> Iterator[tuple[Place, str]]:
    if not sheet.has_formulas():
        return
    alike = {None, *reached_groups(sheet, shift)}
    for cell in sheet.formula_cells:
        is_read = (cell.formula and cell.formula.text) or _group(cell) in alike
        if is_read and cell.place not in sheet.contents and (why := _of_cell(sheet, cell, shift)):
            yield cell.place, why


def _group(cell: Cell) -> str | None:
    return cell.formula.shared if cell.formula else None


def _of_cell(sheet: Sheet, cell: Cell, shift: RowShift) -> str | None:
    formula, hosts = cell.formula, around_places([cell.place])
    is_array = formula is not None and formula.spans_cells
    if formula and is_array:
        results = Area.parse(formula.attributes["ref"])
        if shift.is_on(sheet.name) and shift.crosses(results):
            return "is part of an array formula that would be torn apart"
        if formula.attributes["t"] == "dataTable":
            return "is a data table" if shift.is_on(sheet.name) else None
    text = sheet.stored_formula(cell)
    if text is None:
        return "has a formula that cannot be read"
    return dependence(shift, text, sheet.name, hosts, is_array=is_array)


def _in_new_cells(sheet: Sheet, shift: RowShift) -> Iterator[tuple[Place, str]]:
    for place, content in sheet.contents.items():
        text = content.text if isinstance(content, FormulaText) else ""
        if text and (why := dependence(shift, text, sheet.name, around_places([place]))):
            yield place, why


def _in_rules(sheet: Sheet, shift: RowShift) -> Iterator[Obstacle]:
    """Formulas of conditional formats and data validations, of all kinds."""
    seen = sheet.glance()
    if b"dataRef " in seen:
        yield Obstacle(sheet.name, "consolidates data, which names cells")
    if not any(rule.encode() in seen for rule in _RULES):
        return
    elements = sheet.worksheet.scan(*_RULES, *FORMULAS, "sqref", text=True)
    for rule in (each for each in elements if each.name in _RULES):
        hosts = _hosts(rule, elements)
        is_look = rule.name == "conditionalFormatting"
        within = (each for each in elements if each.name in FORMULAS and rule.holds(each))
        found = (dependence(shift, f.text, sheet.name, hosts, is_look=is_look) for f in within)
        for why in filter(None, found):
            yield Obstacle(f"{sheet.name}!{hosts or ''}", f"({_RULES[rule.name]}) {why}")


def _hosts(rule: Element, elements: list[Element]) -> Area | None:
    """The rectangle around the cells of a rule; None if they cannot be read."""
    within = inside(rule, elements, "sqref")
    text = rule.get("sqref") or (within.text if within else "")
    try:
        return reduce(Area.around, map(Area.parse, text.split()))
    except (TypeError, ValueError):  # none at all, or deleted ones
        return None
