"""Part of package_check: shapes, charts with their caches, pivot sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from check_book import sound_formula
from check_sheets import Grid, grid, strings, value
from package_check import MAIN, Element, Package, box, repeated

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SPREADSHEET = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def drawings(package: Package) -> Iterator[str]:
    """Findings: repeated shape ids, in a drawing and in all VML drawings of a sheet."""
    for name in package.parts:
        root = package.tree(name) if "/drawings/" in name and name.endswith(".xml") else None
        if root is None:
            continue
        shapes = [s for s in root.iter(SPREADSHEET + "cNvPr") if not _in_fallback(s)]
        for number in repeated(s.get("id") for s in shapes):
            yield f"{name}: two shapes with id {number}"
    for _, part in package.sheets():
        found = []
        for vml in package.targets(part, "vmlDrawing"):
            text = package.parts.get(vml, b"").decode("utf-8", "replace")
            found += re.findall(r'<v:shape [^>]*?\bid="(\w+)"', text)
        for number in repeated(found):
            yield f"{part}: two old shapes {number}"


def _in_fallback(shape: Element) -> bool:
    return any(a.tag == FALLBACK for a in shape.iterancestors())


def charts(package: Package) -> Iterator[str]:
    """Findings: invalid references, and cached values that differ from the cells."""
    parts = {name.lower(): part for name, part in package.sheets()}
    shared, grids = strings(package), {}
    for name in package.parts:
        root = package.tree(name) if re.fullmatch(r"xl/charts/chart(Ex)?\d+\.xml", name) else None
        for formula in [] if root is None else root.iter("{*}f"):
            text = formula.text or ""
            if wrong := sound_formula(text.strip("()").replace("[0]!", ""), set(parts)):
                yield f"{name}: {text}: {wrong}"
                continue
            sheet, _, ref = text.rpartition("!")
            part, area = parts.get(sheet.strip("'").replace("''", "'").lower()), box(ref)
            if part and area:
                cells = grids.setdefault(part, grid(package, part))
                yield from _cache(f"{name}: {text}", formula, area, cells, shared)


def _cache(
    title: str, formula: Element, area: tuple[int, int, int, int], cells: Grid, shared: list[str]
) -> Iterator[str]:
    cache = formula.getnext()
    if cache is None or not str(cache.tag).endswith(("Cache", "}lvl")):
        return
    places = [(r, c) for r in range(area[0], area[2] + 1) for c in range(area[1], area[3] + 1)]
    count = cache.find(CHART + "ptCount")
    counted = cache.get("ptCount") if count is None else count.get("val")
    if counted not in (None, str(len(places))):
        yield f"{title}: the cache counts {counted} of {len(places)}"
        return
    points = {int(p.get("idx") or 0): p.findtext("{*}v") or p.text for p in cache.iter("{*}pt")}
    for at, place in enumerate(places):
        wanted, got = value(cells.cells.get(place), shared), points.get(at)
        if not _same(wanted, got, numbers=str(cache.tag).endswith("numCache")):
            yield f"{title}: point {at} shows {got}, the cell holds {wanted}"


def _same(wanted: str | float | None, got: str | None, *, numbers: bool) -> bool:
    if wanted is None or got is None:
        return (wanted is None and got in (None, "", "0")) or (numbers and isinstance(wanted, str))
    try:
        return float(got) == float(wanted)
    except ValueError:
        return got == str(wanted) or numbers


def pivots(package: Package) -> Iterator[str]:
    """Findings: pivot tables without a cache, and caches without a source."""
    root = package.tree(package.book)
    known = [
        t.get("displayName") for p, _ in package.tables() if (t := package.tree(p)) is not None
    ]
    known += [] if root is None else [d.get("name") for d in root.iter(MAIN + "definedName")]
    sheets = {name for name, _ in package.sheets()}
    for part in package.targets(package.book, "pivotCacheDefinition"):
        cache = package.tree(part)
        for source in [] if cache is None else cache.iter(MAIN + "worksheetSource"):
            name, sheet, ref = (source.get(k) for k in ("name", "sheet", "ref"))
            if name is not None and name not in known:
                yield f"{part}: reads {name}, which is not there"
            if sheet is not None and (sheet not in sheets or box(ref or "") is None):
                yield f"{part}: reads {sheet}!{ref}, which is not there"
    ids = [] if root is None else [c.get("cacheId") for c in root.iter(MAIN + "pivotCache")]
    for _, sheet in package.sheets():
        for part in package.targets(sheet, "pivotTable"):
            table = package.tree(part)
            if table is not None and table.get("cacheId") not in ids:
                yield f"{part}: has no cache"
