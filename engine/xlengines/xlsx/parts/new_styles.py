"""New cell styles, each like an old one but for one thing, put behind those there are."""

from __future__ import annotations

import re
from typing import NamedTuple

from xlengines.xlsx.package.package import SPREADSHEET, Package
from xlengines.xlsx.package.xml import Element, Splice, first, quoted, with_attributes

from .styles import FIRST_OWN, LISTS, StoredStyles

_LISTS = list(LISTS)


class UsualFont(NamedTuple):
    """The font of cells without a style."""

    size: str
    family: str
    """The elements that name it."""


class Styles(StoredStyles):
    """The styles of a workbook, to which new ones can be added."""

    def __init__(self, package: Package, workbook: str) -> None:
        super().__init__(package, workbook)
        # The numbers of styles that were made, by what they were made for.
        self.made: dict[tuple[object, ...], int] = {}

    def with_number_format(self, style: int, code: str) -> int:
        """The style like this one with another number format."""
        if self.number_format(style) == code:
            return style
        return self.once("format", style, code) or self._make_format(style, code)

    def _make_format(self, style: int, code: str) -> int:
        number = next((n for n, known in self._formats.items() if known == code), None)
        if number is None:
            number = max([FIRST_OWN - 1, *self._formats]) + 1
            self._append("numFmts", f'numFmt numFmtId="{number}" formatCode={quoted(code)}/')
        changes: dict[str, str | None] = {"numFmtId": str(number), "applyNumberFormat": "1"}
        return self._make(("format", style, code), style, changes)

    def with_bold(self, style: int, bold: bool) -> int:
        """The style like this one in bold or not."""
        if self.is_bold(style) == bold:
            return style
        return self.once("bold", style, bold) or self._make_bold(style, bold)

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
        return self.once("wrap", style, wrap) or self._make_wrap(style, wrap)

    def _make_wrap(self, style: int, wrap: bool) -> int:
        xf, old = self._xf(style), self._alignment(style)
        prefix = xf.prefix if xf else ""
        tag = self._data[old.start : old.open_end] if old else f"<{prefix}alignment/>".encode()
        tag = with_attributes(tag, {"wrapText": "1" if wrap else None})
        return self._make(("wrap", style, wrap), style, {"applyAlignment": "1"}, alignment=tag)

    def once(self, *what: object) -> int | None:
        """The style that was made for this before."""
        return self.made.get(what)

    def children(self, box: str, name: str) -> list[Element]:
        """The elements of a list, such as the `font`s of `fonts`."""
        return self._children(box, name)

    def bytes_of(self, element: Element) -> bytes:
        """An element as it stands in the part."""
        return self._data[element.start : element.end]

    def append(self, box: str, child: str, xml: str) -> int:
        """Put an element behind the others of its list; its number there.

        It is written without a prefix, and gets that of the part.
        """
        number = len(self._children(box, child))
        self._append_raw(box, self._prefixed(xml).encode())
        return number

    def add_xf(self, key: tuple[object, ...], xml: bytes) -> int:
        """Put a cell's style behind the others; its number."""
        made = len(self._xfs)
        self._append_raw("cellXfs", xml)
        self.made[key] = made
        return made

    def usual_font(self) -> UsualFont:
        """The font of cells without a style: its size, and its name as the part writes it."""
        fonts = self._children("fonts", "font")
        inner = self._data[fonts[0].open_end : fonts[0].close].decode() if fonts else ""
        size = re.search(r'<(?:\w+:)?sz val="([\d.]+)"', inner)
        names = re.findall(r'<(?:\w+:)?(name|family|scheme) val="([^"]*)"', inner)
        family = "".join(f'<{name} val="{value}"/>' for name, value in names)
        return UsualFont(size[1] if size else "11", family)

    def _prefixed(self, xml: str) -> str:
        return re.sub(r"<(/?)(\w)", rf"<\1{self._root.prefix}\2", xml)

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
        self.made[key] = made
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
        root = self._root
        name = f"{root.prefix}{box}"
        whole = f'<{name} count="1">'.encode() + child + f"</{name}>".encode()
        before = _LISTS[: _LISTS.index(box)]
        behind = [e.end for e in self._elements if e.depth == 1 and e.name in before]
        splice = Splice(self._data)
        splice.insert(max([root.open_end, *behind]), whole)
        return self._replace(splice.result())

    def _counted(self, box: Element, child: bytes) -> bytes:
        count = len(self._children(box.name, LISTS[box.name])) + 1
        tag = with_attributes(self._data[box.start : box.open_end], {"count": str(count)})
        if box.closes_itself:
            tag = tag[:-2].rstrip() + b">"
            close = f"</{box.prefix}{box.name}>".encode()
        else:
            close = self._data[box.close : box.end]
        inner = self._data[box.open_end : box.close] if not box.closes_itself else b""
        return self._data[: box.start] + tag + inner + child + close + self._data[box.end :]

    def _replace(self, data: bytes) -> None:
        self.forget()
        self._data = data

    def flush(self) -> None:
        """Hand the part, with the new styles, to the package."""
        if not self.made:
            return
        if self.part is None:
            self.part = self.package.free_name("xl/styles{}.xml")
            self.package.add(self.part, self._data, f"{SPREADSHEET}styles+xml")
            self.package.relate(self.workbook, "styles", self.part)
        else:
            self.package.put(self.part, self._data)
