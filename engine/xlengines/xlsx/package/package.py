"""The parts of a workbook and how they point to each other (the Open Packaging Conventions)."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from xlengines.shared.errors import Refused
from xlengines.shared.refs import free_name

from .archive import Archive, rewritten
from .remembered import remembered
from .xml import STRICT, Element, Splice, one, quoted, scan

CONTENT_TYPES = "[Content_Types].xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."

_EMPTY_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)


class Relationship(NamedTuple):
    """An arrow from a part to another, or to an address outside the workbook.

    `kind` is the last word of its type: `worksheet`, `table`, `chart`. `target` is the name of a
    part, or an external address as written.
    """

    id: str
    kind: str
    target: str
    external: bool


@remembered(2)
def _archive(data: bytes) -> Archive:
    return Archive(data)


class Package:
    """The parts, read on demand; changes stay in memory until they are saved."""

    def __init__(self, data: bytes) -> None:
        self.archive = _archive(data)
        self.changed: dict[str, bytes] = {}
        # Names in lower case.
        self.dropped: set[str] = set()
        self._relationships: dict[str, list[Relationship]] = {}
        _refuse_kinds(self)

    def __contains__(self, name: str) -> bool:
        if name in self.changed:
            return True
        return name in self.archive and name.lower() not in self.dropped

    def names(self) -> list[str]:
        """The parts, with the changes."""
        kept = [name for name in self.archive.names() if name.lower() not in self.dropped]
        return kept + [name for name in self.changed if name not in self.archive]

    def read(self, name: str) -> bytes:
        """A part, with the changes."""
        return self.changed[name] if name in self.changed else self.archive.read(name)

    def put(self, name: str, data: bytes) -> None:
        """Replace or add a part; putting back what the file holds is no change."""
        if name in self.archive and self.archive.read(name) == data:
            self.changed.pop(name, None)
        else:
            self.changed[name] = data
        if name.endswith(".rels"):
            self._relationships.clear()

    def drop(self, name: str) -> None:
        """Take a part out, with its content type; the caller takes out the arrows to it."""
        self.changed.pop(name, None)
        self.dropped.add(name.lower())
        data = self.read(CONTENT_TYPES)
        splice = Splice(data)
        for element in scan(data, {"Override"}, CONTENT_TYPES):
            if element.get("PartName").lower() == "/" + name.lower():
                splice.remove(element)
        self.put(CONTENT_TYPES, splice.result())

    def restore(self, changed: dict[str, bytes], dropped: set[str]) -> None:
        """Go back to the changes of an earlier moment."""
        self.changed, self.dropped = changed, dropped
        self._relationships.clear()

    def saved_bytes(self) -> bytes:
        """The whole file with the changes in it."""
        return rewritten(self.archive, self.changed, self.dropped)

    def relationships(self, part: str) -> list[Relationship]:
        """Where a part points to; the package's own arrows for an empty name."""
        if part not in self._relationships:
            name = relationships_part(part)
            found = scan(self.read(name), {"Relationship"}, name) if name in self else []
            self._relationships[part] = [_relationship(part, each) for each in found]
        return self._relationships[part]

    def targets(self, part: str, kind: str) -> list[str]:
        """The parts of a kind that this one points to, where they exist."""
        arrows = self.relationships(part)
        return [a.target for a in arrows if a.kind == kind and not a.external and a.target in self]

    def relate(self, part: str, kind: str, target: str, *, external: bool = False) -> str:
        """Draw an arrow and return its id; `target` is a part, or an address if external."""
        name = relationships_part(part)
        taken = {arrow.id.lower() for arrow in self.relationships(part)}
        new_id = free_name("rId{}", taken)
        where = target if external else posixpath.relpath(target, posixpath.dirname(part) or ".")
        mode = ' TargetMode="External"' if external else ""
        if name not in self:
            self.put(name, _EMPTY_RELATIONSHIPS)
        kind_and_place = f'Type="{RELATIONSHIPS}/{kind}" Target={quoted(where)}{mode}'
        self._append(name, "Relationships", f'Relationship Id="{new_id}" {kind_and_place}')
        return new_id

    def unrelate(self, part: str, target: str, arrow: str = "") -> None:
        """Take away the arrows from one part to another, or only the one with this id."""
        name = relationships_part(part)
        data = self.read(name)
        splice = Splice(data)
        for element in scan(data, {"Relationship"}, name):
            found = _relationship(part, element)
            if found.target == target and arrow in ("", found.id):
                splice.remove(element)
        self.put(name, splice.result())

    def add(self, name: str, data: bytes, content_type: str) -> None:
        """Add a part of a content type."""
        kind = f"PartName={quoted('/' + name)} ContentType={quoted(content_type)}"
        self._append(CONTENT_TYPES, "Types", f"Override {kind}")
        self.put(name, data)

    def add_kind(self, extension: str, content_type: str) -> None:
        """Give all parts whose names end so a content type."""
        kind = f"Extension={quoted(extension)} ContentType={quoted(content_type)}"
        self._append(CONTENT_TYPES, "Types", f"Default {kind}")

    def _append(self, name: str, root_name: str, child: str) -> None:
        """Put a child without children of its own behind the others of a part."""
        data = self.read(name)
        root = one(data, root_name, name)
        splice = Splice(data)
        splice.append_child(root, f"<{root.prefix}{child}/>".encode())
        self.put(name, splice.result())

    def content_type(self, part: str) -> str:
        """The content type of a part; empty where none is given."""
        default = ""
        for element in scan(self.read(CONTENT_TYPES), {"Override", "Default"}, CONTENT_TYPES):
            if element.get("PartName").lower() == "/" + part.lower():
                return element.get("ContentType")
            extension = element.get("Extension").lower()
            if extension and part.lower().endswith("." + extension):
                default = element.get("ContentType")
        return default

    def free_name(self, pattern: str) -> str:
        """The first unused part name of a pattern such as `xl/tables/table{}.xml`."""
        return free_name(pattern, {name.lower() for name in self.names()} | self.dropped)


def relationships_part(part: str) -> str:
    """The part that holds the arrows of another."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _relationship(part: str, element: Element) -> Relationship:
    target, external = element.get("Target"), element.get("TargetMode") == "External"
    if not external:
        folder = "" if target.startswith("/") else posixpath.dirname(part)
        target = posixpath.normpath(posixpath.join(folder, target.lstrip("/")))
    kind = element.get("Type").rpartition("/")[2]
    return Relationship(element.get("Id"), kind, target, external)


def _refuse_kinds(package: Package) -> None:
    """Refuse what cannot be changed safely: other formats, signed and shared workbooks."""
    if CONTENT_TYPES not in package:
        raise Refused(
            "This file is a zip, but no Excel workbook.",
            "Choose another file, or open it in Excel and save it as .xlsx.",
        )
    names = [name.lower() for name in package.names()]
    if any(name.startswith("_xmlsignatures/") for name in names):
        raise Refused(
            "This workbook is digitally signed, and any change would break the signature.",
            "Write to another file and sign that one, or take the signature off in Excel.",
        )
    if any(name.startswith("xl/revisions/") for name in names):
        raise Refused(
            "This workbook is shared in the old way (with tracked changes).",
            "Stop sharing it in Excel (Review, Unshare Workbook) and try again.",
        )


def workbook_part(package: Package) -> str:
    """The name of the part that lists the sheets; refused where it is none that can be read."""
    found = package.targets("", "officeDocument")
    if not found:
        raise Refused("This file is a zip, but no Excel workbook.", "Choose another file.")
    part = found[0]
    if part.lower().endswith(".bin"):
        raise Refused(
            "This is a binary workbook (.xlsb).",
            "Save it in Excel as an Excel Workbook (.xlsx) or with macros (.xlsm).",
        )
    head = package.read(part)[:4096]
    if STRICT in head:
        raise Refused(
            "This workbook is saved as a Strict Open XML Spreadsheet.",
            "Save it in Excel as a plain Excel Workbook (.xlsx).",
        )
    if not re.search(rb"<(?:\w+:)?workbook[\s>]", head):
        raise Refused("This is no Excel workbook but another Office file.", "Choose another file.")
    return part
