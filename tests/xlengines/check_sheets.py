"""Part of package_check: the cells of every sheet and references to them."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from check_styles import dxf_count, xf_count
from package_check import MAIN, Element, Package, box, column, overlap, repeated

Place = tuple[int, int]
WHOLE = re.compile(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+")  # columns or rows


@dataclass
class Cell:
    """A cell as stored: type, value text, whether it has a formula."""

    kind: str
    text: str | None
    formula: bool


@dataclass
class Grid:
    """All cells of a sheet by (row, column), and findings while reading them."""

    cells: dict[Place, Cell] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)


def strings(package: Package) -> list[str]:
    """The shared strings as plain text."""
    root = next((package.tree(t) for t in package.targets(package.book, "sharedStrings")), None)
    return [] if root is None else [_plain(si) for si in root.iterfind(f"{MAIN}si")]


def _plain(item: Element) -> str:
    runs = item.findall(f"{MAIN}t") + item.findall(f"{MAIN}r/{MAIN}t")
    return "".join(t.text or "" for t in runs)


def grid(package: Package, part: str) -> Grid:
    """Read the cells of a sheet, and record those out of order."""
    found, last_row = Grid(), 0
    root = package.tree(part)
    data = None if root is None else root.find(f"{MAIN}sheetData")
    for row in [] if data is None else data.iterfind(f"{MAIN}row"):
        number = int(row.get("r") or last_row + 1)
        if number <= last_row or number > 1_048_576:
            found.findings.append(f"{part}: row {number} is out of order")
        last_row = number
        _row(found, part, number, row)
    return found


def _row(found: Grid, part: str, number: int, row: Element) -> None:
    last = 0
    for cell in row.iterfind(f"{MAIN}c"):
        ref = cell.get("r")
        place = box(ref) if ref else (number, last + 1, number, last + 1)
        if place is None or place[0] != number or place[1] <= last:
            found.findings.append(f"{part}: the cell {ref} is out of order in row {number}")
        if place is None:
            continue
        last = place[1]
        value = cell.find(f"{MAIN}is" if cell.get("t") == "inlineStr" else f"{MAIN}v")
        text = None if value is None else value.text
        if value is not None and cell.get("t") == "inlineStr":
            text = _plain(value)
        formula = cell.find(f"{MAIN}f") is not None
        found.cells[number, last] = Cell(cell.get("t", "n"), text, formula)


def value(cell: Cell | None, shared: list[str]) -> str | float | None:
    """The value of the cell: text, a number, or None if blank or unreadable."""
    if cell is None or cell.text is None:
        return None
    if cell.kind == "s":
        return shared[int(cell.text)] if int(cell.text) < len(shared) else None
    return float(cell.text) if cell.kind == "n" and _number(cell.text) else cell.text


def sheets(package: Package) -> Iterator[str]:
    """Findings about cells, ranges and formats of all worksheets."""
    shared = len(strings(package))
    for part in package.targets(package.book, "sharedStrings"):
        root = package.tree(part)
        if root is not None and root.get("uniqueCount") not in (None, str(shared)):
            yield f"{part}: counts {root.get('uniqueCount')} texts, there are {shared}"
    styles, dxfs = xf_count(package), dxf_count(package)
    for _, part in package.sheets():
        root = package.tree(part)
        if root is None or not str(root.tag).endswith("}worksheet"):
            continue
        found = grid(package, part)
        yield from found.findings
        yield from _values(part, found, shared)
        yield from _style_indices(part, root, styles, dxfs)
        yield from _dimension(part, root, found)
        yield from _merges(part, root)
        yield from _columns(part, root)
        yield from _shared_formulas(part, root)
        yield from _counts(part, root)
        yield from _ranges(part, root)


def _values(part: str, found: Grid, shared: int) -> Iterator[str]:
    for (row, col), cell in found.cells.items():
        at = f"{part}: the cell in row {row}, column {col}"
        if cell.kind == "s" and not (cell.text or "").isdigit():
            yield f"{at} has no shared string"
        elif cell.kind == "s" and int(cell.text or 0) >= shared:
            yield f"{at} wants the shared string {cell.text} of {shared}"
        elif cell.kind == "b" and cell.text not in ("0", "1"):
            yield f"{at} is neither true nor false"
        elif cell.kind == "n" and cell.text is not None and not _number(cell.text):
            yield f"{at} is no number: {cell.text}"
        elif len(cell.text or "") > 32_767:
            yield f"{at} is longer than Excel allows"


def _number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _style_indices(part: str, root: Element, styles: int, dxfs: int) -> Iterator[str]:
    for tag, key in (("c", "s"), ("row", "s"), ("col", "style")):
        for element in root.iter(MAIN + tag):
            if int(element.get(key) or 0) >= styles:
                yield f"{part}: {tag} {element.get('r')} wants the style {element.get(key)}"
    for rule in root.iter(MAIN + "cfRule"):
        if int(rule.get("dxfId") or 0) >= dxfs and rule.get("dxfId"):
            yield f"{part}: a conditional format wants the format {rule.get('dxfId')}"


def _dimension(part: str, root: Element, found: Grid) -> Iterator[str]:
    dimension = root.find(f"{MAIN}dimension")
    if dimension is None or not found.cells:
        return
    declared = box(dimension.get("ref", ""))
    rows, cols = zip(*found.cells, strict=True)
    top, left, bottom, right = declared or (2, 1, 0, 0)
    if not (top <= min(rows) and max(rows) <= bottom and left <= min(cols) and max(cols) <= right):
        yield f"{part}: the dimension {dimension.get('ref')} does not hold all cells"


def _merges(part: str, root: Element) -> Iterator[str]:
    refs = [m.get("ref", "") for m in root.iter(MAIN + "mergeCell")]
    for a, b in itertools.combinations(refs, 2):
        first, second = box(a), box(b)
        if first and second and overlap(first, second):
            yield f"{part}: the merged ranges {a} and {b} overlap"


def _columns(part: str, root: Element) -> Iterator[str]:
    last = 0
    for col in root.iter(MAIN + "col"):
        low, high = int(col.get("min") or 0), int(col.get("max") or 0)
        if low <= last or high < low or high > column("XFD"):
            yield f"{part}: the columns {low} to {high} are out of order"
        last = high


def _shared_formulas(part: str, root: Element) -> Iterator[str]:
    formulas = [f for f in root.iter(MAIN + "f") if f.get("t") == "shared"]
    masters = {f.get("si") for f in formulas if f.get("ref") and f.text}
    for orphan in {f.get("si") for f in formulas} - masters:
        yield f"{part}: the shared formula {orphan} has no first cell"


def _counts(part: str, root: Element) -> Iterator[str]:
    for tag in ("mergeCells", "dataValidations", "tableParts", "rowBreaks"):
        for element in root.iter(MAIN + tag):
            if element.get("count") not in (None, str(len(element))):
                yield f"{part}: {tag} counts {element.get('count')}, there are {len(element)}"


def _ranges(part: str, root: Element) -> Iterator[str]:
    sqrefs = [e.get("sqref") for e in root.iter() if e.get("sqref")]
    sqrefs += [e.text for e in root.iter() if str(e.tag).endswith("main}sqref")]
    for sqref in sqrefs:
        for ref in (sqref or "").split():
            if box(ref) is None and not WHOLE.fullmatch(ref):
                yield f"{part}: {ref} is no range"
    lines = [s.findtext("{*}sqref") for s in root.iter("{*}sparkline")]
    for ref in repeated(lines):
        yield f"{part}: two sparklines in {ref}"
    for ref in repeated(h.get("ref") for h in root.iter(MAIN + "hyperlink")):
        yield f"{part}: two hyperlinks on {ref}"
