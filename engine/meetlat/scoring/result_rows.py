"""Make the result table of a metric from its outcome for all groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from meetlat.groups import GROUP_KEYS
from meetlat.languages import LANGUAGES
from meetlat.plugins.declaration import Texts
from meetlat.plugins.metrics import Metric
from meetlat.plugins.result_table import ResultTable
from meetlat.scoring.comparisons import main_column, subjects
from meetlat.scoring.interval_columns import BOUNDS, with_bounds
from meetlat.scoring.report import Report

# Temporary columns, with names that no metric and no comparison has.
SUBJECT, LABEL = "\x00subject", "\x00label"


def result_table(
    metric: Metric, own: pl.DataFrame, questions: Sequence[str], report: Report
) -> ResultTable:
    """The table of a metric for the group shown: in the catalogue's order, with comparisons.

    Args:
        metric: the metric.
        own: its rows for that group.
        questions: the questions it was computed for.
        report: the report that the table is for.

    Raises:
        meetlat.plugins.parameters.MetricError: a column has the name of a comparison.
    """
    keys = [key for key in metric.keys if key not in GROUP_KEYS]
    frame = own
    if keys:
        rows = report.once(_rows, tuple(keys), tuple(questions))
        frame = rows.join(own, on=keys, how="left", maintain_order="left")
    frame = _with_theme_names(frame, report.once(_theme_names))
    frame = frame.with_columns(pl.Series(SUBJECT, subjects(metric, frame), dtype=pl.String))
    comparisons, by_answer = report.comparisons, "answer" in keys
    main = main_column(metric, own.columns)
    frame = with_bounds(frame, main, SUBJECT, metric, report)
    frame = comparisons.beside(frame, SUBJECT, answers=by_answer, table=metric.table)
    if by_answer:
        frame = frame.with_columns(answer=pl.col(LABEL))
    frame = frame.drop(SUBJECT, LABEL, strict=False)
    like_main = dict.fromkeys((*BOUNDS, *comparisons.names), metric.formats.get(main, "General"))
    formats = {**like_main, **metric.formats}
    headings = metric.headings_among(frame.columns)
    titles: Texts = {language: metric.title_in(language) for language in LANGUAGES}
    return ResultTable(
        metric.table, frame, formats, comparisons.names, headings=headings, titles=titles
    )


def _theme_names(report: Report) -> Mapping[str, str]:
    return report.catalogue.theme_names


def _with_theme_names(frame: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Put the name of a theme behind its id, which is a key and not meant to be read."""
    if "theme" not in frame.columns or {"name", "theme_name"} & set(frame.columns):
        return frame
    named = [names.get(theme) for theme in frame["theme"]]
    behind = frame.columns.index("theme") + 1
    order = [*frame.columns[:behind], "theme_name", *frame.columns[behind:]]
    return frame.with_columns(theme_name=pl.Series(named, dtype=pl.String)).select(order)


def _rows(report: Report, keys: tuple[str, ...], questions: Sequence[str]) -> pl.DataFrame:
    """The rows of a table with their names, including those without a figure."""
    catalogue = report.catalogue
    if keys == ("theme",):
        return catalogue.themes.select("theme", "name")
    fitting = catalogue.questions.filter(pl.col("question").is_in(list(questions)))
    if "answer" not in keys:
        return fitting.select("question", "text")
    answers = fitting.join(catalogue.scales, on="scale", maintain_order="left_right")
    return answers.select("question", "text", "answer", pl.col("label").alias(LABEL))
