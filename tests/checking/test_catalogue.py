"""Mistakes in the catalogue: each gives one problem with its cell, value and remedy."""

import pytest

from meetlat.plugins.manager import load_plugins
from meetlat.problems.text import listing
from tests.surveys import HERE, problems, survey

QUESTIONS = """
| question | theme | scale     |
|----------|-------|-----------|
| pride    | work  | agreement |
"""

# The metrics that a question may have.
MEASURED_BY = listing(sorted({m.named or name for name, m in load_plugins(HERE).metrics.items()}))
MEASURED_BY += "."

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


def test_an_unknown_theme_suggests_the_closest_name():
    assert questions("""
        | question | theme | scale     |
        |----------|-------|-----------|
        | pride    | wrok  | agreement |
    """) == ['Questions!B2: the theme "wrok" is not in Themes. Did you mean "work"?']


def test_an_unknown_theme_suggests_the_only_theme_that_is_not_used():
    tables = {
        "Themes": "| theme |\n|-------|\n| pay |\n| workload |",
        "Questions": """
            | question | theme    | scale     |
            |----------|----------|-----------|
            | pride    | pressure | agreement |
            | joy      | pressure | agreement |
            | fair     | pay      | agreement |
        """,
        "Responses": "| pride | joy | fair |\n|---|---|---|\n" + "| agree | agree | agree |\n" * 5,
    }
    assert problems(**tables) == [
        'Questions!B2: the theme "pressure" is not in Themes (2x). Did you mean "workload"?'
    ]
    several = {**tables, "Themes": f"{tables['Themes']}\n| health |"}
    assert "choose one of: pay, workload, health" in problems(**several)[0]


def test_an_unknown_scale_lists_the_existing_scales():
    assert questions("""
        | question | theme | scale |
        |----------|-------|-------|
        | pride    | work  | 1-5   |
    """) == [
        'Questions!C2: the scale "1-5" is not in Scales.'
        " Add its answers to Scales, or choose one of: agreement."
    ]


def test_an_unknown_metric_lists_the_installed_metrics():
    assert questions("""
        | question | theme | scale     | metric |
        |----------|-------|-----------|--------|
        | pride    | work  | agreement | enpss  |
    """) == [
        'Questions!D2: no metric is called "enpss". Did you mean "enps"? Installed: ' + MEASURED_BY
    ]


def test_a_repeated_question_is_reported_at_the_later_row():
    assert questions("""
        | question | theme | scale     |
        |----------|-------|-----------|
        | pride    | work  | agreement |
        | pride    | work  | agreement |
    """) == [
        'Questions!A3: "pride" is already in A2. Give each its own name, or delete one of the '
        "two rows."
    ]


def test_every_cell_of_the_wrong_type_gives_its_own_problem():
    assert questions("""
        | question | theme | scale     | reverse | weight |
        |----------|-------|-----------|---------|--------|
        | pride    | work  | agreement | maybe   | much   |
        | joy      | work  | agreement | yes     | -1     |
    """) == [
        'Questions!D2: "maybe" for "reverse" is neither yes nor no.'
        " Type yes or no, or leave the cell blank.",
        'Questions!E2: "much" for "weight" is not a number.'
        " Type a number, or leave the cell blank.",
        'Questions!E3: -1 for "weight" is too low. Type 0 or more.',
        'Questions!A3: the responses have no column "joy". Fill in the right column name in '
        "Questions, or delete the row. Columns that are not used yet: -.",
    ], "the other checks are made too"


def test_a_missing_column_suggests_the_closest_heading():
    assert questions("""
        | questions | theme | scale     |
        |-----------|-------|-----------|
        | pride     | work  | agreement |
    """) == [
        'Questions!A1: the table "Questions" has no column "question". If "questions" is meant, '
        'rename it to "question".'
    ]


def test_a_formula_error_in_a_cell_is_reported():
    assert questions("""
        | question | theme | scale     | weight |
        |----------|-------|-----------|--------|
        | pride    | #REF! | agreement | #N/A   |
    """) == [
        "Questions!B2: the formula gives #REF!. Fix the formula, or type the value.",
        "Questions!D2: the formula gives #N/A. Fix the formula, or type the value.",
    ]


def test_a_likert_question_on_a_scale_without_scores_is_an_error():
    found = problems(
        Questions=QUESTIONS,
        Responses="| pride |\n|---|\n| agree |",
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
        (
            "language",
            "de",
            'Survey!B2: the setting language does not know "de". Choose one of: nl, en.',
        ),
        ("invited", "12.5", 'Survey!B2: "12.5" for "invited" is not a whole number.'),
        ("smallest_group", "3", 'Survey!B2: 3 for "smallest_group" is too low.'),
        (
            "fieldwork_start",
            "10 maart",
            'Survey!B2: "10 maart" for "fieldwork_start" is not a date.',
        ),
        ("langage", "nl", 'Survey!A2: the setting "language" is missing or blank. If "langage" is'),
        ("colour", "red", 'Survey!A2: no setting is called "colour".'),
        ("group", "team=A", 'Survey!B2: there is no group "team=A".'),
    ],
)
def test_an_invalid_setting_gives_a_problem_with_its_cell(setting, value, expected):
    table = f"""
        | setting    | value     |
        |------------|-----------|
        | {setting}  | {value}   |
        | responses  | Responses |
        | language   | en        |
    """
    if setting in ("language", "langage"):
        table = table.replace("| language   | en        |", "")
    computed = survey(Survey=table, Questions=QUESTIONS, Responses=RESPONSES)
    sentences = [p.render("en") for p in computed.results.problems]
    assert sum(s.startswith(expected) for s in sentences) == 1, sentences


def test_a_survey_without_responses_says_which_setting_is_missing():
    table = "| setting | value |\n|---|---|\n| title | x |"
    assert problems(Survey=table, Questions=QUESTIONS) == [
        'Survey!A1: the setting "responses" is missing or blank. Fill it in on the sheet Survey.'
    ]


def test_a_missing_table_is_reported_with_its_columns():
    assert problems(Responses=RESPONSES) == [
        'There is no table (or sheet) called "Questions". Add it, with the columns question,'
        " column, text, theme, metric, scale, reverse, weight in its first row."
    ]


def test_unknown_subjects_and_answers_of_comparisons_suggest_the_closest_name():
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
        'Comparisons!D4: "six" for "value" is not a number.'
        " Type a number, or leave the cell blank.",
        'Comparisons!B2: there is no question, theme or measure called "pryde".'
        ' Did you mean "pride"?',
        'Comparisons!C3: the scale "agreement" has no answer "agre". Did you mean "agree"?',
    ]


def test_segments_that_are_their_own_parent_are_an_error():
    found = problems(
        Questions=QUESTIONS,
        Responses="| pride | division | team | region |\n|---|---|---|---|\n"
        + "| agree | a | b | c |\n" * 5,
        Segments="""
            | segment  | parent   |
            |----------|----------|
            | division | team     |
            | team     | division |
            | region   | province |
        """,
    )
    assert [f.split(". ")[0] for f in found] == [
        'Segments!B4: the column parent (the segment that one lies in) names "province", which is'
        " no segment of this table",
        'Segments!B2: the segment "division" is its own parent, directly or through others:'
        " division → team → division",
    ]


def test_unknown_questions_and_parameters_of_a_metric_are_reported():
    found = problems(
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Metrics="""
            | metric | on  | questions   | parameters |
            |--------|-----|-------------|------------|
            | likert | yes | prido, joy  | boxes=2    |
        """,
    )
    assert found == [
        'Metrics!C2: the question "prido" is not in Questions. Did you mean "pride"?',
        'Metrics!C2: the question "joy" is not in Questions. Use the names in the column '
        "question, with commas between them.",
        'Metrics!D2: the metric likert has no parameter "boxes". It has: -.',
    ]


def test_texts_are_in_the_language_of_the_survey_if_available():
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
    assert results["QuestionScores"]["text"].to_list() == ["Ik ben …"], (
        "Dutch, as there is no English text"
    )


def test_two_blank_names_are_reported_as_blank_and_not_as_duplicates():
    assert questions("""
        | question | theme | scale     |
        |----------|-------|-----------|
        | pride    | work  | agreement |
        |          | work  | agreement |
        |          | work  | agreement |
    """) == [
        f'Questions!A{row}: the column "question" is blank here, but it is required.'
        " Fill it in, or clear the whole row."
        for row in (3, 4)
    ]


def test_a_cell_with_a_formula_error_is_not_reported_as_a_duplicate():
    found = problems(
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Comparisons="""
            | comparison | subject | answer | value |
            |------------|---------|--------|-------|
            | Previous   | pride   | #N/A   | 6     |
            | Previous   | pride   |        | 6     |
        """,
    )
    assert found == ["Comparisons!C2: the formula gives #N/A. Fix the formula, or type the value."]


def test_scales_without_the_column_answer_give_one_problem():
    found = problems(
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Scales="| scale | score |\n|---|---|\n| agreement | 1 |\n| agreement | 2 |\n",
    )
    assert found == ['Scales!A1: the table "Scales" has no column "answer". Add the column.']


def test_an_unknown_scale_gives_no_further_problem_in_comparisons():
    found = problems(
        Questions="""
            | question | scale     | metric       |
            |----------|-----------|--------------|
            | pride    | agreemint | distribution |
        """,
        Responses=RESPONSES,
        Comparisons="""
            | comparison | subject | answer | value |
            |------------|---------|--------|-------|
            | Previous   | pride   | agree  | 0.5   |
        """,
    )
    assert [f.partition(":")[0] for f in found] == ["Questions!B2"]


MISSING_METRICS = [
    ("favourabel", 'Did you mean "favourable"? Installed:'),
    ("lickert", 'Did you mean "likert"? It is already in the table, so delete this row.'),
    ("net_satisfaction", "Put its plugin back; or delete this row and the table of the metric"),
]


@pytest.mark.parametrize(("metric", "remedy"), MISSING_METRICS)
def test_an_unknown_metric_in_metrics_gives_a_fitting_remedy(metric, remedy):
    rows = f"| metric | on |\n|---|---|\n| likert | yes |\n| {metric} | yes |\n"
    (found,) = problems(Questions=QUESTIONS, Responses=RESPONSES, Metrics=rows)
    assert found.startswith(f'Metrics!A3: no metric is called "{metric}"')
    assert remedy in found


def test_a_metric_that_is_gone_and_off_gives_no_problem():
    rows = "| metric | on |\n|---|---|\n| likert | yes |\n| net_satisfaction | no |\n"
    assert problems(Questions=QUESTIONS, Responses=RESPONSES, Metrics=rows) == []


def test_a_problem_with_a_translated_name_is_in_the_column_of_its_language():
    found = problems(
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Themes="| theme | name::nl | name::en |\n|---|---|---|\n| work | Werk | n |",
    )
    assert [f.partition(":")[0] for f in found] == ["Themes!C2"]


def test_an_enps_question_on_a_scale_without_scores_is_an_error():
    found = problems(
        Questions="| question | scale | metric |\n|---|---|---|\n| pride | agreement | enps |",
        Responses="| pride |\n|---|\n| agree |",
        Scales="| scale | answer | score |\n|---|---|---|\n| agreement | agree | |",
    )
    assert [f.partition(".")[0] for f in found] == [
        'Questions!B2: the metric enps needs scores, and the scale "agreement" has none'
    ]


def test_a_question_cannot_have_the_metric_themes():
    """Theme scores follow from `likert`; a question with the metric `themes` has no table."""
    assert questions("""
        | question | theme | scale     | metric |
        |----------|-------|-----------|--------|
        | pride    | work  | agreement | themes |
    """) == [
        'Questions!D2: no metric is called "themes". Put its plugin back, or choose one of: '
        + MEASURED_BY
    ]


def problems_with_settings(*rows: tuple[str, object]) -> list[str]:
    usual = [("responses", "Responses"), ("language", "en"), ("smallest_group", 5)]
    lines = "".join(f"| {name} | {value} |\n" for name, value in (*usual, *rows))
    return problems(
        Survey="| setting | value |\n|---|---|\n" + lines,
        Questions=QUESTIONS,
        Responses="| pride | team=x |\n|---|---|\n"
        + "| agree | a=b |\n" * 6
        + "| agree | e |\n" * 5
        + "| agree | c |\n"
        + "| agree | |\n" * 4,  # with these, c cannot be computed, and no other group is hidden
        Segments="| segment |\n|---|\n| team=x |\n",
    )


def test_a_repeated_setting_is_reported_as_a_setting():
    assert problems_with_settings(("title", "x"), ("Title", "y")) == [
        'Survey!A6: the setting "Title" is here for the second time. Delete one of the two rows.'
    ]


@pytest.mark.parametrize("value", ["veel", "1e30", "inf", "nan", "12.5"])
def test_a_number_invited_that_is_not_a_whole_number_is_an_error(value):
    (found,) = problems_with_settings(("invited", value))
    assert found.endswith('for "invited" is not a whole number. Type a whole number, such as 12.')


@pytest.mark.parametrize("group", ["=", "x", "a=b=c", "team=x", "team=x=", "=c", "team=x=d"])
def test_an_unknown_group_in_the_settings_is_an_error(group):
    (found,) = problems_with_settings(("group", group))
    assert found.startswith(f'Survey!B5: there is no group "{group}".')


def test_a_segment_and_a_group_may_contain_an_equals_sign():
    assert problems_with_settings(("group", "team=x = a=b")) == []


def test_a_chosen_group_that_is_too_small_gives_a_remark():
    assert problems_with_settings(("group", "team=x=c")) == [
        'Survey!B5: nothing is shown of the group "team=x=c"; no figures. Choose another group, '
        "or leave the cell blank for everyone. docs/privacy.md explains when a group is not shown."
    ]


def test_a_survey_table_without_rows_lacks_the_setting_responses():
    (found,) = problems(Survey="| setting | value |\n|---|---|", Questions=QUESTIONS)
    assert found.startswith('Survey!A1: the setting "responses" is missing or blank.')


def test_a_cell_with_a_formula_error_gives_one_problem():
    found = problems(
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Segments="| segment | column |\n|---|---|\n| division | #N/A |\n",
    )
    assert found == ["Segments!B2: the formula gives #N/A. Fix the formula, or type the value."]


def test_a_heading_close_to_an_optional_column_is_reported():
    """If it were ignored, all themes would silently have no questions."""
    assert questions("""
        | question | thema | scale     |
        |----------|-------|-----------|
        | pride    | work  | agreement |
    """) == [
        'Questions!B1: the table "Questions" has no column "theme". If "thema" is meant, rename '
        'it to "theme".'
    ]


@pytest.mark.parametrize(
    ("setting", "typed"), [("mark_differences", "Significant"), ("language", "EN")]
)
def test_a_setting_with_fixed_choices_may_be_typed_in_capitals(setting, typed):
    table = f"| setting | value |\n|---|---|\n| responses | Responses |\n| {setting} | {typed} |\n"
    found = survey(Survey=table, Questions=QUESTIONS, Responses=RESPONSES).results
    assert [p.code for p in found.problems if p.sheet == "Survey"] == ["withheld"]
    assert getattr(found.settings, setting) == typed.lower()
