"""Formulas whose results change if rows are inserted, even though their references are updated.

A formula is safe if all cells that it refers to stay, or all move. If some stay and some move, it
is safe only if blank rows between them do not change its result.
"""

from __future__ import annotations

import re

from .excel_limits import MOST_ROWS
from .references import CellReference, References, references
from .refs import Area
from .row_shift import RowShift

# Functions of single values, which often stand around others.
_AROUND = {"ROUND", "ROUNDUP", "ROUNDDOWN", "ABS", "INT", "SQRT", "IF", "IFERROR", "IFNA", "TEXT"}
# Functions of ranges whose results do not change if blank rows are added.
_PASS_OVER_BLANKS = _AROUND | set(
    """SUM SUMSQ PRODUCT AVERAGE MEDIAN MIN MAX COUNT COUNTA LARGE SMALL SUBTOTAL SUMIFS
    STDEV STDEV.S STDEV.P STDEVP VAR VAR.S VAR.P VARP""".split()  # noqa: SIM905
)
# Functions that give the second range the size of the first.
_RESIZE = {"SUMIF", "AVERAGEIF"}
# Functions that compare several ranges row by row.
_IN_STEP = _RESIZE | {"SUMIFS", "COUNTIFS", "AVERAGEIFS", "MAXIFS", "MINIFS"}
# Functions of whole columns, which get no more cells when rows are inserted.
_PASS_OVER_ORDER = _PASS_OVER_BLANKS | _IN_STEP | {"COUNTIF", "VLOOKUP"}
# Functions that depend on where a cell stands.
_OF_PLACE = ("ROW", "CELL", "ADDRESS", "FORMULATEXT")
# A table or one of its columns, as a text.
_TABLE_AS_TEXT = re.compile(r'INDIRECT\("[^\W\d][\w.]*(?:\[[^"]*\])?"\)', re.IGNORECASE)
_WORDS = ("TRUE", "FALSE")


def dependence(
    shift: RowShift,
    text: str,
    sheet: str,
    hosts: Area | None = None,
    *,
    is_array: bool = False,
    is_look: bool = False,
) -> str | None:
    """Why the result of a formula would change, as the end of a sentence; None if it would not.

    Args:
        shift: the rows to insert.
        text: the formula, as it is written for the first of its cells.
        sheet: the sheet of the formula.
        hosts: the cells with this formula; None for a defined name, which any cell may use.
        is_array: whether it is an array formula.
        is_look: whether it only decides on a format. Then it may refer to the row above or below:
            only the row next to the new rows will look different.
    """
    read, own = references(text), shift.is_on(sheet)
    if "INDIRECT" in read.functions and "INDIRECT" in _TABLE_AS_TEXT.sub("", text).upper():
        return "finds cells by INDIRECT"
    here = [each for each in read.cells if _is_here(shift, each, own)]
    touched = [each for each in here if shift.reaches(each.area)]
    moves = own and hosts is not None and shift.reaches(hosts)
    if "OFFSET" in read.functions and (here or moves or read.names or read.tables):
        return "finds cells by OFFSET"
    if not (here or moves):
        return None
    if not read.is_clear:
        return "cannot be read to its end"
    if (read.joins and here) or any(_is_of_several(each) for each in touched):
        return "names cells in a way that cannot follow"
    for function in _OF_PLACE if touched or moves else ():
        if function in read.functions:
            return f"depends on places, by {function}"
    if hosts is None and any(not (each.fixed[0] and each.fixed[2]) for each in here):
        return "names cells counted from the one that uses it"
    if hosts is not None:
        near = (1 if is_look else 0) if own else None
        if any(_is_torn(shift, each, hosts, near) for each in here):
            return "names other cells in each row"
    return _across(shift, read, sheet, is_whole=not (is_array or hosts is None))


def _is_of_several(reference: CellReference) -> bool:
    names = reference.sheets or ("", "")
    return names[0].lower() != names[1].lower()


def _is_here(shift: RowShift, reference: CellReference, own: bool) -> bool:
    if reference.sheets is None:
        return own
    return _is_of_several(reference) or shift.is_on(reference.sheets[0])


def _across(shift: RowShift, read: References, sheet: str, *, is_whole: bool) -> str | None:
    """Why the result would change if the formula refers to cells above and below the new rows."""
    tall = {_rows(each, sheet) for each in read.cells if each.area.height > 1}
    meant = tall | _resized(read, sheet)
    across = [each for each in meant if shift.is_on(each[0]) and each[1] < shift.row <= each[2]]
    if not across:
        return None
    names = [name for name in read.names if name.name.upper() not in _WORDS]
    # Outside a function of ranges, a range means its cell in the row of the formula. That is still
    # the same cell only if the formula is on the same sheet.
    in_function = shift.is_on(sheet) or not read.functions <= _AROUND
    if all(each[1:] == (1, MOST_ROWS) for each in across):
        is_alone = len({each[0] for each in tall}) == 1 and not (names or read.tables)
        passes = read.functions <= _PASS_OVER_ORDER
        passes = passes and (is_alone or read.functions.isdisjoint(_IN_STEP))
    else:
        passes = len(meant) == 1 and not (names or read.tables)
        passes = passes and read.functions <= _PASS_OVER_BLANKS
    passes = passes and is_whole and in_function and bool(read.functions)
    return None if passes else "names cells on both sides of the new rows"


def _resized(read: References, sheet: str) -> set[tuple[str, int, int]]:
    """The rows of ranges that are given by one cell, in functions that extend them."""
    if read.functions.isdisjoint(_RESIZE):
        return set()
    more = max((each.area.height for each in read.cells), default=1) - 1
    single = [_rows(each, sheet) for each in read.cells if each.area.height == 1]
    return {(on, top, min(top + more, MOST_ROWS)) for on, top, _ in single} if more else set()


def _rows(reference: CellReference, sheet: str) -> tuple[str, int, int]:
    on = reference.sheets[0] if reference.sheets else sheet
    return on.lower(), reference.area.top, reference.area.bottom


def _is_torn(shift: RowShift, reference: CellReference, hosts: Area, near: int | None) -> bool:
    """Whether a relative reference means cells that stay for some hosts, and that move for others.

    A cell in the row of its host moves with it. `near` is how many rows further it may be; None if
    the hosts are on another sheet, where nothing moves.
    """
    area, fixed = reference.area, (reference.fixed[0], reference.fixed[2])
    is_near = near is not None and area.height == 1 and not any(fixed)
    is_near = is_near and abs(area.top - hosts.top) <= (near or 0)
    if hosts.height == 1 or all(fixed) or is_near:
        return False
    meant = reference.moved(hosts.height - 1, 0).around(area)
    return (near is not None and shift.crosses(hosts)) or shift.crosses(meant)
