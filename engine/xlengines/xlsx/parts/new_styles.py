"""New cell styles, each like an old one except for one property.

They are put behind the old ones, so the number that a cell carries keeps its look.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from xlengines.xlsx.package.package import SPREADSHEET, Package
from xlengines.xlsx.package.xml import Splice, first, open_tag, quoted, with_attributes

from .styles import FIRST_OWN, LISTS, StoredStyles, StyleLists

T = TypeVar("T")


class UsualFont(NamedTuple):
    """The font of cells without a style: its size, and the elements that name it."""

    size: str
    family: str


class Styles(StoredStyles):
    """The styles of a workbook, to which new ones can be added."""

    def __init__(self, package: Package, workbook: str) -> None:
        super().__init__(package, workbook)
        # The numbers of styles that were made, by what they were made for.
        self.made: dict[tuple[object, ...], int] = {}

    def once(self, key: tuple[object, ...], make: Callable[[], int]) -> int:
        """The number of a style that is made at the first call with this key."""
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def _like(self, style: int, name: str, old: T, new: T, make: Callable[[int, T], int]) -> int:
        """The style like this one with another trait; a style that is not listed stays."""
        if old == new or self.xf(style) is None:
            return style
        return self.once((name, style, new), lambda: make(style, new))

    def with_number_format(self, style: int, code: str) -> int:
        """The style like this one with another number format."""
        return self._like(style, "format", self.number_format(style), code, self._make_format)

    def _make_format(self, style: int, code: str) -> int:
        number = next((n for n, known in self.lists.formats.items() if known == code), None)
        if number is None:
            number = max([FIRST_OWN - 1, *self.lists.formats]) + 1
            self.append("numFmts", f'<numFmt numFmtId="{number}" formatCode={quoted(code)}/>')
        return self._make_like(style, {"numFmtId": str(number), "applyNumberFormat": "1"})

    def with_bold(self, style: int, bold: bool) -> int:
        """The style like this one in bold or not."""
        return self._like(style, "bold", self.is_bold(style), bold, self._make_bold)

    def _make_bold(self, style: int, bold: bool) -> int:
        font, prefix = self.font(style), self.lists.root.prefix
        inner = self.lists.data[font.open_end : font.close].decode() if font else ""
        inner = re.sub(r"<(?:\w+:)?b(?:\s[^>]*)?/>", "", inner)
        mark = f"<{prefix}b/>" if bold else ""
        number = self._append("fonts", f"<{prefix}font>{mark}{inner}</{prefix}font>".encode())
        return self._make_like(style, {"fontId": str(number), "applyFont": "1"})

    def with_wrap(self, style: int, wrap: bool) -> int:
        """The style like this one whose text wraps or not."""
        return self._like(style, "wrap", self.wraps(style), wrap, self._make_wrap)

    def _make_wrap(self, style: int, wrap: bool) -> int:
        old = self.alignment(style)
        tag = self.lists.data[old.start : old.open_end] if old else b""
        tag = tag or f"<{self.lists.root.prefix}alignment/>".encode()
        tag = with_attributes(tag, {"wrapText": "1" if wrap else None})
        return self._make_like(style, {"applyAlignment": "1"}, alignment=tag)

    def _make_like(
        self, style: int, changes: dict[str, str | None], alignment: bytes | None = None
    ) -> int:
        """Make a style with other attributes, and with another alignment where one is given."""
        xf, data = self.lists.xfs[style], self.lists.data
        tag = with_attributes(data[xf.start : xf.open_end], changes)
        inner = data[xf.open_end : xf.close]
        if alignment is not None:
            old = self.alignment(style)
            if old is not None:
                inner = data[xf.open_end : old.start] + data[old.end : xf.close]
            inner = alignment + inner
        if inner or not xf.closes_itself:
            tag = open_tag(tag) + inner + xf.end_tag
        return self.add_xf(tag)

    def add_xf(self, xml: bytes) -> int:
        """Put a cell's style behind the others; its number."""
        return self._append("cellXfs", xml)

    def append(self, box: str, xml: str) -> int:
        """Put an element behind the others of its list; its number there.

        It is written without a prefix, and gets that of the part.
        """
        prefix = self.lists.root.prefix
        return self._append(box, re.sub(r"<(/?)(\w)", rf"<\1{prefix}\2", xml).encode())

    def _append(self, box: str, child: bytes) -> int:
        lists, order = self.lists, list(LISTS)
        number = len(lists.children(box))
        splice = Splice(lists.data)
        element = first(lists.elements, box, 1)
        if element is not None:
            splice.append_child(element, child, {"count": str(number + 1)})
        else:
            name = f"{lists.root.prefix}{box}"
            whole = f'<{name} count="1">'.encode() + child + f"</{name}>".encode()
            before = order[: order.index(box)]
            ends = [each.end for each in lists.elements if each.depth == 1 and each.name in before]
            splice.insert(max([lists.root.open_end, *ends]), whole)
        self._lists = StyleLists(splice.result(), lists.part)
        return number

    def usual_font(self) -> UsualFont:
        """The font of cells without a style, as the part writes it."""
        fonts = self.lists.children("fonts")
        inner = self.lists.bytes_of(fonts[0]).decode() if fonts else ""
        size = re.search(r'<(?:\w+:)?sz val="([\d.]+)"', inner)
        names = re.findall(r'<(?:\w+:)?(name|family|scheme) val="([^"]*)"', inner)
        family = "".join(f'<{name} val="{value}"/>' for name, value in names)
        return UsualFont(size[1] if size else "11", family)

    def flush(self) -> None:
        """Hand the part, with the new styles, to the package."""
        if not self.made:
            return
        if self.part is None:
            self.part = self.package.free_name("xl/styles{}.xml")
            self.package.add(self.part, self.lists.data, f"{SPREADSHEET}styles+xml")
            self.package.relate(self.workbook, "styles", self.part)
        else:
            self.package.put(self.part, self.lists.data)
