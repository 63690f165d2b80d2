"""The data of the page in the order of its sections: figures as text, and charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from meetlat.languages import Language
from meetlat.plugins.metrics import Metric
from meetlat.plugins.result_table import ResultTable
from meetlat.reporting.page import chapters, enps, heat_map
from meetlat.reporting.page.cells import cell, joined
from meetlat.reporting.page.figures import PageFigures, TemplateData, as_formatted
from meetlat.reporting.page.matrix import matrix
from meetlat.reporting.page.style import Style
from meetlat.reporting.story import pages
from meetlat.reporting.story.content import DOWN, UP
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    from markupsafe import Markup

# The result tables that have a section of their own. Other tables are listed as they are, except
# optional ones.
IN_SECTIONS = ("Summary", "ThemeScores", "QuestionScores", "Enps", "Distributions", "SegmentScores")

# Columns with an id, which are left out if a column of these has the text or name that belongs to
# it.
IDS = {"question": {"text"}, "theme": {"name", "theme_name"}}


def page_content(report: Report, style: Style) -> TemplateData:
    """Everything that the template shows."""
    figures = PageFigures(report)
    return {
        "w": figures.words,
        "language": figures.language,
        "style": style,
        "settings": report.settings,
        "fieldwork": figures.headline("fieldwork"),
        "group": figures.headline("group"),
        "glance": pages.glance(figures),
        "signs": {sign: figures.mark(sign) for sign in ("", UP, DOWN)},
        "enps": list(enps.questions(figures)),
        "meaning_of_scores": figures.headline("higher"),
        "meaning_of_marks": figures.headline("marks"),
        "reversed_means": figures.text("reversed_means"),
        "margins": figures.margins,
        "themes": chapters.themes(figures),
        "chapters": list(chapters.chapters(figures)),
        "matrix": matrix(figures),
        "distributions": list(chapters.distributions(figures)),
        "segments": list(heat_map.segments(figures)),
        "further": list(other_tables(figures, report.metrics.values())),
        "method": figures.rows("Method"),
        "trace": figures.words["trace"].format(**dict(report["LastRun"].iter_rows())),
    }


def other_tables(figures: PageFigures, metrics: Iterable[Metric]) -> Iterator[TemplateData]:
    """The tables of other metrics, such as HR's own, under the title of the metric."""
    titles = {metric.table: metric.title_in(figures.language) for metric in metrics}
    for name, table in figures.report.tables.items():
        if name not in IN_SECTIONS and not table.optional and table.frame.height:
            present = table.frame.columns
            columns = [c for c in present if IDS.get(c, set()).isdisjoint(present)]
            cells = [_cells(figures, table, c) for c in columns]
            yield {
                "name": titles.get(name, name),
                "columns": [
                    {"name": table.heading(c, figures.language), "number": _is_number(table, c)}
                    for c in columns
                ],
                "rows": [joined(row) for row in zip(*cells, strict=True)],
            }


def _cells(figures: PageFigures, table: ResultTable, column: str) -> list[Markup]:
    """The cells of a column."""
    values = table.frame[column].to_list()
    if column == "text" and "question" in table.frame.columns:
        values = [figures.question(row) for row in table.frame.iter_rows(named=True)]
    shown = table.formats.get(column, "General"), _is_number(table, column), figures.language
    return [_cell(value, *shown) for value in values]


@lru_cache(20_000, typed=True)  # 1.0 and True are not shown as 1 is
def _cell(value: object, number_format: str, is_number: bool, language: Language) -> Markup:
    return cell("plain", as_formatted(value, number_format, language), is_number)


def _is_number(table: ResultTable, column: str) -> bool:
    return table.frame[column].dtype.is_numeric()
