"""Part of package_check: indices inside styles.xml, and the counts it declares."""

from __future__ import annotations

from collections.abc import Iterator

from package_check import MAIN, Element, Package, repeated

BOXES = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
BUILT_IN = set(range(50)) | set(range(50, 82))


def _root(package: Package) -> Element | None:
    return next((package.tree(t) for t in package.targets(package.book, "styles")), None)


def _size(root: Element | None, tag: str) -> int:
    found = None if root is None else root.find(MAIN + tag)
    return 0 if found is None else len(found)


def xf_count(package: Package) -> int:
    """The number of cell formats."""
    return _size(_root(package), "cellXfs") or 1


def dxf_count(package: Package) -> int:
    """The number of differential formats."""
    return _size(_root(package), "dxfs")


def styles(package: Package) -> Iterator[str]:
    """Findings: indices without a target and wrong counts."""
    root = _root(package)
    if root is None:
        return
    for holder in root:
        if holder.get("count") not in (None, str(len(holder))):
            tag = str(holder.tag).rpartition("}")[2]
            yield f"styles: {tag} counts {holder.get('count')}, there are {len(holder)}"
    own = [f.get("numFmtId") for f in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")]
    for number in repeated(own):
        yield f"styles: two number formats {number}"
    yield from _formats(root, {int(n or 0) for n in own})


def _formats(root: Element, own: set[int]) -> Iterator[str]:
    for path in (f"{MAIN}cellXfs/{MAIN}xf", f"{MAIN}cellStyleXfs/{MAIN}xf"):
        for number, xf in enumerate(root.iterfind(path)):
            for key, tag in BOXES.items():
                if int(xf.get(key) or 0) >= max(_size(root, tag), 1):
                    yield f"styles: the format {number} wants {key} {xf.get(key)}"
            if int(xf.get("numFmtId") or 0) not in own | BUILT_IN:
                yield f"styles: the format {number} wants number format {xf.get('numFmtId')}"
    for style in root.iterfind(f"{MAIN}cellStyles/{MAIN}cellStyle"):
        if int(style.get("xfId") or 0) >= _size(root, "cellStyleXfs"):
            yield f"styles: the style {style.get('name')} wants format {style.get('xfId')}"
