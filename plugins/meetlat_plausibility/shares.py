"""Find published shares that cannot add up to 100 %, however they were rounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import polars as pl

from meetlat import AnsweredSurvey, Finding, Number
from meetlat_plausibility.published import (
    Figure,
    TypedFigure,
    before_common_rounding,
    typed_figures,
)
from meetlat_plausibility.rounding_intervals import Span, decimals_of, exact, weighted_sum
from meetlat_plausibility.texts import finding

WHOLE = Span(Fraction(1), Fraction(1))

# The decimals of a share in whole percentages: a cell holds 0.8 for a printed 80 %.
SHARE_DECIMALS = 2


def check_totals(survey: AnsweredSurvey) -> Iterator[Finding]:
    """Remarks on questions with one answer per respondent whose shares do not add up to 100 %.

    A total above 100 % is always wrong, a total below it only if every answer has a share.
    """
    catalogue, single = survey.catalogue, survey.single
    scales = dict(catalogue.questions[["question", "scale"]].iter_rows())
    for comparison, typed in typed_figures(catalogue).items():
        shares = [share for share in typed if share.answer is not None and share.subject in single]
        for question, parts in _by_question(shares).items():
            every_answer = _has_every_answer(catalogue.scale(scales[question]), parts)
            if cannot_be_whole([part.span for part in parts], every_answer=every_answer):
                yield _remark(question, comparison, parts)


def _by_question(shares: Sequence[TypedFigure]) -> dict[str, list[Figure]]:
    """The shares of each question in a comparison."""
    by_question: dict[str, list[Figure]] = {}
    for share in before_common_rounding(shares, SHARE_DECIMALS):
        by_question.setdefault(share.subject, []).append(share)
    return by_question


def _has_every_answer(scale: pl.DataFrame, parts: Sequence[Figure]) -> bool:
    """Whether each answer of a scale has a share, typed under its name or its label."""
    typed = {part.answer for part in parts}
    return all(not typed.isdisjoint(names) for names in scale[["answer", "label"]].iter_rows())


def cannot_be_whole(spans: Sequence[Span], *, every_answer: bool) -> bool:
    """Whether shares in these spans cannot add up to 1.

    If some answer has no share, only a total above 1 is impossible.
    """
    total = weighted_sum([span.above(0) for span in spans], [Fraction(1)] * len(spans))
    return not total.meets(WHOLE) and (every_answer or total.low >= 1)


def _remark(question: str, comparison: str, parts: Sequence[Figure]) -> Finding:
    percent = float(100 * sum((exact(part.value) for part in parts), Fraction()))
    total = Number(percent, decimals_of(percent), "%")
    facts = {"value": question, "comparison": comparison, "total": total}
    return finding("shares-not-whole", "Comparisons", parts[0].row, "value", facts)
