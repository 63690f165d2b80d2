"""Pictures on a sheet: one can show another image, at the height and the right edge that it has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

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

    parent: Any = None
    name: Any = None
    api: Any = None

    def __init__(self, sheet: Sheet, part: str, name: str) -> None:
        self.parent, self.name = sheet, name
        self.api = self.part = part

    @property
    def _package(self) -> Package:
        return self.parent.book.document.package

    @property
    def image(self) -> bytes:
        """The file that it shows; not part of xlwings."""
        return self._package.read(self._target(self._drawn().embedded))

    def _target(self, arrow: str) -> str:
        arrows = self._package.relationships(self.part)
        return next(each.target for each in arrows if each.id == arrow)

    def show_image(self, filename: str, proportion: float) -> None:
        """Show another image, so many times as wide as high; not part of xlwings.

        Its height and its right edge stay, as far as the sheet goes.
        """
        drawn = self._drawn()
        place, size = drawn.own("off"), drawn.own("ext")
        width = round(size.number("cy") * proportion)
        left = max(0, place.number("x") + size.number("cx") - width)
        splice = Splice(self._package.read(self.part))
        splice.attributes(place, {"x": str(left)})
        splice.attributes(size, {"cx": str(width)})
        self._anchor(splice, drawn, left, width)
        splice.attributes(drawn.blip, {drawn.embed: self._add(Path(filename))})
        self._package.put(self.part, splice.result())
        self._drop(drawn.embedded)

    def _drawn(self) -> _Drawn:
        data = self._package.read(self.part)
        elements = scan(data, _PARTS, self.part, text=True)
        for anchor in scan(data, _ANCHORS, self.part):
            if len(anchor.path) == 1:
                drawn = _Drawn([each for each in elements if anchor.holds(each)])
                if drawn.name == self.name:
                    return drawn
        raise KeyError(self.name)

    def _anchor(self, splice: Splice, drawn: _Drawn, left: int, width: int) -> None:
        """Set where the anchor begins and ends, in columns; or its width, where it has one."""
        for mark, at in (("from", left), ("to", left + width)):
            column, rest = self._column(at)
            for name, value in (("col", column), ("colOff", rest)):
                for element in drawn.all(name, mark):
                    splice.text(element, str(value))
        for element in (*drawn.all("ext", "oneCellAnchor"), *drawn.all("ext", "absoluteAnchor")):
            splice.attributes(element, {"cx": str(width)})
        for element in drawn.all("pos"):
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
        worksheet = self.parent.model.worksheet
        width = worksheet.column_width(column)
        if width is None:
            width = worksheet.default_width() or 8.43 + 5 / _DIGIT
        return int((256 * width + 128 // _DIGIT) / 256 * _DIGIT) * _PIXEL

    def _add(self, file: Path) -> str:
        """Add an image to the workbook; the arrow to it."""
        package, kind = self._package, file.suffix.lower().strip(".")
        kind = "jpeg" if kind == "jpg" else kind
        part = package.free_name(f"xl/media/image{{}}.{kind}")
        if not package.content_type(part):
            package.add_kind(kind, f"image/{kind}")
        package.put(part, file.read_bytes())
        changed = {self.part, part, relationships_part(self.part)}
        self.parent.book.document.pictures |= changed
        return package.relate(self.part, "image", part)

    def _drop(self, arrow: str) -> None:
        """Take away the arrow to an image, and the image where nothing else shows it."""
        package, target = self._package, self._target(arrow)
        shown = scan(package.read(self.part), ("blip",), self.part)
        if any(arrow in each.attributes.values() for each in shown):
            return
        package.unrelate(self.part, target, arrow)
        parts = [name for name in package.names() if not name.endswith(".rels")]
        if not any(each.target == target for part in parts for each in package.relationships(part)):
            package.drop(target)
            self.parent.book.document.pictures.add(target)


class _Drawn:
    """The elements of a drawing that one picture is made of."""

    def __init__(self, elements: list[Element]) -> None:
        self.elements = elements

    def all(self, name: str, inside: str = "") -> list[Element]:
        """The elements of a name, or only those directly inside an element of another name."""
        named = [each for each in self.elements if each.name == name]
        return [each for each in named if inside in ("", each.path[-1])]

    @property
    def name(self) -> str | None:
        """What it is called; None where this is no picture."""
        names = [each.get("name") for each in self.all("cNvPr") if "pic" in each.path]
        return names[0] if names else None

    @property
    def blip(self) -> Element:
        """The element that names the image."""
        return self.all("blip")[0]

    @property
    def embed(self) -> str:
        """The attribute of `blip` with the arrow to the image, whatever its prefix."""
        return next(key for key in self.blip.attributes if key.endswith(":embed"))

    @property
    def embedded(self) -> str:
        """The arrow to the image."""
        return self.blip.get(self.embed)

    def own(self, name: str) -> Element:
        """Of the picture itself: `off`, where it is, or `ext`, how large."""
        return self.all(name, "xfrm")[0]
