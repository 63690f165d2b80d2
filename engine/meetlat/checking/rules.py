"""What a catalogue says, by itself and against the metrics there are: a module about one idea each.

Rules of one table by itself that a schema can say stand in its Pandera schema. Each rule here
takes the catalogue and the metrics, and yields what it finds; `follow_ups` sees to it that what
follows from one fault is told once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from meetlat.checking.answers import population
from meetlat.checking.answers.chosen_group import (
    check_comparisons,
    check_group,
    check_turnout,
    check_withheld,
)
from meetlat.checking.answers.disclosure_by_comparison import (
    check_typed_groups,
    check_unanimous,
    check_waves_apart,
)
from meetlat.checking.answers.nesting import check_nesting
from meetlat.checking.answers.population import check_population
from meetlat.checking.answers.weights import check_weights
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
from meetlat.checking.catalogue.deduplicate import told_once
from meetlat.checking.catalogue.metrics import split_questions
from meetlat.checking.catalogue.theme_rules import check_theme_rules
from meetlat.groups import parse_group
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue

Rule = Callable[[Catalogue, Mapping[str, Metric]], Iterator[Problem]]

# In the order in which what they find is told.
RULES: Sequence[Rule] = (
    sheets.read_as_seen,
    names.names_apart,
    references.themes_of_questions,
    references.scales_of_questions,
    references.metrics_of_questions,
    references.listed_metrics,
    references.parents_of_segments,
    questions.belonging,
    questions.patterns,
    questions.columns_apart,
    questions.texts_apart,
    themes.themes_with_questions,
    themes.themes_with_weight,
    scales.scored,
    scales.several_scores,
    scales.in_order,
    scales.answers_apart,
    comparisons.subjects,
    comparisons.subjects_named,
    comparisons.subjects_apart,
    comparisons.answers,
    comparisons.answers_named,
    comparisons.compared_once,
    comparisons.shares,
    waves.named_once,
    waves.with_responses_of_their_own,
    waves.nothing_else_in_the_row,
    waves.columns_of_waves,
    segments.no_circles,
    segments.columns_shared,
    population.segments_of_population,
    population.groups_listed_once,
    metric_rows.questions_of_metrics,
    metric_rows.questions_with_scores,
    metric_rows.parameters,
    names.headings_apart,
)


def check_rules(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> list[Problem]:
    """What every rule finds; `metrics` are those installed, by name."""
    return list(chain.from_iterable(rule(catalogue, metrics) for rule in RULES))


__all__ = [
    "check_comparisons",
    "check_group",
    "check_nesting",
    "check_population",
    "check_rules",
    "check_theme_rules",
    "check_turnout",
    "check_typed_groups",
    "check_unanimous",
    "check_waves_apart",
    "check_weights",
    "check_withheld",
    "parse_group",
    "split_questions",
    "told_once",
]
