"""The workbook part: which sheets there are, the names, the calculation settings."""

from __future__ import annotations

import re
from typing import NamedTuple

from xlengines.shared.errors import DAMAGED, Refused
from xlengines.xlsx.package.package import Package, workbook_part
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
    """A sheet as the workbook lists it."""

    name: str
    part: str
    kind: str
    """`worksheet`, `chartsheet`, `dialogsheet`, or a macro sheet's long name."""
    state: str
    """`visible`, `hidden` or `veryHidden`."""


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
        """The part as it now stands."""
        return self.package.read(self.part)

    def scan(self, *wanted: str, text: bool = False) -> list[Element]:
        """Elements of the workbook part."""
        return scan(self.data, wanted, self.part, text=text)

    @property
    def prefix(self) -> str:
        """The prefix of the workbook's own elements; mostly none."""
        return one(self.data, "workbook", self.part).prefix

    def splice(self) -> Splice:
        """Replacements to be made in it."""
        return Splice(self.data)

    def put(self, splice: Splice) -> None:
        """Keep the part with the replacements made."""
        self.package.put(self.part, splice.result())

    @property
    def date1904(self) -> bool:
        """Whether days are counted from 1904 (old Macs) and not from 1900."""
        found = first(self.scan("workbookPr"), "workbookPr", 1)
        return bool(found) and is_true(found.get("date1904"))

    @property
    def locked(self) -> bool:
        """Whether the order and number of sheets is protected."""
        found = first(self.scan("workbookProtection"), "workbookProtection", 1)
        return bool(found) and is_true(found.get("lockStructure"))

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
        """Set `activeTab` and its like."""
        splice = self.splice()
        for element in self.scan("workbookView"):
            splice.attributes(element, {name: str(value) for name, value in changes.items()})
        self.put(splice)

    def set_state(self, index: int, state: str) -> None:
        """Show or hide a sheet."""
        splice = self.splice()
        value = None if state == "visible" else state
        splice.attributes(self.scan("sheet")[index], {"state": value})
        self.put(splice)

    def rename(self, index: int, name: str) -> None:
        """Give a sheet another name."""
        splice = self.splice()
        splice.attributes(self.scan("sheet")[index], {"name": name})
        self.put(splice)

    def add_sheet(self, name: str, part: str, index: int) -> None:
        """List a new sheet before the one at `index` (or last), and let indices move along."""
        relationship = self.package.relate(self.part, "worksheet", part)
        listed = self.scan("sheet")
        number = 1 + max(each.number("sheetId") for each in listed)
        namespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        new = (
            f"<{listed[0].prefix}sheet name={quoted(name)} "
            f'sheetId="{number}" xmlns:r="{namespace}" r:id="{relationship}"/>'
        )
        splice = self.splice()
        splice.insert(listed[index].start if index < len(listed) else listed[-1].end, new.encode())
        self._shift(splice, index)
        self.put(splice)

    def _shift(self, splice: Splice, index: int) -> None:
        """Sheets are pointed to by their position in two places."""
        for element in self.scan("definedName", "workbookView"):
            changes: dict[str, str | None] = {
                name: str(element.number(name) + 1)
                for name in ("localSheetId", "activeTab", "firstSheet")
                if element.number(name, -1) >= index
            }
            if changes:
                splice.attributes(element, changes)

    def names(self) -> list[DefinedName]:
        """The defined names."""
        return [
            DefinedName(each.get("name"), each.text, _sheet(each), each)
            for each in self.scan("definedName", text=True)
        ]

    def add_name(self, name: str, text: str, sheet: int | None) -> None:
        """Add a name, of the workbook or of the sheet with this index."""
        prefix = self.prefix
        local = "" if sheet is None else f' localSheetId="{sheet}"'
        tag = f"{prefix}definedName"
        new = f"<{tag} name={quoted(name)}{local}>{escaped(text)}</{tag}>"
        boxes = self.scan("definedNames")
        if not boxes:
            return self.insert_child("definedNames", f"<{tag}s>{new}</{tag}s>".encode())
        splice = self.splice()
        splice.append_child(boxes[0], new.encode())
        return self.put(splice)

    def set_name(self, name: DefinedName, text: str | None) -> None:
        """Give a name another text; None deletes it."""
        splice, element = self.splice(), name.element
        if text is None:
            splice.replace(element.start, element.end, b"")
        else:
            splice.replace(element.open_end, element.close, escaped(text).encode())
        self.put(splice)

    def insert_child(self, name: str, xml: bytes) -> None:
        """Add a child of the workbook where the schema wants it."""
        children = [each for each in self.scan(*_ORDER) if each.depth == 1]
        before = [each for each in children if _RANK[each.name] <= _RANK[name]]
        if not before:
            raise Refused("This workbook holds no sheets.", DAMAGED)
        splice = self.splice()
        splice.insert(before[-1].end, xml)
        self.put(splice)

    def calculate_on_load(self) -> None:
        """Have Excel calculate every formula when it opens the workbook."""
        found = first(self.scan("calcPr"), "calcPr", 1)
        if found is None:
            prefix = self.prefix
            return self.insert_child("calcPr", f'<{prefix}calcPr fullCalcOnLoad="1"/>'.encode())
        if is_true(found.get("fullCalcOnLoad")):
            return None
        splice = self.splice()
        splice.attributes(found, {"fullCalcOnLoad": "1"})
        return self.put(splice)

    def drop_calculation_chain(self) -> None:
        """Take out the list of formula cells: one that names a cell without a formula is damage."""
        for part in self.package.targets(self.part, "calcChain"):
            self.package.unrelate(self.part, part)
            self.package.drop(part)


def _sheet(name: Element) -> int | None:
    return name.number("localSheetId") if name.get("localSheetId") else None
