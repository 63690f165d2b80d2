"""Tell what needs all answers of a large file in memory, which is otherwise read in batches."""

from __future__ import annotations

from collections.abc import Iterator

from meetlat.plugins.manager import Plugins
from meetlat.plugins.switches import metric_switches
from meetlat.plugins.theme_rules import split_rule
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.rows import RowsInBatches
from meetlat.reading.weight_margins import requested_segments


def check_whole_file(
    catalogue: Catalogue, coded: CodedAnswers, plugins: Plugins, source: str
) -> Iterator[Problem]:
    """Report the metrics, rules of themes and settings that need everyone's answers at once.

    `source` is the name of the responses: a script may pass others than the setting names.
    """
    if not isinstance(coded.rows, RowsInBatches):
        return
    if names := list(dict.fromkeys(_needing_everyone(catalogue, plugins))):
        facts = {"names": listing(names)}
        yield catalogue.setting_problem("responses", "responses-whole", source, **facts)


def _needing_everyone(catalogue: Catalogue, plugins: Plugins) -> Iterator[str]:
    for name in metric_switches(catalogue, plugins.metrics):
        if "answers" in plugins.metrics[name].asks:
            yield name
    for written in catalogue.themes["rule"]:
        rule = plugins.theme_rules.get(split_rule(written)[0])
        if rule is not None and rule.is_over_persons:
            yield rule.name
    known = catalogue.segments["segment"].drop_nulls().to_list()
    if requested_segments(catalogue.settings.weights, known) != []:
        yield "weights"
