"""Remarks on the catalogue: impossible published figures, and rows that are probably mistakes."""

from __future__ import annotations

import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from meetlat.formatting import rounded
from meetlat.languages import LANGUAGES, words
from meetlat_plausibility.rounding_intervals import (
    Span,
    before_rounding,
    rounds_to,
    shown_decimals,
    weighted_sum,
)
from meetlat_plausibility.shares import cannot_be_whole
from tests.example import example_results
from tests.surveys import problems

SHIPPED = Path(__file__).parents[2] / "workbooks" / "meetlat_workbooks"
QUESTIONS = """
| question | theme | scale     | weight |
|----------|-------|-----------|--------|
| varied   | work  | agreement | 1      |
| matters  | work  | agreement | 3      |
| noise    | work  | agreement | 0      |
"""
ANSWERS = "| varied | matters | noise |\n|--|--|--|\n" + "| agree | neutral | neutral |\n" * 5
FIGURES = """
| comparison | subject | value |
|------------|---------|-------|
| Before     | varied  | {}    |
| Before     | matters | {}    |
| Before     | work    | {}    |
"""


def of_figures(*figures: object) -> list[str]:
    comparisons = FIGURES.format(*figures)
    return problems(Questions=QUESTIONS, Responses=ANSWERS, Comparisons=comparisons)


@pytest.mark.parametrize("theme", [6.4, 6.5])
def test_a_theme_figure_may_be_any_mean_that_its_questions_allow(theme):
    """(6.9 + 3 x 6.3) / 4 = 6.45, so before rounding it is between 6.40 and 6.50."""
    assert of_figures(6.9, 6.3, theme) == []


def test_a_theme_figure_above_what_its_questions_allow_is_reported():
    assert of_figures(6.9, 6.3, 6.6) == [
        'Comparisons!C4: the figure 6.6 of the theme "work" in Before cannot be the mean of its '
        "questions (6.9; 6.3): that mean is 6.5 at most, however the figures were rounded. Check "
        "these figures. If the theme had other questions or weights at the time, do nothing."
    ]


def test_a_theme_figure_below_what_its_questions_allow_is_reported():
    (problem,) = of_figures(6.9, 6.3, 6.3)
    assert "that mean is 6.4 at least" in problem


def test_a_half_is_rounded_away_from_zero():
    """Questions of 6.6 each were below 6.65, and 6.7 was 6.65 or more."""
    (problem,) = of_figures(6.6, 6.6, 6.7)
    assert "6.6 at most" in problem


def test_a_single_7_may_have_been_rounded_to_a_whole_number():
    assert of_figures(6.9, 6.9, 7) == []


def test_a_theme_with_a_question_without_a_figure_is_not_checked():
    assert of_figures(6.9, "", 9.9)[1:] == []  # only the blank is reported
    missing = "\n".join(FIGURES.format(6.9, 6.3, 9.9).strip().splitlines()[::2])
    assert problems(Questions=QUESTIONS, Responses=ANSWERS, Comparisons=missing) == []


def test_a_theme_with_another_rule_than_the_mean_is_not_checked():
    questions = QUESTIONS.replace("| 3 ", "| 1 ")
    themes = "| theme | name | rule |\n|--|--|--|\n| work | Work | pooled |\n"
    found = problems(
        Questions=questions,
        Responses=ANSWERS,
        Comparisons=FIGURES.format(6.9, 6.3, 9.9),
        Themes=themes,
    )
    assert not any("cannot be the mean" in problem for problem in found)


def test_a_figure_outside_its_scale_is_reported_once():
    assert of_figures(69, 6.3, 6.6) == [
        'Comparisons!C2: the figure 69 of "varied" in Before is not between 0 and 10. Check it. '
        "Figures can only be compared on the same scale."
    ]


def test_exactly_the_impossible_theme_figures_of_the_example_are_reported():
    """They follow from the lowest and highest possible mean: 7.9 was 7.85 to 7.94999….

    All questions that count in the example have the same weight.
    """
    impossible = set()
    for comparison in ("previous", "benchmark"):
        themes = {r["theme"]: r[comparison] for r in published("themes") if r[comparison]}
        for theme, shown in themes.items():
            parts = [q[comparison] for q in counted_questions(theme)]
            if parts and all(parts):
                least = sum((Decimal(part) - HALF for part in parts), Decimal()) / len(parts)
                most = sum((Decimal(part) + HALF - DUST for part in parts), Decimal()) / len(parts)
                if not printed(least) <= Decimal(shown) <= printed(most):
                    impossible.add((COMPARED[comparison], theme))
    found = example_results().problems
    reported = [p for p in found if p.code in ("theme-too-high", "theme-too-low")]
    named = [re.search(r'theme "(.+)" in (.+) cannot', str(p)) for p in reported]
    assert {(figure[2], figure[1]) for figure in named if figure} == impossible
    assert len(reported) == len(impossible) == 4
    assert not any(problem.is_error for problem in found)


COMPARED = {"previous": "Vorig onderzoek", "benchmark": "Benchmark"}
HALF, DUST = Decimal("0.05"), Decimal("1e-9")


def published(name: str) -> list[dict[str, str]]:
    with (SHIPPED / "published" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counted_questions(theme: str) -> list[dict[str, str]]:
    """The published questions of a theme that have a weight in the workbook of the example."""
    book = CalamineWorkbook.from_path(
        str(SHIPPED / "provincie-utrecht" / "survey.xlsx"), load_tables=True
    )
    questions = book.get_table_by_name("Questions")
    rows = [dict(zip(questions.columns, row, strict=True)) for row in questions.to_python()]
    counted = {r["question"] for r in rows if r["theme"] == theme and r["weight"] != 0}
    return [question for question in published("questions") if question["question"] in counted]


def printed(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


figures = st.integers(-100, 1000).map(lambda n: Fraction(n, 10))


@given(st.lists(st.tuples(figures, st.integers(1, 5)), min_size=1, max_size=6), st.data())
def test_the_mean_of_rounded_figures_is_never_called_impossible(drawn, data):
    """The exact scores are drawn from those that round to the figures."""
    spans = [before_rounding(figure, 1) for figure, _ in drawn]
    nudges = [data.draw(st.integers(-499, 499)) for _ in drawn]
    true = [f + Fraction(n, 10_000) for (f, _), n in zip(drawn, nudges, strict=True)]
    total = sum(weight for _, weight in drawn)
    weights = [Fraction(weight, total) for _, weight in drawn]
    mean = sum((t * w for t, w in zip(true, weights, strict=True)), Fraction())
    published = float(rounded(float(mean), 1))
    possible = weighted_sum(spans, weights)
    assert possible.meets(before_rounding(published, 1))
    lowest, highest = rounds_to(possible, 1)
    assert lowest <= published <= highest


@given(st.integers(-3000, 3000), st.integers(0, 2))
def test_a_span_holds_exactly_the_figures_that_excel_rounds_to_its_value(thousandths, decimals):
    value = thousandths / 1000
    shown = float(rounded(value, decimals))
    exact = Fraction(thousandths, 1000)
    assert before_rounding(shown, decimals).meets(Span(exact, exact))
    above = float(rounded(shown + 10**-decimals, decimals))
    assert not before_rounding(above, decimals).meets(Span(exact, exact))


def test_decimals_are_those_that_most_figures_show():
    assert shown_decimals([6.4, 7.0, 6.9, 6.85]) == 1
    assert shown_decimals([6.0, 6.4]) == 0  # as many figures have none
    assert shown_decimals([]) == 0


CONTRACT = """
| question | scale    | metric       |
|----------|----------|--------------|
| contract | contract | distribution |
"""
CONTRACTS = "| scale | answer | score |\n|--|--|--|\n" + "".join(
    f"| contract | {answer} | |\n" for answer in ("permanent", "temporary", "other")
)
SINGLE = "| contract |\n|--|\n" + "| permanent |\n| other |\n" * 5


def of_shares(responses: str = SINGLE, **shares: float) -> list[str]:
    lines = [f"| Before | contract | {answer} | {share} |" for answer, share in shares.items()]
    header = ["| comparison | subject | answer | value |", "|--|--|--|--|"]
    return problems(
        Questions=CONTRACT,
        Scales=CONTRACTS,
        Responses=responses,
        Comparisons="\n".join([*header, *lines]),
    )


@pytest.mark.parametrize("other", [0.09, 0.10, 0.11])
def test_rounded_shares_may_add_up_to_a_little_more_or_less(other):
    assert of_shares(permanent=0.71, temporary=0.19, other=other) == []


def test_shares_that_add_up_to_too_much_are_reported():
    assert of_shares(permanent=0.71, temporary=0.19, other=0.12) == [
        'Comparisons!D2: the shares of "contract" in Before add up to 102%, which rounding alone '
        "does not explain. Check these shares: people could give only one answer to this "
        "question."
    ]


def test_shares_that_add_up_to_too_little_are_reported():
    (problem,) = of_shares(permanent=0.71, temporary=0.19, other=0.08)
    assert "add up to 98%" in problem


def test_shares_of_some_answers_may_add_up_to_less_but_not_to_more():
    assert of_shares(permanent=0.71, temporary=0.19) == []
    (problem,) = of_shares(permanent=0.71, temporary=0.39)
    assert "add up to 110%" in problem


def test_shares_of_a_question_with_several_answers_are_not_checked():
    several = SINGLE + "| permanent; other |\n"
    assert of_shares(several, permanent=0.71, temporary=0.39, other=0.2) == []


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6).filter(any), st.integers(0, 2))
def test_shares_of_real_counts_are_never_called_impossible(counts, decimals):
    total = sum(counts)
    percents = [float(rounded(100 * count / total, decimals)) for count in counts]
    spans = [before_rounding(percent / 100, decimals + 2) for percent in percents]
    assert not cannot_be_whole(spans, every_answer=True)


ENPS = "| question | scale | metric | reverse |\n|--|--|--|--|\n| tell | ten | enps | {} |\n"


def of_enps(lowest: int, highest: int, reverse: str = "") -> list[str]:
    lines = "".join(f"| ten | {n} | {n} |\n" for n in range(lowest, highest + 1))
    return problems(
        Questions=ENPS.format(reverse),
        Scales="| scale | answer | score |\n|--|--|--|\n" + lines,
        Responses="| tell |\n|--|\n" + "| 8 |\n| 6 |\n" * 5,
    )


def test_an_enps_scale_other_than_0_to_10_is_reported():
    assert of_enps(0, 10) == []
    (problem,) = of_enps(1, 10)
    assert problem.startswith('Questions!B2: eNPS needs a scale with the scores 0 to 10, and "ten"')


def test_a_reverse_coded_enps_question_is_reported():
    (problem,) = of_enps(0, 10, "yes")
    assert problem.startswith('Questions!D2: the eNPS question "tell" is reverse-coded')


def test_reverse_coding_without_scores_is_reported():
    questions = CONTRACT.replace("metric       |", "metric | reverse |").replace(
        "| distribution |", "| distribution | yes |"
    )
    (problem,) = problems(Questions=questions, Scales=CONTRACTS, Responses=SINGLE)
    assert problem.startswith('Questions!D2: the question "contract" is reverse-coded, but its')


def test_a_copied_description_is_reported():
    themes = """
    | theme | name | description        |
    |-------|------|--------------------|
    | work  | Work | What people do     |
    | team  | Team | What  people do    |
    | pay   | Pay  |                    |
    | house | House|                    |
    """
    questions = "| question | theme | scale |\n|--|--|--|\n" + "".join(
        f"| q_{theme} | {theme} | agreement |\n" for theme in ("work", "team", "pay", "house")
    )
    answers = "| q_work | q_team | q_pay | q_house |\n|--|--|--|--|\n"
    answers += "| agree | agree | agree | agree |\n| agree | neutral | agree | neutral |\n" * 3
    assert problems(Questions=questions, Themes=themes, Responses=answers) == [
        "Themes!C3: the theme Team has the same description as Work. Give each theme its own "
        "description."
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_begins_after_a_place_and_ends_as_a_sentence(language):
    texts = words(language).under("plugins.meetlat_plausibility")
    messages = [text for key, text in texts.items() if key.endswith(".problem")]
    assert len(messages) == len(texts) / 2
    assert all(text[0] in '"{' or text[0].islower() for text in messages)
    assert all(text.endswith((".", "?")) for text in texts.values())
