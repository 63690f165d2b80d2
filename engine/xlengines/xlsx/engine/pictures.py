"""Pictures on a sheet: one can show another image, at the height and the right edge that it has."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlengines.shared.bases import base
from xlengines.shared.excel_limits import MOST_COLUMNS
from xlengines.shared.named_items import NamedItems
from xlengines.xlsx.package.package import Package, relationships_part
from xlengines.xlsx.package.xml import Element, Splice, scan

from .protocols import Sheet

_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_PARTS = ("pic", "cNvPr", "blip", "xfrm", "off", "ext", "pos", "from", "to", "col", "colOff")
# EMU in a pixel, and pixels in a digit of Excel's usual font.
_PIXEL, _DIGIT = 9525, 7


class Pictures(NamedItems, base.Pictures):
    """The pictures of a sheet, in the order in which they are drawn."""

    parent: Sheet

    @property
    def api(self) -> list[Picture]:
        return list(self)

    def __iter__(self) -> Iterator[Picture]:
        package, part = self.parent.book.document.package, self.parent.model.part
        for drawing in package.targets(part, "drawing"):
            for element in scan(package.read(drawing), ("cNvPr",), drawing):
                if "pic" in element.path:
                    yield Picture(self.parent, drawing, element.get("name"))


class Picture(base.Picture):
    """A picture, known by its name."""

    def __init__(self, sheet: Sheet, part: str, name: str) -> None:
        self.sheet, self.part, self._name = sheet, part, name

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def name(self) -> str:
        return self._name

    @property
    def api(self) -> str:
        return self.part

    @property
    def _package(self) -> Package:
        return self.sheet.book.document.package

    @property
    def image(self) -> bytes:
        """The file that it shows; no word of xlwings."""
        arrow = self._drawn().embedded
        found = self._package.relationships(self.part)
        return self._package.read(next(each.target for each in found if each.id == arrow))

    def show_image(self, filename: str, proportion: float) -> None:
        """Show another image, so many times as wide as high; no word of xlwings.

        Its height and its right edge stay, as far as the sheet goes.
        """
        drawn = self._drawn()
        width = round(drawn.number("ext", "cy") * proportion)
        left = max(0, drawn.number("off", "x") + drawn.number("ext", "cx") - width)
        splice = Splice(self._package.read(self.part))
        splice.attributes(drawn.own("off"), {"x": str(left)})
        splice.attributes(drawn.own("ext"), {"cx": str(width)})
        self._anchor(splice, drawn, left, width)
        data, kind = Path(filename).read_bytes(), Path(filename).suffix.lower().strip(".")
        arrow = self._put(data, "jpeg" if kind == "jpg" else kind)
        blip = drawn.elements["blip"][0]
        name = next(key for key in blip.attributes if key.endswith(":embed"))
        splice.attributes(blip, {name: arrow})
        self._package.put(self.part, splice.result())
        self._drop(drawn.embedded)

    def _drawn(self) -> _Drawn:
        data = self._package.read(self.part)
        anchors = [e for e in scan(data, _ANCHORS, self.part) if len(e.path) == 1]
        inside = scan(data, _PARTS, self.part, text=True)
        for anchor in anchors:
            drawn = _Drawn(anchor, [e for e in inside if anchor.start < e.start < anchor.end])
            if drawn.name == self.name:
                return drawn
        raise KeyError(self.name)

    def _anchor(self, splice: Splice, drawn: _Drawn, left: int, width: int) -> None:
        """Where it begins and ends, in columns; or how wide it is, where the sheet says that."""
        for mark, at in (("from", left), ("to", left + width)):
            column, rest = self._column(at)
            for element in drawn.elements.get("col", []) + drawn.elements.get("colOff", []):
                if element.path[-1] == mark:
                    value = column if element.name == "col" else rest
                    splice.replace(element.open_end, element.close, str(value).encode())
        for element in drawn.elements["ext"]:
            if element.path[-1] == "oneCellAnchor" or element.path[-1] == "absoluteAnchor":
                splice.attributes(element, {"cx": str(width)})
        for element in drawn.elements.get("pos", []):
            splice.attributes(element, {"x": str(left)})

    def _column(self, at: int) -> tuple[int, int]:
        """The column at so many EMU from the left, counted from 0, and how far into it."""
        for column in range(MOST_COLUMNS - 1):
            width = self._width(column + 1)
            if at < width:
                return column, at
            at -= width
        return MOST_COLUMNS - 1, 0

    def _width(self, column: int) -> int:
        worksheet = self.sheet.model.worksheet
        width = worksheet.column_width(column)
        if width is None:
            width = worksheet.default_width() or 8.43 + 5 / _DIGIT
        return int((256 * width + 128 // _DIGIT) / 256 * _DIGIT) * _PIXEL

    def _put(self, data: bytes, kind: str) -> str:
        """Add the file, and draw the arrow to it."""
        package, document = self._package, self.sheet.book.document
        part = package.free_name(f"xl/media/image{{}}.{kind}")
        if not package.content_type(part):
            package.add_kind(kind, f"image/{kind}")
        package.put(part, data)
        arrow = package.relate(self.part, "image", part)
        document.pictures |= {self.part, part, relationships_part(self.part)}
        return arrow

    def _drop(self, arrow: str) -> None:
        """Take away the arrow to the file that it showed, and the file where nothing else does."""
        package = self._package
        target = next(e.target for e in package.relationships(self.part) if e.id == arrow)
        shown = scan(package.read(self.part), ("blip",), self.part)
        if any(arrow in each.attributes.values() for each in shown):
            return
        package.unrelate(self.part, target, arrow)
        parts = [name for name in package.names() if not name.endswith(".rels")]
        if not any(each.target == target for part in parts for each in package.relationships(part)):
            package.drop(target)
            self.sheet.book.document.pictures.add(target)


class _Drawn:
    """The elements of a drawing that one picture is made of."""

    def __init__(self, anchor: Element, elements: list[Element]) -> None:
        self.anchor = anchor
        self.elements: dict[str, list[Element]] = {}
        for each in elements:
            self.elements.setdefault(each.name, []).append(each)

    @property
    def name(self) -> str | None:
        """What it is called; None where this is no picture."""
        names = [e.get("name") for e in self.elements.get("cNvPr", []) if "pic" in e.path]
        return names[0] if names else None

    @property
    def embedded(self) -> str:
        """The arrow to the file that it shows."""
        attributes = self.elements["blip"][0].attributes.items()
        return next(value for key, value in attributes if key.endswith(":embed"))

    def own(self, name: str) -> Element:
        """Of the picture itself: `off`, where it is, or `ext`, how large."""
        return next(each for each in self.elements[name] if each.path[-1] == "xfrm")

    def number(self, name: str, attribute: str) -> int:
        """One of those figures, in EMU."""
        return self.own(name).number(attribute)
