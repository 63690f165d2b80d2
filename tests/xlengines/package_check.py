"""Independent check of an .xlsx or .xlsm for damage that Excel repairs and schemas do not cover.

`check(path)` lists findings as sentences that start with the part. Tests compare the findings
of an output with those of its input, so a finding contains names and no positions in the file.
It shares no code with the engine.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

Element = etree._Element  # pyright: ignore[reportPrivateUsage]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STRICT_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


class Package:
    """The parts of a workbook with their parsed XML and relationships."""

    def __init__(self, path: Path):
        with zipfile.ZipFile(path) as z:
            self.listed = [i.filename.lstrip("/") for i in z.infolist()]
            self.parts = {i.filename.lstrip("/"): z.read(i) for i in z.infolist()}
        self._trees: dict[str, Element | None] = {}

    def tree(self, name: str) -> Element | None:
        """The root of an XML part; None if it is missing or no XML."""
        if name not in self._trees:
            try:
                self._trees[name] = etree.fromstring(self.parts[name], STRICT_PARSER)
            except (etree.XMLSyntaxError, KeyError):
                self._trees[name] = None
        return self._trees[name]

    def rels(self, part: str) -> dict[str, tuple[str, str]]:
        """For each relationship id, the last word of its type and its target part or address."""
        folder, file = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", file + ".rels"))
        found = {}
        for rel in [] if root is None else root:
            target = rel.get("Target", "")
            if rel.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[rel.get("Id", "")] = (rel.get("Type", "").rpartition("/")[2], target)
        return found

    @property
    def book(self) -> str:
        """The workbook part."""
        return next((t for k, t in self.rels("").values() if k == "officeDocument"), "")

    def targets(self, part: str, kind: str) -> list[str]:
        """The parts that `part` points to by relationships of this kind."""
        return [t for k, t in self.rels(part).values() if k == kind]

    def sheets(self) -> list[tuple[str, str]]:
        """(name, part) of every sheet and chart sheet, in order."""
        root, rels = self.tree(self.book), self.rels(self.book)
        if root is None:
            return []
        listed = root.iterfind(f"{MAIN}sheets/{MAIN}sheet")
        return [(s.get("name", ""), rels.get(s.get(REL + "id", ""), ("", ""))[1]) for s in listed]

    def tables(self) -> Iterator[tuple[str, str]]:
        """(table part, sheet part) of every table."""
        for _, sheet in self.sheets():
            for part in self.targets(sheet, "table"):
                yield part, sheet


def check(path: Path) -> list[str]:
    """All findings about the workbook, sorted; empty for a valid workbook."""
    import check_book
    import check_drawings
    import check_sheets
    import check_structured
    import check_styles

    try:
        package = Package(path)
    except (zipfile.BadZipFile, zlib.error, OSError) as error:
        return [f"{path.name}: not a whole zip file ({error})"]
    findings: list[str] = []
    for look in (
        parts,
        content_types,
        relationships,
        check_book.book,
        check_book.names,
        check_book.tables,
        check_book.chain,
        check_structured.structured,
        check_styles.styles,
        check_sheets.sheets,
        check_drawings.drawings,
        check_drawings.charts,
        check_drawings.pivots,
    ):
        findings += look(package)
    return sorted(findings)


def new_findings(before: Path, after: Path) -> list[str]:
    """Findings about `after` that are not findings about `before`."""
    return sorted((Counter(check(after)) - Counter(check(before))).elements())


def repeated(values: Iterable[str | None]) -> list[str]:
    """Values that occur more than once, ignoring case."""
    counted = Counter((v or "").lower() for v in values)
    return [v for v, n in counted.items() if n > 1]


def parts(package: Package) -> Iterator[str]:
    """Findings: repeated names, paths that leave the package, and malformed XML."""
    for name in repeated(package.listed):
        yield f"{name}: stored twice"
    for name in package.parts:
        if ".." in name.split("/") or "\\" in name:
            yield f"{name}: a path that leaves the package"
        if name.endswith((".xml", ".rels")) and package.tree(name) is None:
            yield f"{name}: not well-formed XML"


def content_types(package: Package) -> Iterator[str]:
    """Findings: parts without exactly one content type, and types without a part."""
    root = package.tree("[Content_Types].xml")
    if root is None:
        yield "[Content_Types].xml: missing"
        return
    defaults = {e.get("Extension", "").lower() for e in root if "Default" in str(e.tag)}
    overrides = [
        e.get("PartName", "").lstrip("/").lower() for e in root if "Override" in str(e.tag)
    ]
    for name in repeated(overrides):
        yield f"{name}: two content types"
    known = {p.lower() for p in package.parts}
    for name in set(overrides) - known:
        yield f"{name}: a content type without a part"
    for name in known - set(overrides) - {"[content_types].xml"}:
        if name.rpartition(".")[2] not in defaults:
            yield f"{name}: no content type"


def relationships(package: Package) -> Iterator[str]:
    """Findings: relationships without source, target or unique id, and missing ids."""
    known = {p.lower() for p in package.parts}
    for name in package.parts:
        if name.endswith(".rels"):
            folder, file = posixpath.split(name)
            source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
            if source and source.lower() not in known:
                yield f"{name}: belongs to no part"
            yield from _targets(package, name, source, known)
        elif name.endswith(".xml"):
            yield from _used_ids(package, name)


def _targets(package: Package, name: str, source: str, known: set[str]) -> Iterator[str]:
    root = package.tree(name)
    for rid in repeated(r.get("Id") for r in ([] if root is None else root)):
        yield f"{name}: the id {rid} stands twice"
    external = {r.get("Id") for r in ([] if root is None else root) if r.get("TargetMode")}
    for rid, (_, target) in package.rels(source).items():
        if rid not in external and target.lower() not in known and not target.startswith("#"):
            yield f"{name}: {rid} points to {target}, which is not there"


def _used_ids(package: Package, name: str) -> Iterator[str]:
    root, rels = package.tree(name), package.rels(name)
    for element in [] if root is None else root.iter():
        for key, value in element.attrib.items():
            if str(key).startswith(REL) and value and str(value) not in rels:
                yield f"{name}: uses the relationship {value}, which is not there"


def box(ref: str) -> tuple[int, int, int, int] | None:
    """(first row, first column, last row, last column) of `B4:H8` or `B4`; None if neither."""
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?", ref)
    if not match:
        return None
    c1, r1, c2, r2 = match.groups()
    first, last = (int(r1), column(c1)), (int(r2 or r1), column(c2 or c1))
    inside = first <= last and first[0] >= 1 and last[0] <= 1_048_576 and last[1] <= 16_384
    return (*first, *last) if inside and first[1] <= last[1] else None


def column(letters: str) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def overlap(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> bool:
    """Whether two boxes share a cell."""
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
