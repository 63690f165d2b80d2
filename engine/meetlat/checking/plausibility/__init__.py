"""Remarks on the survey itself: what is allowed, and probably not meant.

Each must be rare in a sound survey and say something that HR can act on. A remark is made only
where there is no error, so that none of them follows from a fault that is told already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from meetlat.checking.plausibility.descriptions import descriptions_alike
from meetlat.checking.plausibility.ranges import enps_as_shares, off_scale
from meetlat.checking.plausibility.reversals import BY_ANSWERS, reversals
from meetlat.checking.plausibility.scales import enps_questions, idle_reverse, two_scales
from meetlat.checking.plausibility.shares import shares
from meetlat.checking.plausibility.theme_figures import theme_figures
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.waves import Wave
from meetlat.reading.wave_columns import catalogue_of_wave

OF_CATALOGUE: Sequence[Callable[[Catalogue], Iterator[Problem]]] = (
    descriptions_alike,
    enps_questions,
    idle_reverse,
    two_scales,
    off_scale,
    enps_as_shares,
    theme_figures,
)
OF_ANSWERS: Sequence[Callable[[Catalogue, CodedAnswers], Iterator[Problem]]] = (reversals, shares)


def lint_catalogue(catalogue: Catalogue) -> list[Problem]:
    """Remarks on a catalogue without errors."""
    return list(chain.from_iterable(lint(catalogue) for lint in OF_CATALOGUE))


def lint_answers(catalogue: Catalogue, coded: CodedAnswers) -> list[Problem]:
    """Remarks on what the answers say of the catalogue; there is no error in either."""
    return list(chain.from_iterable(lint(catalogue, coded) for lint in OF_ANSWERS))


def lint_waves(
    catalogue: Catalogue, waves: Iterable[Wave], known: Sequence[Problem]
) -> Iterator[Problem]:
    """Items that went against their theme in an earlier wave, and do not now.

    Not the questions have changed then, but how their answers are written down; `known` are the
    remarks of now, which tell of the questions themselves.
    """
    told = {problem.facts["theme"] for problem in known if problem.code in BY_ANSWERS}
    for wave in waves:
        facts = {
            "wave": f"{wave.comparison} ({wave.responses.source})",
            "comparison": wave.comparison,
        }
        for found in reversals(catalogue_of_wave(catalogue, wave.comparison), wave.coded):
            if found.code in BY_ANSWERS and found.facts["theme"] not in told:
                yield replace(found, code="wave-against-theme", facts={**found.facts, **facts})
