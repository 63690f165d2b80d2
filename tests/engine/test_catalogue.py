"""A mistake is named with its cell, its value and its remedy; all of them at once, each once."""

import pytest

from tests.surveys import problems, survey

QUESTIONS = """
| question | theme | scale     |
|----------|-------|-----------|
| pride    | work  | agreement |
"""

RESPONSES = """
| pride    |
|----------|
| agree    |
| neutral  |
| disagree |
| agree    |
| agree    |
"""


def questions(markdown: str) -> list[str]:
    return problems(Questions=markdown, Responses=RESPONSES)


def test_a_catalogue_without_mistakes_has_no_problems():
    assert problems(Questions=QUESTIONS, Responses=RESPONSES) == []


def test_an_unknown_theme_suggests_the_nearest():
    assert questions("""
        | question | theme | scale     |
        |----------|-------|-----------|
        | pride    | wrok  | agreement |
    """) == ['Questions!B2: the theme "wrok" is not in Themes. Did you mean "work"?']


def test_an_unknown_scale_lists_those_there_are():
    assert questions("""
        | question | theme | scale |
        |----------|-------|-------|
        | pride    | work  | 1-5   |
    """) == [
        'Questions!C2: the scale "1-5" is not in Scales.'
        " Add its answers to Scales, or choose one of: agreement."
    ]


def test_an_unknown_metric_names_what_is_installed():
    assert questions("""
        | question | theme | scale     | metric |
        |----------|-------|-----------|--------|
        | pride    | work  | agreement | enpss  |
    """) == [
        'Questions!D2: no metric is called "enpss". Did you mean "enps"?'
        " Installed: distribution, enps, likert, themes."
    ]


def test_a_repeated_question_is_the_fault_of_the_later_row():
    assert questions("""
        | question | theme | scale     |
        |----------|-------|-----------|
        | pride    | work  | agreement |
        | pride    | work  | agreement |
    """) == [
        'Questions!A3: "pride" stands already in A2.'
        " Give each its own name, or delete one of the two rows."
    ]


def test_cells_of_the_wrong_kind_are_each_named():
    assert questions("""
        | question | theme | scale     | reverse | weight |
        |----------|-------|-----------|---------|--------|
        | pride    | work  | agreement | maybe   | much   |
        | joy      | work  | agreement | yes     | -1     |
    """) == [
        'Questions!D2: "maybe" in the column "reverse" is neither yes nor no.'
        " Type yes or no, or leave the cell blank.",
        'Questions!E2: "much" in the column "weight" is not a number.'
        " Type the number again, as a number; the cell may be formatted as text.",
        'Questions!E3: -1 for "weight" is too low. The least it may be is 0.',
    ]


def test_a_missing_column_is_named_with_the_near_miss():
    assert questions("""
        | questions | theme | scale     |
        |-----------|-------|-----------|
        | pride     | work  | agreement |
    """) == [
        'Questions!A1: the table "Questions" has no column "question".'
        ' Found "questions"; rename it to "question", if that is what it is.'
    ]


def test_a_formula_that_went_wrong_is_named():
    assert questions("""
        | question | theme | scale     | weight |
        |----------|-------|-----------|--------|
        | pride    | #REF! | agreement | #N/A   |
    """) == [
        "Questions!B2: the formula gives #REF!. Mend the formula, or type the value.",
        "Questions!D2: the formula gives #N/A. Mend the formula, or type the value.",
    ]


def test_likert_needs_a_scale_with_scores():
    found = problems(
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Scales="""
            | scale     | answer | score |
            |-----------|--------|-------|
            | agreement | agree  |       |
        """,
    )
    assert found == [
        'Questions!C2: the metric likert needs scores, and the scale "agreement" has none.'
        " Fill in the column score in Scales, or choose the metric distribution."
    ]


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("language", "de", 'Survey!B2: "de" is not a language that Meetlat knows.'),
        ("invited", "12.5", 'Survey!B2: "12.5" for "invited" is not a whole number.'),
        ("smallest_group", "3", 'Survey!B2: 3 for "smallest_group" is too low.'),
        (
            "fieldwork_start",
            "10 maart",
            'Survey!B2: "10 maart" for "fieldwork_start" is not a date.',
        ),
        ("langauge", "nl", 'Survey!A2: no setting is called "langauge".'),
        ("group", "team=A", 'Survey!B2: there is no group "team=A".'),
    ],
)
def test_a_setting_that_will_not_do(setting, value, expected):
    table = f"""
        | setting    | value     |
        |------------|-----------|
        | {setting}  | {value}   |
        | responses  | Responses |
        | language   | en        |
    """
    if setting == "language":
        table = table.replace("| language   | en        |", "")
    computed = survey(Survey=table, Questions=QUESTIONS, Responses=RESPONSES)
    sentences = [p.render("en") for p in computed.results.problems]
    assert sum(s.startswith(expected) for s in sentences) == 1, sentences


def test_a_survey_without_responses_says_which_setting_is_missing():
    table = "| setting | value |\n|---|---|\n| title | x |"
    assert problems(Survey=table, Questions=QUESTIONS) == [
        'Survey!A1: the setting "responses" is missing or blank. Fill it in on the sheet Survey.'
    ]


def test_a_missing_table_is_named_with_its_columns():
    assert problems(Responses=RESPONSES) == [
        'There is no table (or sheet) called "Questions". Add it, with the columns question,'
        " column, text, theme, metric, scale, reverse, weight in its first row."
    ]


def test_comparisons_name_a_subject_and_an_answer_that_exist():
    found = problems(
        Questions="""
            | question | theme | scale     | metric       |
            |----------|-------|-----------|--------------|
            | pride    | work  | agreement | distribution |
        """,
        Responses=RESPONSES,
        Comparisons="""
            | comparison | subject | answer | value |
            |------------|---------|--------|-------|
            | Previous   | pryde   |        | 6     |
            | Previous   | pride   | agre   | 0.5   |
            | Previous   | work    |        | six   |
        """,
    )
    assert found == [
        'Comparisons!D4: "six" in the column "value" is not a number.'
        " Type the number again, as a number; the cell may be formatted as text.",
        'Comparisons!B2: there is no question, theme or measure called "pryde".'
        ' Did you mean "pride"?',
        'Comparisons!C3: the scale "agreement" has no answer "agre". Did you mean "agree"?',
    ]


def test_segments_do_not_go_round_in_a_circle():
    found = problems(
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Segments="""
            | segment  | column | parent   |
            |----------|--------|----------|
            | division | pride  | team     |
            | team     | pride  | division |
            | region   | pride  | province |
        """,
    )
    assert [f.split(". ")[0] for f in found] == [
        'Segments!C4: the parent "province" is not a segment of this table',
        'Segments!C2: the segment "division" is its own parent, directly or through others',
        'Segments!C3: the segment "team" is its own parent, directly or through others',
    ]


def test_parameters_of_a_metric_are_known_and_readable():
    found = problems(
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Metrics="""
            | metric | on  | questions   | parameters |
            |--------|-----|-------------|------------|
            | likert | yes | prido, joy  | boxes=2    |
            | lickert| yes |             |            |
        """,
    )
    assert found == [
        'Metrics!A3: no metric is called "lickert". Did you mean "likert"?'
        " Installed: distribution, enps, likert, themes.",
        'Metrics!C2: the question "prido" is not in Questions. Did you mean "pride"?',
        'Metrics!C2: the question "joy" is not in Questions.'
        " Name questions as in the column question, with commas between them.",
        'Metrics!D2: the metric likert has no parameter "boxes". It has: -.',
    ]


def test_texts_come_in_the_language_of_the_survey():
    results = survey(
        Themes="""
            | theme | name::nl | name::en |
            |-------|----------|----------|
            | work  | Werk     | Work     |
        """,
        Questions="""
            | question | theme | scale     | text::nl  |
            |----------|-------|-----------|-----------|
            | pride    | work  | agreement | Ik ben … |
        """,
        Responses=RESPONSES,
    ).results
    assert results["ThemeScores"]["name"].to_list() == ["Work"]
    assert results["QuestionScores"]["text"].to_list() == ["Ik ben …"], "Dutch, for want of English"
