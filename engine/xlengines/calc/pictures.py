"""Pictures on a sheet: one can show another image, at the height and the right edge that it has."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlengines.shared.bases import base

from .connection import file_url, struct
from .drawings import drawings

if TYPE_CHECKING:
    from .book import Sheet

_KIND = "com.sun.star.drawing.GraphicObjectShape"


class Pictures(base.Pictures):
    """The pictures of a sheet, in the order in which they are drawn."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = self.parent = sheet

    @property
    def api(self) -> Any:
        return self.sheet.sheet.DrawPage

    def __iter__(self) -> Iterator[Picture]:
        shapes = drawings(self.sheet.sheet)
        return (Picture(self.sheet, shape) for shape in shapes if shape.ShapeType == _KIND)

    def __len__(self) -> int:
        return len(list(self))

    def __contains__(self, key: object) -> bool:
        return any(each.name == key for each in self)

    def __call__(self, key: int | str) -> Picture:
        if not isinstance(key, str):
            return list(self)[int(key) - 1]
        for each in self:
            if each.name == key:
                return each
        raise KeyError(key)


class Picture(base.Picture):
    """A picture."""

    def __init__(self, sheet: Sheet, shape: Any) -> None:
        self.sheet, self.shape = sheet, shape

    @property
    def api(self) -> Any:
        return self.shape

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def name(self) -> str:
        return self.shape.Name

    def show_image(self, filename: str, proportion: float) -> None:
        """Show another image, so many times as wide as high; no word of xlwings."""
        size, place = self.shape.Size, self.shape.Position
        width = round(size.Height * proportion)
        left = max(0, place.X + size.Width - width)
        self.shape.GraphicURL = file_url(filename)
        self.shape.setSize(struct("com.sun.star.awt.Size", Width=width, Height=size.Height))
        self.shape.setPosition(struct("com.sun.star.awt.Point", X=left, Y=place.Y))
