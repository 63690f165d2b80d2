"""Part of package_check: list of sheets, defined names, tables and calculation chain."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from check_sheets import Grid, grid, strings, value
from check_styles import dxf_count
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import TokenizerError
from package_check import MAIN, REL, Element, Package, box, overlap, repeated

NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")


def book(package: Package) -> Iterator[str]:
    """Findings about the list of sheets: names, ids, relationships, active sheet."""
    root = package.tree(package.book)
    if root is None:
        yield "the workbook part is missing"
        return
    listed = root.findall(f"{MAIN}sheets/{MAIN}sheet")
    rels = package.rels(package.book)
    for key in ("name", "sheetId", REL + "id"):
        for name in repeated(s.get(key) for s in listed):
            yield f"workbook: two sheets with {key.rpartition('}')[2]} {name}"
    for sheet in listed:
        name = sheet.get("name", "")
        if not 0 < len(name) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name):
            yield f"workbook: {name!r} is no name for a sheet"
        if not rels.get(sheet.get(REL + "id", ""), ("",))[0].endswith("sheet"):
            yield f"workbook: the sheet {name} has no part"
    for view in root.iter(MAIN + "workbookView"):
        if int(view.get("activeTab") or 0) >= len(listed):
            yield "workbook: the active sheet is not there"


def sound_formula(text: str, sheets: set[str]) -> str | None:
    """The error in a stored formula; None if it parses and its sheets exist."""
    try:
        tokens = Tokenizer("=" + text).items
    except (TokenizerError, IndexError) as error:
        return str(error)
    for token in tokens:
        if token.type == "OPERAND" and token.subtype == "RANGE" and "!" in token.value:
            sheet = token.value.rpartition("!")[0].strip("'").replace("''", "'").lower()
            if "[" not in sheet and not all(s in sheets for s in sheet.split(":")):
                return f"there is no sheet {sheet}"
    return None


def names(package: Package) -> Iterator[str]:
    """Findings about defined names: repeated, misspelt or without a target."""
    root = package.tree(package.book)
    defined = [] if root is None else root.findall(f"{MAIN}definedNames/{MAIN}definedName")
    sheets = [s.lower() for s, _ in package.sheets()]
    for key in repeated(f"{d.get('name')} of {d.get('localSheetId')}" for d in defined):
        yield f"names: {key} stands twice"
    for name in defined:
        title = name.get("name", "")
        if not NAME.fullmatch(title) or box(title.upper()):
            yield f"names: {title!r} is no name"
        if int(name.get("localSheetId") or 0) >= len(sheets):
            yield f"names: {title} belongs to sheet {name.get('localSheetId')}, which is not there"
        wrong = sound_formula(name.text or "", set(sheets))
        if wrong:
            yield f"names: {title} is {name.text}: {wrong}"


def tables(package: Package) -> Iterator[str]:
    """Findings about tables: ids, names, ranges, columns, and headers that differ from cells."""
    found = [(part, sheet, package.tree(part)) for part, sheet in package.tables()]
    whole = [(part, sheet, root) for part, sheet, root in found if root is not None]
    root = package.tree(package.book)
    taken = (
        []
        if root is None
        else [d.get("name") for d in root.iter(MAIN + "definedName") if not d.get("localSheetId")]
    )
    for key in ("id", "displayName"):
        values = [t.get(key) for _, _, t in whole] + (taken if key == "displayName" else [])
        for repeat in repeated(values):
            yield f"tables: two of {key} {repeat}"
    shared, dxfs = strings(package), dxf_count(package)
    grids = {sheet: grid(package, sheet) for _, sheet, _ in whole}
    for part, sheet, table in whole:
        yield from _table(table, f"table {table.get('displayName')}")
        yield from _headers(table, grids[sheet], shared)
        yield from _totals(table, grids[sheet], shared)
        for element in table.iter():
            for key, number in element.attrib.items():
                if str(key).lower().endswith("dxfid") and int(number) >= dxfs:
                    yield f"{part}: wants the format {number}"
    yield from _overlaps(package, whole)


def _table(table: Element, title: str) -> Iterator[str]:
    area = box(table.get("ref", ""))
    columns = table.findall(f"{MAIN}tableColumns/{MAIN}tableColumn")
    if area is None:
        yield f"{title}: {table.get('ref')} is no range"
        return
    declared = table.find(f"{MAIN}tableColumns")
    if (
        len(columns) != area[3] - area[1] + 1
        or declared is None
        or declared.get("count") != str(len(columns))
    ):
        yield f"{title}: {len(columns)} columns over {table.get('ref')}"
    for key in ("id", "name"):
        for repeat in repeated(c.get(key) for c in columns):
            yield f"{title}: two columns of {key} {repeat}"
    totals = int(table.get("totalsRowCount") or 0)
    if area[2] - area[0] < totals + (table.get("headerRowCount") != "0"):
        yield f"{title}: no room for a row"
    filtered = table.find(f"{MAIN}autoFilter")
    right = (area[0], area[1], area[2] - totals, area[3])
    if filtered is not None and box(filtered.get("ref", "")) != right:
        yield f"{title}: the filter covers {filtered.get('ref')}"
    for formula in (f for c in columns for f in c if f.text and "Formula" in str(f.tag)):
        if wrong := sound_formula(formula.text or "", set()):
            yield f"{title}: {formula.text}: {wrong}"


def _headers(table: Element, cells: Grid, shared: list[str]) -> Iterator[str]:
    area = box(table.get("ref", ""))
    if area is None or table.get("headerRowCount") == "0":
        return
    for at, column in enumerate(table.findall(f"{MAIN}tableColumns/{MAIN}tableColumn")):
        wanted = re.sub(
            r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), column.get("name", "")
        )
        cell = cells.cells.get((area[0], area[1] + at))
        header = value(cell, shared)
        text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), str(header))
        if cell is None or cell.kind not in ("s", "inlineStr", "str") or text != wanted:
            yield f"table {table.get('displayName')}: column {wanted} has the header {header}"


def _totals(table: Element, cells: Grid, shared: list[str]) -> Iterator[str]:
    area, title = box(table.get("ref", "")), table.get("displayName")
    if area is None or not int(table.get("totalsRowCount") or 0):
        return
    for at, column in enumerate(table.findall(f"{MAIN}tableColumns/{MAIN}tableColumn")):
        cell = cells.cells.get((area[2], area[1] + at))
        label, name = column.get("totalsRowLabel"), column.get("name")
        if label is not None and value(cell, shared) != label:
            yield f"table {title}: the total of {name} is {value(cell, shared)}, not {label}"
        if column.get("totalsRowFunction") and (cell is None or not cell.formula):
            yield f"table {title}: the total of {name} is no formula"


def _overlaps(package: Package, whole: list[tuple[str, str, Element]]) -> Iterator[str]:
    areas = [(sheet, t.get("displayName"), box(t.get("ref", ""))) for _, sheet, t in whole]
    for sheet in {s for s, _, _ in areas}:
        root = package.tree(sheet)
        merged = [] if root is None else [m.get("ref", "") for m in root.iter(MAIN + "mergeCell")]
        areas += [(sheet, f"the merged {ref}", box(ref)) for ref in merged]
    for (s1, n1, a1), (s2, n2, a2) in itertools.combinations(areas, 2):
        both_merged = str(n1).startswith("the merged") and str(n2).startswith("the merged")
        if s1 == s2 and a1 and a2 and overlap(a1, a2) and not both_merged:
            yield f"{s1}: {n1} and {n2} overlap"


def chain(package: Package) -> Iterator[str]:
    """Findings: cells without a formula in the calculation chain."""
    root = package.tree(package.book)
    ids = (
        {}
        if root is None
        else {
            s.get("sheetId"): p
            for s, (_, p) in zip(root.iter(MAIN + "sheet"), package.sheets(), strict=True)
        }
    )
    for part in package.targets(package.book, "calcChain"):
        listed, sheet, grids = package.tree(part), "", {}
        for entry in [] if listed is None else listed:
            sheet = ids.get(entry.get("i")) or sheet
            cells = grids.setdefault(sheet, grid(package, sheet).cells)
            area = box(entry.get("r", ""))
            if area is None or (cell := cells.get(area[:2])) is None or not cell.formula:
                yield f"{part}: {sheet} {entry.get('r')} holds no formula"
