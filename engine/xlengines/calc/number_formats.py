"""Number formats: Excel spells them in English, LibreOffice in the language of its user."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .connection import struct

# Kinds of formats, as `com.sun.star.util.NumberFormat` numbers them.
DATE_OR_TIME = 2 | 4
TRUTH = 1024

# Twips in a point, and a point in hundredths of a millimetre.
_TWIPS = 20
_POINT = 2540 / 72


class Formats:
    """The number formats of a document, and the day its calendar begins."""

    def __init__(self, document: Any) -> None:
        self.formats = document.NumberFormats
        self._null_date = document.NullDate
        self._kinds: dict[int, int] = {}

    @property
    def date1904(self) -> bool:
        """Whether days are counted from 1904."""
        return self._null_date.Year == 1904

    def kind(self, key: int) -> int:
        """What a format is for, as a sum of kinds."""
        if key not in self._kinds:
            self._kinds[key] = self.formats.getByKey(key).Type
        return self._kinds[key]

    def serial(self, value: dt.date | dt.timedelta) -> float:
        """A day, a moment or a duration as LibreOffice counts days."""
        if isinstance(value, dt.timedelta):
            return value / dt.timedelta(days=1)
        if not isinstance(value, dt.datetime):
            value = dt.datetime(value.year, value.month, value.day)
        start = dt.datetime(self._null_date.Year, self._null_date.Month, self._null_date.Day)
        return (value.replace(tzinfo=None) - start) / dt.timedelta(days=1)

    def code(self, key: int) -> str:
        """A format in Excel's spelling, `0.0` where a Dutch LibreOffice has `0,0`."""
        found, english = self.formats.getByKey(key), _english()
        if found.Locale.Language == "en":
            return found.FormatString
        usual = self.formats.getFormatForLocale(key, english)
        if usual == key:  # not one of LibreOffice's own, which it knows in every language
            usual = self.formats.addNewConverted(found.FormatString, found.Locale, english)
        return self.formats.getByKey(usual).FormatString

    def key(self, code: str) -> int:
        """The number of a format in Excel's spelling; made where the document has none."""
        if code.lower() == "general":  # its number is 0, which the conversion takes for a failure
            return self.formats.getStandardIndex(struct("com.sun.star.lang.Locale"))
        return self.formats.addNewConverted(code, _english(), struct("com.sun.star.lang.Locale"))

    def suit(self, cell: Any, value: bool | dt.date | dt.timedelta) -> None:
        """Give a cell a format in which a value shows as what it is, unless it has one."""
        kind = self.kind(cell.NumberFormat)
        if isinstance(value, bool):
            if not kind & TRUTH:
                locale = struct("com.sun.star.lang.Locale")
                cell.NumberFormat = self.formats.getStandardFormat(TRUTH, locale)
        elif not kind & DATE_OR_TIME:
            cell.NumberFormat = self.key(_shown_as(value))


def _shown_as(value: dt.date | dt.timedelta) -> str:
    if isinstance(value, dt.timedelta):
        return "[hh]:mm:ss"
    return "yyyy-mm-dd hh:mm:ss" if isinstance(value, dt.datetime) else "yyyy-mm-dd"


def digit_width(document: Any) -> float:
    """Hundredths of a millimetre of the widest digit in the usual font, Excel's unit of width."""
    usual = document.StyleFamilies.getByName("CellStyles").getByName("Default")
    wanted = struct("com.sun.star.awt.FontDescriptor")
    wanted.Name, wanted.Height = usual.CharFontName, round(usual.CharHeight * _TWIPS)
    font = document.ReferenceDevice.getFont(wanted)
    return max(font.getCharWidth(digit) for digit in "0123456789") / _TWIPS * _POINT


def _english() -> Any:
    return struct("com.sun.star.lang.Locale", Language="en", Country="US")
