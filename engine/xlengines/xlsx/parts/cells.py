"""One cell's value: what it is in Excel's terms, how the file spells it, how Python sees it."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from xlengines.shared.errors import DAMAGED, Refused
from xlengines.shared.excel_limits import LONGEST_TEXT
from xlengines.shared.refs import Place, address, column_letters
from xlengines.shared.values import CellError, date_serial
from xlengines.xlsx.package.xml import escaped

from .grid import Cell
from .strings import from_file, to_file

_LINK = re.compile(r'HYPERLINK\("(?:[^"]|"")*","((?:[^"]|"")*)"\)')
_HALF_A_MILLISECOND = 0.5 / 86_400_000


@dataclass(frozen=True, slots=True)
class FormulaText:
    """A formula to be written, without its equals sign."""

    text: str


def shown_by(formula: FormulaText) -> str | None:
    """What a formula is known to show without calculating: the text of a plain link.

    Excel calculates all others when it opens the workbook, and until then they show nothing.
    """
    link = _LINK.fullmatch(formula.text)
    return link[1].replace('""', '"') if link else None


class Days(float):
    """A moment as Excel counts it. Two that show the same millisecond are the same."""

    def is_moment(self, days: float) -> bool:
        """Whether a cell with this number shows that moment already."""
        return abs(self - days) < _HALF_A_MILLISECOND


# What can be written: a number (dates too, as Excel counts days), a truth value, text, a formula.
Content: TypeAlias = float | bool | str | FormulaText | None
# The result of a formula; None if it is not known.
Result: TypeAlias = float | bool | str | CellError | None


def content(value: Any, date1904: bool, sheet: str, place: Place) -> tuple[Content, str | None]:
    """A Python value as a cell's content, and the number format that it needs in a plain cell.

    A leading apostrophe marks text, as in Excel, and is dropped. NaN and infinities become blanks.
    Text that starts with `=` stays text too.
    """
    kind = type(value)
    if kind is float:  # most cells by far have one of these two
        return (value if math.isfinite(value) else None), None
    if kind is str:
        return _text(value, sheet, place), None
    if value is None or isinstance(value, (bool, FormulaText)):
        return value, None
    if isinstance(value, str):
        return _text(value, sheet, place), None
    if isinstance(value, (int, float)):
        return _number(value), None
    if isinstance(value, dt.datetime):
        whole = value.time() == dt.time(0)
        return _days(date_serial(value, date1904)), "m/d/yyyy" if whole else "m/d/yyyy h:mm"
    if isinstance(value, dt.date):
        midnight = dt.datetime(value.year, value.month, value.day)
        return _days(date_serial(midnight, date1904)), "m/d/yyyy"
    if isinstance(value, dt.time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        return Days(seconds / 86_400), "h:mm:ss"
    if isinstance(value, dt.timedelta):
        return Days(value.total_seconds() / 86_400), "[h]:mm:ss"
    try:  # numbers of numpy, and decimal numbers
        return _number(float(value)), None
    except (TypeError, ValueError):
        kind = type(value).__name__
        raise Refused(
            f"{_named(sheet, place)}: a cell cannot hold a value of the kind {kind}.",
            "Turn it into a number, text or a date first.",
        ) from None


def _days(serial: float | str) -> Days | str:
    return serial if isinstance(serial, str) else Days(serial)


def _text(value: str, sheet: str, place: Place) -> str | None:
    text = value.removeprefix("'")
    if len(text) > LONGEST_TEXT:
        raise Refused(
            f"{_named(sheet, place)}: this text has {len(text):,} characters; "
            f"a cell holds at most {LONGEST_TEXT:,}.",
            "Shorten the text.",
        )
    return text or None


def _named(sheet: str, place: Place) -> str:
    return f"{sheet}!{address(*place)}"


def _number(value: float) -> float | None:
    try:
        return value if math.isfinite(value) else None
    except OverflowError:  # an integer past what a double holds
        return None


def same(cell: Cell | None, new: Content, strings: list[str]) -> bool:
    """Whether a cell already holds this content, so that writing it changes nothing."""
    if cell is None or (cell.raw is None and cell.formula is None):
        return new is None
    if new is None:
        return cell.formula is None and stored(cell, strings) is None
    if isinstance(new, FormulaText):
        formula = cell.formula
        return formula is not None and not formula.attributes and formula.text == new.text
    if cell.formula is not None:
        return False
    held = stored(cell, strings)
    if held is None:
        return False
    kind, value = held
    if isinstance(new, Days):
        return kind == "n" and new.is_moment(value)
    if isinstance(new, bool | str):
        return kind == ("s" if isinstance(new, str) else "b") and value == new
    return kind == "n" and value == float(new)


def plain_content(cell: Cell | None, strings: list[str]) -> object:
    """What a cell holds, as it could be written; None for a blank, and a tuple for anything else.

    That is a formula, an error, or a date in words.
    """
    if cell is None:
        return None
    if cell.formula is not None:
        return (cell.formula,)
    held = stored(cell, strings)
    return held if held is None or held[0] not in "nsb" else held[1]


def stored(cell: Cell, strings: list[str]) -> tuple[str, Any] | None:
    """Kind and value of a cell: `("n", 3.0)`, `("s", "text")`, `("b", True)`, `("e", "#N/A")`.

    None for a blank, and for an empty text, which Excel shows as a blank too.
    """
    raw = cell.raw
    if raw is None:
        return None
    if cell.kind == "s":
        text = _shared(raw, strings)
    elif cell.kind in ("inlineStr", "str"):
        text = from_file(raw)
    elif cell.kind == "b":
        return "b", raw.strip() in ("1", "true")
    elif cell.kind in ("e", "d"):
        return cell.kind, raw
    else:
        try:
            return ("n", float(raw)) if raw.strip() else None
        except ValueError:
            return "s", raw
    return ("s", text) if text else None


def _shared(raw: str, strings: list[str]) -> str:
    try:
        number = int(raw)
    except ValueError:
        number = -1
    if not 0 <= number < len(strings):
        raise Refused(f"This workbook is damaged: it has no shared text number {raw}.", DAMAGED)
    return strings[number]


def spelled(
    place: Place, style: int, new: Content, prefix: str = "", result: Result = None
) -> bytes:
    """The `<c>` element of a cell; nothing at all for a blank without a style.

    `result` is the result of a formula, if it is known.
    """
    if new is None and not style:
        return b""
    start = f'<{prefix}c r="{column_letters(place[1])}{place[0]}"'
    tag = f'{start} s="{style}"' if style else start
    if type(new) is float:
        return f"{tag}><{prefix}v>{shortest(new)}</{prefix}v></{prefix}c>".encode()
    if new is None:
        return f"{tag}/>".encode()
    if isinstance(new, str):
        body = _spelled_text(new, prefix)
    elif isinstance(new, bool):
        body = f' t="b"><{prefix}v>{int(new)}</{prefix}v>'
    elif isinstance(new, FormulaText):
        shown = shown_by(new)
        kind, value = spelled_result(result if shown is None else shown, prefix)
        start = f' t="{kind}"' if kind else ""
        body = f"{start}><{prefix}f>{escaped(new.text)}</{prefix}f>{value.decode()}"
    else:
        body = f"><{prefix}v>{shortest(new)}</{prefix}v>"
    return f"{tag}{body}</{prefix}c>".encode()


@lru_cache(maxsize=10_000)
def _spelled_text(text: str, prefix: str) -> str:
    """What follows the attributes of a cell with a text; tables repeat most of theirs."""
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    shown = escaped(to_file(text))
    return f' t="inlineStr"><{prefix}is><{prefix}t{space}>{shown}</{prefix}t></{prefix}is>'


def spelled_result(result: Result, prefix: str = "") -> tuple[str | None, bytes]:
    """How a cell stores the result of its formula: the kind of the cell, and its `<v>` element."""
    if result is None:
        return None, b""
    if isinstance(result, bool):
        kind, text = "b", str(int(result))
    elif isinstance(result, CellError):
        kind, text = "e", escaped(result.text)
    elif isinstance(result, str):
        kind, text = "str", escaped(to_file(result))
    else:
        kind, text = None, shortest(result)
    return kind, f"<{prefix}v>{text}</{prefix}v>".encode()


def shortest(number: float) -> str:
    """A number in the fewest digits that give it back exactly."""
    number = float(number)
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number).upper()  # 1E+300, as Excel writes it
