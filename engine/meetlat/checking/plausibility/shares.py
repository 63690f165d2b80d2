"""Published shares of a question that cannot add up to 100 %, however they were rounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from meetlat.checking.plausibility.published import Figure, Given, comparisons, figures
from meetlat.checking.plausibility.rounding_intervals import Span, exact, own_decimals, weighted_sum
from meetlat.formatting import Number
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers

WHOLE = Span(Fraction(1), Fraction(1))

# Decimals of a share: a cell holds 0.8 for what was printed as 80 %.
PER_CENT = 2


def shares(catalogue: Catalogue, coded: CodedAnswers) -> Iterator[Problem]:
    """Remarks on questions with one answer a respondent whose shares do not add up to 100 %.

    Too much is too much whichever answers have a share; too little only where all have one.
    """
    single = {item.question for item in coded.items if item.column is not None}
    scales = dict(catalogue.questions.select("question", "scale").iter_rows())
    for name, given in comparisons(catalogue).items():
        shown = [line for line in given if line.answer is not None and line.subject in single]
        for question, lines in by_question(shown).items():
            answers = {line.answer for line, _ in lines}
            every = answers >= set(catalogue.scale(scales[question])["answer"])
            parts = [part for _, part in lines]
            if cannot_be_whole([part.span for part in parts], every_answer=every):
                yield _problem(catalogue, question, name, parts)


def by_question(given: Sequence[Given]) -> dict[str, list[tuple[Given, Figure]]]:
    """The shares of each question; those of all questions of a comparison were rounded alike."""
    found: dict[str, list[tuple[Given, Figure]]] = {}
    for line, share in zip(given, figures(given, PER_CENT), strict=True):
        found.setdefault(line.subject, []).append((line, share))
    return found


def cannot_be_whole(spans: Sequence[Span], *, every_answer: bool) -> bool:
    """Whether shares that lie in these spans cannot add up to 1."""
    total = weighted_sum([span.above(0) for span in spans], [Fraction(1)] * len(spans))
    return not total.meets(WHOLE) and (every_answer or total.low >= 1)


def _problem(
    catalogue: Catalogue, question: str, comparison: str, parts: Sequence[Figure]
) -> Problem:
    percent = float(100 * sum((exact(part.value) for part in parts), Fraction()))
    total = Number(percent, own_decimals(percent), "%")
    facts = {"comparison": comparison, "total": total}
    return catalogue.problem_at(
        "Comparisons", parts[0].row, "value", "shares-not-whole", question, **facts
    )
