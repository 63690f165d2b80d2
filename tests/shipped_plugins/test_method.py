"""Method: how the figures of this survey were computed, in its language."""

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
    tables = {"Questions": QUESTIONS, "Scales": ENPS, "Responses": RESPONSES, **tables}
    rows = survey(**tables).results["Method"].rows()
    return {topic: [text for t, text in rows if t == topic] for topic, _ in rows}


def test_method_lists_reverse_coded_and_uncounted_questions():
    topics = method()
    assert "“Is it busy”" in topics["Reverse-coded"][0]
    assert "“Is it calm”" not in topics["Reverse-coded"][0]
    assert "“And this”" in topics["Not counted"][0]


def test_method_lists_scores_of_answers_except_on_numeric_scales():
    assert method()["Scales"] == ["agree: 10; neutral: 5; disagree: 0; don't know: does not count."]


def test_method_states_the_smallest_group():
    assert "at least 5 people answered" in method()["Privacy"][0]


def test_method_has_only_topics_that_the_survey_uses():
    topics = method()
    assert "eNPS" in topics
    assert "Shares" not in topics
    assert "Comparisons" not in topics


def test_method_of_a_dutch_survey_is_in_dutch():
    topics = method(Survey=SURVEY.replace("| en ", "| nl "))
    assert "telt niet mee" in topics["Schalen"][0]
    assert "omgekeerd" in " ".join(topics).lower()


def test_method_names_themes_with_their_own_rule():
    themes = "| theme | name | rule |\n|---|---|---|\n| work | Work | pooled |"
    assert "Work (pooled)" in method(Themes=themes)["Themes"][0]


NORM = "| comparison | subject | value | n | sd |\n|---|---|---|---|---|\n| Norm | calm | 6 | | |\n"
BEFORE = "| Before | calm | 6 | 40 | 3 |\n"
BEFORE_ALONE = NORM.replace("| Norm | calm | 6 | | |\n", BEFORE)


def test_method_without_comparisons_has_no_topic_differences():
    assert "Differences" not in method()


def test_method_names_the_tests_and_the_figures_that_were_not_tested():
    (text,) = method(Comparisons=NORM + BEFORE)["Differences"]
    assert "scores by the t-test" in text
    assert "Holm" in text
    assert "eNPS" not in text, "there is none to compare it with"
    assert "shares" not in text
    assert "(n) were not tested: Norm." in text
    assert "stands in" not in text
    assert "outside" not in text


def test_method_explains_the_threshold_and_the_marks():
    (text,) = method(Comparisons=NORM)["Differences"]
    assert "is 0.3 on a scale of 0 to 10" in text
    assert "(3%)" in text
    assert text.endswith("▲ or ▼ stands by what is more than chance and large enough to notice.")
    own = SURVEY + "| remarkable_difference | 0.45 |\n| mark_differences | significant |\n"
    (text,) = method(Comparisons=NORM, Survey=own)["Differences"]
    assert "is 0.45 on a scale" in text
    assert text.endswith("▲ or ▼ stands by what is more than chance.")


def test_method_in_dutch_writes_decimal_commas():
    topics = method(Comparisons=NORM, Survey=SURVEY.replace("| en ", "| nl "))
    assert "is 0,3 op een schaal" in topics["Verschillen"][0]
    halves = ENPS.replace("| agreement | neutral    | 5 ", "| agreement | neutral | 7.5 ")
    topics = method(Scales=halves, Survey=SURVEY.replace("| en ", "| nl "))
    assert "neutral: 7,5;" in topics["Schalen"][0]


def test_method_names_the_comparisons_whose_spread_is_our_own():
    typed = "| Old | calm | 6 | 40 | |\n"
    (text,) = method(Comparisons=NORM + BEFORE + typed)["Differences"]
    assert "the spread of our own answers stands in: Old." in text


def test_method_names_the_correction_of_the_report():
    for correction, name in {"holm": "Holm", "bh": "Benjamini and Hochberg"}.items():
        own = SURVEY + f"| correction | {correction} |\n"
        (text,) = method(Comparisons=BEFORE_ALONE, Survey=own)["Differences"]
        assert f"adjusted by {name}'s method" in text


def test_method_says_that_a_group_is_tested_against_everyone_outside_it():
    rows = ["| calm | rush | extra | enps | team |", "|---|---|---|---|---|"]
    rows += [f"| agree | disagree | agree | 9 | {team} |" for team in "ab" * 8]
    rows += [f"| neutral | neutral | disagree | 6 | {team} |" for team in "ab" * 8]
    topics = method(
        Responses="\n".join(rows),
        Segments="| segment |\n|---|\n| team |\n",
        Survey=SURVEY + "| group | team=a |\n",
    )
    assert "for it counts in the figure of Organisation itself" in topics["Differences"][0]


def test_method_separates_typed_comparisons_from_waves():
    comparisons = """
| comparison | subject | value | responses |
|------------|---------|-------|-----------|
| Previous   |         |       | Earlier   |
| Benchmark  | work    | 6     |           |
"""
    typed, scored = method(Comparisons=comparisons, Earlier=RESPONSES)["Comparisons"]
    assert typed.endswith("as HR gave them: Benchmark.")
    assert scored.startswith("Previous is computed from that survey's own responses (Earlier, 8")


def test_method_says_that_earlier_responses_are_unweighted_in_a_weighted_survey():
    of_teams = RESPONSES.replace("| calm |", "| team | calm |").replace("|---", "|---|---", 1)
    lines = of_teams.replace("| agree |", "| a | agree |").replace("| neutral |", "| b | neutral |")
    earlier = (
        "| comparison | subject | value | responses |\n|---|---|---|---|\n| Earlier | | | Old |"
    )
    tables = {"Responses": lines, "Old": lines, "Segments": "| segment |\n|---|\n| team |"}
    listed = "| segment | group | invited |\n|---|---|---|\n| team | a | 30 |\n| team | b | 10 |"
    tables = {**tables, "Population": listed, "Comparisons": earlier}
    assert "weighted" not in method(**tables)["Comparisons"][0]
    (text,) = method(**tables, Survey=SURVEY + "| weights | team |")["Comparisons"]
    assert text.endswith("The responses of that survey are not weighted.")
