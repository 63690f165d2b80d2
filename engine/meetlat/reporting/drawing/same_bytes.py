"""Make a presentation the same, byte for byte, whenever it is written from the same report."""

from __future__ import annotations

import io
import re
import zipfile

# The oldest moment that a zip file can hold.
MOMENT = (1980, 1, 1, 0, 0, 0)

CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def without_moments(package: bytes) -> bytes:
    """A package of Office with fixed moments, in the workbooks of its charts too."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = without_moments(content)
            elif name == "docProps/core.xml":
                content = CREATED.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return written.getvalue()
