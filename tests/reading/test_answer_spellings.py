"""Spellings of one answer are recognised; different answers are never taken for one."""

from __future__ import annotations

import unicodedata

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from meetlat.reading.catalogue import read_catalogue
from meetlat.reading.responses.coding import code_responses
from meetlat.reading.responses.responses import Responses, without_blank_rows
from meetlat.reading.scale import Scale, answer_key, number_key
from tests.surveys import inputs

letters = st.text("abcéëßÅ'’-–… ", min_size=1, max_size=8)
scales = st.lists(
    st.one_of(letters, st.integers(-20, 20).map(str)),
    min_size=2,
    max_size=6,
    unique_by=(answer_key, lambda answer: number_key(answer) or answer_key(answer)),
).filter(lambda answers: all(map(answer_key, answers)))


def scale_of(answers: list[str]) -> Scale:
    return Scale(
        "s", pl.DataFrame({"answer": answers, "label": answers, "score": range(len(answers))})
    )


@given(scales, st.data())
def test_usual_spellings_of_an_answer_are_recognised(answers, data):
    k = data.draw(st.integers(0, len(answers) - 1))
    change = data.draw(
        st.sampled_from(
            [
                str.upper,
                str.casefold,
                lambda a: f"  {a}\u00a0",
                lambda a: a.replace(" ", "\u00a0 "),
                lambda a: a.replace("'", "’"),
                lambda a: a.replace("-", "–"),
                lambda a: f"{a}\u200b",
                lambda a: unicodedata.normalize("NFD", a),
            ]
        )
    )
    assert scale_of(answers).code(change(answers[k])) == k


@given(scales, st.one_of(letters, st.integers(-30, 30).map(str), st.floats(-30, 30)))
def test_a_value_matches_only_an_answer_with_the_same_spelling_or_number(answers, value):
    code = scale_of(answers).code(value)
    alike = [
        k
        for k, answer in enumerate(answers)
        if answer_key(answer) == answer_key(value)
        or number_key(answer) == (number_key(value) or "no number")
    ]
    assert alike == ([] if code is None else [code])


def test_a_value_and_a_label_of_different_answers_are_an_error():
    """In SPSS 1 means agree and in Scales disagree, so scores would be reversed."""
    scale = "| scale | answer | label | score |\n|---|---|---|---|\n"
    scale += "| s | 1 | Disagree | 0 |\n| s | 2 | Agree | 10 |\n"
    question = "| question | theme | scale |\n|---|---|---|\n| pride | work | s |\n"
    found = inputs(Questions=question, Scales=scale)
    catalogue, _ = read_catalogue(found.tables, found.names)
    frame = pl.DataFrame({"pride": [2, 1, 1]})
    labels = {"pride": {1: "agree", 2: "disagree"}}
    responses: Responses = without_blank_rows(frame, ["pride"], "a.sav", [1, 2, 3], labels=labels)
    _, (problem,) = code_responses(responses, catalogue)
    assert (problem.code, problem.sheet, problem.is_error) == ("labels-disagree", "a.sav", True)


def test_people_who_give_one_answer_to_all_questions_are_not_reported_as_duplicates():
    """Half of them agree with everything, so many rows are equal by chance."""
    questions = "| question | theme | scale |\n|---|---|---|\n"
    questions += "".join(f"| q{i} | work | agreement |\n" for i in range(60))
    found = inputs(Questions=questions)
    catalogue, _ = read_catalogue(found.tables, found.names)
    rows = [["agree"] * 60, ["neutral"] * 60] * 50
    mixed = [["agree", "neutral", "disagree"][j % 3] for j in range(60)]
    frame = pl.DataFrame([*rows, mixed], schema=[f"q{i}" for i in range(60)], orient="row")
    responses = without_blank_rows(frame, frame.columns, "a.csv", range(2, len(frame) + 2))
    assert code_responses(responses, catalogue)[1] == []


PLACES = ["home", "the office", "home, sometimes", "elsewhere"]


def codes(scale: Scale, value: str, *others: str) -> list[int | None]:
    """The codes of the parts of a value in a column that also holds other values."""
    return [code for code, _ in scale.several([value, *others])[value]]


def test_commas_separate_answers_if_every_part_is_on_the_scale():
    scale = scale_of(PLACES)
    assert codes(scale, "Home, elsewhere") == [0, 3]
    assert codes(scale, "elsewhere,the office") == [3, 1]
    assert codes(scale, "home, sometimes, elsewhere") == [2, 3], (
        "an answer that contains a comma goes first"
    )
    assert codes(scale, "home; elsewhere") == [0, 3]


def test_commas_that_may_mean_something_else_do_not_separate_answers():
    assert codes(scale_of(PLACES), "home, garden") == [None]
    assert codes(scale_of(PLACES), "home, elsewhere; garden") == [None, None]
    assert codes(scale_of(["1", "2", "5"]), "1,5") == [None], "it may be one and a half"
    assert codes(scale_of(["1", "2", "5"]), "1,5", "1, 2") == [None]
    assert codes(scale_of(["1", "2", "5"]), "1, 5") == [0, 2]


def test_commas_separate_own_texts_too_in_a_column_where_they_separate_listed_answers():
    assert codes(scale_of(PLACES), "home, garden", "home, elsewhere") == [0, None]
