"""Names that could be taken for one another are named, with the place of the other."""

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
def test_a_comparison_is_not_called_like_a_column_of_results(name):
    (told,) = problems(Questions=QUESTIONS, Responses=RESPONSES, Comparisons=comparisons(name))
    assert told.startswith(f'Comparisons!A2: "{name}" becomes the heading of a result column, but')


def test_two_comparisons_differ_in_more_than_their_capitals():
    given = comparisons("Previous", "Previous ", "previous").replace("| pride", "| work", 1)
    assert problems(Questions=QUESTIONS, Responses=RESPONSES, Comparisons=given) == [
        'Comparisons!A4: "previous" differs from "Previous" (Comparisons!A2) only in capitals, '
        "spaces or accents. If they are the same, write them in the same way; otherwise choose "
        "names that differ more."
    ]


@pytest.mark.parametrize("name", ["subject", "label", "value", "kind", "*", "^.*$", "{value}"])
def test_a_comparison_may_be_called_anything_else(name):
    given = {"Questions": QUESTIONS, "Responses": RESPONSES, "Comparisons": comparisons(name)}
    results = survey(**given).results
    assert results.problems == []
    assert results["QuestionScores"][name].to_list() == [6.0]
    given["Questions"] = QUESTIONS.replace("scale     |", "scale     | metric |").replace(
        "agreement |", "agreement | distribution |"
    )
    assert [p.code for p in survey(**given).results.problems] == ["answer-blank"]


@pytest.mark.parametrize("name", ["n", "Segment", "group", "ENPS"])
def test_a_theme_is_not_called_like_a_column_of_the_heat_map(name):
    given = {"Questions": QUESTIONS, "Responses": RESPONSES, "Segments": SEGMENTS}
    assert problems(**given, Themes=themes(name)) == [
        f'Themes!B2: "{name}" becomes the heading of a result column, but another'
        " column has the same heading (SegmentScores). Choose another name."
    ]


def test_two_themes_have_two_names():
    questions = QUESTIONS + "| joy | other | agreement |"
    answers = "| pride | joy |\n|---|---|\n" + "| agree | agree |\n" * 6
    told = problems(Questions=questions, Responses=answers, Themes=themes("Work", "work"))
    assert [t.partition(":")[0] for t in told] == ["Themes!B3"]


@pytest.mark.parametrize("theme", ["n", "segment", "group", "*", "^.*$", "theme"])
def test_the_id_of_a_theme_may_be_anything(theme):
    results = survey(
        Questions=QUESTIONS.replace("work", theme),
        Responses=RESPONSES,
        Segments=SEGMENTS,
        Themes=f"| theme | name |\n|---|---|\n| {theme} | The name |\n",
    ).results
    assert results.problems == []
    assert results["SegmentScores"]["The name"].to_list() == [10.0, 10.0]


def test_a_heading_has_a_length_that_excel_takes():
    (told,) = problems(Questions=QUESTIONS, Responses=RESPONSES, Themes=themes("x" * 256))
    assert told.endswith("but it is too long. Shorten it to 255 characters at most.")


def test_a_subject_is_a_question_or_a_theme_not_either():
    told = problems(
        Questions=QUESTIONS.replace("work", "pride"),
        Responses=RESPONSES,
        Themes="| theme |\n|---|\n| pride |\n",
        Comparisons=comparisons("Previous"),
    )
    assert told == [
        'Comparisons!B2: "pride" is ambiguous: it is the name of something in Questions!A2 and '
        "in Themes!A2. Rename one of the two."
    ]


CHOICE = "| question | scale | metric |\n|---|---|---|\n| pride | agreement | distribution |\n"


def test_an_answer_is_compared_by_its_code_or_by_its_label():
    told = problems(
        Questions=CHOICE,
        Responses=RESPONSES,
        Scales="| scale | answer | label | score |\n|---|---|---|---|\n"
        "| agreement | agree | Yes | |\n| agreement | b | No | |\n",
        Comparisons="| comparison | subject | answer | value |\n|---|---|---|---|\n"
        "| Previous | pride | agree | 0.3 |\n| Previous | pride | Yes | 0.4 |\n",
    )
    assert told == [
        'Comparisons!C3: "Yes" is the answer "agree", which already has a figure in '
        "Comparisons!C2. Delete one of the two rows."
    ]


def test_what_is_one_answers_code_and_anothers_label_means_the_code():
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


def test_two_answers_of_a_scale_do_not_read_alike():
    told = problems(
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Scales="| scale | answer | score |\n|---|---|---|\n"
        "| agreement | agree | 10 |\n| agreement | Agree | 0 |\n",
    )
    assert told == [
        'Scales!B3: "Agree" is read as the same answer as Scales!B2, so Meetlat cannot tell '
        "which of the two a respondent gave. Give each answer of a scale its own code and label."
    ]


def test_labels_that_are_alike_are_an_error_only_where_their_scores_differ():
    header = "| scale | answer | label | score |\n|---|---|---|---|\n"
    scale = (
        header
        + "| agreement | agree | Yes | 1 |\n| agreement | no | No | 0 |\n"
        + "| agreement | 2 | ? | |\n| agreement | 3 | ? | {} |\n"
    )
    told = [
        problems(Questions=QUESTIONS, Responses=RESPONSES, Scales=scale.format(score))
        for score in ("", "-5")
    ]
    assert told[0] == [
        'Scales!C5: "?" is also the label of another answer, in Scales!C4. If the responses '
        "contain labels, give the answers different labels: all are now counted as the first of "
        "the two."
    ]
    assert told[1][0].startswith('Scales!C5: "?" is read as the same answer as Scales!C4')
