"""The demanding workbook, with as many features as can be made without Excel, in three variants.

`python tests/xlengines/demanding.py FOLDER` writes all of them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import demanding_base
import demanding_parts
from surgery import Surgery

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def build_demanding(folder: Path) -> Path:
    """Build the macro workbook with result tables; returns its path."""
    return _build(folder / "demanding.xlsm")


def build_1904(folder: Path) -> Path:
    """Build the workbook with dates that count from 1904, as on old Macs."""
    return _build(folder / "demanding-1904.xlsm", date_1904=True)


def build_prefixed(folder: Path) -> Path:
    """Build the workbook with `x:` before every spreadsheet element, as .NET writes it."""
    path = _build(folder / "demanding-prefixed.xlsm")
    s = Surgery(path)
    for name, data in s.parts.items():
        if name.endswith(".xml") and f'xmlns="{MAIN}"'.encode() in data:
            s.parts[name] = prefixed(data.decode(), "x").encode()
    return s.save(path)


def prefixed(xml: str, prefix: str) -> str:
    """Add the prefix to every element without one."""
    xml = re.sub(r"<(/?)(\w[\w.]*)(?=[\s/>])", rf"<\1{prefix}:\2", xml)
    return xml.replace(f'xmlns="{MAIN}"', f'xmlns:{prefix}="{MAIN}"', 1)


def _build(path: Path, *, date_1904: bool = False) -> Path:
    demanding_base.build(path, date_1904=date_1904)
    surgery = Surgery(path)
    demanding_parts.perform(surgery)
    return surgery.save(path)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for build in (build_demanding, build_1904, build_prefixed):
        build(target)
