"""Headings that are not where they should be: lower down, all in one cell, in a second row."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from meetlat.problems.problem import Problem
from meetlat.reading.cells import text
from meetlat.reading.responses.delimited import SEPARATORS
from meetlat.reading.responses.off_scale import Asked
from meetlat.reading.responses.responses import Responses
from meetlat.reading.scale import answer_key

ROWS_LOOKED_AT = 20
"""A title, a logo and a few lines of explanation take no more."""

MOST_ROWS = 2
"""Of a second kind of headings: Qualtrics writes the questions' texts and its own numbers."""

LEAST_QUESTIONS = 3
"""With fewer, a first respondent may well have answered most of them oddly."""


def misplaced_headings(responses: Responses, wanted: Collection[str]) -> Problem | None:
    """Where most of the wanted columns stand, if not in the row of headings.

    Args:
        responses: of which most columns were not found.
        wanted: the names of columns, as `answer_key` folds them.
    """
    return _in_one_cell(responses, wanted) or _lower_down(responses, wanted)


def second_headings(
    asked: Sequence[Asked], responses: Responses
) -> tuple[Sequence[Asked], Sequence[Problem]]:
    """Rows below the headings that are no respondent: most of their answers are no answers.

    Returns:
        The questions without what stands in those rows, and a problem a row.
    """
    problems = []
    for row in range(min(MOST_ROWS, len(responses.row_numbers))):
        in_it = [{k for k, s in q.unknown.items() if (s.row, s.times) == (row, 1)} for q in asked]
        if sum(map(bool, in_it)) <= max(len(asked) / 2, LEAST_QUESTIONS - 1):
            break
        first = next(q.unknown[k] for q, keys in zip(asked, in_it, strict=True) for k in keys)
        asked = [q.without(keys) for q, keys in zip(asked, in_it, strict=True)]
        facts = {"row": responses.row_numbers[row]}
        problems.append(
            Problem("second-headings", responses.source, first.cell, first.value, facts)
        )
    return asked, problems


def _in_one_cell(responses: Responses, wanted: Collection[str]) -> Problem | None:
    """A .csv that was opened in Excel and saved: everything stands in the first column."""
    headings = [heading for heading in responses.headings if heading]
    if len(headings) != 1:
        return None
    for sign in SEPARATORS:
        if _most(headings[0].split(sign), wanted):
            cell = responses.header_cell(responses.headings.index(headings[0]))
            return Problem("headings-in-one-cell", responses.source, cell, headings[0])
    return None


def _lower_down(responses: Responses, wanted: Collection[str]) -> Problem | None:
    """A title stands above the headings."""
    for number, row in enumerate(responses.frame.head(ROWS_LOOKED_AT).rows()):
        if _most([text(value) or "" for value in row], wanted):
            column = next(c for c, v in zip(responses.frame.columns, row, strict=True) if v)
            facts = {"row": responses.row_numbers[number], "first": responses.header_row}
            cell = responses.cell(number, column)
            return Problem("headings-lower", responses.source, cell, text(row[0]) or "", facts)
    return None


def _most(names: Sequence[str], wanted: Collection[str]) -> bool:
    found = {answer_key(name) for name in names}
    return 2 * sum(name in found for name in wanted) > len(wanted)
