"""Publish the slides of a report: as a PowerPoint file, and printed for a board."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from meetlat.publishing.targets import Targets
from meetlat.reporting.atomic_write import write_atomically
from meetlat.reporting.pdf import write_pdf
from meetlat.reporting.slides.file import slides_of
from meetlat.scoring.report import Report


def publish_slides(report: Report, files: Targets, folder: Path, template: Path | None) -> None:
    """Write the slides to the files that are asked for: `pptx`, `board` or both.

    Args:
        report: the report.
        files: the files to write.
        folder: the folder of the workbook, which may hold a logo.
        template: the presentation whose layouts and colours the slides use.

    Raises:
        NotPublishedError: the slides cannot be made, written or printed.
    """
    with TemporaryDirectory(prefix="meetlat") as temporary:
        to_print = Path(temporary) / "board.pptx"
        write_slides_to_print(report, files, folder, template, to_print)
        if files.board:
            write_pdf(to_print, files.board, report.catalogue.language)


def write_slides_to_print(
    report: Report, files: Targets, folder: Path, template: Path | None, to_print: Path
) -> None:
    """Write the slides to `files.pptx`, and to a file to print if `files.board` is asked for."""
    slides = slides_of(report, folder, template)
    if files.pptx:
        write_atomically(files.pptx, slides)
    if files.board:
        to_print.write_bytes(slides)
