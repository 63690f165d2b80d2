"""The outcome of a metric as the report shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from meetlat.languages import LANGUAGES
from meetlat.plugins.declaration import Texts
from meetlat.plugins.metrics import Counts, Metric
from meetlat.reading.catalogue import Catalogue
from meetlat.scoring.comparisons import beside
from meetlat.scoring.main_figures import main_column, subjects
from meetlat.scoring.results import Results, ResultTable

SUBJECT, LABEL = "\x00subject", "\x00label"
"""Columns for the while, of names that no metric and no comparison has."""


def shown(
    metric: Metric,
    outcome: pl.DataFrame,
    questions: Sequence[str],
    catalogue: Catalogue,
    results: Results,
) -> ResultTable:
    """The chosen group, in the catalogue's order, with names and comparisons.

    Args:
        metric: whose it is.
        outcome: its table for all groups.
        questions: it was computed for.
        catalogue: says what things are called.
        results: know which group, and the comparisons.

    Raises:
        meetlat.plugins.parameters.MetricError: a column has the name of a comparison.
    """
    segment, group = results.group
    own = outcome.filter(segment=segment, group=group).drop("segment", "group")
    keys = [key for key in metric.keys if key not in Counts.GROUP_KEYS]
    frame = own
    if keys:
        rows = _rows(keys, questions, catalogue)
        frame = rows.join(own, on=keys, how="left", maintain_order="left")
    frame = _with_theme_names(frame, results.themes)
    frame = frame.with_columns(pl.Series(SUBJECT, subjects(metric, frame), dtype=pl.String))
    names, by_answer = results.comparison_names, "answer" in keys
    given, table = results.comparisons, metric.table
    frame = beside(frame, given, names, SUBJECT, answers=by_answer, table=table)
    if "answer" in keys:
        frame = frame.with_columns(answer=pl.col(LABEL))
    frame = frame.drop(SUBJECT, LABEL, strict=False)
    main = main_column(metric, own.columns)
    formats = dict(metric.formats)
    formats |= dict.fromkeys(names, formats.get(main, "General"))
    headings = metric.headings_among(frame.columns)
    titles: Texts = {language: metric.title_in(language) for language in LANGUAGES}
    return ResultTable(metric.table, frame, formats, names, headings=headings, titles=titles)


def _with_theme_names(frame: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """What the theme of a question is called, behind its id: that is a key, and no word to read."""
    if "theme" not in frame.columns or {"name", "theme_name"} & set(frame.columns):
        return frame
    called = [names.get(theme) for theme in frame["theme"]]
    behind = frame.columns.index("theme") + 1
    order = [*frame.columns[:behind], "theme_name", *frame.columns[behind:]]
    return frame.with_columns(theme_name=pl.Series(called, dtype=pl.String)).select(order)


def _rows(keys: list[str], questions: Sequence[str], catalogue: Catalogue) -> pl.DataFrame:
    """The rows a table has whether or not there is a figure, and what they are called."""
    if keys == ["theme"]:
        return catalogue.themes.select("theme", "name")
    fitting = catalogue.questions.filter(pl.col("question").is_in(list(questions)))
    if "answer" not in keys:
        return fitting.select("question", "text")
    answers = fitting.join(catalogue.scales, on="scale", maintain_order="left_right")
    return answers.select("question", "text", "answer", pl.col("label").alias(LABEL))
