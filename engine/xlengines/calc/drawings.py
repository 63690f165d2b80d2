"""Drawings of a sheet, where LibreOffice would leave them behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .connection import struct

_NEAR = 60
"""Hundredths of a millimetre: edges that are no further apart are the same."""


def stretched(sheet: Any, rows: Any, show: Callable[[], None]) -> None:
    """Show or hide rows; drawings that grow with their cells, and end where these rows do, follow.

    In Excel such a drawing ends at a cell, also at one that is hidden. LibreOffice knows only the
    last cell of it that was in sight.
    """
    before = rows.Position.Y + rows.Size.Height
    ending = [shape for shape in drawings(sheet) if _ends_at(shape, before, rows.Position.Y)]
    heights = {id(shape): shape.Size.Height for shape in ending}
    show()
    after = rows.Position.Y + rows.Size.Height
    for shape in ending:
        size = shape.Size
        height = heights[id(shape)] + after - before
        shape.setSize(struct("com.sun.star.awt.Size", Width=size.Width, Height=height))


def drawings(sheet: Any) -> Iterator[Any]:
    """All shapes on a sheet: pictures, charts, buttons."""
    page = sheet.DrawPage
    return (page.getByIndex(i) for i in range(page.Count))


def _ends_at(shape: Any, bottom: int, top: int) -> bool:
    end = shape.Position.Y + shape.Size.Height
    return shape.ResizeWithCell and abs(end - bottom) <= _NEAR and top - _NEAR > shape.Position.Y
