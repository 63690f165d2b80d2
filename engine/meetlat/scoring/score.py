"""Score a counted survey: every metric that is on turns the answers into its result table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from types import MappingProxyType

from meetlat.checking.answers.chosen_group import check_withheld
from meetlat.checking.answers.disclosure_by_comparison import CountedWave, check_wave_differencing
from meetlat.counting.survey import CountedSurvey
from meetlat.counting.weighted_counts import MANY
from meetlat.groups import Group
from meetlat.plugins.copies import safe_copy
from meetlat.plugins.failure import plugin_problem
from meetlat.plugins.manager import Plugins, several
from meetlat.plugins.parameters import MetricError
from meetlat.plugins.result_table import ResultTable, check_name
from meetlat.plugins.supervision import StoppedError
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing
from meetlat.reading.catalogue import Catalogue
from meetlat.scoring.comparison_columns import compare
from meetlat.scoring.outcomes import Outcomes, outcomes_of
from meetlat.scoring.provenance import Fingerprints, fingerprints
from meetlat.scoring.report import OfSurvey, Report
from meetlat.scoring.result_rows import result_table

Derive = Callable[[Report], Iterable[ResultTable]]


@dataclass(frozen=True)
class Scorer:
    """Scores one survey for the reports of any of its groups.

    What is the same for every group is computed once, when it is first needed.
    """

    survey: CountedSurvey

    def prepare(self, groups: Sequence[Group]) -> None:
        """Announce the groups that will be scored next: their figures are computed together."""
        for outcomes in (self._outcomes, *self._waves.values()):
            for of_group in {id(found): found for found in map(outcomes.of_group, groups)}.values():
                of_group.prepare(groups)

    def score(self, group: Group) -> tuple[Report, list[Problem]]:
        """Score the survey for the report of one group; a metric that fails becomes a problem."""
        survey, plugins = self.survey, self.survey.plugins
        settings = replace(survey.catalogue.settings, group=str(group))
        catalogue = replace(survey.catalogue, settings=settings)
        outcomes = self._outcomes.of_group(group)
        problems = [*_check_group(survey, catalogue, group), *outcomes.problems]
        problems += _unweighted(survey, outcomes, group)
        comparisons, found = compare(group, outcomes, survey.groups, self._waves)
        problems += found
        report = Report(
            catalogue,
            group=group,
            questions=survey.answers.questions,
            groups=survey.groups,
            comparisons=comparisons,
            precision=outcomes.precision,
            weighting=survey.weighting,
            metrics=MappingProxyType(plugins.metrics),
            of_survey=self._of_survey,
        )
        problems += _add_tables(report, outcomes)
        problems += _derive_tables(report, plugins)
        return report, [*problems, *plugins.printed()]

    @cached_property
    def fingerprints(self) -> Fingerprints:
        """The fingerprints of the responses."""
        return fingerprints(self.survey.checked)

    @cached_property
    def _of_survey(self) -> OfSurvey:
        return OfSurvey()

    @cached_property
    def _outcomes(self) -> Outcomes:
        return outcomes_of(self.survey.answers, self.survey.plugins)

    @cached_property
    def _waves(self) -> Mapping[str, Outcomes]:
        plugins = self.survey.plugins
        return {name: outcomes_of(wave, plugins) for name, wave in self.survey.waves.items()}


def _add_tables(report: Report, outcomes: Outcomes) -> Iterator[Problem]:
    """Add the table of each metric to a report; one that fails becomes a problem."""
    for name, run in outcomes.runs.items():
        metric = outcomes.metric(name)
        try:
            check_name(metric.table, report)
            if run.is_done:
                own = outcomes.rows(name, report.group)
                report.add(result_table(metric, own, run.questions, report))
                report.all_groups.add(metric.table, partial(outcomes.shown_of_all, name))
        except Exception as fault:  # the other metrics go on
            yield plugin_problem("metric-failed", name, fault, metric.function)


def _derive_tables(report: Report, plugins: Plugins) -> Iterator[Problem]:
    """Add the tables that plugins derive from a report; one that fails becomes a problem."""
    for name, derive in plugins.derivations():
        try:
            for table in plugins.attempt(name, partial(_derived, derive, report)):
                report.add(table)
        except (StoppedError, MetricError) as fault:
            yield plugin_problem("tables-failed", name, fault, derive)


def _derived(derive: Derive, report: Report) -> list[ResultTable]:
    """The tables that a plugin derives from a copy of the report."""
    return list(several(derive(safe_copy(report)), ResultTable))


def _check_group(survey: CountedSurvey, catalogue: Catalogue, group: Group) -> Iterator[Problem]:
    """Yield the problems of the group of the report."""
    yield from check_withheld(catalogue, group, survey.groups.withheld)
    waves = {
        wave.comparison: CountedWave(wave.coded, survey.waves[wave.comparison].respondents.groups)
        for wave in survey.checked.waves
    }
    current = CountedWave(survey.checked.coded, survey.groups.sizes)
    yield from check_wave_differencing(catalogue, group, current, waves)


def _unweighted(survey: CountedSurvey, outcomes: Outcomes, group: Group) -> Iterator[Problem]:
    """Remarks on figures that are not weighted: of a small group, or of metrics over persons."""
    catalogue = survey.catalogue
    if survey.weighting is None:
        return
    if survey.answers.shows(group) and not survey.weighting.is_of(group):
        facts = {"group": str(group), "many": MANY}
        yield catalogue.setting_problem("group", "group-unweighted", str(group), **facts)
    names = [
        run.declared.name
        for run in [*outcomes.runs.values(), *outcomes.rules]
        if run.is_over_persons and "person_weights" not in run.declared.asks
    ]
    if names:
        value, metrics = catalogue.settings.weights, listing(dict.fromkeys(names))
        yield catalogue.setting_problem("weights", "metrics-unweighted", value, metrics=metrics)
