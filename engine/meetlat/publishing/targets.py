"""The files that a report is written to, and the folders that many are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Targets:
    """The files of one report, or the folders of all; None where that is not asked for."""

    html: Path | None = None
    pdf: Path | None = None
    filled: Path | None = None

    def __iter__(self) -> Iterator[Path]:
        """Those that are asked for."""
        return iter([path for path in (self.html, self.pdf, self.filled) if path])

    def of_report(self, name: str, workbook: Path) -> Targets:
        """In these folders the files of one report."""
        return Targets(
            html=self.html and self.html / f"{name}.html",
            pdf=self.pdf and self.pdf / f"{name}.pdf",
            filled=self.filled and self.filled / f"{name}{workbook.suffix}",
        )

    def missing(self) -> Targets:
        """Those that are not there."""
        found = {kind: path for kind, path in vars(self).items() if path and not path.exists()}
        return Targets(**found)
