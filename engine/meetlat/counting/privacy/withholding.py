"""Suppress figures of several groups: translate Polars frames into sets of people, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from meetlat.counting.privacy.people import Bools, Cells, Ints
from meetlat.counting.privacy.rule import Rule
from meetlat.counting.privacy.suppression import protect
from meetlat.disclosure import HIDDEN, Reason, Shown, without_sizes
from meetlat.groups import GROUP_KEYS

if TYPE_CHECKING:
    from meetlat.reading.responses.coding import CodedAnswers
    from meetlat.reading.settings import Settings


def withhold_among(
    counts: pl.DataFrame, groups: pl.DataFrame, coded: CodedAnswers, settings: Settings
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
    why = pl.when("withheld").then(
        pl.when(few).then(pl.lit(Reason.FEW)).otherwise(pl.lit(Reason.PROTECTS))
    )
    groups = groups.with_columns(withheld=_boolean(~protected.groups)).with_columns(because=why)
    groups = without_sizes(groups)
    answers = [own.shape[1] - 1 for own in amounts.values()]
    is_shown = protected.shown.repeat(answers, axis=1).T.reshape(-1)
    hidden = _hidden(groups, amounts, protected.shown, rule)
    return Shown(counts.filter(_boolean(is_shown)), groups, hidden)


def _boolean(values: Bools) -> pl.Series:
    """The values as a series, from a list because Polars imports masked arrays for an array."""
    return pl.Series(values.tolist(), dtype=pl.Boolean)


def _amounts(counts: pl.DataFrame, groups: int) -> dict[str, Ints]:
    """Groups x (how many answered, and how often each answer was given), by question.

    The counts hold the groups of one answer together, always in the same order.
    """
    given = counts["n"].to_numpy().reshape(-1, groups)
    answered = counts["answered"].to_numpy().reshape(-1, groups)
    rows: dict[str, list[int]] = {}
    for row, question in enumerate(counts["question"].gather_every(groups)):
        rows.setdefault(question, []).append(row)
    return {q: np.vstack([answered[own[:1]], given[own]]).T for q, own in rows.items()}


def _cells(coded: CodedAnswers, groups: pl.DataFrame) -> Cells:
    """The cell of each respondent in each segment, numbered as the rows of `groups`."""
    numbered = groups.with_row_index("number")
    codes = np.zeros((coded.frame.height, len(coded.segments)), np.int64)
    for position, (name, segment) in enumerate(coded.segments.items()):
        own = numbered.filter(segment=name)
        number = own["number"].cast(pl.Int64)
        members = coded.frame[segment.column].cast(pl.String)
        codes[:, position] = members.replace_strict(own["group"], number, default=0).to_numpy()
    return Cells(codes, len(groups))


def _hidden(
    groups: pl.DataFrame, amounts: Mapping[str, Ints], shown: Bools, rule: Rule
) -> pl.DataFrame:
    """The suppressed questions of groups that are shown, and why they are suppressed."""
    open_groups = ~groups["withheld"].to_numpy()
    rows: list[int] = []
    questions: list[str] = []
    reasons: list[str] = []
    for (question, own), visible in zip(amounts.items(), shown.T, strict=True):
        (found,) = np.nonzero(open_groups & ~visible)
        if not len(found):  # the usual case
            continue
        unanimous = replace(rule, smallest=0).discloses(own[found])
        why = np.where(unanimous, Reason.ALIKE, Reason.PROTECTS)
        reasons += np.where(own[found, 0] < rule.smallest, Reason.FEW, why).tolist()
        questions += [question] * len(found)
        rows += found.tolist()
    hidden = {key: groups[key].gather(rows) for key in GROUP_KEYS}
    return pl.DataFrame({**hidden, "question": questions, "because": reasons}, schema=HIDDEN)
