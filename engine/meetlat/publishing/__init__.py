"""Publish the report for readers without the workbook: as a page, a PDF, a copy or slides.

What is published of a group has no figures of other groups (see `meetlat.publishing.own_units`).

`publish` makes one report, of everyone or of one group; `each_group` makes a report of each group
of a segment.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from meetlat.opening import opened
from meetlat.problems.problem import in_order
from meetlat.publishing.each import Each, each_group
from meetlat.publishing.filling import (
    choose_group,
    fill,
    refuse_answer_sheets,
    save_copy,
    save_for_print,
)
from meetlat.publishing.own_units import for_readers
from meetlat.publishing.targets import Contents, ShowContents, Targets
from meetlat.reading.inputs import read_inputs
from meetlat.recalculation import Progress, compute
from meetlat.reporting.errors import NotPublishedError
from meetlat.scoring.results import Results


def publish(
    workbook: Path,
    responses: Path | None = None,
    *,
    html: Path | None = None,
    pdf: Path | None = None,
    filled: Path | None = None,
    pptx: Path | None = None,
    board: Path | None = None,
    board_workbook: Path | None = None,
    template: Path | None = None,
    group: str | None = None,
    progress: Progress = lambda step: None,
    show_contents: ShowContents = lambda file, contents: None,
) -> Results:
    """Recalculate, and write the files that are asked for; the workbook itself does not change.

    Args:
        workbook: the workbook of the survey.
        responses: a file to use instead of the setting `responses`.
        html: the page to write.
        pdf: the PDF to write, without HR's own sheets (see
            `meetlat.publishing.printed_sheets`).
        filled: the recalculated copy of the workbook to write.
        pptx: the slides to write, as a PowerPoint file.
        board: the slides to write, as a PDF.
        board_workbook: the slides to write, as a workbook of values.
        template: the presentation whose layouts and colours the slides use.
        group: the group to show, instead of the setting `group`; blank for everyone.
        progress: called with the name of each step as it starts.
        show_contents: called with each PDF and each file of slides, and what it holds.

    Returns:
        The results. If the workbook has errors, nothing is written.

    Raises:
        NotPublishedError: a file cannot be written, or the workbook may not be handed out.
        xlengines.xlsx.Refused: the workbook cannot be read.
    """
    with opened(workbook, save=False) as book, TemporaryDirectory(prefix="meetlat") as folder:
        progress("read")
        if group is not None:
            choose_group(book, group)
        inputs = read_inputs(book)
        report = for_readers(compute(inputs, responses, progress))
        if filled:
            refuse_answer_sheets(inputs, report.catalogue)
        progress("report")
        if html and not report.errors:
            from meetlat.reporting.page.write import write_page

            write_page(report, html, workbook.parent)
        slides = Targets(pptx=pptx, board=board, board_workbook=board_workbook)
        if [*slides] and not report.errors:
            from meetlat.publishing.slides import publish_slides, show_slides

            titles = publish_slides(report, slides, workbook.parent, template)
            show_slides(titles, slides, show_contents)
        if (filled or pdf) and not report.errors and fill(book, report):
            if filled:
                save_copy(book, filled)
            if pdf:
                from meetlat.reporting.pdf import write_pdf

                to_print = Path(folder) / workbook.name
                contents = save_for_print(book, inputs, report, to_print)
                write_pdf(to_print, pdf, report.catalogue.language)
                show_contents(pdf, contents)
        report.problems[:] = in_order(report.problems, [sheet.name for sheet in book.sheets])
    return report.results


__all__ = ["Contents", "Each", "NotPublishedError", "Targets", "each_group", "publish"]
