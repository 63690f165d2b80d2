"""Spellings of one answer are recognised; different answers are never taken for one."""

from __future__ import annotations

import unicodedata

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from meetlat.problems.problem import Problem
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


# Without accents and blanks, written out here as a second definition.
PLAIN = str.maketrans({"é": "e", "ë": "e", "å": "a", " ": None})

accents = st.lists(st.text("aåeéë b1", min_size=1, max_size=3), min_size=2, max_size=5)


@given(st.one_of(scales, accents.filter(lambda a: all(map(answer_key, a)))), st.data())
def test_a_value_matches_only_answers_with_the_same_letters_or_number(answers, data):
    answers = list({answer_key(answer): answer for answer in answers}.values())
    value = data.draw(
        st.one_of(letters, st.text("aåeéë b1", max_size=3), st.integers(-30, 30).map(str))
    )
    meanings = scale_of(answers).meanings(value)
    same = [
        k
        for k, answer in enumerate(answers)
        if answer_key(answer) == answer_key(value)
        or number_key(answer) == (number_key(value) or "no number")
    ]
    loose = [
        k
        for k, answer in enumerate(answers)
        if answer_key(answer).translate(PLAIN) == answer_key(value).translate(PLAIN)
    ]
    if same:
        assert meanings == same[:1]
    else:
        assert set(meanings) <= set(loose)
        has_digits = any(c.isdigit() for c in value)
        assert has_digits or list(meanings) == loose, "a blank between digits makes a difference"


def test_a_blank_between_digits_makes_a_difference():
    assert scale_of(["15", "x"]).meanings("1 5") == []
    assert scale_of(["15 a", "x"]).meanings("15a") == [0]


LANGUAGES = (
    ("Helemaal eens", "Tout à fait"),
    ("Oneens", "Pas d'accord"),
    ("Weet niet", "Sans avis"),
)
CHANGES = (str, str.upper, lambda a: a.replace("à", "a"), lambda a: a.replace(" ", ""))


@given(st.lists(st.tuples(*[st.integers(0, n - 1) for n in (3, 2, 4)]), min_size=1, max_size=20))
def test_labels_of_every_language_of_the_workbook_are_answers(given_answers):
    """People may answer one survey in several languages, in any spelling."""
    values = [CHANGES[change](LANGUAGES[k][language]) for k, language, change in given_answers]
    coded, problems = coded_answers(values)
    assert coded == [k for k, _, _ in given_answers]
    assert {problem.code for problem in problems} <= {"spelt-otherwise"}


def coded_answers(values: list[str], *more: str) -> tuple[list[int | None], list[Problem]]:
    """The codes of answers on a scale with labels in Dutch and French."""
    scale = "| scale | answer | label::nl | label::fr | score |\n|--|--|--|--|--|\n"
    for k, (dutch, french) in enumerate(LANGUAGES):
        scale += f"| s | {k + 1} | {dutch} | {french} | {k} |\n"
    found = inputs(
        Survey="| setting | value |\n|--|--|\n| language | nl |\n| responses | x |\n",
        Questions="| question | theme | scale |\n|--|--|--|\n| pride | work | s |\n",
        Scales=scale + "".join(more),
    )
    catalogue, _ = read_catalogue(found.tables, found.names)
    rows = range(2, len(values) + 2)
    responses = without_blank_rows(pl.DataFrame({"pride": values}), ["pride"], "a.csv", rows)
    coded, problems = code_responses(responses, catalogue)
    return coded.frame["q0"].to_list(), problems


def test_a_text_that_is_a_label_of_two_answers_in_two_languages_names_both():
    clash = "| s | 4 | Tout a fait | Autre | 3 |\n"
    assert coded_answers(["1", "Oneens", "Autre"], clash)[1] == [], "nobody wrote that text"
    _, (problem,) = coded_answers(["1", "tout à  FAIT"], clash)
    assert problem.code != "answer-ambiguous", "it is exactly the label of one of them"
    _, (problem,) = coded_answers(["1", "Toutàfait"], clash)
    assert (problem.code, problem.cell, problem.is_error) == ("answer-ambiguous", "A3", True)
    assert '"4: Tout a fait" or "1: Helemaal eens"' in str(problem)
    same = "| s | 4 | Tout à fait | Autre | 3 |\n"
    _, (problem,) = coded_answers(["1", "Tout à fait", "Tout à fait"], same)
    assert '"4: Tout à fait" or "1: Helemaal eens"' in str(problem)


def test_an_ambiguous_part_of_several_answers_is_an_error_too():
    scale = (
        "| scale | answer | score |\n|--|--|--|\n| r | café | |\n| r | cafe | |\n| r | pub | |\n"
    )
    question = "| question | metric | scale |\n|--|--|--|\n| r | distribution | r |\n"
    found = inputs(Questions=question, Scales=scale)
    catalogue, _ = read_catalogue(found.tables, found.names)
    frame = pl.DataFrame({"r": ["pub; café", "pub; CAFÈ"]})
    _, (problem,) = code_responses(without_blank_rows(frame, ["r"], "a.csv", [2, 3]), catalogue)
    assert (problem.code, problem.value, problem.cell) == ("answer-ambiguous", "CAFÈ", "A3")


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
