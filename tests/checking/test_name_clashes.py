"""Names that can be confused give a problem, with the cell of the other name."""

import pytest

from tests.surveys import problems, survey

QUESTIONS = """
| question | theme | scale     |
|----------|-------|-----------|
| pride    | work  | agreement |
"""

RESPONSES = "| pride | team |\n|---|---|\n" + "| agree | A |\n" * 6
SEGMENTS = "| segment |\n|---|\n| team |\n"


def comparisons(*names: str) -> str:
    header = "| comparison | subject | value |\n|---|---|---|\n"
    return header + "".join(f"| {name} | pride | 6 |\n" for name in names)


def themes(*names: str) -> str:
    rows = "".join(f"| {t} | {n} |\n" for t, n in zip(("work", "other"), names, strict=False))
    return "| theme | name |\n|---|---|\n" + rows


@pytest.mark.parametrize("name", ["score", "Question", "n", "measure", "answer"])
def test_a_comparison_with_the_name_of_a_result_column_is_an_error(name):
    (found,) = problems(Questions=QUESTIONS, Responses=RESPONSES, Comparisons=comparisons(name))
    assert found.startswith(f'Comparisons!A2: "{name}" becomes the heading of a result column, but')


def test_comparisons_that_differ_only_by_capitals_are_an_error():
    names = comparisons("Previous", "Previous ", "previous").replace("| pride", "| work", 1)
    assert problems(Questions=QUESTIONS, Responses=RESPONSES, Comparisons=names) == [
        'Comparisons!A4: "previous" differs from "Previous" (Comparisons!A2) only in capitals, '
        "spaces or accents. If they are the same, write them in the same way; otherwise choose "
        "names that differ more."
    ]


@pytest.mark.parametrize("name", ["subject", "label", "value", "kind", "*", "^.*$", "{value}"])
def test_a_comparison_may_have_any_other_name(name):
    tables = {"Questions": QUESTIONS, "Responses": RESPONSES, "Comparisons": comparisons(name)}
    results = survey(**tables).results
    assert results.problems == []
    assert results["QuestionScores"][name].to_list() == [6.0]
    tables["Questions"] = QUESTIONS.replace("scale     |", "scale     | metric |").replace(
        "agreement |", "agreement | distribution |"
    )
    assert [p.code for p in survey(**tables).results.problems] == ["answer-blank"]


@pytest.mark.parametrize("name", ["n", "Segment", "group", "ENPS"])
def test_a_theme_with_the_name_of_a_heat_map_column_is_an_error(name):
    tables = {"Questions": QUESTIONS, "Responses": RESPONSES, "Segments": SEGMENTS}
    assert problems(**tables, Themes=themes(name)) == [
        f'Themes!B2: "{name}" becomes the heading of a result column, but another'
        " column has the same heading (SegmentScores). Choose another name."
    ]


def test_two_themes_with_the_same_name_are_an_error():
    questions = QUESTIONS + "| joy | other | agreement |"
    answers = "| pride | joy |\n|---|---|\n" + "| agree | agree |\n" * 6
    found = problems(Questions=questions, Responses=answers, Themes=themes("Work", "work"))
    assert [t.partition(":")[0] for t in found] == ["Themes!B3"]


@pytest.mark.parametrize("theme", ["n", "segment", "group", "*", "^.*$", "theme"])
def test_the_code_of_a_theme_may_be_a_name_that_the_engine_uses(theme):
    results = survey(
        Questions=QUESTIONS.replace("work", theme),
        Responses=RESPONSES,
        Segments=SEGMENTS,
        Themes=f"| theme | name |\n|---|---|\n| {theme} | The name |\n",
    ).results
    assert results.problems == []
    assert results["SegmentScores"]["The name"].to_list() == [10.0, 10.0]


def test_a_theme_name_that_is_too_long_for_a_heading_is_an_error():
    (found,) = problems(Questions=QUESTIONS, Responses=RESPONSES, Themes=themes("x" * 256))
    assert found.endswith("but it is too long. Shorten it to 255 characters at most.")


def test_a_subject_that_is_both_a_question_and_a_theme_is_an_error():
    found = problems(
        Questions=QUESTIONS.replace("work", "pride"),
        Responses=RESPONSES,
        Themes="| theme |\n|---|\n| pride |\n",
        Comparisons=comparisons("Previous"),
    )
    assert found == [
        'Comparisons!B2: "pride" is ambiguous: it is the name of something in Questions!A2 and '
        "in Themes!A2. Rename one of the two."
    ]


CHOICE = "| question | scale | metric |\n|---|---|---|\n| pride | agreement | distribution |\n"


def test_figures_for_the_code_and_the_label_of_one_answer_are_an_error():
    found = problems(
        Questions=CHOICE,
        Responses=RESPONSES,
        Scales="| scale | answer | label | score |\n|---|---|---|---|\n"
        "| agreement | agree | Yes | |\n| agreement | b | No | |\n",
        Comparisons="| comparison | subject | answer | value |\n|---|---|---|---|\n"
        "| Previous | pride | agree | 0.3 |\n| Previous | pride | Yes | 0.4 |\n",
    )
    assert found == [
        'Comparisons!C3: "Yes" is the answer "agree", which already has a figure in '
        "Comparisons!C2. Delete one of the two rows."
    ]


def test_a_value_that_is_a_code_and_a_label_is_read_as_the_code():
    results = survey(
        Questions=CHOICE,
        Responses="| pride |\n|---|\n" + "| b |\n" * 6,
        Scales="| scale | answer | label | score |\n|---|---|---|---|\n"
        "| agreement | a | b | |\n| agreement | b | c | |\n",
        Comparisons="| comparison | subject | answer | value |\n|---|---|---|---|\n"
        "| Previous | pride | b | 0.3 |\n",
    ).results
    assert results["Distributions"].select("answer", "n", "Previous").rows() == [
        ("b", 0, None),
        ("c", 6, 0.3),
    ]


def test_answers_of_a_scale_that_differ_only_by_capitals_are_an_error():
    found = problems(
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Scales="| scale | answer | score |\n|---|---|---|\n"
        "| agreement | agree | 10 |\n| agreement | Agree | 0 |\n",
    )
    assert found == [
        'Scales!B3: "Agree" is read as the same answer as Scales!B2, so Meetlat cannot tell '
        "which of the two a respondent gave. Give each answer of a scale its own code and label."
    ]


def test_equal_labels_are_an_error_only_if_their_scores_differ():
    header = "| scale | answer | label | score |\n|---|---|---|---|\n"
    scale = (
        header
        + "| agreement | agree | Yes | 1 |\n| agreement | no | No | 0 |\n"
        + "| agreement | 2 | ? | |\n| agreement | 3 | ? | {} |\n"
    )
    found = [
        problems(Questions=QUESTIONS, Responses=RESPONSES, Scales=scale.format(score))
        for score in ("", "-5")
    ]
    assert found[0] == [
        'Scales!C5: "?" is also the label of another answer, in Scales!C4. If the responses '
        "contain labels, give the answers different labels: all are now counted as the first of "
        "the two."
    ]
    assert found[1][0].startswith('Scales!C5: "?" is read as the same answer as Scales!C4')
