"""The part that describes a table: what it says, and the few bytes of it that change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlengines.shared.refs import Area
from xlengines.xlsx.package.xml import Element, Splice, escaped, first, quoted, scan

from .cells import FormulaText
from .strings import from_file, to_file

if TYPE_CHECKING:
    from xlengines.xlsx.document.tables import Table

_WANTED = (
    *("table", "autoFilter", "filterColumn", "sortState", "sortCondition", "tableColumns"),
    *("tableColumn", "calculatedColumnFormula", "totalsRowFormula", "tableStyleInfo"),
)


UNCHANGED = object()
"""What a total is that nobody wrote."""


@dataclass(frozen=True)
class Column:
    """A table column: its number in the file, its name, and what fills it."""

    id: int
    name: str
    formula: str | None = None
    """The calculated column's formula, without its equals sign."""


def attribute_name(name: str) -> str:
    """A column's name as the table part spells it: line breaks are written out."""
    return to_file(name).replace("\n", "_x000a_")


def _column_xml(column: Column, prefix: str) -> str:
    name = quoted(attribute_name(column.name))
    start = f'<{prefix}tableColumn id="{column.id}" name={name}'
    if column.formula is None:
        return f"{start}/>"
    tag = f"{prefix}calculatedColumnFormula"
    return f"{start}><{tag}>{escaped(column.formula)}</{tag}></{prefix}tableColumn>"


def elements_of(data: bytes, part: str) -> list[Element]:
    """The table's own elements; extensions have some of the same names for other things."""
    found = scan(data, _WANTED, part, text=True)
    return [each for each in found if "extLst" not in each.path]


def columns_of(elements: list[Element]) -> Iterator[Column]:
    """The columns that a table's part lists."""
    formulas = [each for each in elements if each.name == "calculatedColumnFormula"]
    for element in elements:
        if element.name == "tableColumn":
            inside = (f.text for f in formulas if element.start < f.start < element.end)
            yield Column(element.number("id"), from_file(element.get("name")), next(inside, None))


def with_changes(data: bytes, table: Table) -> bytes:
    """A table's part that says where the table is now, and what its columns are called."""
    elements = elements_of(data, table.part)
    splice = Splice(data)
    _place_changes(splice, elements, table)
    _column_changes(splice, elements, table)
    return splice.result()


def _place_changes(splice: Splice, elements: list[Element], table: Table) -> None:
    area, bottom = table.area, table.area.bottom - table.totals
    for element in elements:
        if element.name == "table":
            waiting = {"insertRow": None, "insertRowShift": None}
            splice.attributes(element, {"ref": str(area)} | waiting)
        elif element.name == "autoFilter":
            filtered = Area(area.top, area.left, bottom, area.right)
            splice.attributes(element, {"ref": str(filtered)})
        elif element.name in ("sortState", "sortCondition"):
            _place_sort(splice, element, table)
        elif element.name == "filterColumn" and element.number("colId") >= area.width:
            splice.replace(element.start, element.end, b"")


def _place_sort(splice: Splice, element: Element, table: Table) -> None:
    try:
        old = Area.parse(element.get("ref"))
    except ValueError:
        return
    bottom = table.area.bottom - table.totals
    if old.bottom == table.saved_area.bottom - table.totals:
        right = min(old.right, table.area.right)
        splice.attributes(element, {"ref": str(Area(old.top, old.left, bottom, right))})


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
        if (total := table.new_total(i)) is not UNCHANGED:
            changes |= _total_attributes(total)
            _total_formula(splice, elements, element, total)
        if changes:
            splice.attributes(element, changes, opened=isinstance(total, FormulaText))
    for element in listed[len(columns) :]:
        splice.replace(element.start, element.end, b"")
    new = "".join(_column_xml(each, box.prefix) for each in columns[len(listed) :])
    splice.insert(listed[-1].end, new.encode())
    splice.attributes(box, {"count": str(len(columns))})


def _total_attributes(total: object) -> dict[str, str | None]:
    """What a column says of its total: the text, or that it is a formula of the user's own."""
    label = attribute_name(total) if isinstance(total, str) else None
    function = "custom" if isinstance(total, FormulaText) else None
    return {"totalsRowLabel": label, "totalsRowFunction": function}


def _total_formula(splice: Splice, elements: list[Element], column: Element, total: object) -> None:
    for old in elements:
        if old.name == "totalsRowFormula" and column.start < old.start < column.end:
            splice.replace(old.start, old.end, b"")
    if isinstance(total, FormulaText):
        tag = f"{column.prefix}totalsRowFormula"
        formula = f"<{tag}>{escaped(total.text)}</{tag}>".encode()
        splice.insert(_after_calculated(elements, column), formula)


def _after_calculated(elements: list[Element], column: Element) -> int:
    """Where the schema wants a total's formula: behind that of the column, before all else."""
    for each in elements:
        if each.name == "calculatedColumnFormula" and column.start < each.start < column.end:
            return each.end
    return column.open_end
