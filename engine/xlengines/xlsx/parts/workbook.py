"""The workbook part: which sheets there are, the names, the calculation settings."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import NamedTuple

from xlengines.shared.errors import DAMAGED, Refused
from xlengines.xlsx.package.package import RELATIONSHIPS, Package, workbook_part
from xlengines.xlsx.package.xml import Element, Splice, escaped, first, is_true, one, quoted, scan

# The order in which the schema wants a workbook's children (ECMA-376, 18.2.27).
_ORDER = re.findall(
    r"\w+",
    """fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups
    externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr
    smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst""",
)
_RANK = {name: rank for rank, name in enumerate(_ORDER)}


class Listed(NamedTuple):
    """A sheet as the workbook lists it.

    `kind` is `worksheet`, `chartsheet`, `dialogsheet`, or the long name of a macro sheet; `state`
    is `visible`, `hidden` or `veryHidden`.
    """

    name: str
    part: str
    kind: str
    state: str


class DefinedName(NamedTuple):
    """A name and the text of its formula; `sheet` is the index of the sheet it belongs to."""

    name: str
    text: str
    sheet: int | None
    element: Element


class WorkbookPart:
    """`workbook.xml`, changed by splicing like any part."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = workbook_part(package)

    @property
    def data(self) -> bytes:
        """The part, with the changes."""
        return self.package.read(self.part)

    def scan(self, *wanted: str, text: bool = False) -> list[Element]:
        """Elements of the workbook part."""
        return scan(self.data, wanted, self.part, text=text)

    @property
    def prefix(self) -> str:
        """The prefix of the workbook's own elements; mostly none."""
        return one(self.data, "workbook", self.part).prefix

    @contextmanager
    def changes(self) -> Generator[Splice]:
        """Replacements to be made in the part, made when the block ends."""
        splice = Splice(self.data)
        yield splice
        self.package.put(self.part, splice.result())

    @property
    def date1904(self) -> bool:
        """Whether days are counted from 1904 (old Macs) and not from 1900."""
        return self._has("workbookPr", "date1904")

    @property
    def locked(self) -> bool:
        """Whether the order and number of sheets is protected."""
        return self._has("workbookProtection", "lockStructure")

    def _has(self, name: str, attribute: str) -> bool:
        found = first(self.scan(name), name, 1)
        return found is not None and is_true(found.get(attribute))

    def sheets(self) -> list[Listed]:
        """The sheets in the order of their tabs."""
        arrows = {arrow.id: arrow for arrow in self.package.relationships(self.part)}
        found = []
        for element in self.scan("sheet"):
            arrow = arrows.get(element.reference())
            if arrow is None or arrow.external or arrow.target not in self.package:
                name = element.get("name")
                raise Refused(f"The sheet {name} of this workbook is missing.", DAMAGED)
            state = element.get("state") or "visible"
            found.append(Listed(element.get("name"), arrow.target, arrow.kind, state))
        if not found:
            raise Refused("This workbook holds no sheets.", DAMAGED)
        return found

    def active_tab(self) -> int:
        """The index of the sheet that shows when the workbook opens."""
        found = first(self.scan("workbookView"), "workbookView")
        return found.number("activeTab") if found else 0

    def set_view(self, **changes: int) -> None:
        """Set attributes of the view, such as `activeTab`."""
        with self.changes() as splice:
            for element in self.scan("workbookView"):
                splice.attributes(element, {name: str(value) for name, value in changes.items()})

    def set_state(self, index: int, state: str) -> None:
        """Show or hide a sheet."""
        with self.changes() as splice:
            shown = None if state == "visible" else state
            splice.attributes(self.scan("sheet")[index], {"state": shown})

    def rename(self, index: int, name: str) -> None:
        """Give a sheet another name."""
        with self.changes() as splice:
            splice.attributes(self.scan("sheet")[index], {"name": name})

    def add_sheet(self, name: str, part: str, index: int) -> None:
        """List a new sheet before the one at `index` (or last), and let indices move along."""
        relationship = self.package.relate(self.part, "worksheet", part)
        listed = self.scan("sheet")
        number = 1 + max(each.number("sheetId") for each in listed)
        new = (
            f"<{listed[0].prefix}sheet name={quoted(name)} "
            f'sheetId="{number}" xmlns:r="{RELATIONSHIPS}" r:id="{relationship}"/>'
        )
        with self.changes() as splice:
            at = listed[index].start if index < len(listed) else listed[-1].end
            splice.insert(at, new.encode())
            for element in self.scan("definedName", "workbookView"):
                moved = {
                    key: str(element.number(key) + 1)
                    for key in ("localSheetId", "activeTab", "firstSheet")
                    if element.number(key, -1) >= index
                }
                splice.attributes(element, {**moved})

    def names(self) -> list[DefinedName]:
        """The defined names."""
        found, sheets = [], len(self.scan("sheet"))
        for each in self.scan("definedName", text=True):
            name = each.get("name")
            sheet = each.number("localSheetId") if each.get("localSheetId") else None
            if sheet is not None and sheet not in range(sheets):
                raise Refused(
                    f"This workbook is damaged: the name {name} belongs to sheet {sheet + 1}, and "
                    f"the workbook has {sheets}.",
                    DAMAGED,
                )
            found.append(DefinedName(name, each.text, sheet, each))
        return found

    def add_name(self, name: str, text: str, sheet: int | None) -> None:
        """Add a name, of the workbook or of the sheet with this index."""
        local = "" if sheet is None else f' localSheetId="{sheet}"'
        tag = f"{self.prefix}definedName"
        new = f"<{tag} name={quoted(name)}{local}>{escaped(text)}</{tag}>"
        box = first(self.scan("definedNames"), "definedNames")
        if box is None:
            return self.insert_child("definedNames", f"<{tag}s>{new}</{tag}s>".encode())
        with self.changes() as splice:
            splice.append_child(box, new.encode())
        return None

    def set_name(self, name: DefinedName, text: str) -> None:
        """Give a name another text."""
        with self.changes() as splice:
            splice.text(name.element, text)

    def delete_name(self, name: DefinedName) -> None:
        """Take a name out."""
        with self.changes() as splice:
            splice.remove(name.element)

    def insert_child(self, name: str, xml: bytes) -> None:
        """Add a child of the workbook where the schema wants it."""
        children = [each for each in self.scan(*_ORDER) if each.depth == 1]
        before = [each for each in children if _RANK[each.name] <= _RANK[name]]
        if not before:
            raise Refused("This workbook holds no sheets.", DAMAGED)
        with self.changes() as splice:
            splice.insert(before[-1].end, xml)

    def calculate_on_load(self) -> None:
        """Have Excel calculate every formula when it opens the workbook."""
        found = first(self.scan("calcPr"), "calcPr", 1)
        if found is None:
            self.insert_child("calcPr", f'<{self.prefix}calcPr fullCalcOnLoad="1"/>'.encode())
        elif not is_true(found.get("fullCalcOnLoad")):
            with self.changes() as splice:
                splice.attributes(found, {"fullCalcOnLoad": "1"})

    def drop_calculation_chain(self) -> None:
        """Take out the list of formula cells: naming a cell without a formula would be damage."""
        for part in self.package.targets(self.part, "calcChain"):
            self.package.unrelate(self.part, part)
            self.package.drop(part)
