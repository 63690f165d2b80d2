"""Statements that share answers which no known scale has, such as "some lessons, most lessons"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from meetlat.drafting.choices import MOST_OPTIONS, has_several, in_natural_order
from meetlat.drafting.draft_scale import Answer, DraftScale
from meetlat.drafting.export import Column
from meetlat.drafting.names import short_name
from meetlat.reading.scale import answer_key, as_number

# Columns with the same answers, at least, for these to be a scale.
SHARED = 3

# Answers of such a scale, at least; two may be any pair of words.
FEWEST_ANSWERS = 3

# People who gave an answer, on average, at least; answers given once are typed texts.
FEWEST_PEOPLE = 2


@dataclass
class _Family:
    """Columns with the same answers; some columns may lack an answer that nobody gave."""

    answers: Mapping[str, str]
    names: list[str] = field(default_factory=list)


def shared_scales(columns: Sequence[Column]) -> dict[str, DraftScale]:
    """The answers of every column that shares them with several others, by the name of the column.

    The file does not say what the order of these answers is, so they have no scores.
    """
    families: list[_Family] = []
    for column in sorted(filter(_may_share, columns), key=lambda own: -own.distinct):
        answers = {answer_key(answer): answer for answer in column.answers}
        family = next((own for own in families if answers.keys() <= own.answers.keys()), None)
        if family is None:
            families.append(family := _Family(answers))
        family.names.append(column.name)
    kept = [
        own
        for own in families
        if len(own.names) >= SHARED and FEWEST_ANSWERS <= len(own.answers) <= MOST_OPTIONS
    ]
    return {name: scale for own in kept for scale in [_scale(own)] for name in own.names}


def _may_share(column: Column) -> bool:
    """Whether a column has a few answers in words, each given by several people."""
    words = not column.labels and all(as_number(answer) is None for answer in column.answers)
    few = 1 < column.distinct <= min(MOST_OPTIONS, column.answered / FEWEST_PEOPLE)
    return words and few and not has_several(column)


def _scale(family: _Family) -> DraftScale:
    answers = in_natural_order(list(family.answers.values()))
    name = short_name(answers[0]) or "scale"
    return DraftScale(name, [Answer(answer) for answer in answers], "unscored", sure=False)
