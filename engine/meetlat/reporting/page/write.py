"""The report as one HTML page: the same figures as the workbook, for a screen, a phone or paper.

It needs no network and no script: the charts are drawn beforehand, and every figure stands in a
table too. Jinja2 fills the template, Vega-Lite (through vl-convert) draws.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from meetlat.reporting.atomic_write import put
from meetlat.reporting.errors import NotPublishedError
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    from jinja2 import Template


def write_page(report: Report, file: Path, folder: Path) -> None:
    """Write the page, in the survey's language.

    Args:
        report: the report to write.
        file: to write, replaced in one step.
        folder: of the workbook, where a logo stands.

    Raises:
        NotPublishedError: Jinja2 or vl-convert is not installed.
    """
    try:
        import vl_convert  # noqa: F401

        template = _template()
    except ImportError as fault:
        raise NotPublishedError(
            f"The page needs {fault.name}, which is not installed: python -m pip install"
            ' "meetlat[page]".'
        ) from fault
    from meetlat.reporting.page.content import tell
    from meetlat.reporting.page.style import style_of

    style = style_of(report.settings, folder)
    told = tell(report, style)
    html = template.render(told)
    put(file, html.encode())


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("meetlat.reporting.page", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2")
