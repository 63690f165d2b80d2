"""Count a checked survey: everything that may be shown, with weights, for every group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from meetlat.checking.answers.chosen_group import check_turnout
from meetlat.checking.answers.disclosure_by_comparison import (
    check_hidden_questions,
    check_typed_groups,
)
from meetlat.checking.answers.hidden_groups import check_hidden_groups
from meetlat.checking.answers.population import check_group_turnout
from meetlat.checking.survey import CheckedSurvey
from meetlat.counting.nesting import parent_groups
from meetlat.counting.shown_answers import ShownAnswers, shown_answers
from meetlat.counting.survey_groups import SurveyGroups
from meetlat.counting.weights import Weighting, weigh
from meetlat.plugins.manager import Plugins
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import invited_by_group
from meetlat.reading.wave_columns import invited_to_wave


@dataclass(frozen=True)
class CountedSurvey:
    """A survey of which only what may be shown is left, ready to be scored for any group.

    Attributes:
        checked: the survey it was counted from.
        answers: the answers that may be shown.
        groups: all groups, with their sizes and what is suppressed.
        waves: the answers of each earlier wave that may be shown, by comparison.
        weighting: how respondents were weighted; None if they were not.
    """

    checked: CheckedSurvey
    answers: ShownAnswers
    groups: SurveyGroups
    waves: Mapping[str, ShownAnswers]
    weighting: Weighting | None

    @property
    def catalogue(self) -> Catalogue:
        """The input tables as typed frames."""
        return self.checked.catalogue

    @property
    def plugins(self) -> Plugins:
        """The plugins that score it."""
        return self.checked.plugins


def count_survey(survey: CheckedSurvey) -> tuple[CountedSurvey, list[Problem]]:
    """Count answers in every group, suppress what may not be shown, and weight respondents."""
    catalogue = survey.catalogue
    invited = invited_by_group(catalogue, survey.coded.reported)
    answers = shown_answers(survey.coded, catalogue, invited)
    answers, weighting, problems = weigh(answers, survey.responses)
    shown = answers.respondents
    parents = parent_groups(catalogue, survey.coded)
    unchanged = MappingProxyType(parents)  # plugins get it without a copy: there may be thousands
    groups = SurveyGroups(shown.groups, shown.hidden, answers.invited, unchanged)
    problems += check_turnout(catalogue, groups.sizes)
    problems += check_group_turnout(catalogue, survey.coded.reported, groups.sizes)
    problems += check_hidden_groups(catalogue, survey.coded, groups.sizes, groups.invited)
    problems += check_typed_groups(catalogue, groups.sizes)
    problems += check_hidden_questions(catalogue, groups.hidden)
    waves = {
        wave.comparison: shown_answers(
            wave.coded, wave.catalogue, invited_to_wave(catalogue, wave.comparison)
        )
        for wave in survey.waves
    }
    return CountedSurvey(survey, answers, groups, waves, weighting), problems
