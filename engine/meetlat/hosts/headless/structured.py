"""Formulas as text: which cells, tables and columns they name, and how to rename those.

This reads just enough of a formula to step over strings, quoted sheet names and brackets; it never
calculates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .refs import Area, unquote_sheet

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"]|"")*")"""
    r"""|(?P<brackets>\[)"""
    rf"""|(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?(?<![\w.\]$])"""
    rf"""(?P<area>{_CELL}(?::{_CELL})?)(?![\w(.!\[])"""
    r"""|'(?:[^']|'')+'"""
    r"""|[^\W\d][\w.]*"""
)


def _bracketed(formula: str, at: int) -> int:
    """Just after the bracket that closes the one at `at`; `'` escapes the next character."""
    depth, i = 0, at
    while i < len(formula):
        letter = formula[i]
        if letter == "'":
            i += 1
        elif letter == "[":
            depth += 1
        elif letter == "]":
            depth -= 1
            if not depth:
                return i + 1
        i += 1
    return len(formula)


def _tokens(formula: str) -> Iterator[re.Match[str]]:
    at = 0
    while found := _TOKEN.search(formula, at):
        at = found.end()
        if found["brackets"]:
            at = _bracketed(formula, found.start())
        else:
            yield found


def is_self_contained(formula: str) -> bool:
    """Whether a formula names no cell by its place, so that it reads the same everywhere."""
    return not any(found["area"] for found in _tokens(formula))


def with_areas(
    formula: str, change: Callable[[str | None, Area], Area | None], sheet: str | None = None
) -> str:
    """A formula whose areas are replaced by what `change(sheet, area)` gives (None: as it was).

    `sheet` is the one that areas without a sheet of their own lie on. Dollar signs stay as they
    stand.
    """
    pieces: list[str] = []
    at = 0
    for found in _tokens(formula):
        text = found["area"]
        if not text or (found["sheet"] or "").startswith("'["):
            continue
        on = unquote_sheet(found["sheet"][:-1]) if found["sheet"] else sheet
        new = _changed(text, on, change)
        if new is not None:
            pieces += (formula[at : found.start("area")], new)
            at = found.end("area")
    return "".join((*pieces, formula[at:]))


def _changed(
    text: str, sheet: str | None, change: Callable[[str | None, Area], Area | None]
) -> str | None:
    try:
        area = change(sheet, Area.parse(text))
    except ValueError:
        return None
    if area is None:
        return None
    first, _, last = text.partition(":")
    return f"{_like(first, area.top, area.left)}:{_like(last or first, area.bottom, area.right)}"


def _like(text: str, row: int, column: int) -> str:
    """A cell's address with the dollar signs of another."""
    from .refs import column_letters

    dollars = "$" if text.startswith("$") else "", "$" if "$" in text[1:] else ""
    return f"{dollars[0]}{column_letters(column)}{dollars[1]}{row}"
