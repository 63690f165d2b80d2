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
    assert method()["Scales"] == ["agree: 10; neutral: 5; disagree: 0; don't know: does not count."]


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


NORM = "| comparison | subject | value | n | sd |\n|---|---|---|---|---|\n| Norm | calm | 6 | | |\n"
BEFORE = "| Before | calm | 6 | 40 | 3 |\n"
BEFORE_ALONE = NORM.replace("| Norm | calm | 6 | | |\n", BEFORE)


def test_it_is_silent_on_differences_where_nothing_is_compared():
    assert "Differences" not in method()


def test_it_names_the_tests_and_the_figures_that_were_not_tested():
    (told,) = method(Comparisons=NORM + BEFORE)["Differences"]
    assert "scores by the t-test" in told
    assert "Holm" in told
    assert "eNPS" not in told, "there is none to compare it with"
    assert "shares" not in told
    assert "(n) were not tested: Norm." in told
    assert "stands in" not in told
    assert "outside" not in told


def test_it_tells_the_threshold_and_what_a_mark_means_in_this_report():
    (told,) = method(Comparisons=NORM)["Differences"]
    assert "is 0.3 on a scale of 0 to 10" in told
    assert "(3%)" in told
    assert told.endswith("▲ or ▼ stands by what is more than chance and large enough to notice.")
    own = SURVEY + "| remarkable_difference | 0.45 |\n| mark_differences | significant |\n"
    (told,) = method(Comparisons=NORM, Survey=own)["Differences"]
    assert "is 0.45 on a scale" in told
    assert told.endswith("▲ or ▼ stands by what is more than chance.")


def test_in_dutch_numbers_have_their_comma():
    told = method(Comparisons=NORM, Survey=SURVEY.replace("| en ", "| nl "))
    assert "is 0,3 op een schaal" in told["Verschillen"][0]
    halves = ENPS.replace("| agreement | neutral    | 5 ", "| agreement | neutral | 7.5 ")
    told = method(Scales=halves, Survey=SURVEY.replace("| en ", "| nl "))
    assert "neutral: 7,5;" in told["Schalen"][0]


def test_it_names_the_comparisons_whose_spread_is_our_own():
    typed = "| Old | calm | 6 | 40 | |\n"
    (told,) = method(Comparisons=NORM + BEFORE + typed)["Differences"]
    assert "the spread of our own answers stands in: Old." in told


def test_it_names_the_correction_of_the_report():
    for correction, name in {"holm": "Holm", "bh": "Benjamini and Hochberg"}.items():
        own = SURVEY + f"| correction | {correction} |\n"
        (told,) = method(Comparisons=BEFORE_ALONE, Survey=own)["Differences"]
        assert f"adjusted by {name}'s method" in told


def test_a_group_is_said_to_be_tested_against_everyone_outside_it():
    rows = ["| calm | rush | extra | enps | team |", "|---|---|---|---|---|"]
    rows += [f"| agree | disagree | agree | 9 | {team} |" for team in "ab" * 8]
    rows += [f"| neutral | neutral | disagree | 6 | {team} |" for team in "ab" * 8]
    told = method(
        Responses="\n".join(rows),
        Segments="| segment |\n|---|\n| team |\n",
        Survey=SURVEY + "| group | team=a |\n",
    )
    assert "for it counts in the figure of Organisation itself" in told["Differences"][0]


def test_it_tells_which_comparisons_are_scored_from_responses_and_which_were_typed():
    comparisons = """
| comparison | subject | value | responses |
|------------|---------|-------|-----------|
| Previous   |         |       | Earlier   |
| Benchmark  | work    | 6     |           |
"""
    typed, scored = method(Comparisons=comparisons, Earlier=RESPONSES)["Comparisons"]
    assert typed.endswith("as HR gave them: Benchmark.")
    assert scored.startswith("Previous is computed from that survey's own responses (Earlier, 8")


def test_it_says_that_responses_of_then_are_not_weighted_where_those_of_now_are():
    of_teams = RESPONSES.replace("| calm |", "| team | calm |").replace("|---", "|---|---", 1)
    lines = of_teams.replace("| agree |", "| a | agree |").replace("| neutral |", "| b | neutral |")
    earlier = "| comparison | subject | value | responses |\n|---|---|---|---|\n| Then | | | Old |"
    tables = {"Responses": lines, "Old": lines, "Segments": "| segment |\n|---|\n| team |"}
    listed = "| segment | group | invited |\n|---|---|---|\n| team | a | 30 |\n| team | b | 10 |"
    given = {**tables, "Population": listed, "Comparisons": earlier}
    assert "weighted" not in method(**given)["Comparisons"][0]
    (told,) = method(**given, Survey=SURVEY + "| weights | team |")["Comparisons"]
    assert told.endswith("The responses of then are not weighted.")
