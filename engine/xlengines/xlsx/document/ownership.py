"""Which parts a save may change, derived from the requested changes and not from what it wrote."""

from __future__ import annotations

from xlengines.xlsx.package.package import CONTENT_TYPES, relationships_part

from .charts import chart_parts
from .document import Document
from .making_room import parts_with_references

_CHAIN = "calcchain.xml"


def owned_parts(document: Document) -> set[str]:
    """The parts that belong to the changes asked for."""
    workbook = document.workbook.part
    package = document.package
    owned = {workbook}  # names that follow a table, and calculation when it is opened
    for sheet in document.sheets:
        new = sheet.part not in package.archive
        if sheet.changed or new:
            owned.add(sheet.part)
        if new:
            owned |= {CONTENT_TYPES, relationships_part(workbook)}
        if sheet.linked:
            owned.add(relationships_part(sheet.part))
        for table in sheet.loaded_tables:
            if table.changed:
                owned.add(table.part)
            if table.part not in package.archive:
                owned |= {table.part, relationships_part(sheet.part), CONTENT_TYPES}
    if document.styles.made:
        owned |= {document.styles.part or "", CONTENT_TYPES, relationships_part(workbook)}
    if document.theme.changed:
        owned.add(document.theme.part)
    if document.pictures:
        owned |= document.pictures | {CONTENT_TYPES}
    if document.has_moved_rows:
        owned |= {part for part, _ in parts_with_references(document)} | _around_chain(document)
    return owned | _following(document)


def _following(document: Document) -> set[str]:
    """What may follow cells and tables that changed: charts, pivots, the calculation chain."""
    sheets, package, workbook = document.sheets, document.package, document.workbook.part
    if not document.changed_tables() and not any(sheet.contents for sheet in sheets):
        return set()
    owned = set(chart_parts(document))
    owned.update(package.targets(workbook, "pivotCacheDefinition"))
    if any(sheet.lost_formulas for sheet in sheets):
        owned |= _around_chain(document)
    return owned


def _around_chain(document: Document) -> set[str]:
    """The calculation chain, and the two parts that list it."""
    chain = {name for name in document.package.archive.names() if name.lower().endswith(_CHAIN)}
    return chain | {CONTENT_TYPES, relationships_part(document.workbook.part)}
