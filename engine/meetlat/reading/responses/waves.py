"""The responses of earlier waves, read and coded as those of now are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import polars as pl

from meetlat.problems.problem import Problem
from meetlat.problems.text import listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import Inputs
from meetlat.reading.responses.coding import Coded, code_responses
from meetlat.reading.responses.locate import Ask, read_responses
from meetlat.reading.responses.responses import Responses
from meetlat.reading.scale import answer_key
from meetlat.reading.wave_columns import (
    NOT_ASKED,
    as_it_was,
    incomplete_themes,
    wave_rows,
    what_was_asked,
)

AS_A_WAVE = {
    "no-such-column": "wave-column-missing",
    "other-responses": "wave-other-responses",
    "column-empty": "wave-column-empty",
}
"""What has another remedy in an earlier wave, and its code there."""

NOT_OF_A_WAVE = ("columns-unused",)
"""What is asked no more is no news."""


Check = Callable[[Catalogue, Coded, Responses], Iterable[Problem]]
"""Checks the coded responses of a wave against its catalogue."""


class Wave(NamedTuple):
    """An earlier wave, ready to be counted.

    Attributes:
        comparison: what it is called in the report.
        catalogue: what of it was asked then, with the columns of then.
        responses: as given.
        coded: the same as codes; a group is called as it is now.
        file: that the responses were read from; None for a table of the workbook.
    """

    comparison: str
    catalogue: Catalogue
    responses: Responses
    coded: Coded
    file: Path | None


def read_waves(
    inputs: Inputs,
    catalogue: Catalogue,
    ask: Ask,
    check: Check,
    now: Coded | None,
    known: Sequence[Problem],
) -> tuple[list[Wave], list[Problem]]:
    """Every earlier wave that `Comparisons` names responses of.

    Args:
        inputs: with the tables that may hold the responses.
        catalogue: of now.
        ask: gives a file to the plugins.
        check: checks the responses of each wave.
        now: the responses of now, for what a group is called.
        known: problems of the responses of now, which are told once.
    """
    waves, problems = [], []
    for comparison, row in wave_rows(catalogue).items():
        wanted = catalogue.comparisons["responses"][row]
        place = catalogue.place("Comparisons", row, "responses")
        given, found = read_responses(
            wanted, inputs.tables, inputs.folder, place, ask, inputs.names
        )
        problems += found
        if given is None:
            continue
        then = as_it_was(catalogue, comparison)
        coded, found = code_responses(given, then)
        found += check(what_was_asked(then), coded, given)
        problems += _of_wave(found, comparison, given, known)
        problems += _incomplete(catalogue, then, comparison)
        file = None if inputs.tables.get(wanted) else inputs.folder / wanted
        coded = called_as(coded, now) if now else coded
        waves.append(Wave(comparison, what_was_asked(then), given, coded, file))
    return waves, problems


def called_as(then: Coded, now: Coded) -> Coded:
    """The coded answers, with each group called as it is now; spellings aside they are the same."""
    columns, segments = [], dict(then.segments)
    for name, segment in then.segments.items():
        own = now.segments.get(name)
        known = {answer_key(group): group for group in own.groups} if own else {}
        groups = [known.get(answer_key(group), group) for group in segment.groups]
        if groups != segment.groups:
            spelt = dict(zip(segment.groups, groups, strict=True))
            named = pl.col(segment.column).cast(pl.String).replace(spelt)
            columns.append(named.cast(pl.Enum(groups)))
            segments[name] = replace(segment, groups=groups)
    return Coded(then.frame.with_columns(columns), then.items, segments)


def _of_wave(
    found: Sequence[Problem], comparison: str, responses: Responses, known: Sequence[Problem]
) -> Iterator[Problem]:
    """The problems of a wave, which say that they are; not what is wrong with the catalogue."""
    told = {(p.code, p.place, str(p.value)) for p in known}
    wrong = {p.place for p in known if p.is_error}
    missing = {p.value for p in known if p.code == "no-such-column"}
    for problem in found:
        is_of_catalogue = problem.sheet != responses.source
        again = (problem.code, problem.place, str(problem.value)) in told or problem.place in wrong
        again |= problem.code == "no-such-column" and problem.value in missing
        if (is_of_catalogue and again) or problem.code in NOT_OF_A_WAVE:
            continue
        code = AS_A_WAVE.get(problem.code, problem.code)
        facts = {"wave": f"{comparison} ({responses.source})", "comparison": comparison}
        yield replace(problem, code=code, facts={**problem.facts, **facts})


def _incomplete(catalogue: Catalogue, then: Catalogue, comparison: str) -> Iterator[Problem]:
    """That themes have no score of a wave, unless HR typed one."""
    typed = catalogue.comparisons.filter(comparison=comparison).drop_nulls("value")["subject"]
    themes = [t for t in incomplete_themes(catalogue, then.questions) if t not in set(typed)]
    if not themes:
        return
    gone = then.questions["question"].is_null() & catalogue.questions["theme"].is_in(themes)
    gone &= catalogue.questions["weight"] > 0
    row = gone.arg_max() or 0
    facts = {"comparison": comparison, "themes": listing(themes)}
    facts["question"] = catalogue.questions["question"][row]
    place = ("Questions", row, "column", "wave-theme-incomplete", NOT_ASKED)
    yield then.problem_at(*place, **facts)
