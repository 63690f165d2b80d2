"""Cell styles. Only ever appended to, so the number that a cell carries keeps its look."""

from __future__ import annotations

import re
from functools import cached_property

from xlengines.xlsx.package.package import Package
from xlengines.xlsx.package.xml import Element, is_true, one, scan

# Those of the formats numbered below 164 that are the same everywhere (ECMA-376, 18.8.30).
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "m/d/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yyyy h:mm",
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}
_BUILT_IN_NUMBERS = {code: number for number, code in BUILT_IN.items()}
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
FIRST_OWN = 164

LISTS = {
    "numFmts": "numFmt",
    "fonts": "font",
    "fills": "fill",
    "borders": "border",
    "cellStyleXfs": "xf",
    "cellXfs": "xf",
    "cellStyles": "cellStyle",
}
"""The lists of the part in the order of the schema, and what each is a list of."""

_NOT_A_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = re.compile(r"[dmyhse]", re.IGNORECASE)

_MINIMAL = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
).encode("ascii")


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    section = _NOT_A_DATE.sub("", code.split(";")[0])
    return bool(_DATE_LETTER.search(section)) and "general" not in section.lower()


class StoredStyles:
    """The styles part: number formats by style, and new styles made like old ones."""

    def __init__(self, package: Package, workbook: str) -> None:
        self.package, self.workbook = package, workbook
        parts = package.targets(workbook, "styles")
        self.part = parts[0] if parts else None

    @cached_property
    def _data(self) -> bytes:
        return self.package.read(self.part) if self.part else _MINIMAL

    @cached_property
    def _elements(self) -> list[Element]:
        wanted = {*LISTS, *LISTS.values(), "alignment"}
        return scan(self._data, wanted, self.part or "styles.xml")

    @property
    def _root(self) -> Element:
        return one(self._data, "styleSheet", self.part or "styles.xml")

    def _children(self, box: str, name: str) -> list[Element]:
        return [
            each
            for each in self._elements
            if each.name == name and each.depth == 2 and each.path[-1:] == (box,)
        ]

    @cached_property
    def _xfs(self) -> list[Element]:
        return self._children("cellXfs", "xf")

    @cached_property
    def _formats(self) -> dict[int, str]:
        own = self._children("numFmts", "numFmt")
        return BUILT_IN | {each.number("numFmtId"): each.get("formatCode") for each in own}

    @property
    def count(self) -> int:
        """How many styles there are; a cell's style number is below it."""
        return len(self._xfs)

    def _xf(self, style: int) -> Element | None:
        return self._xfs[style] if 0 <= style < len(self._xfs) else None

    def number_format(self, style: int) -> str:
        """The number format of a style, as Excel writes it in English."""
        xf = self._xf(style)
        return self._formats.get(xf.number("numFmtId"), "General") if xf else "General"

    @cached_property
    def _date_styles(self) -> list[bool]:
        return [self._shows_date(xf.number("numFmtId")) for xf in self._xfs]

    def _shows_date(self, number: int) -> bool:
        if number in _DATES:
            return True
        return number >= FIRST_OWN and is_date_format(self._formats.get(number, ""))

    def is_date(self, style: int) -> bool:
        """Whether numbers in this style are dates."""
        return 0 <= style < len(self._date_styles) and self._date_styles[style]

    def wraps(self, style: int) -> bool:
        """Whether text in this style wraps."""
        alignment = self._alignment(style)
        return bool(alignment) and is_true(alignment.get("wrapText"))

    def _alignment(self, style: int) -> Element | None:
        xf = self._xf(style)
        if xf is None:
            return None
        return next(
            (e for e in self._elements if e.name == "alignment" and xf.start < e.start < xf.end),
            None,
        )

    def is_bold(self, style: int) -> bool:
        """Whether the font of a style is bold."""
        font = self._font(style)
        return bool(font) and _bold(self._data[font.open_end : font.close])

    def _font(self, style: int) -> Element | None:
        xf, fonts = self._xf(style), self._children("fonts", "font")
        number = xf.number("fontId") if xf else 0
        return fonts[number] if 0 <= number < len(fonts) else None

    def forget(self) -> None:
        """Forget what was read: the part was changed."""
        for name in ("_data", "_elements", "_xfs", "_formats", "_date_styles"):
            self.__dict__.pop(name, None)


def _bold(font: bytes) -> bool:
    found = re.search(rb"<(?:\w+:)?b(\s[^>]*)?/>", font)
    return bool(found) and b'"0"' not in (found[1] or b"") and b'"false"' not in (found[1] or b"")
