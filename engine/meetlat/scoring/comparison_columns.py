"""Gather the comparisons of a report: the organisation beside a group, waves, typed figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain, count

import polars as pl

from meetlat.counting.survey_groups import SurveyGroups
from meetlat.groups import WHOLE, Group
from meetlat.languages import words
from meetlat.plugins.declaration import is_heading
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold, listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.settings import Settings
from meetlat.reading.typed_figures import KnownFigures
from meetlat.reading.wave_columns import wave_responses
from meetlat.scoring.comparisons import Comparisons, EarlierWave
from meetlat.scoring.outcomes import Outcomes
from meetlat.scoring.wave_figures import response_figures, wave_figures


def compare(
    group: Group, outcomes: Outcomes, groups: SurveyGroups, earlier: Mapping[str, Outcomes]
) -> tuple[Comparisons, list[Problem]]:
    """Gather the figures that stand beside those of a group.

    A typed figure takes precedence over one that is computed from responses of an earlier wave.
    `outcomes` are of that group, and `earlier` of each wave with responses of its own.
    """
    catalogue, problems = outcomes.answers.catalogue, []
    names = [*outcomes.comparisons]
    typed, general = outcomes.typed.of_group(group, earlier)
    figures, organisation = [typed], ""
    if general and groups.turnout(group).respondents is not None:
        problems.append(_of_organisation(catalogue, general, group))
    if group != WHOLE:
        organisation, of_whole = _of_whole(outcomes, groups)
        names = [organisation, *names]
        figures.append(of_whole)
    for name, wave in earlier.items():
        own = typed.frame.filter(comparison=name)
        found, more = wave_figures(name, group, wave.of_group(group), own, outcomes)
        figures.append(KnownFigures(found))
        problems += more
    compared = pl.concat([part.frame for part in figures])
    waves = _waves(catalogue, earlier) if earlier else {}
    return Comparisons(names, compared, organisation, general, waves, figures), problems


def _of_organisation(catalogue: Catalogue, names: Sequence[str], group: Group) -> Problem:
    """A remark that figures beside a group are those of the whole organisation."""
    columns = ("comparison", "group", "subject", "value")
    rows = zip(*(catalogue.comparisons[column].to_list() for column in columns), strict=True)
    row = next(
        number
        for number, (comparison, of, *typed) in enumerate(rows)
        if comparison == names[0] and of is None and None not in typed
    )
    facts = {"comparisons": listing(names), "group": str(group)}
    column = "group" if catalogue.has_column("Comparisons", "group") else "comparison"
    return catalogue.problem_at(
        "Comparisons", row, column, "comparison-of-whole", names[0], **facts
    )


def _of_whole(outcomes: Outcomes, groups: SurveyGroups) -> tuple[str, KnownFigures]:
    """The name of the organisation beside a group, and its figures.

    A metric over persons that fails here, though not for the group, has none. They are kept,
    because they stand beside every other group.
    """
    of_whole = outcomes.of_group(WHOLE)
    if not of_whole.beside_groups:
        taken = [*outcomes.comparisons, *outcomes.headings]
        name = organisation_name(outcomes.answers.catalogue.settings, taken)
        response = response_figures(name, groups.turnout(WHOLE))
        figures = pl.concat([response, of_whole.figures(WHOLE, name)])
        of_whole.beside_groups[name] = KnownFigures(figures)
    return next(iter(of_whole.beside_groups.items()))


def _waves(catalogue: Catalogue, earlier: Mapping[str, Outcomes]) -> dict[str, EarlierWave]:
    named = wave_responses(catalogue)
    return {
        name: EarlierWave(named[name], wave.answers.respondents.groups["n"][0])
        for name, wave in earlier.items()
    }


def organisation_names(settings: Settings) -> list[str]:
    """The possible headings of the organisation's column: its own name, or else a general word."""
    own = [settings.organisation] if is_heading(settings.organisation) else []
    return [*own, words(settings.language)["headings.whole"]]


def organisation_name(settings: Settings, taken: Collection[str]) -> str:
    """The first of those names that heads no other column, without regard to case."""
    folded = {fold(name) for name in taken}
    names = organisation_names(settings)
    numbered = (f"{names[-1]} ({number})" for number in count(2))
    return next(name for name in chain(names, numbered) if fold(name) not in folded)
