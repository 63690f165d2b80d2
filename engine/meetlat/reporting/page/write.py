"""Write the report as one HTML page: the figures of the workbook, for screen, phone or paper.

The page needs neither network nor scripts: the style sheet draws the charts, and every figure is in
a table too. Jinja2 fills the template.
"""

from __future__ import annotations

from pathlib import Path

from meetlat.reporting.atomic_write import write_atomically
from meetlat.reporting.errors import NotPublishedError
from meetlat.reporting.page.cells import page_template
from meetlat.scoring.report import Report


def write_page(report: Report, file: Path, folder: Path) -> None:
    """Write the page, in the survey's language.

    Args:
        report: the report.
        file: the page to write, replaced in one step.
        folder: the folder of the workbook, which may hold a logo.

    Raises:
        NotPublishedError: Jinja2 is not installed.
    """
    try:
        template = page_template()
    except ImportError as fault:
        raise NotPublishedError.of(
            "command.needs_library", library=fault.name, extra="page"
        ) from fault
    from meetlat.reporting.page.content import page_content
    from meetlat.reporting.page.style import style_of

    context = template.new_context(page_content(report, style_of(report.settings, folder)))
    html = "".join(template.root_render_func(context))
    # Macros of the template and their context refer to each other: without this, the data of
    # hundreds of pages would stay in memory until Python searches for garbage.
    context.vars.clear()
    context.exported_vars.clear()
    write_atomically(file, html.encode())
