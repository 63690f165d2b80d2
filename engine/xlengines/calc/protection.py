"""Whether cells may be changed."""

from __future__ import annotations

from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area

from .protocols import Sheet
from .values import cells_of


def check_unlocked(sheet: Sheet, area: Area) -> None:
    """Refuse to change cells that cannot be changed; LibreOffice itself often gives no error."""
    if sheet.book.document.isReadonly():
        raise Refused(
            f"{sheet.book.name} is open to be read only.",
            "Choose Edit > Edit Mode, or close it where it is open too.",
        )
    if not sheet.sheet.isProtected():
        return
    looks = cells_of(sheet.sheet, area).getUniqueCellFormatRanges()
    if any(alike.getByIndex(0).CellProtection.IsLocked for alike in looks):
        raise Refused(
            f"{sheet.name}!{area} cannot be changed: the sheet is protected.",
            "Take the protection off (Tools > Protect Sheet), or unlock these cells.",
        )
