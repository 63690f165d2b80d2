"""What a changed table writes into its part: the few bytes that differ."""

from __future__ import annotations

from xlengines.shared.refs import Area
from xlengines.shared.table_shape import TableShape
from xlengines.xlsx.package.xml import Element, Splice, escaped, first, inside, quoted
from xlengines.xlsx.parts.cells import FormulaText, same
from xlengines.xlsx.parts.strings import from_file
from xlengines.xlsx.parts.table_part import Column, attribute_name, elements_of

from .tables import Table

# The total of a column that got no new one.
_UNCHANGED = object()


def write_table(table: Table) -> None:
    """Write the place of a changed table, and the names of its columns, into its part."""
    package = table.sheet.book.package
    splice = Splice(package.read(table.part))
    elements = elements_of(splice.data, table.part)
    _place_changes(splice, elements, table)
    _column_changes(splice, elements, table)
    package.put(table.part, splice.result())


def _place_changes(splice: Splice, elements: list[Element], table: Table) -> None:
    area = table.area
    filtered = area._replace(bottom=area.bottom - table.shape.totals)
    for element in elements:
        if element.name == "table":
            waiting = {"insertRow": None, "insertRowShift": None}
            splice.attributes(element, {"ref": str(area)} | waiting)
        elif element.name == "autoFilter":
            splice.attributes(element, {"ref": str(filtered)})
        elif element.name in ("sortState", "sortCondition"):
            _place_sort(splice, element, table.saved_shape, filtered)
        elif element.name == "filterColumn" and element.number("colId") >= area.width:
            splice.remove(element)


def _place_sort(splice: Splice, element: Element, saved: TableShape, filtered: Area) -> None:
    """Let a sort of the whole body reach to the last row, and no further than the last column."""
    try:
        old = Area.parse(element.get("ref"))
    except ValueError:
        return
    if old.bottom == saved.area.bottom - saved.totals:
        new = old._replace(bottom=filtered.bottom, right=min(old.right, filtered.right))
        splice.attributes(element, {"ref": str(new)})


def _column_changes(splice: Splice, elements: list[Element], table: Table) -> None:
    columns = table.columns
    listed = [each for each in elements if each.name == "tableColumn"]
    box = first(elements, "tableColumns")
    if box is None:
        return
    for i, (element, column) in enumerate(zip(listed, columns, strict=False)):
        changes: dict[str, str | None] = {}
        if from_file(element.get("name")) != column.name:
            changes["name"] = attribute_name(column.name)
        if (total := _new_total(table, i)) is not _UNCHANGED:
            # The text of a total, or the mark of a formula of the user's own.
            label = attribute_name(total) if isinstance(total, str) else None
            function = "custom" if isinstance(total, FormulaText) else None
            changes |= {"totalsRowLabel": label, "totalsRowFunction": function}
            _total_formula(splice, elements, element, total)
        if changes:
            splice.attributes(element, changes, opened=isinstance(total, FormulaText))
    for element in listed[len(columns) :]:
        splice.remove(element)
    new = "".join(_column_xml(each, box.prefix) for each in columns[len(listed) :])
    splice.insert(listed[-1].end, new.encode())
    splice.attributes(box, {"count": str(len(columns))})


def _new_total(table: Table, position: int) -> object:
    """What was written as the total of a column; _UNCHANGED where it only moved along."""
    sheet, row = table.sheet, table.shape.totals_row
    new = (table.area.bottom, table.area.left + position)
    if row is None or new not in sheet.contents:
        return _UNCHANGED
    old = sheet.cell((table.saved_shape.area.bottom, new[1]))
    total = sheet.contents[new]
    return _UNCHANGED if same(old, total, sheet.book.strings) else total


def _total_formula(splice: Splice, elements: list[Element], column: Element, total: object) -> None:
    if old := inside(column, elements, "totalsRowFormula"):
        splice.remove(old)
    if isinstance(total, FormulaText):
        tag = f"{column.prefix}totalsRowFormula"
        # The schema wants it behind the formula of the column, and before all else.
        before = inside(column, elements, "calculatedColumnFormula")
        formula = f"<{tag}>{escaped(total.text)}</{tag}>".encode()
        splice.insert(before.end if before else column.open_end, formula)


def _column_xml(column: Column, prefix: str) -> str:
    name = quoted(attribute_name(column.name))
    start = f'<{prefix}tableColumn id="{column.id}" name={name}'
    if column.formula is None:
        return f"{start}/>"
    tag = f"{prefix}calculatedColumnFormula"
    return f"{start}><{tag}>{escaped(column.formula)}</{tag}></{prefix}tableColumn>"
