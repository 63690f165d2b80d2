"""Cell styles as the workbook lists them."""

from __future__ import annotations

import re
from functools import cached_property

from xlengines.xlsx.package.package import MAIN, Package
from xlengines.xlsx.package.remembered import remembered
from xlengines.xlsx.package.xml import Element, inside, is_true, one, scan

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
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
FIRST_OWN = 164

# The lists of the part in the order of the schema, and what each is a list of.
LISTS = {
    "numFmts": "numFmt",
    "fonts": "font",
    "fills": "fill",
    "borders": "border",
    "cellStyleXfs": "xf",
    "cellXfs": "xf",
    "cellStyles": "cellStyle",
}

_NOT_A_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_BOLD = re.compile(rb"<(?:\w+:)?b(?:\s[^>]*)?/>")
_OFF = re.compile(rb'"(?:0|false)"')
_DATE_LETTER = re.compile(r"[dmyhse]", re.IGNORECASE)

_MINIMAL = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<styleSheet xmlns="{MAIN}">'
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


class StyleLists:
    """The bytes of a styles part, and what is listed in them, parsed when it is first asked for."""

    def __init__(self, data: bytes, part: str) -> None:
        self.data, self.part = data, part

    @cached_property
    def elements(self) -> list[Element]:
        """The lists, what is listed, and alignments."""
        return scan(self.data, {*LISTS, *LISTS.values(), "alignment"}, self.part)

    @property
    def root(self) -> Element:
        """The element around all lists."""
        return one(self.data, "styleSheet", self.part)

    def children(self, box: str) -> list[Element]:
        """The elements of a list, such as the `font`s of `fonts`."""
        found = (each for each in self.elements if each.name == LISTS[box] and each.depth == 2)
        return [each for each in found if each.path[-1] == box]

    @cached_property
    def xfs(self) -> list[Element]:
        """The styles of cells, by their number."""
        return self.children("cellXfs")

    @cached_property
    def formats(self) -> dict[int, str]:
        """The number formats by their number, built-in ones included."""
        own = self.children("numFmts")
        return BUILT_IN | {each.number("numFmtId"): each.get("formatCode") for each in own}

    @cached_property
    def dates(self) -> list[bool]:
        """Whether each style of cells shows a date."""
        return [self._is_date(xf.number("numFmtId")) for xf in self.xfs]

    @cached_property
    def wraps(self) -> list[bool]:
        """Whether text in each style of cells wraps."""
        found = (inside(xf, self.elements, "alignment") for xf in self.xfs)
        return [each is not None and is_true(each.get("wrapText")) for each in found]

    def _is_date(self, number: int) -> bool:
        if number in _DATES:
            return True
        return number >= FIRST_OWN and is_date_format(self.formats.get(number, ""))

    def bytes_of(self, element: Element) -> bytes:
        """An element as it stands in the part."""
        return self.data[element.start : element.end]


@remembered(2)
def _style_lists(data: bytes, part: str) -> StyleLists:
    return StyleLists(data, part)


class StoredStyles:
    """What the styles of a workbook look like; the style of a cell is a number."""

    def __init__(self, package: Package, workbook: str) -> None:
        self.package, self.workbook = package, workbook
        self.part = next(iter(package.targets(workbook, "styles")), None)
        self._lists: StyleLists | None = None

    @property
    def lists(self) -> StyleLists:
        """The part, with the styles that were added."""
        if self._lists is None:
            data = self.package.read(self.part) if self.part else _MINIMAL
            self._lists = _style_lists(data, self.part or "styles.xml")
        return self._lists

    @property
    def count(self) -> int:
        """How many styles there are; a cell's style number is below it."""
        return len(self.lists.xfs)

    def xf(self, style: int) -> Element | None:
        """The element of a style."""
        xfs = self.lists.xfs
        return xfs[style] if 0 <= style < len(xfs) else None

    def number_format(self, style: int) -> str:
        """The number format of a style, as Excel writes it in English."""
        xf = self.xf(style)
        return self.lists.formats.get(xf.number("numFmtId"), "General") if xf else "General"

    def is_date(self, style: int) -> bool:
        """Whether numbers in this style are dates."""
        dates = self.lists.dates
        return 0 <= style < len(dates) and dates[style]

    def wraps(self, style: int) -> bool:
        """Whether text in this style wraps."""
        wraps = self.lists.wraps
        return 0 <= style < len(wraps) and wraps[style]

    def alignment(self, style: int) -> Element | None:
        """The alignment that a style has of its own."""
        xf = self.xf(style)
        return inside(xf, self.lists.elements, "alignment") if xf else None

    def is_bold(self, style: int) -> bool:
        """Whether the font of a style is bold."""
        font = self.font(style)
        found = _BOLD.search(self.lists.data, font.open_end, font.close) if font else None
        return found is not None and not _OFF.search(found[0])

    def font(self, style: int) -> Element | None:
        """The font of a style."""
        xf, fonts = self.xf(style), self.lists.children("fonts")
        number = xf.number("fontId") if xf else 0
        return fonts[number] if 0 <= number < len(fonts) else None
