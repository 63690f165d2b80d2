"""The organisation beside a group: what its column is called, and what stands in it."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain, count

import polars as pl

from meetlat.languages import words
from meetlat.plugins.declaration import is_heading
from meetlat.problems.text import fold
from meetlat.reading.population import Turnout
from meetlat.reading.settings import Settings
from meetlat.reading.typed_figures import COMPARED


def whole_names(settings: Settings) -> list[str]:
    """What the column is called: as the organisation is, or else by a word of ours."""
    own = [settings.organisation] if is_heading(settings.organisation) else []
    return [*own, words(settings.language)["headings.whole"]]


def whole_name(settings: Settings, taken: Collection[str]) -> str:
    """The first of its names that heads no other column (`taken`, in any capitals)."""
    folded = {fold(name) for name in taken}
    names = whole_names(settings)
    numbered = (f"{names[-1]} ({number})" for number in count(2))
    return next(name for name in chain(names, numbered) if fold(name) not in folded)


def measures(comparison: str, turnout: Turnout) -> pl.DataFrame:
    """The response of the organisation or of an earlier wave, as rows of the comparisons."""
    figures = {
        "respondents": turnout.respondents,
        "invited": turnout.invited,
        "response": turnout.response,
    }
    rows = [
        {"comparison": comparison, "subject": measure, "value": float(figure)}
        for measure, figure in figures.items()
        if figure is not None
    ]
    return pl.DataFrame(rows, schema=COMPARED)
