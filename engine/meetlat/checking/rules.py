"""The rules that check the catalogue, in order.

A rule takes the catalogue and the installed metrics, and yields problems; its docstring says what
must be true. Rules about one table that a Pandera schema can express are in that schema. The module
`explained_problems` drops the problems that follow from another problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from meetlat.checking.answers import population
from meetlat.checking.catalogue import (
    comparisons,
    names,
    questions,
    references,
    scales,
    segments,
    sheets,
    themes,
    waves,
)
from meetlat.checking.catalogue import metrics as metric_rows
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue

Rule = Callable[[Catalogue, Mapping[str, Metric]], Iterator[Problem]]

# Problems are reported in this order.
RULES: Sequence[Rule] = (
    sheets.check_sheets,
    names.check_similar_names,
    references.check_question_themes,
    references.check_question_scales,
    references.check_question_metrics,
    references.check_listed_metrics,
    references.check_segment_parents,
    questions.check_theme_or_metric,
    questions.check_patterns,
    questions.check_shared_columns,
    questions.check_repeated_texts,
    themes.check_questions,
    themes.check_weights,
    scales.check_scores_exist,
    scales.check_scores_differ,
    scales.check_score_order,
    scales.check_score_gaps,
    scales.check_similar_answers,
    scales.check_unlisted_answers,
    comparisons.check_subjects,
    comparisons.check_blank_subjects,
    comparisons.check_ambiguous_subjects,
    comparisons.check_answers,
    comparisons.check_blank_answers,
    comparisons.check_repeated_answers,
    comparisons.check_shares,
    waves.check_responses_named_once,
    waves.check_own_responses,
    waves.check_response_rows,
    waves.check_wave_columns,
    segments.check_parent_cycles,
    segments.check_shared_columns,
    population.check_segments,
    population.check_similar_groups,
    population.check_blanks,
    population.check_merges,
    metric_rows.check_metric_questions,
    metric_rows.check_scored_questions,
    metric_rows.check_metric_parameters,
    names.check_headings,
)


def check_rules(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> list[Problem]:
    """The problems that the rules find; `metrics` are the installed metrics by name."""
    return list(chain.from_iterable(rule(catalogue, metrics) for rule in RULES))
