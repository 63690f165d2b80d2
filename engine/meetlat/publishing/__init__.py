"""Publish the report for readers without the workbook: as a page, a PDF, a copy or slides.

What is published of a group has no figures of other groups (see `meetlat.publishing.own_units`).

`publish` makes one report, of everyone or of one group; `each_group` makes a report of each group
of a segment.
"""

from __future__ import annotations

from pathlib import Path

from meetlat.opening import opened
from meetlat.problems.problem import in_order
from meetlat.publishing.each import Each, each_group
from meetlat.publishing.filling import (
    choose_group,
    fill,
    print_sheets,
    refuse_answer_sheets,
    save_copy,
)
from meetlat.publishing.own_units import for_readers, with_tables_of
from meetlat.publishing.targets import Contents, ShowContents, Targets
from meetlat.reading.inputs import read_inputs
from meetlat.recalculation import Progress, count
from meetlat.reporting.errors import NotPublishedError
from meetlat.scoring.results import Results


def publish(
    workbook: Path,
    files: Targets,
    responses: Path | None = None,
    *,
    template: Path | None = None,
    group: str | None = None,
    progress: Progress = lambda step: None,
    show_contents: ShowContents = lambda file, contents: None,
) -> Results:
    """Recalculate, and write the files that are asked for; the workbook itself does not change.

    Args:
        workbook: the workbook of the survey.
        files: the files to write.
        responses: a file to use instead of the setting `responses`.
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
    with opened(workbook, save=False) as book:
        progress("read")
        if group is not None:
            choose_group(book, group)
        inputs = read_inputs(book)
        survey = count(inputs, responses, progress)
        progress("score")
        report = for_readers(survey.report(survey.catalogue.settings.group))
        if files.filled:
            refuse_answer_sheets(inputs, report.catalogue)
        progress("report")
        if files.html and not report.errors:
            from meetlat.reporting.page.write import write_page

            write_page(report, files.html, workbook.parent)
        if files.have_slides and not report.errors:
            from meetlat.publishing.slides import publish_slides, show_slides

            titles = publish_slides(report, files, workbook.parent, template)
            show_slides(titles, files, show_contents)
        if (files.filled or files.pdf) and not report.errors:
            filled = with_tables_of(survey.report(""), report)
            if fill(book, filled) and files.filled:
                save_copy(book, files.filled)
            if files.pdf and not report.errors:
                show_contents(files.pdf, print_sheets(book, inputs, filled, files.pdf))
        report.problems[:] = in_order(report.problems, [sheet.name for sheet in book.sheets])
    return report.results


__all__ = ["Contents", "Each", "NotPublishedError", "Targets", "each_group", "publish"]
