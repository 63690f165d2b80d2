"""The table `SpreadRows`: the distribution of the answers to each question with one answer."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import polars as pl

from meetlat import ResultTable
from meetlat_report_sheets.writer import Row, Writer, short

# The most answers that a bar has colours for.
MOST_ANSWERS = 8

# The most characters of an answer; the full text is on another sheet.
MOST_TEXT = 45

ANSWERS = tuple(f"answer_{n}" for n in range(1, MOST_ANSWERS + 1))
SHARES = tuple(f"share_{n}" for n in range(1, MOST_ANSWERS + 1))
SCHEMA = {
    **dict.fromkeys(("question", "text", *ANSWERS), pl.String()),
    **dict.fromkeys(SHARES, pl.Float64()),
}


def spread_rows(writer: Writer) -> ResultTable:
    """Derive `SpreadRows`: a row for each question with few answers and one answer per person."""
    by_question = groupby(writer.rows("Distributions"), key=lambda row: row["question"])
    found = [[*answers] for _, answers in by_question]
    rows = [_row(writer, answers) for answers in found if _is_single(answers)]
    return ResultTable("SpreadRows", pl.DataFrame(rows, schema=SCHEMA), optional=True)


def _is_single(answers: Sequence[Row]) -> bool:
    """Whether there are few answers, and their shares add up to 1."""
    total = sum(row["share"] or 0 for row in answers)
    return 1 < len(answers) <= MOST_ANSWERS and abs(total - 1) < 1e-6


def _row(writer: Writer, answers: Sequence[Row]) -> dict[str, Any]:
    question, texts = answers[0]["question"], writer.texts
    people = writer.number(sum(row["n"] or 0 for row in answers), 0)
    written = [f"{short(a['answer'], MOST_TEXT)} {writer.share(a['share'] or 0)}" for a in answers]
    return {
        "question": question,
        "text": texts["answers"].format(text=answers[0]["text"], n=people),
        **dict(zip(ANSWERS, written, strict=False)),
        # A share of 0 would be a line in the bar.
        **dict(zip(SHARES, (row["share"] or None for row in answers), strict=False)),
    }
