"""The part that describes a table: its elements and its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlengines.xlsx.package.xml import Element, inside, scan

from .strings import from_file, to_file

_WANTED = (
    *("table", "autoFilter", "filterColumn", "sortState", "sortCondition", "tableColumns"),
    *("tableColumn", "calculatedColumnFormula", "totalsRowFormula", "tableStyleInfo"),
)


@dataclass(frozen=True)
class Column:
    """A table column: its number in the file, its name, and what fills it."""

    id: int
    name: str
    # Of a calculated column, without its equals sign.
    formula: str | None = None


def attribute_name(name: str) -> str:
    """A column's name as the table part spells it: line breaks are written out."""
    return to_file(name).replace("\n", "_x000a_")


def elements_of(data: bytes, part: str) -> list[Element]:
    """The table's own elements; extensions have some of the same names for other things."""
    found = scan(data, _WANTED, part, text=True)
    return [each for each in found if "extLst" not in each.path]


def columns_of(elements: list[Element]) -> Iterator[Column]:
    """The columns that a table's part lists."""
    for element in elements:
        if element.name == "tableColumn":
            formula = inside(element, elements, "calculatedColumnFormula")
            text = formula.text if formula else None
            yield Column(element.number("id"), from_file(element.get("name")), text)
