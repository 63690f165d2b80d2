"""Detect headings in the wrong place: lower down, all in one cell, or in a second row."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from meetlat.problems.problem import Problem
from meetlat.reading.cells import text
from meetlat.reading.responses.delimited import SEPARATORS
from meetlat.reading.responses.off_scale import AskedQuestion
from meetlat.reading.responses.responses import Responses
from meetlat.reading.scale import answer_key

# A title, a logo and a few lines of explanation take no more rows.
ROWS_ABOVE = 20

# Rows with other headings: Qualtrics adds the texts of the questions and its own numbers.
MOST_ROWS = 2

# With fewer questions, a real respondent may have unknown answers to most of them.
LEAST_QUESTIONS = 3


def misplaced_headings(responses: Responses, wanted: Collection[str]) -> Problem | None:
    """Report where the headings are, if they are not in the row of headings.

    Args:
        responses: responses without most of the wanted columns.
        wanted: the names of those columns, as keys (see `answer_key`).
    """
    return _in_one_cell(responses, wanted) or _lower_down(responses, wanted)


def second_headings(
    asked: Sequence[AskedQuestion], responses: Responses
) -> tuple[Sequence[AskedQuestion], Sequence[Problem]]:
    """Find rows below the headings that are not respondents: few of their answers are known.

    Returns:
        The questions without the unknown answers in those rows, and one problem for each row.
    """
    problems = []
    for row in range(min(MOST_ROWS, len(responses.row_numbers))):
        only_here = [
            {key for key, answer in q.unknown.items() if (answer.row, answer.times) == (row, 1)}
            for q in asked
        ]
        if sum(map(bool, only_here)) <= max(len(asked) / 2, LEAST_QUESTIONS - 1):
            break
        first = next(q.unknown[k] for q, keys in zip(asked, only_here, strict=True) for k in keys)
        asked = [q.without(keys) for q, keys in zip(asked, only_here, strict=True)]
        facts = {"row": responses.row_numbers[row]}
        problems.append(
            Problem("second-headings", responses.source, first.cell, first.value, facts)
        )
    return asked, problems


def _in_one_cell(responses: Responses, wanted: Collection[str]) -> Problem | None:
    """A .csv file that was opened in Excel and saved: everything is in the first column."""
    headings = [heading for heading in responses.headings if heading]
    if len(headings) != 1:
        return None
    for separator in SEPARATORS:
        if _has_most(headings[0].split(separator), wanted):
            cell = responses.header_cell(responses.headings.index(headings[0]))
            return Problem("headings-in-one-cell", responses.source, cell, headings[0])
    return None


def _lower_down(responses: Responses, wanted: Collection[str]) -> Problem | None:
    """There are other rows, such as a title, above the headings."""
    first = next(responses.rows.batches(responses.columns)).head(ROWS_ABOVE)
    for number, row in enumerate(first.rows()):
        if _has_most([text(value) or "" for value in row], wanted):
            column = next(c for c, v in zip(responses.columns, row, strict=True) if v)
            facts = {"row": responses.row_numbers[number], "first": responses.header_row}
            cell = responses.cell(number, column)
            return Problem("headings-lower", responses.source, cell, text(row[0]) or "", facts)
    return None


def _has_most(names: Sequence[str], wanted: Collection[str]) -> bool:
    keys = {answer_key(name) for name in names}
    return 2 * sum(name in keys for name in wanted) > len(wanted)
