"""Pictures on a sheet: one can show another image, at the height and the right edge that it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlengines.shared.bases import base
from xlengines.shared.named_items import NamedItems

from .connection import file_url, struct
from .protocols import Sheet

_KIND = "com.sun.star.drawing.GraphicObjectShape"


class Pictures(NamedItems, base.Pictures):
    """The pictures of a sheet, in the order in which they are drawn."""

    parent: Sheet

    @property
    def api(self) -> Any:
        return self.parent.sheet.DrawPage

    def __iter__(self) -> Iterator[Picture]:
        shapes = (each for each in self.api if each.ShapeType == _KIND)
        return (Picture(self.parent, shape) for shape in shapes)


class Picture(base.Picture):
    """A picture."""

    parent: Any = None
    api: Any = None

    def __init__(self, sheet: Sheet, shape: Any) -> None:
        self.parent = sheet
        self.api = self.shape = shape

    @property
    def name(self) -> str:
        return self.shape.Name

    def show_image(self, filename: str, proportion: float) -> None:
        """Show another image, so many times as wide as high; not part of xlwings."""
        size, place = self.shape.Size, self.shape.Position
        width = round(size.Height * proportion)
        left = max(0, place.X + size.Width - width)
        self.shape.GraphicURL = file_url(filename)
        self.shape.setSize(struct("com.sun.star.awt.Size", Width=width, Height=size.Height))
        self.shape.setPosition(struct("com.sun.star.awt.Point", X=left, Y=place.Y))
