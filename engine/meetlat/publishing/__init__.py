"""The report for people without the workbook: an HTML page, the report sheets as a PDF.

Of everyone or of one group (`publish`), or of each group of a segment (`each_group`).
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from meetlat.problems.problem import in_order
from meetlat.publishing.each import Each, each_group
from meetlat.publishing.filling import choose, fill, refuse_answers, save_to_print
from meetlat.publishing.targets import Targets
from meetlat.reading.inputs import read_inputs
from meetlat.recalculation import Progress, compute, opened
from meetlat.reporting.errors import NotPublishedError
from meetlat.scoring.results import Results


def publish(
    workbook: Path,
    responses: Path | None = None,
    *,
    html: Path | None = None,
    pdf: Path | None = None,
    filled: Path | None = None,
    group: str | None = None,
    progress: Progress = lambda step: None,
) -> Results:
    """Recalculate, and write what is asked for; the workbook itself is left as it is.

    Args:
        workbook: of the survey.
        responses: a file to use in place of the setting `responses`.
        html: the page to write.
        pdf: the PDF to write, of the report sheets as their print set-up says (see
            `meetlat.publishing.filling.sheets_of_hr`).
        filled: the workbook to write, recalculated.
        group: to show, in place of the setting `group`; blank: everyone.
        progress: told of each step as it begins.

    Returns:
        The results. Where the workbook has errors nothing is written.

    Raises:
        NotPublishedError: see there.
        xlengines.xlsx.Refused: the workbook cannot be read.
    """
    with opened(workbook, save=False) as book, TemporaryDirectory(prefix="meetlat") as folder:
        progress("read")
        if group is not None:
            choose(book, group)
        inputs = read_inputs(book)
        report = compute(inputs, responses, progress)
        if filled:
            refuse_answers(inputs, report.catalogue)
        progress("report")
        if html and not report.errors:
            from meetlat.reporting.page.write import write_page

            write_page(report, html, workbook.parent)
        if (filled or pdf) and not report.errors and fill(book, report):
            if filled:
                book.save(filled)
            if pdf:
                from meetlat.reporting.pdf import write_pdf

                to_print = Path(folder) / workbook.name
                save_to_print(book, inputs, report, to_print)
                write_pdf(to_print, pdf, report.catalogue.language)
        report.problems[:] = in_order(report.problems, [sheet.name for sheet in book.sheets])
    return report.results


__all__ = ["Each", "NotPublishedError", "Targets", "each_group", "publish"]
