"""Check a survey: the catalogue, the responses, and whether they agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from meetlat.checking.answers.chosen_group import check_chosen_group, check_comparison_groups
from meetlat.checking.answers.misspelt_groups import check_misspelt_groups
from meetlat.checking.answers.nesting import check_nesting
from meetlat.checking.answers.population import check_population
from meetlat.checking.answers.previous_run import check_previous_run
from meetlat.checking.answers.weights import check_weights
from meetlat.checking.answers.whole_file import check_whole_file
from meetlat.checking.catalogue.explained_problems import without_explained
from meetlat.checking.catalogue.themes import check_theme_rules
from meetlat.checking.rules import check_rules
from meetlat.plugins.answered_survey import AnsweredSurvey, answered_survey
from meetlat.plugins.manager import Plugins
from meetlat.problems.problem import Problem, has_errors
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import Inputs
from meetlat.reading.responses.arrow_streams import ArrowStream
from meetlat.reading.responses.coding import CodedAnswers, code_responses
from meetlat.reading.responses.locate import find_responses, responses_file
from meetlat.reading.responses.responses import Responses
from meetlat.reading.responses.waves import Wave, read_waves
from meetlat.reading.wave_columns import catalogue_of_wave

# Problems with unknown metrics and rules, which a plugin that was left out may explain.
FOLLOWS_FROM_PLUGIN = ("unknown-metric", "metric-gone", "unknown-subject", "unknown-theme-rule")


@dataclass(frozen=True)
class CheckedSurvey:
    """A survey without errors, ready to be counted.

    Attributes:
        catalogue: the input tables.
        plugins: the plugins that score it.
        responses: the responses as given.
        file: the file with the responses; None if they are a table of the workbook or a stream.
        coded: the responses as codes.
        waves: the earlier waves with responses of their own.
    """

    catalogue: Catalogue
    plugins: Plugins
    responses: Responses
    file: Path | None
    coded: CodedAnswers
    waves: Sequence[Wave]


def check_survey(
    inputs: Inputs,
    catalogue: Catalogue,
    plugins: Plugins,
    known: Sequence[Problem],
    given: Path | ArrowStream | None = None,
    read: Callable[[Path], Responses] | None = None,
) -> tuple[CheckedSurvey | None, list[Problem]]:
    """Check everything that can be checked, so that all problems are found at once.

    Args:
        inputs: the tables of the workbook; some may hold responses.
        catalogue: the input tables as typed frames.
        plugins: the plugins of the survey.
        known: the problems found while the catalogue was read.
        given: a file or stream with the responses, in place of the setting `responses`.
        read: reads a file that no plugin reads (see `read_ahead`).

    Returns:
        The survey, or None if there are errors; and every problem, including the known ones.
    """
    problems = _check_catalogue(catalogue, plugins, known)
    responses, found = find_responses(inputs, catalogue, given, plugins.read_responses, read)
    coded, more = code_responses(responses, catalogue) if responses else (None, [])
    found += more
    if responses and coded:
        found += check_population(catalogue, coded)
        found += check_weights(catalogue, coded, responses)
        found += check_nesting(catalogue, coded, responses)
        found += check_misspelt_groups(catalogue, coded, responses)
    waves, more = read_waves(inputs, catalogue, plugins.read_responses, check_nesting, coded, found)
    problems = without_explained([*problems, *found, *more], catalogue)
    if responses is None or coded is None:
        return None, problems
    problems += check_chosen_group(catalogue, coded.segments)
    problems += check_comparison_groups(catalogue, coded.segments)
    smallest = catalogue.settings.smallest_group
    problems += check_previous_run(inputs, coded.rows.height, smallest)
    problems += check_whole_file(catalogue, coded, plugins, responses.source)
    if has_errors(problems):
        return None, problems
    file = given if isinstance(given, Path) else None
    if given is None:
        file = responses_file(inputs, catalogue.settings.responses)
    survey = CheckedSurvey(catalogue, plugins, responses, file, coded, waves)
    problems += plugins.check_answers(_with_answers(survey))
    return (None if has_errors(problems) else survey), problems


def _check_catalogue(
    catalogue: Catalogue, plugins: Plugins, known: Sequence[Problem]
) -> list[Problem]:
    """Check the input tables against each other, and then by the rules of plugins."""
    rules = [
        *check_rules(catalogue, plugins.metrics),
        *check_theme_rules(catalogue, plugins.theme_rules),
    ]
    rules = [p for p in rules if not _follows_from_plugin(p, plugins)]
    problems = [*without_explained([*known, *rules], catalogue), *plugins.problems]
    return problems if has_errors(problems) else [*problems, *plugins.check_catalogue(catalogue)]


def _follows_from_plugin(problem: Problem, plugins: Plugins) -> bool:
    """Whether a problem is about a plugin that was left out, which is already reported."""
    name = str(problem.value).partition(":")[0]
    return problem.code in FOLLOWS_FROM_PLUGIN and name in plugins.left_out


def _with_answers(survey: CheckedSurvey) -> AnsweredSurvey:
    """The survey as plugins that check the answers get it."""
    catalogue = survey.catalogue
    waves = tuple(
        answered_survey(
            # With all rows, so that their numbers are those of the input tables.
            catalogue_of_wave(catalogue, wave.comparison),
            wave.responses,
            wave.coded,
            wave.comparison,
        )
        for wave in survey.waves
    )
    return answered_survey(catalogue, survey.responses, survey.coded, waves=waves)
