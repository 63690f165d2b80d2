"""The files that one report is written to, or the folders of many reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Targets:
    """The files of one report, or the folders of all reports; None for a kind not asked for."""

    html: Path | None = None
    pdf: Path | None = None
    filled: Path | None = None

    def __iter__(self) -> Iterator[Path]:
        """The paths that are asked for."""
        return iter([path for path in (self.html, self.pdf, self.filled) if path])

    def of_report(self, name: str, workbook: Path) -> Targets:
        """The files of one report in these folders."""
        return Targets(
            html=self.html and self.html / f"{name}.html",
            pdf=self.pdf and self.pdf / f"{name}.pdf",
            filled=self.filled and self.filled / f"{name}{workbook.suffix}",
        )

    def missing(self) -> Targets:
        """The files that do not exist yet."""
        new = {kind: path for kind, path in vars(self).items() if path and not path.exists()}
        return Targets(**new)
