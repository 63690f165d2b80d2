"""Texts that are translated in part."""

from __future__ import annotations

from tests.surveys import problems

RESPONSES = "| pride |\n|---|\n" + "| agree |\n" * 5


def test_a_blank_beside_a_text_in_another_language_is_remarked_on():
    questions = """
        | question | text::en | theme | text::nl    | scale     |
        |----------|----------|-------|-------------|-----------|
        | pride    | I am     | work  |             | agreement |
        | pressure |          | work  | Ik ben      | agreement |
        | rest     |          | work  |             | agreement |
        | peace    | It is    | work  | Het is      | agreement |
    """
    answers = "| pride | pressure | rest | peace |\n|---|---|---|---|\n"
    answers += "| agree | agree | agree | agree |\n" * 5
    assert problems(Questions=questions, Responses=answers) == [
        "Questions!D2: the text in nl is missing here, but there is one in en. Fill in the "
        "translation, or clear the whole column text::nl.",
        "Questions!B3: the text in en is missing here, but there is one in nl. Fill in the "
        "translation, or clear the whole column text::en.",
    ]


def test_a_survey_in_one_language_gives_no_remark():
    questions = (
        "| question | text::en | theme | scale |\n|---|---|---|---|\n| pride | | work | agreement |"
    )
    assert problems(Questions=questions, Responses=RESPONSES) == []


def test_a_column_that_is_blank_throughout_is_a_language_that_nobody_needs():
    """Whoever types over the starter in one language clears the other."""
    questions = "| question | text::en | text::nl | theme | scale |\n|---|---|---|---|---|\n"
    questions += "| pride | | Ik ben | work | agreement |\n"
    assert problems(Questions=questions, Responses=RESPONSES) == []


def test_a_blank_label_means_the_answer_itself():
    questions = "| question | theme | scale |\n|---|---|---|\n| pride | work | s |"
    scales = "| scale | answer | label::en | label::nl | score |\n|---|---|---|---|---|\n"
    scales += "| s | eens | agree | | 10 |\n| s | oneens | disagree | | 0 |"
    answers = "| pride |\n|---|\n" + "| eens |\n" * 5
    assert problems(Questions=questions, Scales=scales, Responses=answers) == []


def test_the_columns_of_the_answers_are_not_ours_to_translate():
    questions = "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |"
    answers = "| pride | why::en | why::nl |\n|---|---|---|\n" + "| agree | so | |\n" * 5
    found = problems(Questions=questions, Responses=answers)
    assert not [problem for problem in found if "translation" in problem]
