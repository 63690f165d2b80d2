"""Make a presentation the same, byte for byte, whenever it is written from the same report.

Parts without a moment are copied as they are packed, because packing them again takes longer.
"""

from __future__ import annotations

import re

from xlengines.xlsx.package.archive import Archive, rewritten

# The oldest moment that a zip file can hold.
MOMENT = (1980, 1, 1, 0, 0, 0)

CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def without_moments(package: bytes) -> bytes:
    """A package of Office with fixed moments, in the workbooks of its charts too."""
    archive, changed = Archive(package), {}
    for entry in archive.entries.values():
        entry.info.date_time = MOMENT
        if entry.name.endswith(".xlsx"):
            changed[entry.name] = without_moments(_content(archive, entry.name))
        elif entry.name == "docProps/core.xml":
            fixed = CREATED.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", _content(archive, entry.name))
            changed[entry.name] = fixed
    return rewritten(archive, changed, set())


def _content(archive: Archive, name: str) -> bytes:
    return b"".join(archive.pieces(name, whole=True))
