"""Remarks on input that is allowed, but probably not meant.

Each remark must be rare in a sound survey, and the user must be able to act on it. Remarks are made
only if there are no errors, so that none of them follows from an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from meetlat.checking.plausibility.descriptions import check_descriptions
from meetlat.checking.plausibility.ranges import check_enps_figures, check_ranges
from meetlat.checking.plausibility.reversals import BY_ANSWERS, check_reversals
from meetlat.checking.plausibility.scales import (
    check_enps_questions,
    check_reverse_coding,
    check_shared_columns,
)
from meetlat.checking.plausibility.shares import check_totals
from meetlat.checking.plausibility.theme_figures import check_theme_figures
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.waves import Wave
from meetlat.reading.wave_columns import catalogue_of_wave

CATALOGUE_CHECKS: Sequence[Callable[[Catalogue], Iterator[Problem]]] = (
    check_descriptions,
    check_enps_questions,
    check_reverse_coding,
    check_shared_columns,
    check_ranges,
    check_enps_figures,
    check_theme_figures,
)
ANSWER_CHECKS: Sequence[Callable[[Catalogue, CodedAnswers], Iterator[Problem]]] = (
    check_reversals,
    check_totals,
)


def check_catalogue_plausibility(catalogue: Catalogue) -> list[Problem]:
    """Remarks on the catalogue."""
    return list(chain.from_iterable(check(catalogue) for check in CATALOGUE_CHECKS))


def check_answer_plausibility(catalogue: Catalogue, coded: CodedAnswers) -> list[Problem]:
    """Remarks on the catalogue that need the answers."""
    return list(chain.from_iterable(check(catalogue, coded) for check in ANSWER_CHECKS))


def check_wave_plausibility(
    catalogue: Catalogue, waves: Iterable[Wave], known: Sequence[Problem]
) -> Iterator[Problem]:
    """Remarks on items that run against their theme in an earlier wave, but not in the current one.

    Then the coding of the answers has changed, not the question. `known` are the remarks on the
    current wave: their themes are not reported again.
    """
    reported = {problem.facts["theme"] for problem in known if problem.code in BY_ANSWERS}
    for wave in waves:
        facts = {
            "wave": f"{wave.comparison} ({wave.responses.source})",
            "comparison": wave.comparison,
        }
        for problem in check_reversals(catalogue_of_wave(catalogue, wave.comparison), wave.coded):
            if problem.code in BY_ANSWERS and problem.facts["theme"] not in reported:
                yield replace(problem, code="wave-against-theme", facts={**problem.facts, **facts})
