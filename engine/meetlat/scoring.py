"""Let every metric turn the counts into its result table, and check that it kept its promise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from meetlat.catalogue import Catalogue, metric_switches
from meetlat.comparisons import beside, by_answer
from meetlat.metrics import Counts, Metric, MetricError, read_parameter
from meetlat.plugins import Plugins, blame
from meetlat.problem import Problem
from meetlat.results import Results, ResultTable
from meetlat.rules import chosen_group, split_parameters, split_questions

SUBJECT, LABEL = "\x00subject", "\x00label"
"""Columns for the while, of names that no metric and no comparison has."""


def score(counts: pl.DataFrame, catalogue: Catalogue, plugins: Plugins, results: Results) -> None:
    """Run the metrics that are on and fill `results`; one that fails is named there.

    Args:
        counts: what may be shown (see `meetlat.privacy`).
        catalogue: says which metrics are on, for which questions.
        plugins: offer the metrics, and derive tables from all results.
        results: already knows its settings and groups.
    """
    results.themes = dict(catalogue.themes.select("theme", "name").iter_rows())
    results.comparisons = by_answer(catalogue.comparisons, catalogue.questions, catalogue.scales)
    for name, row in metric_switches(catalogue, plugins.metrics).items():
        metric = plugins.metrics[name]
        questions = fitting_questions(metric, catalogue, row)
        if not questions:
            continue
        try:
            results.refuse_second(metric.table)
            outcome = run(metric, counts, questions, _parameters(metric, catalogue, row))
            results.add(_shown(metric, outcome, questions, catalogue, results))
        except (Exception, SystemExit) as fault:
            facts = {"reason": blame(fault)}
            results.problems.append(Problem("metric-failed", value=name, facts=facts))
        else:
            results.everywhere[metric.table] = outcome
    plugins.derive_tables(results)


def run(
    metric: Metric, counts: pl.DataFrame, questions: Iterable[str], parameters: dict
) -> pl.DataFrame:
    """The metric's own table for all groups, with its keys in front.

    Raises:
        MetricError: a key is missing, is no text or stands twice.
    """
    fit = counts.filter(pl.col("question").is_in(list(questions)))
    if "theme" in metric.keys:
        fit = fit.drop_nulls("theme")
    outcome = metric(Counts(fit), **parameters)
    if not isinstance(outcome, pl.DataFrame):
        raise MetricError(f"it gave {type(outcome).__name__}, not a Polars frame")
    for key in metric.keys:
        if key not in outcome.columns:
            raise MetricError(f"its table has no column {key}")
        if outcome.schema[key] != pl.String:
            raise MetricError(f"its column {key} holds {outcome.schema[key]}, not text")
    if outcome.select(metric.keys).is_duplicated().any():
        raise MetricError(f"its table has two rows of the same {', '.join(metric.keys)}")
    return outcome.select(*metric.keys, pl.exclude(metric.keys))


def fitting_questions(metric: Metric, catalogue: Catalogue, row: int) -> list[str]:
    """The questions it is computed for: those `Metrics` names, or else all that fit."""
    if row >= 0 and (chosen := split_questions(catalogue.metrics["questions"][row])):
        return chosen
    questions = catalogue.questions
    if metric.named:
        return questions.filter(pl.col("metric") == metric.named)["question"].to_list()
    scored = catalogue.scales.drop_nulls("score")["scale"].unique()
    return questions.filter(pl.col("scale").is_in(scored.implode()))["question"].to_list()


def _parameters(metric: Metric, catalogue: Catalogue, row: int) -> dict:
    written = split_parameters(catalogue.metrics["parameters"][row]) if row >= 0 else {}
    return {name: read_parameter(text, metric.parameters[name]) for name, text in written.items()}


def _shown(
    metric: Metric,
    outcome: pl.DataFrame,
    questions: Sequence[str],
    catalogue: Catalogue,
    results: Results,
) -> ResultTable:
    """The table as the report shows it: the chosen group, in the catalogue's order, with names."""
    segment, group = chosen_group(catalogue.settings.group, catalogue.segments["segment"])
    own = outcome.filter(segment=segment, group=group).drop("segment", "group")
    keys = [key for key in metric.keys if key not in ("segment", "group")]
    rows = _rows(keys, questions, catalogue)
    own = own.drop(c for c in rows.columns if c not in keys and c in own.columns)
    frame = rows.join(own, on=keys, how="left", maintain_order="left")
    subjects = [metric.subject(key) for key in frame[keys[0]]]
    frame = frame.with_columns(pl.Series(SUBJECT, subjects, dtype=pl.String))
    names = results.comparison_names
    frame = beside(frame, results.comparisons, names, SUBJECT, answers="answer" in keys)
    if "answer" in keys:
        frame = frame.with_columns(answer=pl.col(LABEL))
    frame = frame.drop(SUBJECT, LABEL, strict=False)
    main = metric.main or own.columns[-1]
    formats = dict(metric.formats)
    formats |= dict.fromkeys(names, formats.get(main, "General"))
    return ResultTable(metric.table, frame, formats, names)


def _rows(keys: list[str], questions: Sequence[str], catalogue: Catalogue) -> pl.DataFrame:
    """The rows a table has whether or not there is a figure, and what they are called."""
    if keys == ["theme"]:
        return catalogue.themes.select("theme", "name")
    fitting = catalogue.questions.filter(pl.col("question").is_in(list(questions)))
    if "answer" not in keys:
        return fitting.select("question", "text")
    answers = fitting.join(catalogue.scales, on="scale", maintain_order="left_right")
    return answers.select("question", "text", "answer", pl.col("label").alias(LABEL))
