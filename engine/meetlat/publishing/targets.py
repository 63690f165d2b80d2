"""The files that one report is written to, or the folders of many reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


@dataclass(frozen=True)
class Targets:
    """The files of one report, or the folders of all reports; None for a kind not asked for.

    Attributes:
        html: the page.
        pdf: the report sheets of the workbook, printed.
        filled: the recalculated copy of the workbook.
        pptx: the slides.
        board: the slides, printed.
        board_workbook: the slides as a workbook of values.
    """

    html: Path | None = None
    pdf: Path | None = None
    filled: Path | None = None
    pptx: Path | None = None
    board: Path | None = None
    board_workbook: Path | None = None

    def __iter__(self) -> Iterator[Path]:
        """The paths that are asked for."""
        return iter([path for path in vars(self).values() if path])

    @property
    def have_slides(self) -> bool:
        """Whether slides are asked for, in any kind of file."""
        return bool(self.pptx or self.board or self.board_workbook)

    def of_report(self, name: str, workbook: Path) -> Targets:
        """The files of one report in these folders."""
        return Targets(
            html=self.html and self.html / f"{name}.html",
            pdf=self.pdf and self.pdf / f"{name}.pdf",
            filled=self.filled and self.filled / f"{name}{workbook.suffix}",
            pptx=self.pptx and self.pptx / f"{name}.pptx",
            board=self.board and self.board / f"{name}.pdf",
            board_workbook=self.board_workbook and self.board_workbook / f"{name}.xlsx",
        )

    def missing(self, since: int = 0) -> Targets:
        """The files that do not exist, or are older than this time (`st_mtime_ns`)."""
        new = {
            kind: path
            for kind, path in vars(self).items()
            if path and not (path.exists() and path.stat().st_mtime_ns >= since)
        }
        return Targets(**new)


class Contents(NamedTuple):
    """What a file holds: the titles of its slides, or the sheets that are printed in it.

    Attributes:
        slides: the titles of the slides.
        sheets: the sheets.
        left_out: the sheets of the workbook that are not printed.
    """

    slides: Sequence[str] = ()
    sheets: Sequence[str] = ()
    left_out: Sequence[str] = ()


# Called with each file that was written and what it holds.
ShowContents = Callable[[Path, Contents], None]
