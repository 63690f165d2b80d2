"""Warnings about texts that lack a translation."""

from __future__ import annotations

from tests.surveys import problems

RESPONSES = "| pride |\n|---|\n" + "| agree |\n" * 5


def test_a_text_missing_in_one_language_is_a_warning():
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


def test_a_survey_in_one_language_gives_no_warning():
    questions = (
        "| question | text::en | theme | scale |\n|---|---|---|---|\n| pride | | work | agreement |"
    )
    assert problems(Questions=questions, Responses=RESPONSES) == []


def test_a_completely_blank_language_column_gives_no_warning():
    """HR may clear the column of a language that the survey does not use."""
    questions = "| question | text::en | text::nl | theme | scale |\n|---|---|---|---|---|\n"
    questions += "| pride | | Ik ben | work | agreement |\n"
    assert problems(Questions=questions, Responses=RESPONSES) == []


def test_a_blank_label_is_no_missing_translation():
    questions = "| question | theme | scale |\n|---|---|---|\n| pride | work | s |"
    scales = "| scale | answer | label::en | label::nl | score |\n|---|---|---|---|---|\n"
    scales += "| s | eens | agree | | 10 |\n| s | oneens | disagree | | 0 |"
    answers = "| pride |\n|---|\n" + "| eens |\n" * 5
    assert problems(Questions=questions, Scales=scales, Responses=answers) == []


def test_language_columns_of_responses_are_not_checked():
    questions = "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |"
    answers = "| pride | why::en | why::nl |\n|---|---|---|\n" + "| agree | so | |\n" * 5
    found = problems(Questions=questions, Responses=answers)
    assert not [problem for problem in found if "translation" in problem]
