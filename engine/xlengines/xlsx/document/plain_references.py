"""Formulas that only show another cell: their values are known without calculating.

These are plain, and no others: one cell (`=Sheet!B3`), the cell of a column in the same row of a
table (`=T[[#This Row],[n]]`), and `INDEX` with whole numbers into cells or into columns of a table
(`=INDEX(T[n],3)`). A blank cell shows as 0, as in Excel. Formulas that choose between such
references are known too (see `xlengines.shared.plain_formulas`).
"""

from __future__ import annotations

import re
from typing import TypeAlias

from xlengines.shared.plain_formulas import UnknownError, parsed
from xlengines.shared.references import TableReference, references
from xlengines.shared.refs import Area, Place
from xlengines.shared.structured import TOKEN, bracketed
from xlengines.shared.values import CellError
from xlengines.xlsx.parts.cells import Content, FormulaText, Result, shown_by, stored
from xlengines.xlsx.parts.grid import Cell

from .document import Document
from .lookups import Lookups
from .precedents import Precedents
from .sheets import Sheet

_Node: TypeAlias = tuple[Sheet, Place]

_NUMBER = r"[1-9][0-9]*"
_INDEX = re.compile(
    rf"INDEX\((?P<of>.+?),(?P<first>{_NUMBER})(?:,(?P<second>{_NUMBER}))?\)\Z", re.IGNORECASE
)
# Formulas whose results may fill several cells.
_OF_MORE_CELLS = ("array", "dataTable")
# The name of a table; blank in a formula inside that table.
_NAME = re.compile(r"[^\W\d][\w.]*|")


def is_plain(formula: str) -> bool:
    """Whether a formula looks as if it only shows another cell."""
    index = _INDEX.match(formula)
    return _is_one_reference(index["of"] if index else formula) or parsed(formula) is not None


def fill_in_results(document: Document, precedents: Precedents) -> None:
    """Fill in the current values of plain formulas that are new or lost their stored value."""
    plain = _PlainReferences(precedents)
    for sheet in document.sheets:
        new = [place for place, c in sheet.contents.items() if isinstance(c, FormulaText)]
        for place in (*new, *sheet.results):
            result = plain.result((sheet, place))
            if place in sheet.contents and result is None:
                continue
            sheet.results[place] = result
        for place in [*sheet.results]:
            if place not in sheet.contents and _holds(sheet, place, sheet.results[place]):
                del sheet.results[place]


def _holds(sheet: Sheet, place: Place, result: Result) -> bool:
    """Whether the file already stores this result."""
    cell = sheet.cell(place)
    if cell is None or result is None:
        return cell is None or cell.raw is None
    held = _stored(sheet, cell)
    return type(held) is type(result) and held == result


def _stored(sheet: Sheet, cell: Cell) -> Result:
    """The value that the file stores for a cell; None if there is none or it is not known."""
    held = stored(cell, sheet.book.strings)
    if held is None:  # blank, or a formula with an empty text
        return "" if cell.formula and cell.kind == "str" and cell.raw is not None else None
    kind, value = held
    if kind == "d":
        return None
    return CellError(value) if kind == "e" else value


class _PlainReferences:
    """Finds the values of plain formulas, which may refer to each other."""

    def __init__(self, precedents: Precedents) -> None:
        self.precedents = precedents
        self.known: dict[_Node, Result] = {}

    def result(self, node: _Node) -> Result:
        """The value of the formula in a cell; None if it is not plain or depends on itself."""
        if node not in self.known:
            self.known[node] = None
            target = self.target(node)
            self.known[node] = self.value(target) if target else self.looked_up(node)
        return self.known[node]

    def looked_up(self, node: _Node) -> Result:
        """The value of a formula that chooses between references or joins them."""
        sheet, place = node
        text, origin = _formula(sheet, place)
        compute = parsed(text) if origin == place else None
        if compute is None:
            return None
        try:
            result = compute(Lookups(self.precedents, sheet, self.value))
        except UnknownError:
            return None
        return 0.0 if result is None else result

    def value(self, node: _Node) -> Result:
        """The value of a cell in a formula; None if it is not known."""
        sheet, place = node
        if place in sheet.contents:
            return self.new_value(node, sheet.contents[place])
        if place in sheet.results:
            return self.result(node)
        cell = sheet.cell(place)
        if cell is None or cell.blank:
            return 0.0
        return _stored(sheet, cell)

    def new_value(self, node: _Node, new: Content) -> Result:
        if isinstance(new, FormulaText):
            shown = shown_by(new)
            return self.result(node) if shown is None else shown
        return 0.0 if new is None else new if isinstance(new, bool | str) else float(new)

    def target(self, node: _Node) -> _Node | None:
        """The one cell that a formula shows, if it is plain."""
        sheet, place = node
        text, origin = _formula(sheet, place)
        index = _INDEX.match(text)
        found = self.cells(index["of"] if index else text, node, origin)
        if found is None:
            return None
        on, area = found
        picked = _picked(area, index["first"], index["second"]) if index else area
        if picked is None or picked.height * picked.width != 1 or on.kind != "worksheet":
            return None
        return on, (picked.top, picked.left)

    def cells(self, text: str, node: _Node, origin: Place) -> tuple[Sheet, Area] | None:
        """The cells that a text refers to, if it is one reference and nothing else."""
        sheet, place = node
        if _is_address(text):
            for reference in references(text).cells:
                sheets = self.precedents.sheets_of(reference, sheet) or []
                area = reference.moved(place[0] - origin[0], place[1] - origin[1])
                return (sheets[0], area) if len(sheets) == 1 else None
        if _is_table_reference(text):
            return self.table_cells(references(text).tables[0], sheet, place)
        return None

    def table_cells(
        self, reference: TableReference, sheet: Sheet, place: Place
    ) -> tuple[Sheet, Area] | None:
        """The cells of one column of a table: of all rows, or of the row of the formula."""
        table = self.precedents.table(reference, sheet, place)
        body = table.shape.body if table else None
        if table is None or body is None or len(reference.columns) != 1:
            return None
        names = [column.name.lower() for column in table.columns]
        if reference.columns[0].lower() not in names:
            return None
        left = table.area.left + names.index(reference.columns[0].lower())
        on = self.precedents.sheet_of(table)
        if not reference.rows:
            return on, body._replace(left=left, right=left)
        inside = on is sheet and body.holds(*place) and reference.rows == {"#this row"}
        return (on, Area(place[0], left, place[0], left)) if inside else None


def _is_one_reference(text: str) -> bool:
    return _is_address(text) or _is_table_reference(text)


def _is_address(text: str) -> bool:
    token = TOKEN.match(text)
    return token is not None and bool(token["area"]) and token.end() == len(text)


def _is_table_reference(text: str) -> bool:
    name, bracket, _ = text.partition("[")
    return bool(bracket and _NAME.fullmatch(name)) and bracketed(text, len(name)) == len(text)


def _formula(sheet: Sheet, place: Place) -> tuple[str, Place]:
    """The formula of a cell, blank if its results fill several cells; and the cell that holds it.

    That is another cell if the formula is shared.
    """
    new = sheet.contents.get(place)
    if isinstance(new, FormulaText):
        return new.text, place
    cell = sheet.cell(place)
    if cell is None or cell.formula is None or cell.formula.attributes.get("t") in _OF_MORE_CELLS:
        return "", place
    head = sheet.formula_head(cell)
    text = head.formula.text if head.formula else ""
    return sheet.formula_texts.get(head.place, text), head.place


def _picked(area: Area, first: str, second: str | None) -> Area | None:
    """The cell that `INDEX` picks from an area; None if it lies outside."""
    row, column = int(first), int(second or 1)
    if second is None and area.height == 1:
        row, column = 1, row
    elif second is None and area.width > 1:
        return None
    if row > area.height or column > area.width:
        return None
    top, left = area.top + row - 1, area.left + column - 1
    return Area(top, left, top, left)
