"""Drawings of a sheet that LibreOffice would not stretch along with hidden or shown rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .connection import struct

# Hundredths of a millimetre: edges that are no further apart are the same.
_NEAR = 60


def stretched(sheet: Any, rows: Any, show: Callable[[], None]) -> None:
    """Show or hide rows. A drawing follows if it resizes with its cells and ends where they end.

    In Excel such a drawing ends at a cell, even a hidden one. LibreOffice remembers only the last
    visible cell of the drawing.
    """
    before = rows.Position.Y + rows.Size.Height
    ending = [shape for shape in sheet.DrawPage if _ends_at(shape, before, rows.Position.Y)]
    heights = [shape.Size.Height for shape in ending]
    show()
    grown = rows.Position.Y + rows.Size.Height - before
    for shape, height in zip(ending, heights, strict=True):
        size = struct("com.sun.star.awt.Size", Width=shape.Size.Width, Height=height + grown)
        shape.setSize(size)


def _ends_at(shape: Any, bottom: int, top: int) -> bool:
    end = shape.Position.Y + shape.Size.Height
    return shape.ResizeWithCell and abs(end - bottom) <= _NEAR and top - _NEAR > shape.Position.Y
