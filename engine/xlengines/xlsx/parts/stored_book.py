"""What all sheets of a workbook share, as the file holds it."""

from __future__ import annotations

from xlengines.xlsx.package.package import Package

from .new_styles import Styles
from .strings import shared_strings
from .theme import Theme
from .workbook import WorkbookPart


class StoredBook:
    """The package of a workbook, and the parts in it that its sheets refer to."""

    def __init__(self, data: bytes) -> None:
        self.load(data)

    def load(self, data: bytes) -> None:
        """Hold the file with these bytes, in place of any file before it."""
        self.package = Package(data)
        self.workbook = WorkbookPart(self.package)
        self.date1904 = self.workbook.date1904
        self.styles = Styles(self.package, self.workbook.part)
        self.theme = Theme(self.package, self.workbook.part)
        self._strings: list[str] | None = None

    @property
    def strings(self) -> list[str]:
        """The shared strings."""
        if self._strings is None:
            self._strings = shared_strings(self.package, self.workbook.part)
        return self._strings

    def strings_part(self) -> bytes | None:
        """The part with the shared strings."""
        parts = self.package.targets(self.workbook.part, "sharedStrings")
        return self.package.read(parts[0]) if parts else None

    def styles_part(self) -> bytes | None:
        """The part with the styles."""
        return self.package.read(self.styles.part) if self.styles.part else None
