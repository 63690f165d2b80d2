"""Formulas as text: which cells, tables and columns they name, and how to rename those.

This reads just enough of a formula to step over strings, quoted sheet names and brackets; it never
calculates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from .refs import Area, column_letters, unquote_sheet

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_LINES = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[0-9]{1,7}:\$?[0-9]{1,7}"
# The pieces of a formula that count here; `lines` are whole columns or rows.
TOKEN = re.compile(
    r"""(?P<string>"(?:[^"]|"")*")"""
    r"""|(?P<brackets>\[)"""
    rf"""|(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?(?<![\w.\]$])"""
    rf"""(?:(?P<area>{_CELL}(?::{_CELL})?)|(?P<lines>{_LINES}))(?![\w(.!\[])"""
    r"""|'(?:[^']|'')+'"""
    r"""|(?:[^\W\d]|\\)[\w.?\\]*"""
)

_BRACKET = re.compile(r"'.|[\[\]]", re.DOTALL)


def bracketed(formula: str, at: int) -> int:
    """Just after the bracket that closes the one at `at`; `'` escapes the next character."""
    depth = 0
    for found in _BRACKET.finditer(formula, at):
        depth += {"[": 1, "]": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return len(formula)


def _table_references(formula: str) -> Iterator[tuple[str, int, int]]:
    """The tables a formula names with something in brackets: name, and inside of the brackets."""
    at, name, ended = 0, "", -1
    while found := TOKEN.search(formula, at):
        at = found.end()
        if found["brackets"]:
            at = bracketed(formula, found.start())
            yield name if ended == found.start() else "", found.end(), at - 1
        elif not found["string"]:
            name, ended = found[0], found.end()


def _columns(formula: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the column names stand inside the brackets of a table reference."""
    inside = formula[start:end]
    if not inside.startswith("[") and ",[" not in inside:
        yield (start + 1 if inside.startswith("@") else start), end
        return
    i = start
    while (i := formula.find("[", i, end)) >= 0:
        close = bracketed(formula, i)
        yield i + 1, close - 1
        i = close


def column_names(formula: str, table: str, own: bool = False) -> list[str]:
    """The columns of a table that a formula names. `own`: it stands inside that table."""
    return [
        unescaped(formula[start:end])
        for start, end in _named(formula, table, own)
        if not formula[start:end].startswith("#")
    ]


def with_columns(formula: str, table: str, renamed: dict[str, str], own: bool = False) -> str:
    """A formula in which columns of a table go by other names (keys in lower case)."""
    pieces: list[str] = []
    at = 0
    for start, end in _named(formula, table, own):
        new = renamed.get(unescaped(formula[start:end]).lower())
        if new is not None:
            pieces += (formula[at:start], re.sub(r"(['\[\]#@])", r"'\1", new))
            at = end
    return "".join((*pieces, formula[at:]))


def _named(formula: str, table: str, own: bool) -> Iterator[tuple[int, int]]:
    for name, start, end in _table_references(formula):
        if name.lower() == table.lower() or (own and not name):
            yield from _columns(formula, start, end)


def unescaped(text: str) -> str:
    """The name of a column without the marks that brackets in it need."""
    return re.sub(r"'(.)", r"\1", text)


def _tokens(formula: str) -> Iterator[re.Match[str]]:
    """Names, strings and areas; not those of another workbook (`[1]S!A1`) or of several sheets."""
    at = 0
    while found := TOKEN.search(formula, at):
        at = found.end()
        before = formula[found.start() - 1 : found.start()]
        if found["brackets"]:
            at = bracketed(formula, found.start())
        elif not (found["sheet"] and before in ("]", ":")):
            yield found


def is_self_contained(formula: str) -> bool:
    """Whether a formula names no cell by its place, so that it reads the same everywhere."""
    return not any(found["area"] for found in _tokens(formula))


Change: TypeAlias = Callable[[str | None, Area], Area | None]


def with_areas(
    formula: str,
    change: Change,
    sheet: str | None = None,
    *,
    single_cells: bool = True,
    whole_rows: bool = False,
) -> str:
    """A formula whose areas are replaced by what `change(sheet, area)` gives (None: as it was).

    `sheet` is the one that areas without a sheet of their own lie on. Dollar signs stay as they
    stand. Without `single_cells`, `A1` is left alone and `A1:A1` is not. `whole_rows`: replace
    areas such as `3:7` too.
    """
    pieces: list[str] = []
    at = 0
    for found in _tokens(formula):
        text = found["area"] or (_whole_rows(found) if whole_rows else None)
        if not text or (found["sheet"] or "").startswith("'["):
            continue
        if not single_cells and ":" not in text:
            continue
        on = unquote_sheet(found["sheet"][:-1]) if found["sheet"] else sheet
        new = _changed(text, on, change)
        if new is not None:
            pieces += (formula[at : found.end() - len(text)], new)
            at = found.end()
    return "".join((*pieces, formula[at:]))


def _whole_rows(found: re.Match[str]) -> str | None:
    lines = found["lines"]
    return lines if lines and lines.strip("$")[0].isdigit() else None


def areas(formula: str, sheet: str | None = None) -> list[tuple[str | None, Area]]:
    """The areas that a formula names, each with its sheet."""
    found: list[tuple[str | None, Area]] = []
    with_areas(formula, lambda on, area: found.append((on, area)), sheet)
    return found


def _changed(text: str, sheet: str | None, change: Change) -> str | None:
    try:
        area = change(sheet, Area.parse(text))
    except ValueError:
        return None
    if area is None:
        return None
    first, colon, last = text.partition(":")
    start = _like(first, area.top, area.left)
    if not colon and area.height == area.width == 1:
        return start
    return f"{start}:{_like(last or first, area.bottom, area.right)}"


def _like(text: str, row: int, column: int) -> str:
    """A cell's address, or the number of a row, with the dollar signs of another."""
    if text.strip("$").isdigit():
        return "$" * text.startswith("$") + str(row)
    dollars = "$" if text.startswith("$") else "", "$" if "$" in text[1:] else ""
    return f"{dollars[0]}{column_letters(column)}{dollars[1]}{row}"
