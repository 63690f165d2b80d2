"""Which open answers may be shown: those of enough people, and of enough others beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from functools import cache

import polars as pl

from meetlat.counting.survey import CountedSurvey
from meetlat.groups import WHOLE, Group
from meetlat.languages import LANGUAGES, words
from meetlat.reading.cells import text


def shown_open_answers(survey: CountedSurvey, column: str, group: Group) -> list[str] | None:
    """The answers in a column of the responses, of one group; None if they may not be shown.

    At least `smallest_group` people of the group must have written something. A reader may have the
    lists of all groups of a segment, and subtract them from that of a larger group or of the whole
    organisation. So what these lists leave over must be of that many people too, or of nobody:
    otherwise no group of the segment is shown.

    Returns:
        The answers in an order that depends on their text only, not on who gave them.
    """
    given = [
        answer if (answer := text(value)) and is_answer(answer) else None
        for value in survey.checked.responses.column(column)
    ]
    smallest = survey.catalogue.settings.smallest_group
    wrote = pl.Series([answer is not None for answer in given], dtype=pl.Boolean)
    enough = _with_enough(survey, wrote, group.segment)
    if group not in enough:
        return None
    in_segment = _any_of(survey, enough)
    for larger in _above(survey, group):
        left_over = int((_members(survey, larger) & wrote & ~in_segment).sum())
        if 0 < left_over < smallest:
            return None
    members = _members(survey, group)
    own = [a for a, is_member in zip(given, members, strict=True) if a and is_member]
    return in_order_of_content(own, column)


def in_order_of_content(answers: Sequence[str], question: str) -> list[str]:
    """The answers in an order that looks random, and is the same for the same answers.

    The order of the file would disclose who wrote an answer, and so would one order for all
    questions.
    """

    def key(answer: str) -> tuple[bytes, str]:
        return hashlib.sha256(f"{question}\x00{answer}".encode()).digest(), answer

    return sorted(answers, key=key)


def is_answer(written: str) -> bool:
    """Whether a text says something: not a dash, `none` or `n/a`.

    Such texts do not count, because one real answer among nine dashes would stand alone.
    """
    letters = _letters(written)
    return bool(letters) and letters not in _nothing()


def _letters(written: str) -> str:
    return "".join(c for c in written.casefold() if c.isalnum())


@cache
def _nothing() -> Collection[str]:
    """What people write instead of an answer, in any language."""
    typed = [words(language).several("open_answers.nothing") for language in LANGUAGES]
    return frozenset(_letters(word) for listed in typed for word in listed)


def _above(survey: CountedSurvey, group: Group) -> Iterator[Group]:
    """The groups that a group lies in, from small to large, and the whole organisation."""
    seen, parents = {group}, survey.groups.parents
    while (parent := parents.get(group)) and parent not in seen:
        seen.add(parent)
        yield parent
        group = parent
    if WHOLE not in seen:
        yield WHOLE


def _with_enough(survey: CountedSurvey, wrote: pl.Series, segment: str) -> list[Group]:
    """The groups of a segment that may be shown, and in which enough people wrote something."""
    shown = survey.groups.sizes.filter(~pl.col("withheld"), segment=segment)
    groups = [Group(segment, name) for name in shown["group"]]
    smallest = survey.catalogue.settings.smallest_group
    return [g for g in groups if (_members(survey, g) & wrote).sum() >= smallest]


def _any_of(survey: CountedSurvey, groups: Sequence[Group]) -> pl.Series:
    """Whether each respondent is in one of the groups."""
    found = pl.repeat(False, survey.checked.coded.rows.height, dtype=pl.Boolean, eager=True)
    for group in groups:
        found |= _members(survey, group)
    return found


def _members(survey: CountedSurvey, group: Group) -> pl.Series:
    """Whether each respondent is in a group."""
    coded = survey.checked.coded
    if group == WHOLE:
        return pl.repeat(True, coded.rows.height, dtype=pl.Boolean, eager=True)
    names = coded.rows.column(coded.segments[group.segment].column).cast(pl.String)
    return (names == group.name).fill_null(value=False)
