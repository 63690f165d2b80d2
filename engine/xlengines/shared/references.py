"""What a formula refers to: cells, tables, names and functions, read from its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from .excel_limits import MOST_COLUMNS, MOST_ROWS
from .refs import Area, unquote_sheet
from .structured import TOKEN, bracketed, unescaped

# The rest of a reference to another workbook, after the brackets: `[1]Sheet!$A$1:$B$9`.
_ELSEWHERE = re.compile(r"[\w.:]*!\$?[\w.]+(?:\$?[0-9]+)?(?::\$?[A-Za-z]*\$?[0-9]*)?")
# Before `!` and a name of the workbook that is also one of a sheet: this workbook.
_HERE = "[0]"
# Characters that no formula has outside its strings, names and brackets.
_BROKEN = re.compile(r"""["'\[\]]""")


class CellReference(NamedTuple):
    """Cells by their address; without a sheet, on the sheet of the formula."""

    area: Area
    # Whether top, left, bottom and right stay the same when the formula is copied to another cell.
    fixed: tuple[bool, bool, bool, bool]
    # The first and the last sheet: the same, unless the reference goes through several.
    sheets: tuple[str, str] | None

    def moved(self, down: int, right: int) -> Area:
        """The cells that it refers to when the formula is moved down and right.

        If a side would leave the sheet, Excel wraps it around; then all rows or columns count.
        """
        if not (down or right) or all(self.fixed):
            return self.area
        steps = (down, right, down, right)
        top, left, bottom, last = (
            side if stays else side + step
            for side, stays, step in zip(self.area, self.fixed, steps, strict=True)
        )
        if not 1 <= top <= bottom <= MOST_ROWS:
            top, bottom = 1, MOST_ROWS
        if not 1 <= left <= last <= MOST_COLUMNS:
            left, last = 1, MOST_COLUMNS
        return Area(top, left, bottom, last)


class TableReference(NamedTuple):
    """Cells of a table. An empty name is the table that the formula stands in."""

    table: str
    # `#this row`, `#headers`, ...; none for the rows of data.
    rows: frozenset[str]
    # The names of the first and last column, or of the only one; none for all.
    columns: tuple[str, ...]


class NameReference(NamedTuple):
    """A defined name or a table, with the sheet written before it, if any.

    `[0]` in place of a sheet says that it is a name of the workbook, not of the sheet.
    """

    name: str
    sheet: str | None


@dataclass(slots=True)
class References:
    """All that a formula refers to."""

    cells: list[CellReference] = field(default_factory=list)
    tables: list[TableReference] = field(default_factory=list)
    names: list[NameReference] = field(default_factory=list)
    # In capitals, without the prefix that newer functions have in a file.
    functions: set[str] = field(default_factory=set)
    # Whether an end of a range is computed, as in `A1:INDEX(B1:B9,3)`.
    joins: bool = False
    # Whether its text could be read to the end.
    is_clear: bool = True


@lru_cache(maxsize=50_000)
def references(formula: str) -> References:
    """What a formula refers to. Other workbooks are left out."""
    return _Reader(formula).found


class _Reader:
    """One pass over a formula. `name` is the last name read, which ends just before `at`."""

    def __init__(self, formula: str) -> None:
        self.formula, self.found = formula, References()
        self.at, self.name = 0, ""
        while token := TOKEN.search(formula, self.at):
            gap = formula[self.at : token.start()]
            if gap and not (gap in "!:" and self.is_prefixed(token, gap)):
                self.finish_name()
                self.pass_over(gap)
            self.at = token.end()
            self.read(token, gap)
        self.finish_name()
        self.pass_over(formula[self.at :])

    def is_prefixed(self, token: re.Match[str], gap: str) -> bool:
        """Whether the last name is that of a sheet, or of the first of several sheets."""
        if gap == "!":
            return bool(self.name) and not (token["string"] or token["brackets"])
        return bool(self.name and token["sheet"])

    def pass_over(self, gap: str) -> None:
        self.found.joins |= ":" in gap
        self.found.is_clear &= not _BROKEN.search(gap)

    def read(self, token: re.Match[str], gap: str) -> None:
        if token["string"]:
            self.finish_name()
        elif token["brackets"]:
            self.read_brackets(token.start())
        elif address := token["area"] or token["lines"]:
            self.read_cells(address, token["sheet"], gap)
        elif gap == "!" and self.name:
            sheet, self.name = unquote_sheet(self.name), ""
            if "[" not in sheet or sheet == _HERE:
                self.found.names.append(NameReference(token[0], sheet))
        else:
            self.finish_name()
            self.name = token[0]

    def read_brackets(self, start: int) -> None:
        end = bracketed(self.formula, start)
        if not self.name and self.formula[start : end + 1] == f"{_HERE}!":
            self.name, self.at = _HERE, end
            return
        self.found.is_clear &= self.formula[end - 1] == "]"
        elsewhere = None if self.name else _ELSEWHERE.match(self.formula, end)
        self.at = elsewhere.end() if elsewhere else end
        if not elsewhere:
            inside = self.formula[start + 1 : end - 1]
            self.found.tables.append(_table_reference(self.name, inside))
        self.name = ""

    def read_cells(self, address: str, prefix: str | None, gap: str) -> None:
        last = unquote_sheet(prefix[:-1]) if prefix else ""
        first = unquote_sheet(self.name) if gap in (":", "!") and self.name else last
        self.name = ""
        if "[" in first:
            return
        if ":" in last:  # several sheets, between quotes
            first, _, last = last.partition(":")
        try:
            area = Area.parse(address)
        except ValueError:  # a name that looks like a cell far outside the sheet
            self.found.names.append(NameReference(address, last or None))
            return
        sheets = (first, last or first) if first else None
        self.found.cells.append(CellReference(area, _fixed(address), sheets))

    def finish_name(self) -> None:
        """Keep the last name, which turned out not to be the name of a sheet."""
        name, self.name = self.name, ""
        if not name:
            return
        if self.formula.startswith("(", self.at):
            self.found.functions.add(name.upper().removeprefix("_XLFN.").removeprefix("_XLWS."))
        else:
            self.found.names.append(NameReference(name, None))


def _fixed(address: str) -> tuple[bool, bool, bool, bool]:
    first, _, last = address.partition(":")
    if address.replace("$", "").replace(":", "").isdigit():  # whole rows
        return "$" in first, True, "$" in last, True
    if not any(sign.isdigit() for sign in address):  # whole columns
        return True, "$" in first, True, "$" in last
    last = last or first
    return "$" in first[1:], first[0] == "$", "$" in last[1:], last[0] == "$"


def _table_reference(table: str, inside: str) -> TableReference:
    this_row = inside.startswith("@")
    items = list(_items(inside.removeprefix("@").strip()))
    rows = {item.lower() for item in items if item.startswith("#")}
    columns = [unescaped(item) for item in items if not item.startswith("#")]
    return TableReference(
        table,
        frozenset(rows | {"#this row"} if this_row else rows),
        tuple(dict.fromkeys((*columns[:1], *columns[-1:]))),
    )


def _items(inside: str) -> Iterator[str]:
    """The pieces between the brackets of a table reference."""
    if not inside.startswith("["):
        yield from [inside] if inside else []
        return
    at = 0
    while (at := inside.find("[", at)) >= 0:
        end = bracketed(inside, at)
        yield inside[at + 1 : end - 1]
        at = end
