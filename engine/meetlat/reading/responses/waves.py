"""Read and code the responses of earlier waves in the same way as the current ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import polars as pl

from meetlat.problems.problem import Place, Problem
from meetlat.problems.text import listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import Inputs
from meetlat.reading.responses.coding import CodedAnswers, code_responses
from meetlat.reading.responses.locate import ReadWithPlugin, read_responses, responses_file
from meetlat.reading.responses.responses import Responses
from meetlat.reading.scale import answer_key
from meetlat.reading.wave_columns import (
    NOT_ASKED,
    catalogue_of_wave,
    incomplete_themes,
    wave_rows,
    without_unasked,
)

# Problems with another remedy in an earlier wave, and their code there.
WAVE_CODES = {
    "no-such-column": "wave-column-missing",
    "other-responses": "wave-other-responses",
    "column-empty": "wave-column-empty",
}

# An earlier wave may have questions that are not asked any more.
NO_PROBLEM_IN_A_WAVE = ("columns-unused",)

# Checks the coded responses of a wave against its catalogue.
CheckResponses = Callable[[Catalogue, CodedAnswers, Responses], Iterable[Problem]]


class Wave(NamedTuple):
    """An earlier wave, ready to be counted.

    Attributes:
        comparison: its name in the report.
        catalogue: the questions and segments of the wave, with their columns in it.
        responses: the responses as given.
        coded: the responses as codes; groups have their current names.
        file: the file of the responses; None if they are a table of the workbook.
    """

    comparison: str
    catalogue: Catalogue
    responses: Responses
    coded: CodedAnswers
    file: Path | None


def read_waves(
    inputs: Inputs,
    catalogue: Catalogue,
    read_with_plugin: ReadWithPlugin,
    check: CheckResponses,
    current: CodedAnswers | None,
    known: Sequence[Problem],
) -> tuple[list[Wave], list[Problem]]:
    """Read every earlier wave of which Comparisons names the responses.

    Args:
        inputs: the tables of the workbook; some may hold responses.
        catalogue: the current catalogue.
        read_with_plugin: offers a file to the plugins.
        check: checks the responses of each wave.
        current: the current responses, for the names of groups.
        known: the problems of the current responses, which are not repeated for each wave.

    Returns:
        The waves that can be read, and the problems found.
    """
    waves, problems = [], []
    for comparison, row in wave_rows(catalogue).items():
        wanted = catalogue.comparisons["responses"][row]
        place = catalogue.place("Comparisons", row, "responses")
        responses, found = read_responses(
            wanted, inputs.tables, inputs.folder, place, read_with_plugin, inputs.names
        )
        problems += found
        if responses is None:
            continue
        wave_catalogue = catalogue_of_wave(catalogue, comparison)
        asked = without_unasked(wave_catalogue)
        coded, found = code_responses(responses, wave_catalogue)
        found += check(asked, coded, responses)
        problems += _wave_problems(found, comparison, responses, known)
        problems += _incomplete_themes(catalogue, wave_catalogue, comparison)
        problems += _merged_groups(coded, place, comparison)
        coded = with_current_names(coded, current) if current else coded
        file = responses_file(inputs, wanted)
        waves.append(Wave(comparison, asked, responses, coded, file))
    return waves, problems


def with_current_names(coded: CodedAnswers, current: CodedAnswers) -> CodedAnswers:
    """The answers of a wave, with the current spelling of each group that still exists."""
    columns, segments = [], dict(coded.segments)
    for name, segment in coded.segments.items():
        current_groups = current.segments[name].groups if name in current.segments else ()
        by_key = {answer_key(group): group for group in current_groups}
        groups = [by_key.get(answer_key(group), group) for group in segment.groups]
        if groups != segment.groups:
            new_names = dict(zip(segment.groups, groups, strict=True))
            renamed = pl.col(segment.column).cast(pl.String).replace(new_names)
            columns.append(renamed.cast(pl.Enum(groups)))
            segments[name] = replace(segment, groups=groups)
    if not columns:
        return coded
    return replace(coded.with_frame(coded.frame.with_columns(columns)), segments=segments)


def _wave_problems(
    found: Sequence[Problem], comparison: str, responses: Responses, known: Sequence[Problem]
) -> Iterator[Problem]:
    """The problems of a wave, which name it; without known problems of the catalogue."""
    reported = {(p.code, p.place, str(p.value)) for p in known}
    wrong_places = {p.place for p in known if p.is_error}
    missing = {p.value for p in known if p.code == "no-such-column"}
    for problem in found:
        is_of_catalogue = problem.sheet != responses.source
        is_known = (problem.code, problem.place, str(problem.value)) in reported
        is_known |= problem.place in wrong_places
        is_known |= problem.code == "no-such-column" and problem.value in missing
        if (is_of_catalogue and is_known) or problem.code in NO_PROBLEM_IN_A_WAVE:
            continue
        code = WAVE_CODES.get(problem.code, problem.code)
        facts = {"wave": f"{comparison} ({responses.source})", "comparison": comparison}
        yield replace(problem, code=code, facts={**problem.facts, **facts})


def _merged_groups(coded: CodedAnswers, place: Place, comparison: str) -> Iterator[Problem]:
    """Report the merged groups of a wave, because its own report may have shown them separately."""
    merged = [
        group
        for segment in coded.segments.values()
        for group in segment.groups
        if list(segment.reported.values()).count(group) > 1
    ]
    if merged:
        facts = {"groups": listing(merged)}
        yield place.problem("wave-merged", comparison, **facts)


def _incomplete_themes(
    catalogue: Catalogue, wave_catalogue: Catalogue, comparison: str
) -> Iterator[Problem]:
    """Report the themes that have no score in a wave, unless their score was typed."""
    typed = catalogue.comparisons.filter(comparison=comparison).drop_nulls("value")["subject"]
    incomplete = incomplete_themes(catalogue, wave_catalogue.questions)
    themes = [theme for theme in incomplete if theme not in set(typed)]
    if not themes:
        return
    questions = catalogue.described_questions
    missing = wave_catalogue.questions["question"].is_null() & questions["theme"].is_in(themes)
    row = (missing & questions["counts_in_theme"]).arg_max() or 0
    facts = {"comparison": comparison, "themes": listing(themes)}
    facts["question"] = questions["question"][row]
    place = ("Questions", row, "column", "wave-theme-incomplete", NOT_ASKED)
    yield wave_catalogue.problem_at(*place, **facts)
