"""The report for people without the workbook: an HTML page, and the report sheets as a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from meetlat.problem import Problem, in_order
from meetlat.publishing.faults import NotPublishedError
from meetlat.recalculation import Computed, Progress, compute, opened
from meetlat.report import write_report
from meetlat.results import Results
from meetlat.workbook import fold, read_inputs

if TYPE_CHECKING:
    import xlwings as xw


def publish(
    workbook: Path,
    responses: Path | None = None,
    *,
    html: Path | None = None,
    pdf: Path | None = None,
    group: str | None = None,
    progress: Progress = lambda step: None,
) -> Results:
    """Recalculate, and write what is asked for; the workbook itself is left as it is.

    Args:
        workbook: of the survey.
        responses: a file to use in place of the setting `responses`.
        html: the page to write.
        pdf: the PDF to write, of all sheets as their print set-up says.
        group: to show, in place of the setting `group`; blank: everyone.
        progress: told of each step as it begins.

    Returns:
        The results. Where the workbook has errors nothing is written.

    Raises:
        NotPublishedError: see there.
        meetlat.hosts.headless.Refused: the workbook cannot be read.
    """
    with opened(workbook, save=False) as book:
        progress("read")
        if group is not None:
            _choose(book, group)
        computed = compute(read_inputs(book), responses, progress)
        results = computed.results
        progress("report")
        if html and not results.errors:
            from meetlat.publishing.page import write_page

            write_page(computed, html, workbook.parent)
            results.problems += _without_logo(computed, workbook.parent)
        if pdf and not results.errors:
            from meetlat.publishing.pdf import write_pdf

            write_report(book, results, computed.catalogue, computed.plugins.metrics)
            with TemporaryDirectory(prefix="meetlat") as folder:
                filled = Path(folder) / workbook.name
                book.save(filled)
                write_pdf(filled, pdf, results.settings.language)
        results.problems = in_order(results.problems, [sheet.name for sheet in book.sheets])
    return results


def _choose(book: xw.Book, group: str) -> None:
    """Type the group where HR would, in the copy that is open: the report sheets name it too."""
    for table in (table for sheet in book.sheets for table in sheet.tables):
        body = table.data_body_range
        if fold(table.name) == fold("Survey") and body is not None:
            for row, (setting, *_) in enumerate(body.value):
                if setting is not None and fold(str(setting)) == "group":
                    body[row, 1].value = group
                    return
    raise NotPublishedError("the table Survey has no setting group: add that row to it.")


def _without_logo(computed: Computed, folder: Path) -> Iterator[Problem]:
    from meetlat.publishing.style import picture

    logo = computed.results.settings.logo
    if logo and picture(logo, folder) is None:
        yield computed.catalogue.setting_place("logo", "logo-missing", value=logo)


__all__ = ["NotPublishedError", "publish"]
