"""Publish the story of a report: as slides, as a PDF of them, and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from meetlat.publishing.targets import Contents, ShowContents, Targets
from meetlat.reporting.atomic_write import write_atomically
from meetlat.reporting.pdf import write_pdf
from meetlat.reporting.slides.file import slides_of
from meetlat.reporting.story.story import story_of
from meetlat.scoring.report import Report


def publish_slides(
    report: Report, files: Targets, folder: Path, template: Path | None
) -> Sequence[str]:
    """Write the story to the files that are asked for: `pptx`, `board` and `board_workbook`.

    Args:
        report: the report.
        files: the files to write.
        folder: the folder of the workbook, which may hold a logo.
        template: the presentation whose layouts and colours the slides use.

    Returns:
        The titles of the slides.

    Raises:
        NotPublishedError: the slides cannot be made, written or printed.
    """
    with TemporaryDirectory(prefix="meetlat") as temporary:
        to_print = Path(temporary) / "board.pptx"
        titles = write_slides_to_print(report, files, folder, template, to_print)
        if files.board:
            write_pdf(to_print, files.board, report.catalogue.language)
    return titles


def write_slides_to_print(
    report: Report, files: Targets, folder: Path, template: Path | None, to_print: Path
) -> Sequence[str]:
    """Write the story, and the slides to a file to print if `files.board` is asked for.

    Returns:
        The titles of the slides.
    """
    story = story_of(report)
    if files.pptx or files.board:
        slides = slides_of(report, folder, template, story)
        if files.pptx:
            write_atomically(files.pptx, slides)
        if files.board:
            to_print.write_bytes(slides)
    if files.board_workbook:
        from meetlat.reporting.board.write import board_workbook

        write_atomically(files.board_workbook, board_workbook(report, story))
    return [slide.title for slide in story.slides]


def show_slides(titles: Sequence[str], files: Targets, show_contents: ShowContents) -> None:
    """Call `show_contents` with each file of the story and the titles in it."""
    for file in filter(None, (files.pptx, files.board, files.board_workbook)):
        show_contents(file, Contents(slides=titles))
