"""What the page tells, in its order: every figure as shown, every chart drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from meetlat.plugins.metrics import Metric
from meetlat.plugins.result_table import ResultTable
from meetlat.reporting.page import chapters, headlines, heat_map
from meetlat.reporting.page.figures import Figures, Row, Shown, by_format
from meetlat.reporting.page.style import Style
from meetlat.scoring.report import Report

TOLD = ("Summary", "ThemeScores", "QuestionScores", "Enps", "Distributions", "SegmentScores")
"""The result tables with a place of their own; any other that stands by itself is a plain table."""


CODES = {"question": {"text"}, "theme": {"name", "theme_name"}}
"""What people need not read where one of these stands beside it: its text or name."""


def tell(report: Report, style: Style) -> Shown:
    """Everything the template shows."""
    figures = Figures(report)
    return {
        "w": figures.words,
        "language": figures.language,
        "style": style,
        "settings": report.settings,
        "fieldwork": headlines.fieldwork(figures),
        "group": headlines.group(figures),
        "response": headlines.response(figures),
        "enps": list(headlines.enps(figures, style)),
        "extremes": list(headlines.extremes(figures)),
        "higher": headlines.higher(figures),
        "meaning": figures.meaning,
        "margins": figures.margins,
        "changes": list(headlines.changes(figures)),
        "themes": chapters.themes(figures, style.accent),
        "chapters": list(chapters.chapters(figures)),
        "distributions": list(chapters.distributions(figures, style.accent)),
        "segments": list(heat_map.segments(figures)),
        "further": list(further(figures, report.metrics.values())),
        "method": figures.rows("Method"),
        "trace": figures.words["trace"].format(**dict(report["LastRun"].iter_rows())),
    }


def further(figures: Figures, metrics: Iterable[Metric]) -> Iterator[Shown]:
    """Tables of other metrics, HR's own among them, as plain tables under the metric's title."""
    titles = {metric.table: metric.title_in(figures.language) for metric in metrics}
    for name, table in figures.report.tables.items():
        if name not in TOLD and not table.optional and table.frame.height:
            beside = set(table.frame.columns)
            columns = [c for c in table.frame.columns if not CODES.get(c, set()) & beside]
            rows = table.frame.rows(named=True)
            yield {
                "name": titles.get(name, name),
                "columns": [table.heading(c, figures.language) for c in columns],
                "rows": [_plain(figures, table, row, columns) for row in rows],
            }


def _plain(figures: Figures, table: ResultTable, row: Row, columns: Sequence[str]) -> list[Shown]:
    return [
        {
            "shown": by_format(row[column], table.formats.get(column, "General"), figures.language),
            "number": table.frame.schema[column].is_numeric(),
        }
        for column in columns
    ]
