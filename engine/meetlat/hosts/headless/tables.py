"""Excel tables: where they stand, what their columns are called, how they grow and shrink."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .cells import Content, FormulaText
from .columns import users
from .errors import DAMAGED, Refused
from .refs import Area, address
from .resizing import Move, body_of, strips
from .splicing import Place, moved_formula
from .strings import from_file, to_file
from .structured import is_self_contained, with_areas
from .xml import Element, Splice, escaped, first, is_true, quoted, scan

if TYPE_CHECKING:
    from .sheets import Sheet

_WANTED = (
    *("table", "autoFilter", "filterColumn", "sortState", "sortCondition", "tableColumns"),
    *("tableColumn", "calculatedColumnFormula", "tableStyleInfo"),
)


@dataclass(frozen=True)
class Column:
    """A table column: its number in the file, its name, and what fills it."""

    id: int
    name: str
    formula: str | None = None
    """The calculated column's formula, without its equals sign."""


class Table:
    """A table of a sheet. Changes stay here until they are flushed into its part."""

    def __init__(self, sheet: Sheet, part: str) -> None:
        self.sheet, self.part = sheet, part
        self.read()

    def read(self) -> None:
        """Take everything from the part as it now stands."""
        data = self.sheet.document.package.read(self.part)
        elements = _elements(data, self.part)
        table = first(elements, "table")
        if table is None:
            raise Refused(f"The part {self.part} of this workbook is no table.", DAMAGED)
        self.name = table.get("displayName") or table.get("name")
        self.id = table.number("id")
        self.awaits_data = is_true(table.get("insertRow"))
        self.kind = table.get("tableType") or "worksheet"
        self.headers = table.number("headerRowCount", 1)
        self.totals = table.number("totalsRowCount")
        self.columns = list(_columns(elements))
        style = first(elements, "tableStyleInfo")
        self.style = style.get("name") if style else ""
        self.has_filter = first(elements, "autoFilter") is not None
        try:
            self.area = Area.parse(table.get("ref"))
        except ValueError:
            raise Refused(f"The table {self.name} of this workbook has no place.", DAMAGED) from (
                None
            )
        if len(self.columns) != self.area.width:
            raise Refused(f"The table {self.name} does not list its columns.", DAMAGED)
        self.saved_area, self.saved_columns = self.area, list(self.columns)
        self.formulas_changed = False

    @property
    def place(self) -> str:
        """The table for a message: `Report!A4:D9 (table ThemeScores)`."""
        return f"{self.sheet.name}!{self.area} (table {self.name})"

    @property
    def body(self) -> Area | None:
        """The rows between header and totals, if there are any."""
        return body_of(self.area, self.headers, self.totals)

    @property
    def header(self) -> Area | None:
        """The header row, if it shows."""
        area = self.area
        return Area(area.top, area.left, area.top, area.right) if self.headers else None

    @property
    def totals_row(self) -> Area | None:
        """The totals row, if it shows."""
        area = self.area
        return Area(area.bottom, area.left, area.bottom, area.right) if self.totals else None

    @property
    def changed(self) -> bool:
        """Whether its part must be written."""
        resized = self.area != self.saved_area
        renamed = self.columns != self.saved_columns
        return resized or renamed or self.formulas_changed or self._got_data()

    def _got_data(self) -> bool:
        """Whether something was written into a table that Excel shows as waiting for its data."""
        contents = self.sheet.contents.items()
        return self.awaits_data and any(v is not None and self.area.holds(*p) for p, v in contents)

    # Growing and shrinking

    def resize(self, area: Area) -> None:
        """Give the table another last row and last column.

        Its first cell stays. Rows that come in take the style of the row above and the formulas
        of calculated columns; a totals row moves along. Cells that fall out keep what they hold.

        Raises:
            Refused: something stands in the way, or the table cannot have this shape.
        """
        if area == self.area:
            return
        self._check(area)
        old = self.area
        totals = self._lift_totals() if self.totals and area.bottom != old.bottom else {}
        self.area = area
        self._take_columns(area.width)
        self._fill_new_rows(old)
        self._fill_new_columns(old)
        self._set_down_totals(totals)
        self.sync_headers()

    def _check(self, area: Area) -> None:
        old, sheet = self.area, self.sheet
        if (area.top, area.left) != (old.top, old.left):
            raise Refused(
                f"{self.place}: a table cannot move while it is resized.",
                f"Let the new range begin at {address(old.top, old.left)}.",
            )
        if area.height < self.headers + self.totals + 1:
            raise Refused(
                f"{self.place}: a table needs at least one row below its header.",
                "Leave one empty row.",
            )
        if area.width != old.width and self.kind != "worksheet":
            raise Refused(
                f"{self.place}: its columns come from a query or an XML map.",
                "Change the columns in Excel.",
            )
        for other in sheet.tables:
            if other is not self and other.area.meets(area):
                raise Refused(
                    f"{self.place} cannot grow: {other.place} is in the way.",
                    "Move one of them, or put it on a sheet of its own.",
                )
        self._check_cells(area)
        if area.width < old.width:
            self._check_dropped(self.columns[area.width :] + self.saved_columns[area.width :])

    def _check_dropped(self, columns: list[Column]) -> None:
        """A formula or slicer that names a column which is no more would be damage to Excel."""
        document = self.sheet.document
        names = {column.name.lower() for column in columns}
        used = next(users(document, self, names), None) or self._slicer(columns)
        if used:
            gone = ", ".join(dict.fromkeys(column.name for column in columns))
            raise Refused(
                f"{self.place}: the columns {gone} would go, but {used} uses them.",
                "Take that away first, or keep the columns.",
            )

    def _slicer(self, columns: list[Column]) -> str | None:
        package = self.sheet.document.package
        numbers = {str(column.id) for column in columns}
        for part in package.targets(self.sheet.document.workbook.part, "slicerCache"):
            for element in scan(package.read(part), ("tableSlicerCache",), part):
                if element.get("tableId") == str(self.id) and element.get("column") in numbers:
                    return "a slicer"
        return None

    def _check_cells(self, area: Area) -> None:
        sheet = self.sheet
        for merged in sheet.merged:
            if merged.meets(area) and not merged.meets(self.area):
                raise Refused(
                    f"{self.place}: the merged cells {sheet.name}!{merged} are in the way.",
                    "Unmerge them, or move them away.",
                )
        taken = [address(*place) for strip in strips(area, self.area) for place in self._own(strip)]
        if taken:
            shown = ", ".join(f"{sheet.name}!{cell}" for cell in taken[:3])
            more = f" and {len(taken) - 3} more" if len(taken) > 3 else ""
            raise Refused(
                f"{self.place} must become {area}, but {shown}{more} would be overwritten.",
                "Move those cells away, or put the table on a sheet of its own.",
            )

    def _own(self, strip: Area) -> Iterator[Place]:
        """Cells of the user's that hold something; what was just written here is not theirs."""
        for place in self.sheet.filled(strip):
            if place not in self.sheet.contents:
                yield place

    def _take_columns(self, width: int) -> None:
        number = max((column.id for column in self.columns), default=0)
        while len(self.columns) < width:
            number += 1
            self.columns.append(Column(number, ""))  # its header cell says what it is called
        del self.columns[width:]

    def _fill_new_rows(self, old: Area) -> None:
        before = body_of(old, self.headers, self.totals)
        after = self.body
        if before is None or after is None or after.bottom <= before.bottom:
            return
        for i, column in enumerate(self.columns[: old.width]):
            self._fill_down(before.bottom, after.bottom, old.left + i, column)

    def _fill_down(self, last: int, bottom: int, column: int, what: Column) -> None:
        sheet = self.sheet
        style = sheet.style((last, column))
        formula = self._formula_above(last, column, what)
        for row in range(last + 1, bottom + 1):
            place = (row, column)
            sheet.style_new(place, style)
            if formula is not None and not sheet.is_filled(place):
                sheet.put(place, FormulaText(_moved(formula, (last, column), place)))

    def _formula_above(self, row: int, column: int, what: Column) -> str | None:
        if what.formula is None:
            return None
        return self.sheet.formula((row, column)) or what.formula

    def _fill_new_columns(self, old: Area) -> None:
        """New columns look like their left neighbour."""
        for column in range(old.right + 1, self.area.right + 1):
            for row in range(self.area.top, self.area.bottom + 1):
                self.sheet.style_new((row, column), self.sheet.style((row, column - 1)))

    def _lift_totals(self) -> dict[int, tuple[Content, int]]:
        """Take the cells of the totals row up, by column, with their styles."""
        sheet, row = self.sheet, self.area.bottom
        lifted = {}
        for column in range(self.area.left, self.area.right + 1):
            place = (row, column)
            lifted[column] = (sheet.content(place), sheet.style(place))
            above = (row - 1, column)
            sheet.put(place, None)
            sheet.set_style(place, sheet.style(above))
        return lifted

    def _set_down_totals(self, lifted: dict[int, tuple[Content, int]]) -> None:
        for column, (content, style) in lifted.items():
            if column <= self.area.right:
                place = (self.area.bottom, column)
                self.sheet.put(place, self._followed(content))
                self.sheet.set_style(place, style)

    def _followed(self, content: Content) -> Content:
        """A total of a column's cells, named by their place, still covers the whole column."""
        if not isinstance(content, FormulaText):
            return content
        move = self.move

        def change(sheet: str | None, area: Area) -> Area | None:
            here = (sheet or "").lower() == self.sheet.name.lower()
            return move.follow(area, widen=False) if here else None

        return FormulaText(with_areas(content.text, change, self.sheet.name))

    @property
    def move(self) -> Move:
        """How the table changed its size since it was read."""
        return Move(self.sheet.name, self.saved_area, self.area, self.headers, self.totals)

    # Names

    def sync_headers(self) -> None:
        """Make column names and header cells say the same: text, never blank, never twice."""
        if not self.headers:
            return self._name_unseen_columns()
        taken: set[str] = set()
        for i, column in enumerate(self.columns):
            place = (self.area.top, self.area.left + i)
            name = free_name(self.sheet.header_text(place) or f"Column{i + 1}", taken)
            taken.add(name.lower())
            if self.sheet.content(place) != name:
                self.sheet.put(place, name)
            if name != column.name:
                self.columns[i] = replace(column, name=name)
        return None

    def _name_unseen_columns(self) -> None:
        taken = {column.name.lower() for column in self.columns}
        for i, column in enumerate(self.columns):
            if not column.name:
                name = free_name(f"Column{i + 1}", taken)
                taken.add(name.lower())
                self.columns[i] = replace(column, name=name)

    # Into the part

    def flush(self) -> None:
        """Write what changed into the part."""
        if not self.changed:
            return
        package = self.sheet.document.package
        data = package.read(self.part)
        elements = _elements(data, self.part)
        splice = Splice(data)
        self._place_changes(splice, elements)
        self._column_changes(splice, elements)
        package.put(self.part, splice.result())

    def _place_changes(self, splice: Splice, elements: list[Element]) -> None:
        area, bottom = self.area, self.area.bottom - self.totals
        for element in elements:
            if element.name == "table":
                waiting = {"insertRow": None, "insertRowShift": None}
                splice.attributes(element, {"ref": str(area)} | waiting)
            elif element.name == "autoFilter":
                filtered = Area(area.top, area.left, bottom, area.right)
                splice.attributes(element, {"ref": str(filtered)})
            elif element.name in ("sortState", "sortCondition"):
                self._place_sort(splice, element, bottom)
            elif element.name == "filterColumn" and element.number("colId") >= area.width:
                splice.replace(element.start, element.end, b"")

    def _place_sort(self, splice: Splice, element: Element, bottom: int) -> None:
        try:
            old = Area.parse(element.get("ref"))
        except ValueError:
            return
        if old.bottom == self.saved_area.bottom - self.totals:
            right = min(old.right, self.area.right)
            splice.attributes(element, {"ref": str(Area(old.top, old.left, bottom, right))})

    def _column_changes(self, splice: Splice, elements: list[Element]) -> None:
        listed = [each for each in elements if each.name == "tableColumn"]
        box = first(elements, "tableColumns")
        if box is None:
            return
        for element, column in zip(listed, self.columns, strict=False):
            if from_file(element.get("name")) != column.name:
                splice.attributes(element, {"name": attribute_name(column.name)})
        for element in listed[len(self.columns) :]:
            splice.replace(element.start, element.end, b"")
        new = "".join(_column_xml(each, box.prefix) for each in self.columns[len(listed) :])
        splice.insert(listed[-1].end, new.encode())
        splice.attributes(box, {"count": str(len(self.columns))})


def free_name(wanted: str, taken: set[str]) -> str:
    """The name, with a number behind it where another column has it already."""
    if wanted.lower() not in taken:
        return wanted
    return next(name for n in range(2, 100_000) if (name := f"{wanted}{n}").lower() not in taken)


def _moved(formula: str, origin: Place, target: Place) -> str:
    if is_self_contained(formula):
        return formula
    return moved_formula(formula, origin, target)


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


def _elements(data: bytes, part: str) -> list[Element]:
    """The table's own elements; extensions have some of the same names for other things."""
    found = scan(data, _WANTED, part, text=True)
    return [each for each in found if "extLst" not in each.path]


def _columns(elements: list[Element]) -> Iterator[Column]:
    formulas = [each for each in elements if each.name == "calculatedColumnFormula"]
    for element in elements:
        if element.name == "tableColumn":
            inside = (f.text for f in formulas if element.start < f.start < element.end)
            yield Column(element.number("id"), from_file(element.get("name")), next(inside, None))
