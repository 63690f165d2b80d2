"""Cell styles. Only ever appended to, so the number that a cell carries keeps its look."""

from __future__ import annotations

import re
from functools import cached_property

from .package import SPREADSHEET, Package
from .xml import Element, Splice, first, is_true, one, quoted, scan, with_attributes

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
_FIRST_OWN = 164

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


class Styles:
    """The styles part: number formats by style, and new styles made like old ones."""

    def __init__(self, package: Package, workbook: str) -> None:
        self.package, self.workbook = package, workbook
        parts = package.targets(workbook, "styles")
        self.part = parts[0] if parts else None
        self._made: dict[tuple[object, ...], int] = {}

    @cached_property
    def _data(self) -> bytes:
        return self.package.read(self.part) if self.part else _MINIMAL

    @cached_property
    def _elements(self) -> list[Element]:
        wanted = ("numFmts", "numFmt", "fonts", "font", "cellXfs", "xf", "alignment")
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
        return number >= _FIRST_OWN and is_date_format(self._formats.get(number, ""))

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

    # New styles, each like an old one but for one thing.

    def with_number_format(self, style: int, code: str) -> int:
        """The style like this one with another number format."""
        if self.number_format(style) == code:
            return style
        return self._once("format", style, code) or self._make_format(style, code)

    def _make_format(self, style: int, code: str) -> int:
        number = next((n for n, known in self._formats.items() if known == code), None)
        if number is None:
            number = max([_FIRST_OWN - 1, *self._formats]) + 1
            self._append("numFmts", f'numFmt numFmtId="{number}" formatCode={quoted(code)}/')
        changes: dict[str, str | None] = {"numFmtId": str(number), "applyNumberFormat": "1"}
        return self._make(("format", style, code), style, changes)

    def with_bold(self, style: int, bold: bool) -> int:
        """The style like this one in bold or not."""
        if self.is_bold(style) == bold:
            return style
        return self._once("bold", style, bold) or self._make_bold(style, bold)

    def _make_bold(self, style: int, bold: bool) -> int:
        font = self._font(style)
        inner = self._data[font.open_end : font.close].decode() if font else ""
        prefix = font.prefix if font else ""
        inner = re.sub(r"<(?:\w+:)?b(?:\s[^>]*)?/>", "", inner)
        number = len(self._children("fonts", "font"))
        mark = f"<{prefix}b/>" if bold else ""
        self._append("fonts", f"font>{mark}{inner}</{prefix}font")
        changes: dict[str, str | None] = {"fontId": str(number), "applyFont": "1"}
        return self._make(("bold", style, bold), style, changes)

    def with_wrap(self, style: int, wrap: bool) -> int:
        """The style like this one whose text wraps or not."""
        if self.wraps(style) == wrap:
            return style
        return self._once("wrap", style, wrap) or self._make_wrap(style, wrap)

    def _make_wrap(self, style: int, wrap: bool) -> int:
        xf, old = self._xf(style), self._alignment(style)
        prefix = xf.prefix if xf else ""
        tag = self._data[old.start : old.open_end] if old else f"<{prefix}alignment/>".encode()
        tag = with_attributes(tag, {"wrapText": "1" if wrap else None})
        return self._make(("wrap", style, wrap), style, {"applyAlignment": "1"}, alignment=tag)

    def _once(self, *what: object) -> int | None:
        return self._made.get(what)

    def _make(
        self,
        key: tuple[object, ...],
        style: int,
        changes: dict[str, str | None],
        alignment: bytes | None = None,
    ) -> int:
        xf = self._xf(style)
        if xf is None:
            return style
        tag = with_attributes(self._data[xf.start : xf.open_end], changes)
        inner = self._data[xf.open_end : xf.close] if not xf.closes_itself else b""
        if alignment is not None:
            inner = alignment + self._without_alignment(xf)
        if inner and tag.endswith(b"/>"):
            tag = tag[:-2] + b">"
        whole = tag + inner + (f"</{xf.prefix}xf>".encode() if not tag.endswith(b"/>") else b"")
        made = len(self._xfs)
        self._append_raw("cellXfs", whole)
        self._made[key] = made
        return made

    def _without_alignment(self, xf: Element) -> bytes:
        if xf.closes_itself:
            return b""
        old = next(
            (e for e in self._elements if e.name == "alignment" and xf.start < e.start < xf.end),
            None,
        )
        inner = self._data[xf.open_end : xf.close]
        if old is None:
            return inner
        return self._data[xf.open_end : old.start] + self._data[old.end : xf.close]

    def _append(self, box: str, child: str) -> None:
        prefix = self._root.prefix
        self._append_raw(box, f"<{prefix}{child}>".encode())

    def _append_raw(self, box: str, child: bytes) -> None:
        element = first(self._elements, box, 1)
        if element is not None:
            return self._replace(self._counted(element, child))
        root = self._root  # only number formats may be missing; they come first
        name = f"{root.prefix}{box}"
        whole = f'<{name} count="1">'.encode() + child + f"</{name}>".encode()
        splice = Splice(self._data)
        splice.insert(root.open_end, whole)
        return self._replace(splice.result())

    def _counted(self, box: Element, child: bytes) -> bytes:
        kinds = {"numFmts": "numFmt", "fonts": "font", "cellXfs": "xf"}
        count = len(self._children(box.name, kinds[box.name])) + 1
        tag = with_attributes(self._data[box.start : box.open_end], {"count": str(count)})
        if box.closes_itself:
            tag = tag[:-2].rstrip() + b">"
            close = f"</{box.prefix}{box.name}>".encode()
        else:
            close = self._data[box.close : box.end]
        inner = self._data[box.open_end : box.close] if not box.closes_itself else b""
        return self._data[: box.start] + tag + inner + child + close + self._data[box.end :]

    def _replace(self, data: bytes) -> None:
        self._forget()
        self._data = data

    def _forget(self) -> None:
        for name in ("_data", "_elements", "_xfs", "_formats", "_date_styles"):
            self.__dict__.pop(name, None)

    @property
    def made(self) -> bool:
        """Whether there are new styles."""
        return bool(self._made)

    def flush(self) -> None:
        """Hand the part, with the new styles, to the package."""
        if not self._made:
            return
        if self.part is None:
            self.part = self.package.free_name("xl/styles{}.xml")
            self.package.add(self.part, self._data, f"{SPREADSHEET}styles+xml")
            self.package.relate(self.workbook, "styles", self.part)
        else:
            self.package.put(self.part, self._data)

    def reload(self) -> None:
        """Forget what was read: the package now holds what was saved."""
        self._forget()


def _bold(font: bytes) -> bool:
    found = re.search(rb"<(?:\w+:)?b(\s[^>]*)?/>", font)
    return bool(found) and b'"0"' not in (found[1] or b"") and b'"false"' not in (found[1] or b"")
