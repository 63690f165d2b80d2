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
from meetlat.scoring.interval_columns import BOUNDS, bounds
from meetlat.scoring.report import Report

# A temporary column, with a name that no metric and no comparison has.
LABEL = "\x00label"


def result_table(
    metric: Metric, own: pl.DataFrame, questions: Sequence[str], report: Report
) -> ResultTable:
    """The table of a metric for the group shown: in the catalogue's order, with comparisons.

    `own` are its rows for that group, and `questions` those that it was computed for.

    Raises:
        meetlat.plugins.parameters.MetricError: a column has the name of a comparison.
    """
    keys = [key for key in metric.keys if key not in GROUP_KEYS]
    frame = own.clone()
    if keys:
        frame = _with_every_row(report.once(_rows, tuple(keys), tuple(questions)), own, keys)
    _add_theme_names(frame, report.once(_theme_names))
    comparisons, main = report.comparisons, main_column(metric, own.columns)
    answers = frame["answer"] if "answer" in keys else [None] * len(frame)
    rows = [*zip(subjects(metric, frame), answers, strict=True)]
    behind = frame.get_column_index(main) + 1
    for place, bound in enumerate(bounds(rows, frame.columns, main, metric, report), start=behind):
        frame.insert_column(place, bound)
    frame = comparisons.beside_rows(frame, rows, metric.table)
    if "answer" in keys:
        labels = frame.drop_in_place(LABEL).alias("answer")
        frame.replace_column(frame.get_column_index("answer"), labels)
    like_main = dict.fromkeys((*BOUNDS, *comparisons.names), metric.formats.get(main, "General"))
    formats = {**like_main, **metric.formats}
    headings = report.once(_headings, metric.name, tuple(frame.columns))
    titles = report.once(_titles, metric.name)
    return ResultTable(
        metric.table, frame, formats, comparisons.names, headings=headings, titles=titles
    )


def _headings(report: Report, name: str, columns: Sequence[str]) -> Mapping[str, Texts]:
    return report.metrics[name].headings_among(columns)


def _titles(report: Report, name: str) -> Texts:
    return {language: report.metrics[name].title_in(language) for language in LANGUAGES}


def _theme_names(report: Report) -> Mapping[str, str]:
    return report.catalogue.theme_names


def _with_every_row(rows: pl.DataFrame, own: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """All rows of a table with the figures of a group, which has none for suppressed rows."""
    if all(own[key].equals(rows[key]) for key in keys):  # most groups have a figure in every row
        return rows.hstack([column for column in own if column.name not in keys])
    return rows.join(own, on=keys, how="left", maintain_order="left")


def _add_theme_names(frame: pl.DataFrame, names: Mapping[str, str]) -> None:
    """Put the name of a theme behind its id, which is a key and not meant to be read."""
    if "theme" in frame.columns and {"name", "theme_name"}.isdisjoint(frame.columns):
        named = [names.get(theme) for theme in frame["theme"]]
        behind = frame.get_column_index("theme") + 1
        frame.insert_column(behind, pl.Series("theme_name", named, dtype=pl.String))


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
