"""References to cells that a workbook stores outside its cells."""

from __future__ import annotations

import re
from pathlib import Path

from package_check import MAIN, Package

References = dict[str, list[str]]


def references(path: Path) -> References:
    """References of charts, names, formats, lists, sparklines and pivot sources, by place."""
    package = Package(path)
    found: References = {}

    def note(where: str, text: str | None) -> None:
        single = re.sub(r"(\$?[A-Z]+\$?\d+):\1$", r"\1", text or "")  # F5:F5 is F5
        found.setdefault(where, []).append(single)

    for name in package.parts:
        root = package.tree(name) if re.fullmatch(r"xl/charts/chart(Ex)?\d+\.xml", name) else None
        for formula in [] if root is None else root.iter("{*}f"):
            note(name, formula.text)
    for title, sheet in package.sheets():
        root = package.tree(sheet)
        for element in [] if root is None else root.iter():
            tag = str(element.tag).rpartition("}")[2]
            if tag in ("conditionalFormatting", "dataValidation") and element.get("sqref"):
                note(f"{title} {tag}", element.get("sqref"))
            elif tag == "sqref" or (tag == "f" and "office/excel/2006/main" in str(element.tag)):
                parent = element.getparent()
                assert parent is not None
                note(f"{title} {str(parent.tag).rpartition('}')[2]} {tag}", element.text)
    book = package.tree(package.book)
    for name in [] if book is None else book.iter(MAIN + "definedName"):
        note(f"name {name.get('name')} {name.get('localSheetId')}", name.text)
    for part in package.targets(package.book, "pivotCacheDefinition"):
        cache = package.tree(part)
        for source in [] if cache is None else cache.iter(MAIN + "worksheetSource"):
            note(part, source.get("name") or f"{source.get('sheet')}!{source.get('ref')}")
    return found


def followed(
    found: References, sheet: str, old: tuple[int, int], new: tuple[int, int]
) -> References:
    """Expected references after the body rows of a table change.

    `old` and `new` are the first body row and the last one. A reference follows when it covers
    the body of a column, several whole columns of the body, or these with the header row.
    """

    def follow(where: str, text: str) -> str:
        own = where.startswith(sheet) or f"{sheet}!" in text
        pattern = rf"(\$?[B-H]\$?(?:{old[0]}|{old[0] - 1}):\$?[B-H]\$?){old[1]}$"
        match = re.search(pattern, text) if own else None
        moved = text[: match.start()] + match[1] + str(new[1]) if match else text
        return re.sub(r"(\$?[A-Z]+\$?\d+):\1$", r"\1", moved)

    return {where: [follow(where, text) for text in texts] for where, texts in found.items()}
