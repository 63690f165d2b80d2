"""Which parts a save may touch, said from what was asked for and not from what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .package import CONTENT_TYPES, relationships_part

if TYPE_CHECKING:
    from .document import Document


def owned_parts(document: Document) -> set[str]:
    """The parts that belong to the changes asked for."""
    workbook = document.workbook.part
    package = document.package
    owned = {workbook}  # names that follow a table, and calculation when it is opened
    for sheet in document.sheets:
        new = sheet.part not in package.archive
        if sheet.cells_changed or sheet.widths or sheet.frame_changed or new:
            owned.add(sheet.part)
        if new:
            owned |= {CONTENT_TYPES, relationships_part(workbook)}
        for table in sheet.__dict__.get("tables", ()):
            if table.changed:
                owned.add(table.part)
            if table.part not in package.archive:
                owned |= {table.part, relationships_part(sheet.part), CONTENT_TYPES}
    if document.styles.made:
        owned |= {document.styles.part or "", CONTENT_TYPES, relationships_part(workbook)}
    if any(sheet.lost_formulas for sheet in document.sheets):
        chain = package.archive.names()
        owned |= {name for name in chain if name.lower().endswith("calcchain.xml")}
        owned |= {CONTENT_TYPES, relationships_part(workbook)}
    return owned
