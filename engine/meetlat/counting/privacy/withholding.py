"""Withhold among several groups: which of their figures may be shown, question by question.

Between the tables of Polars and the sets of people that `meetlat.counting.privacy` is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from meetlat.counting.privacy.people import Bools, Cells, Ints
from meetlat.counting.privacy.rule import Rule
from meetlat.counting.privacy.suppression import protect
from meetlat.withholding_reasons import ALIKE, FEW, HIDDEN, KEYS, PROTECTS, Shown, without_sizes

if TYPE_CHECKING:
    from meetlat.reading.responses.coding import Coded
    from meetlat.reading.settings import Settings


def withhold_among(
    counts: pl.DataFrame, groups: pl.DataFrame, coded: Coded, settings: Settings
) -> Shown:
    """See `meetlat.counting.privacy.withhold`."""
    amounts = _amounts(counts, len(groups))
    rule = Rule(settings.smallest_group, unanimous=settings.withhold_unanimous)
    protected = protect(
        _cells(coded, groups),
        list(amounts.values()),
        lambda number: coded.frame.select(coded.items[number].answered).to_series().to_numpy(),
        rule,
    )
    few = pl.col("n") < settings.smallest_group
    why = pl.when("withheld").then(pl.when(few).then(pl.lit(FEW)).otherwise(pl.lit(PROTECTS)))
    groups = groups.with_columns(withheld=_column(~protected.groups)).with_columns(because=why)
    groups = without_sizes(groups)
    answers = [own.shape[1] - 1 for own in amounts.values()]
    kept = protected.shown.repeat(answers, axis=1).T.reshape(-1)
    hidden = _hidden(groups, amounts, protected.shown, rule)
    left = counts.filter(_column(kept))
    return Shown(left, groups, hidden)


def _column(truths: Bools) -> pl.Series:
    """As a list first: Polars would import masked arrays to look for gaps in an array."""
    return pl.Series(truths.tolist(), dtype=pl.Boolean)


def _amounts(counts: pl.DataFrame, groups: int) -> dict[str, Ints]:
    """By question, a row a group: how many answered, and how often each answer was given.

    The counts have all groups of an answer together, in one order.
    """
    given = counts["n"].to_numpy().reshape(-1, groups)
    answered = counts["answered"].to_numpy().reshape(-1, groups)
    places: dict[str, list[int]] = {}
    for place, question in enumerate(counts["question"].gather_every(groups)):
        places.setdefault(question, []).append(place)
    return {q: np.vstack([answered[own[:1]], given[own]]).T for q, own in places.items()}


def _cells(coded: Coded, groups: pl.DataFrame) -> Cells:
    """Who is in which group: those are numbered as they stand in `groups`."""
    numbered = groups.with_row_index("number")
    codes = np.zeros((coded.frame.height, len(coded.segments)), np.int64)
    for place, (name, segment) in enumerate(coded.segments.items()):
        own = numbered.filter(segment=name)
        number = own["number"].cast(pl.Int64)
        members = coded.frame[segment.column].cast(pl.String)
        codes[:, place] = members.replace_strict(own["group"], number, default=0).to_numpy()
    return Cells(codes, len(groups))


def _hidden(
    groups: pl.DataFrame, amounts: Mapping[str, Ints], shown: Bools, rule: Rule
) -> pl.DataFrame:
    """The questions that are withheld of groups that are shown, and why."""
    open_groups = ~groups["withheld"].to_numpy()
    rows: list[int] = []
    questions: list[str] = []
    reasons: list[str] = []
    for (question, own), visible in zip(amounts.items(), shown.T, strict=True):
        (places,) = np.nonzero(open_groups & ~visible)
        if not len(places):  # as of most
            continue
        alike = replace(rule, smallest=0).tells(own[places])
        why = np.where(alike, ALIKE, PROTECTS)
        reasons += np.where(own[places, 0] < rule.smallest, FEW, why).tolist()
        questions += [question] * len(places)
        rows += places.tolist()
    hidden = {key: groups[key].gather(rows) for key in KEYS}
    return pl.DataFrame({**hidden, "question": questions, "because": reasons}, schema=HIDDEN)
