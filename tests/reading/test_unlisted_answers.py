"""The answer `*` catches what a list of choices lacks, and listed answers always count."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import read_catalogue
from meetlat.reading.responses.coding import code_responses
from meetlat.reading.responses.responses import without_blank_rows
from tests.surveys import inputs, survey

QUESTION = "| question | column | metric | scale |\n|--|--|--|--|\n"
QUESTION += "| reasons | reasons | distribution | reasons |\n"
LISTED = "| scale | answer | score |\n|--|--|--|\n| reasons | pay | |\n| reasons | travel | |\n"
CAUGHT = LISTED + "| reasons | * | |\n"

# Texts that people write, some of which resemble something else.
OWN = ("garden", "don't know", "pay and travel", "Anders, namelijk: pay", "7", "*?", "n.v.t.")
BLANK = ("", "  ", "\u200b")


def coded(scales: str, values: Sequence[str | None], questions: str = QUESTION, column="reasons"):
    """Return by answer how often it was chosen, how many answered, and the problems."""
    found = inputs(Questions=questions, Scales=scales)
    catalogue, _ = read_catalogue(found.tables, found.names)
    frame = pl.DataFrame({"id": range(len(values)), column: values}, schema_overrides={column: str})
    rows = range(2, len(values) + 2)
    answers, problems = code_responses(
        without_blank_rows(frame, frame.columns, "a.csv", rows), catalogue
    )
    (item,) = answers.items
    times = [
        answers.frame.select(chosen.fill_null(value=False).sum()).item() for chosen in item.chosen
    ]
    answered = answers.frame.select(item.answered.fill_null(value=False).sum()).item()
    return times, answered, [p for p in problems if p.code != "columns-unused"]


def codes_of(problems: Sequence[Problem]) -> list[str]:
    return [problem.code for problem in problems]


parts = st.lists(st.sampled_from(["pay", "travel", *OWN]), min_size=1, max_size=4)
cells = st.lists(st.one_of(st.none(), st.sampled_from(BLANK), parts), min_size=1, max_size=30)


@given(cells)
def test_listed_answers_count_whatever_else_a_person_wrote(given_cells):
    """Counted a second time in plain Python, with and without the answer *."""
    values = ["; ".join(cell) if isinstance(cell, list) else cell for cell in given_cells]
    people = [cell for cell in given_cells if isinstance(cell, list)]
    pay, travel = (sum(name in cell for cell in people) for name in ("pay", "travel"))
    own = [bool(set(cell) & set(OWN)) for cell in people]
    known = [bool({"pay", "travel"} & set(cell)) for cell in people]
    assert coded(CAUGHT, values)[:2] == ([pay, travel, sum(own)], len(people))
    assert coded(LISTED, values)[:2] == ([pay, travel], sum(known))


def test_an_own_text_blocks_nothing_if_the_scale_has_the_answer_star():
    values = ["pay", "travel"] * 5 + [f"text {i}" for i in range(20)]
    times, answered, (problem,) = coded(CAUGHT, values)
    assert (times, answered, problem.code) == ([5, 5, 20], 30, "answers-caught")
    assert not problem.is_error
    assert '20 answers to reasons are not in the list "reasons", and count as "Other"' in str(
        problem
    )
    assert '"text 9" (1x); … (20)' in str(problem), "no more values than other messages show"
    assert "text 10" not in str(problem)


def test_without_the_answer_star_the_check_proposes_it_with_what_people_wrote():
    values = ["pay", "travel"] * 9 + ["garden", "garden", "via via"]
    assert codes_of(coded(LISTED, values)[2]) == ["not-on-scale"] * 2, "a few do no harm"
    _, _, (problem,) = coded(LISTED, [*values, "dog", "cat"])
    assert (problem.code, problem.is_error) == ("answers-unlisted", True)
    assert '"garden" (2x); "via via" (1x)' in str(problem)
    assert "add a row to Scales with the answer *" in str(problem)


def test_a_file_with_other_answers_is_still_an_error_if_the_scale_has_the_answer_star():
    """Codes in place of labels must not become a report in which everyone chose Other."""
    values = [str(k % 3) for k in range(40)]
    (problem,) = coded(CAUGHT, values)[2]
    assert (problem.code, problem.is_error) == ("answers-of-other-scale", True)


def test_commas_of_google_forms_separate_own_texts_too():
    values = ["pay, travel"] * 5 + ["travel, my dog, and cat", "own, text"]
    times, answered, problems = coded(CAUGHT, values)
    assert (times, answered) == ([5, 6, 2], 7)
    assert codes_of(problems) == ["commas-between", "answers-caught"]


def test_a_column_for_an_answer_that_is_not_listed_is_caught():
    question = QUESTION.replace("| reasons | reasons |", "| reasons | reasons_* |")
    values = ["my dog", None, "  ", "no"]
    times, answered, problems = coded(CAUGHT, values, question, "reasons_elsewhere")
    assert (times, answered) == ([0, 0, 1], 2), "no is an answer, and not a tick"
    assert codes_of(problems) == ["answers-caught"]


def test_the_label_of_the_answer_star_is_that_of_hr_or_a_word_in_the_language_of_the_survey():
    answers = "| reasons |\n|--|\n" + "| pay |\n" * 20 + "| my dog |\n" * 12

    def labels(scales: str, language: str) -> list[str]:
        settings = f"| setting | value |\n|--|--|\n| language | {language} |\n"
        settings += "| responses | Responses |\n"
        found = survey(Survey=settings, Questions=QUESTION, Scales=scales, Responses=answers)
        return found.results["Distributions"]["answer"].to_list()

    own = "| scale | answer | label | score |\n|--|--|--|--|\n| reasons | pay | Pay | |\n"
    assert labels(CAUGHT, "en") == ["pay", "travel", "Other"]
    assert labels(CAUGHT, "nl") == ["pay", "travel", "Anders"]
    assert labels(own + "| reasons | * | Iets anders | |\n", "nl") == ["Pay", "Iets anders"]


def test_do_not_know_does_not_become_an_answer_of_a_scale_with_scores():
    scored = "| scale | answer | score |\n|--|--|--|\n| reasons | pay | 1 |\n| reasons | * | |\n"
    questions = "| question | theme | scale |\n|--|--|--|\n| reasons | work | reasons |\n"
    answers = "| reasons |\n|--|\n" + "| pay |\n" * 9
    found = survey(Questions=questions, Scales=scored, Responses=answers)
    assert "unlisted-scored" in codes_of(found.results.problems)
