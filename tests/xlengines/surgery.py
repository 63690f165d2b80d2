"""Add parts, relationships and XML that no library writes to a finished workbook.

Works on text, so that everything else keeps its bytes.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path

SHEET_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells "
    "phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins "
    "pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors "
    "smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls "
    "webPublishItems tableParts extLst"
)
BOOK_ORDER = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
    "externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches "
    "smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Surgery:
    """A workbook to alter: `parts` by name, in the order of the file."""

    def __init__(self, path: Path):
        self.path = path
        with zipfile.ZipFile(path) as package:
            names = package.infolist()
            # XlsxWriter writes one part with a leading slash
            self.parts = {i.filename.lstrip("/"): package.read(i) for i in names}

    def text(self, name: str) -> str:
        """A part as text."""
        return self.parts[name].decode()

    def replace(self, name: str, old: str, new: str, count: int = 1) -> None:
        """Replace `old` by `new`; raises ValueError if `old` is missing."""
        text = self.text(name)
        if text.count(old) < count:
            raise ValueError(f"{name} has no {old!r}")
        self.parts[name] = text.replace(old, new, count).encode()

    def add(self, name: str, content: str | bytes, content_type: str = "") -> None:
        """Add a part; without a content type, the default of its extension applies."""
        self.parts[name] = content.encode() if isinstance(content, str) else content
        if content_type:
            override = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
            self.replace("[Content_Types].xml", "</Types>", override + "</Types>")

    def default_type(self, extension: str, content_type: str) -> None:
        """Set the content type of parts with this extension that have no type of their own."""
        if f'Extension="{extension}"' not in self.text("[Content_Types].xml"):
            default = f'<Default Extension="{extension}" ContentType="{content_type}"/>'
            self.replace("[Content_Types].xml", "<Override", default + "<Override")

    def relate(self, source: str, kind: str, target: str, external: bool = False) -> str:
        """Add a relationship from a part ("" is the package); returns its id."""
        folder, file = posixpath.split(source)
        name = posixpath.join(folder, "_rels", file + ".rels")
        namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
        empty = f'<?xml version="1.0"?>\n<Relationships xmlns="{namespace}"></Relationships>'
        self.parts.setdefault(name, empty.encode())
        new_id = f"rId{9000 + self.text(name).count('<Relationship ')}"
        if not external:
            target = "/" + target if not source else posixpath.relpath(target, folder)
        mode = ' TargetMode="External"' if external else ""
        kind = kind if "://" in kind else f"{OFFICE}/{kind}"
        line = f'<Relationship Id="{new_id}" Type="{kind}" Target="{target}"{mode}/>'
        self.replace(name, "</Relationships>", line + "</Relationships>")
        return new_id

    def insert(self, name: str, element: str, order: str) -> None:
        """Insert an element into a worksheet or workbook, in the order of the schema."""
        text, tags = self.text(name), order.split()
        tag = next(t for t in re.findall(r"<(\w+)[ />]", element) if t in tags)
        start = text.index("<sheets>" if order is BOOK_ORDER else "<sheetData")
        later = "|".join(tags[tags.index(tag) + 1 :])
        spot = re.search(rf"<(?:{later})[ />]", text[start:])
        at = start + spot.start() if spot else text.rindex("</")
        self.parts[name] = (text[:at] + element + text[at:]).encode()

    def extend(self, name: str, uri: str, namespaces: str, content: str) -> None:
        """Add an extension to the `extLst` of the part, which is created if missing."""
        ext = f'<ext uri="{uri}" {namespaces}>{content}</ext>'
        text = self.text(name)
        if "</extLst>" in text[-400:] or "</extLst></" in text:
            at = text.rindex("</extLst>")
            self.parts[name] = (text[:at] + ext + text[at:]).encode()
        else:
            at = text.rindex("</")
            self.parts[name] = (text[:at] + f"<extLst>{ext}</extLst>" + text[at:]).encode()

    def sheet(self, title: str) -> str:
        """The part of the sheet with this name."""
        rid = re.search(rf'<sheet name="{title}"[^>]*r:id="(\w+)"', self.text("xl/workbook.xml"))
        rels = self.text("xl/_rels/workbook.xml.rels")
        assert rid, title
        target = re.search(rf'Id="{rid[1]}"[^>]*Target="([^"]+)"', rels)
        assert target
        return "xl/" + target[1]

    def related(self, source: str, kind: str) -> list[str]:
        """Parts that `source` points to by relationships of this kind."""
        folder, file = posixpath.split(source)
        rels = self.parts.get(posixpath.join(folder, "_rels", file + ".rels"), b"").decode()
        targets = re.findall(rf'Type="[^"]*/{kind}" Target="([^"]+)"', rels)
        return [posixpath.normpath(posixpath.join(folder, t)) for t in targets]

    def save(self, path: Path) -> Path:
        """Write the package to `path`, always with the same bytes."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, 8)
        return path
