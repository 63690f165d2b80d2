"""The colours of a workbook's theme: one part, of which only a colour that is set changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from xlengines.xlsx.package.package import Package
from xlengines.xlsx.package.xml import Element, Splice, scan

SLOTS = ("lt1", "dk1", "lt2", "dk2", *(f"accent{i}" for i in range(1, 7)), "hlink", "folHlink")
"""The colours of a theme, in the order in which cells count them."""

_KINDS = ("srgbClr", "sysClr")
_WHERE = ("theme", "themeElements", "clrScheme")
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}\Z")


class Theme:
    """The theme of a workbook, which may have none."""

    def __init__(self, package: Package, workbook: str) -> None:
        self.package = package
        self.part = next(iter(package.targets(workbook, "theme")), "")

    @property
    def changed(self) -> bool:
        """Whether a colour was set."""
        return self.part in self.package.changed

    def colours(self) -> dict[str, str]:
        """The colours by their slot, as `#RRGGBB`, of those that are written as one."""
        found = {slot: each.get("lastClr") or each.get("val") for slot, each in self._elements()}
        return {s: f"#{value.upper()}" for s, value in found.items() if _COLOUR.match(value)}

    def set_colours(self, changes: Mapping[str, str]) -> None:
        """Set colours by their slot."""
        if not self.part:
            return
        splice = Splice(self.package.read(self.part))
        for slot, each in self._elements():
            if slot in changes:
                value = changes[slot].removeprefix("#").upper()
                new = f'<{each.prefix}srgbClr val="{value}"/>'
                splice.replace(each.start, each.end, new.encode())
        self.package.put(self.part, splice.result())

    def _elements(self) -> Iterator[tuple[str, Element]]:
        if self.part:
            for each in scan(self.package.read(self.part), _KINDS, self.part):
                if each.path[:-1] == _WHERE and each.path[-1] in SLOTS:
                    yield each.path[-1], each
