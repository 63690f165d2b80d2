"""Method: how the figures were come by, of this survey and in its language."""

from tests.surveys import AGREEMENT, SURVEY, survey

QUESTIONS = """
| question | text       | theme | scale     | reverse | weight | metric |
|----------|------------|-------|-----------|---------|--------|--------|
| calm     | Is it calm | work  | agreement |         |        |        |
| rush     | Is it busy | work  | agreement | yes     |        |        |
| extra    | And this   | work  | agreement |         | 0      |        |
| enps     | Recommend  |       | enps      |         |        | enps   |
"""

ENPS = AGREEMENT + "".join(f"| enps | {i} | {i} |\n" for i in range(11))

RESPONSES = (
    """
| calm | rush | extra | enps |
|------|------|-------|------|
"""
    + "| agree | disagree | agree | 9 |\n| neutral | neutral | disagree | 6 |\n" * 4
)


def method(**tables: str) -> dict[str, list[str]]:
    given = {"Questions": QUESTIONS, "Scales": ENPS, "Responses": RESPONSES, **tables}
    rows = survey(**given).results["Method"].rows()
    return {topic: [text for t, text in rows if t == topic] for topic, _ in rows}


def test_it_names_what_was_turned_around_and_what_does_not_count():
    told = method()
    assert "“Is it busy”" in told["Reverse-coded"][0]
    assert "“Is it calm”" not in told["Reverse-coded"][0]
    assert "“And this”" in told["Not counted"][0]


def test_it_says_what_each_answer_is_worth_and_is_silent_where_numbers_mean_themselves():
    assert method()["Scales"] == ["agree: 10, neutral: 5, disagree: 0, don't know: does not count."]


def test_it_tells_of_the_privacy_rule_that_held():
    assert "fewer than 5 people" in method()["Privacy"][0]


def test_it_speaks_of_what_there_is_only():
    told = method()
    assert "eNPS" in told
    assert "Shares" not in told
    assert "Comparisons" not in told


def test_it_speaks_dutch():
    told = method(Survey=SURVEY.replace("| en ", "| nl "))
    assert "telt niet mee" in told["Schalen"][0]
    assert "omgekeerd" in " ".join(told).lower()


def test_it_names_the_themes_that_have_a_rule_of_their_own():
    themes = "| theme | name | rule |\n|---|---|---|\n| work | Work | pooled |"
    assert "Work (pooled)" in method(Themes=themes)["Themes"][0]
