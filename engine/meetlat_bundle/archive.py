"""Write zip files that are the same, byte for byte, however often they are made."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from meetlat_bundle.fetching import digest

SUMS = "SHA256SUMS"

# The first moment that a zip file can hold.
MOMENT = (1980, 1, 1, 0, 0, 0)


def write_zip(file: Path, contents: Mapping[str, bytes]) -> None:
    """Write contents in the order of their paths, with their hashes in a file of their own."""
    everything = {**contents, SUMS: sums(contents)}
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(everything):
            entry = zipfile.ZipInfo(path, MOMENT)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            entry.create_system = 3  # the same on every system
            archive.writestr(entry, everything[path])


def sums(contents: Mapping[str, bytes]) -> bytes:
    """A line for each file, as `sha256sum --check` reads them."""
    lines = (f"{digest(content)}  {path}\n" for path, content in sorted(contents.items()))
    return "".join(lines).encode()
