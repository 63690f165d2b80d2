"""Chapters: the questions under their theme, with texts and figures."""

from tests.surveys import survey

THEMES = """
| theme | name | description    | note          |
|-------|------|----------------|---------------|
| work  | Work | What one does. |               |
| empty | None | Nobody asks.   |               |
| team  | Team |                | Read with me. |
"""

QUESTIONS = """
| question | text     | theme | scale     |
|----------|----------|-------|-----------|
| q1       | Is it?   | work  | agreement |
| q2       | Are we?  | team  | agreement |
| q3       | Alone?   |       | agreement |
"""

COMPARISONS = """
| comparison | subject | value |
|------------|---------|-------|
| Before     | work    | 6.1   |
| Before     | q1      | 6.3   |
"""

RESPONSES = "| q1 | q2 | q3 |\n|---|---|---|\n" + "| agree | neutral | agree |\n" * 8


def chapters():
    tables = {"Themes": THEMES, "Questions": QUESTIONS, "Comparisons": COMPARISONS}
    return survey(**tables, Responses=RESPONSES).results["Chapters"]


def test_chapter_has_name_description_questions_and_note_in_that_order():
    assert chapters().select("kind", "theme", "text").rows() == [
        ("theme", "work", "Work"),
        ("description", "work", "What one does."),
        ("question", "work", "Is it?"),
        ("theme", "team", "Team"),
        ("question", "team", "Are we?"),
        ("note", "team", "Read with me."),
        ("question", None, "Alone?"),
    ]


def test_only_questions_in_chapters_have_a_code():
    found = chapters().select("kind", "question").rows()
    assert [code for kind, code in found if kind == "question"] == ["q1", "q2", "q3"]
    assert {code for kind, code in found if kind != "question"} == {None}


def test_only_themes_and_questions_in_chapters_have_figures():
    figures = chapters().select("kind", "n", "score", "Before").rows()
    assert figures == [
        ("theme", 8, 10.0, 6.1),
        ("description", None, None, None),
        ("question", 8, 10.0, 6.3),
        ("theme", 8, 5.0, None),
        ("question", 8, 5.0, None),
        ("note", None, None, None),
        ("question", 8, 10.0, None),
    ]


def test_a_survey_without_scored_questions_has_no_chapters():
    questions = "| question | scale | metric |\n|---|---|---|\n| q1 | agreement | distribution |"
    responses = "| q1 |\n|---|\n" + "| agree |\n" * 8
    assert "Chapters" not in survey(Questions=questions, Responses=responses).results
