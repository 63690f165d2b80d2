"""Find published shares that cannot add up to 100 %, however they were rounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from meetlat.checking.plausibility.published import (
    Figure,
    TypedFigure,
    before_common_rounding,
    typed_figures,
)
from meetlat.checking.plausibility.rounding_intervals import Span, decimals_of, exact, weighted_sum
from meetlat.formatting import Number
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers

WHOLE = Span(Fraction(1), Fraction(1))

# The decimals of a share in whole percentages: a cell holds 0.8 for a printed 80 %.
SHARE_DECIMALS = 2


def check_totals(catalogue: Catalogue, coded: CodedAnswers) -> Iterator[Problem]:
    """Remarks on questions with one answer per respondent whose shares do not add up to 100 %.

    A total above 100 % is always wrong, a total below it only if every answer has a share.
    """
    single = {item.question for item in coded.items if item.column is not None}
    scales = dict(catalogue.questions.select("question", "scale").iter_rows())
    for comparison, typed in typed_figures(catalogue).items():
        shares = [share for share in typed if share.answer is not None and share.subject in single]
        for question, parts in _by_question(shares).items():
            answers = {part.answer for part in parts}
            has_all_answers = answers >= set(catalogue.scale(scales[question])["answer"])
            if cannot_be_whole([part.span for part in parts], every_answer=has_all_answers):
                yield _problem(catalogue, question, comparison, parts)


def _by_question(shares: Sequence[TypedFigure]) -> dict[str, list[Figure]]:
    """The shares of each question in a comparison."""
    by_question: dict[str, list[Figure]] = {}
    for share in before_common_rounding(shares, SHARE_DECIMALS):
        by_question.setdefault(share.subject, []).append(share)
    return by_question


def cannot_be_whole(spans: Sequence[Span], *, every_answer: bool) -> bool:
    """Whether shares in these spans cannot add up to 1.

    If some answer has no share, only a total above 1 is impossible.
    """
    total = weighted_sum([span.above(0) for span in spans], [Fraction(1)] * len(spans))
    return not total.meets(WHOLE) and (every_answer or total.low >= 1)


def _problem(
    catalogue: Catalogue, question: str, comparison: str, parts: Sequence[Figure]
) -> Problem:
    percent = float(100 * sum((exact(part.value) for part in parts), Fraction()))
    total = Number(percent, decimals_of(percent), "%")
    facts = {"comparison": comparison, "total": total}
    return catalogue.problem_at(
        "Comparisons", parts[0].row, "value", "shares-not-whole", question, **facts
    )
