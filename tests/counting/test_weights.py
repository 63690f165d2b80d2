"""Non-response weights: each group counts for its share of the people invited."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.reading.population import Turnout
from meetlat.reporting.table_files import export_results
from meetlat.scoring.report import Report
from meetlat.scoring.rounding import stored
from meetlat_differences import TESTS, compared_figures, differences, figures
from tests.r import run_r
from tests.surveys import survey, workbook

EXACT = 1e-9

QUESTIONS = """
| question | theme | scale     | metric |
|----------|-------|-----------|--------|
| pride    | work  | agreement |        |
| praise   | work  | agreement |        |
| advise   |       | nps       | enps   |
"""
NPS = "".join(f"| nps | {n} | {n} |\n" for n in range(11))
SCALES = f"""
| scale     | answer   | score |
|-----------|----------|-------|
| agreement | agree    | 10    |
| agreement | disagree | 0     |
{NPS}"""
SEGMENTS = "| segment |\n|---|\n| team |\n| age |\n"
SHARES = "| metric | questions |\n|---|---|\n| distribution | pride |\n"
POPULATION = """
| segment | group | invited |
|---------|-------|---------|
| team    | sea   | 60      |
| team    | land  | 20      |
"""
SEA, LAND = "| sea | young | agree | agree | 9 |\n", "| land | young | disagree | | 3 |\n"
RESPONSES = (
    "| team | age | pride | praise | advise |\n|---|---|---|---|---|\n" + SEA * 10 + LAND * 10
)


@cache
def weighted(
    weights: str = "team", group: str = "", responses: str = RESPONSES, **more: str
) -> Report:
    """Recalculate a survey in which 10 of 60 people at sea and 10 of 20 on land answered.

    It is done once for the same tables: tests only read the report.
    """
    setting = (
        "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
        f"| smallest_group | 5 |\n| invited | 80 |\n| group | {group} |\n| weights | {weights} |\n"
    )
    tables = {"Survey": setting, "Questions": QUESTIONS, "Scales": SCALES, "Segments": SEGMENTS}
    tables |= {"Population": POPULATION, "Responses": responses}
    return survey(**{**tables, **more})


def score(computed: Report, question: str = "pride") -> tuple[float, int]:
    row = computed["QuestionScores"].filter(question=question)
    return row["score"][0], row["n"][0]


# Weighted figures


def test_groups_with_low_response_count_for_more():
    assert score(weighted("no")) == (5.0, 20)
    found = score(weighted())
    assert found == (7.5, 20), "three of four people invited are at sea; n counts people"
    assert isinstance(found[1], int)


@pytest.mark.parametrize("written", ["team", "yes", "ja", "TRUE", "team;", " team , team"])
def test_every_spelling_of_the_setting_turns_weights_on(written):
    assert score(weighted(written))[0] == 7.5


@pytest.mark.parametrize("written", ["", "no", "nee", "No"])
def test_without_the_setting_weights_figures_are_unweighted(written):
    """Metrics get no weights either."""
    computed = weighted(written)
    assert score(computed) == (5.0, 20)
    assert computed.weighting is None
    assert "effective" not in computed["Summary"]["measure"]
    assert "weighted" not in computed["SegmentScores"].columns
    assert computed["Weights"].is_empty()


def test_shares_themes_and_enps_are_weighted_and_n_is_people_everywhere():
    results = weighted(Metrics=SHARES)
    shares = results["Distributions"].filter(question="pride").select("answer", "n", "share")
    assert shares.rows() == [("agree", 15, 0.75), ("disagree", 5, 0.25)], "n follows the share"
    theme = results["ThemeScores"].row(0, named=True)
    assert (theme["n"], theme["score"]) == (20, 8.8)
    enps = results["Enps"].row(0, named=True)
    assert (enps["n"], enps["enps"]) == (20, 50)


def test_a_theme_scored_over_persons_is_weighted_too():
    themes = "| theme | name | rule |\n|---|---|---|\n| work | Work | respondents |\n"
    responses = RESPONSES.replace("| disagree | |", "| disagree | disagree |")
    frame = weighted(Themes=themes, responses=responses)["ThemeScores"]
    assert frame.select("n", "score").row(0) == (20, 7.5)


def test_suppression_counts_people_and_not_weights():
    """Four people with the weight of nine are four people."""
    results = weighted(responses=RESPONSES.replace(SEA * 10, SEA * 4))
    withheld = dict(results.groups.sizes.select("group", "withheld").iter_rows())
    assert withheld["sea"]
    assert withheld["land"], "it is large enough, and everyone minus it is not"


# Small groups are not weighted

OLD_LAND = LAND.replace("young", "old").replace("disagree | |", "agree | agree |")


@cache
def of_ages(young: int, **more: str) -> Report:
    """Recalculate with young people at sea (who agree) and on land (who do not), half and half."""
    header = RESPONSES.split(SEA)[0]
    people = SEA * (young // 2) + LAND * (young // 2) + OLD_LAND * 20
    population = POPULATION.replace("60", "600").replace("20", "200")
    return weighted(responses=header + people, Population=population, **more)


@pytest.mark.parametrize(("young", "expected", "said"), [(98, 5.0, "no"), (100, 8.1, "yes")])
def test_groups_of_100_respondents_and_more_are_weighted(young, expected, said):
    """The 50 at sea have more weight than the 70 on land, of whom 20 are old."""
    results = of_ages(young, group="age=young")
    assert score(results) == (expected, young)
    rows = results["SegmentScores"].filter(group="young").select("n", "weighted")
    assert rows.row(0) == (young, said)
    assert ("group-unweighted" in {p.code for p in results.problems}) == (said == "no")
    assert (results.effective_n is None) == (said == "no")
    assert results["SegmentScores"]["weighted"][0] == "yes", "the whole organisation"


def test_the_remark_on_a_small_group_says_why_it_is_not_weighted():
    (problem,) = [
        p for p in of_ages(98, group="age=young").problems if p.code == "group-unweighted"
    ]
    assert str(problem).startswith(
        'Survey!B6: the figures of "age=young" are not weighted, because fewer than 100 people'
    )


def test_a_question_that_few_people_answered_is_not_weighted():
    """40 of 140 people is less than half of the organisation; 100 people are enough."""
    header = RESPONSES.split(SEA)[0]
    quiet = "| sea | young | | agree | 9 |\n" * 50 + "| land | young | | agree | 9 |\n" * 50
    results = weighted(responses=header + SEA * 20 + LAND * 20 + quiet)
    assert score(results) == (5.0, 40)
    most = weighted(responses=header + SEA * 50 + LAND * 50 + quiet)
    assert score(most) == (7.5, 100)


def test_a_score_of_few_scored_answers_is_not_weighted():
    """Everyone answered, but of 100 people only 24 gave a scored answer."""
    scales = SCALES + "| agreement | unknown | |\n"
    unknown = SEA.replace("agree", "unknown", 1) * 38 + LAND.replace("disagree", "unknown", 1) * 38
    header = RESPONSES.split(SEA)[0]
    few = weighted(responses=header + SEA * 12 + LAND * 12 + unknown, Scales=scales)
    assert score(few) == (5.0, 24)
    enough = weighted(responses=header + SEA * 20 + LAND * 20 + unknown, Scales=scales)
    assert score(enough) == (7.5, 40)


@pytest.mark.parametrize(("several", "share"), [(8, 8 / 120), (20, 0.25)])
def test_people_who_gave_several_answers_are_counted_once(several, share):
    """Of 120 people 16 or 40 gave two or three scored answers; of people, 30 are enough."""
    scales = SCALES + "| perks | pay | 10 |\n| perks | car | 5 |\n| perks | food | 0 |\n"
    header = "| team | age | pride | praise | advise | perks |\n|---|---|---|---|---|---|\n"
    people = header
    for row, perks in ((SEA, "pay; car; food"), (LAND, "car; food")):
        own = row.rstrip("\n") + " {} |\n"
        people += own.format(perks) * several + own.format("unknown") * (60 - several)
    results = weighted(
        responses=people,
        Questions=QUESTIONS + "| perks | | perks | distribution |\n",
        Scales=scales + "| perks | unknown | |\n",
    )
    shares = results["Distributions"].filter(question="perks", answer="pay")["share"]
    assert shares.to_list() == [pytest.approx(share, abs=0.005)]


@pytest.mark.parametrize(("on_land", "expected"), [(0, 10.0), (2, 9.1)])
def test_a_question_that_is_suppressed_in_a_weighted_group_is_not_weighted(on_land, expected):
    """With weights it would be 9.3. If nobody in a group answered it, weights reveal nothing."""
    sea, two = "| sea | young | agree | agree | 9 |\n", "| land | young | agree | disagree | 3 |\n"
    lake = "| lake | young | agree | {} | 9 |\n"
    people = sea * 40 + lake.format("disagree") * on_land + lake.format("") * 18
    population = POPULATION + "| team | lake | 30 |\n"
    header = RESPONSES.split(SEA)[0]
    results = weighted(responses=header + people + two * on_land + LAND * 20, Population=population)
    assert score(results, "praise")[0] == expected
    assert score(results, "pride")[0] != pytest.approx(10.0)


def test_a_figure_that_rests_on_the_weights_of_a_few_is_not_weighted():
    """One person of 20 weighs as much as all others together."""
    factors = ["1"] * 19
    results = weighted("factor", responses=with_factors(*factors, "19"))
    assert score(results) == (5.0, 20)


def test_a_share_of_a_small_group_reveals_nothing_of_people_with_another_weight():
    """In a team of 14 two are young and have a larger weight; the eight who agreed are all old."""
    few = "| sea | old | agree | agree | 9 |\n" * 8 + "| sea | old | disagree | agree | 9 |\n" * 4
    few += "| sea | young | disagree | agree | 9 |\n" * 2
    rest = "| land | young | agree | agree | 9 |\n" * 8 + "| land | old | agree | agree | 3 |\n" * 9
    rest += "| land | old | disagree | agree | 3 |\n" * 6
    header = "| team | age | pride | praise | advise |\n|---|---|---|---|---|\n"
    population = (
        "| segment | group | invited |\n|---|---|---|\n| age | young | 40 |\n| age | old | 10 |\n"
    )
    tables = {"Responses": header + few + rest, "Population": population, "Metrics": SHARES}
    results = weighted(weights="age", group="team=sea", **tables)
    agree, disagree = results["Distributions"].filter(question="pride").select("n", "share").rows()
    assert agree == (8, pytest.approx(8 / 14))
    assert disagree == (6, pytest.approx(6 / 14))


def test_the_weighted_share_in_the_docs_has_only_one_explanation():
    """Twelve people of weight .5 and two of 1.9 in `docs/weights-computed.md`, in two digits."""
    shares = {(a, b): (0.5 * a + 1.9 * b) / 9.8 for a in range(13) for b in range(3)}
    assert [people for people, share in shares.items() if round(share, 2) == 0.41] == [(8, 0)]


# Rounding


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (7.4567, "0.0", 7.5),
        (7.4567, "0.00", 7.5),
        (7.45, None, 7.5),
        (0.4567, None, 0.46),
        (0.4567, "0.00", 0.46),
        (0.4567, "0.0", 0.5),
        (0.4567, "0.0%", 0.46),
        (0.005, "0%", 0.01),
        (-44.5, "0", -45),
        (12.36, "General", 12.4),
    ],
)
def test_a_weighted_figure_is_rounded_as_its_format_shows_it(value, number_format, expected):
    assert stored(value, number_format) == expected


def test_every_weighted_figure_is_rounded_and_small_groups_are_exact():
    """Also in derived tables, in comparisons, and in the tables of all groups."""
    results = of_ages(104, group="age=young", Metrics=SHARES + "| favourable | pride |\n")
    metrics = ("QuestionScores", "ThemeScores", "Enps", "Distributions", "Favourable")
    checked = 0
    for name in (*metrics, "SegmentScores", "Differences"):
        frame = results[name]
        if name == "SegmentScores":
            frame = frame.filter(pl.col("group").is_in(["-", "young"]))
        decimals = {"Enps": 2, "Distributions": 2, "Favourable": 2, "Differences": 3}.get(name, 1)
        for column in frame.select(pl.col(pl.Float64)).columns:
            digits = 4 if column == "response" else decimals
            for value in frame[column].drop_nulls():
                assert value == pytest.approx(round(value, digits), abs=1e-12), (name, column)
                checked += 1
    assert checked > 40
    for name in metrics:
        for row in results.all_groups[name].filter(group="young").iter_rows(named=True):
            for value in row.values():
                if isinstance(value, float):
                    assert value == round(value, 2), name
    exact = results.precision.of(results.group).filter(table="QuestionScores", subject="pride")
    assert exact["value"][0] != score(results)[0], "tests are computed from unrounded figures"


def test_p_of_weighted_figures_only_says_below_which_level_it_is():
    results = of_ages(104, group="age=young")
    p = results["Differences"]["p"].drop_nulls()
    assert len(p) > 2
    assert set(p) <= {0.001, 0.01, 0.05, 0.1, 1.0}
    unweighted = of_ages(104, group="age=young", weights="no")["Differences"]["p"].drop_nulls()
    assert not set(unweighted) <= {0.001, 0.01, 0.05, 0.1, 1.0}


def test_a_difference_is_that_of_the_stored_figures():
    frame = of_ages(104, group="age=young")["Differences"].drop_nulls(["current", "value"])
    apart = frame["current"] - frame["value"]
    assert frame["difference"].to_list() == pytest.approx(apart.to_list(), abs=1e-12)


METRIC = '''
import polars as pl
from meetlat import Answers, Counts, hookimpl, metric

@metric(table="Own", titles={"nl": "Eigen"})
def own(counts: Counts) -> pl.DataFrame:
    """A metric that does not know of weights."""
    n = pl.col("n")
    top = n.filter(pl.col("score") == 10).sum() / n.sum()
    return counts.drop_nulls("score").group_by(Counts.KEYS).agg(n=n.sum(), top=top)

@metric(table="Heavy", keys=Counts.GROUP_KEYS)
def heavy(answers: Answers, person_weights: pl.Series) -> pl.DataFrame:
    """A metric that asks for the weights of persons."""
    return pl.DataFrame({"n": [len(answers)], "weight": [person_weights.sum()]})

@metric(table="Blind", keys=Counts.GROUP_KEYS)
def blind(answers: Answers) -> pl.DataFrame:
    """A metric over persons that does not ask for weights."""
    return pl.DataFrame({"n": [len(answers)], "mean": [answers["pride"].mean()]})

@hookimpl
def register_metrics(register):
    register(own)
    register(heavy)
    register(blind)
'''


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with the plugin above."""
    monkeypatch.setenv("MEETLAT_PLUGINS", "allow")
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "own.py").write_text(METRIC, encoding="utf-8")
    return tmp_path


def test_a_metric_from_counts_is_weighted_without_knowing_of_weights(folder):
    setting = (
        "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
        "| smallest_group | 5 |\n| weights | team |\n"
    )
    header = RESPONSES.split(SEA)[0]
    tables = {"Survey": setting, "Questions": QUESTIONS, "Scales": SCALES, "Segments": SEGMENTS}
    people = header + SEA * 110 + LAND * 90
    results = survey(folder, **tables, Population=POPULATION, Responses=people)
    assert results["Own"].filter(question="pride").select("n", "top").row(0) == (200, 0.75)
    assert results["Heavy"].row(0) == (200, 200)
    everywhere = dict(results.all_groups["Heavy"].select("group", "weight").iter_rows())
    assert (everywhere["sea"], everywhere["land"]) == (150, 90), "land is too small to be weighted"
    (message,) = [str(p) for p in results.problems if p.code == "metrics-unweighted"]
    assert message.startswith("Survey!B5: the figures are weighted, except those of: blind.")


# Descriptions and problems of weights


def test_the_summary_has_the_effective_number_of_respondents_and_the_design_effect():
    results = weighted()
    shown = dict(results["Summary"].select("measure", "current").iter_rows())
    assert shown["respondents"] == 20
    assert shown["effective"] == pytest.approx(20**2 / (10 * 1.5**2 + 10 * 0.5**2))
    assert shown["design_effect"] == pytest.approx(1.25)
    assert results.turnout == Turnout(20, 80)
    assert "effective" not in weighted(group="team=sea")["Summary"]["measure"]


def test_the_table_weights_has_the_shares_of_each_group():
    rows = weighted()["Weights"].rows()
    assert rows == [
        ("team", "sea", 0.75, pytest.approx(0.75), 0.5, pytest.approx(1.5)),
        ("team", "land", 0.25, pytest.approx(0.25), 0.5, pytest.approx(0.5)),
    ]


THREE = POPULATION + "| team | air | 20 |\n| team | space | 20 |\n"
SPACE, AIR = SEA.replace("sea", "space"), SEA.replace("sea", "air")


def in_four_teams(air: int) -> Report:
    """Recalculate with 7 people in two small teams: air and space."""
    people = RESPONSES + AIR * air + SPACE * (7 - air)
    return weighted(responses=people, Population=THREE)


def test_weights_do_not_depend_on_the_sizes_of_withheld_groups():
    """The withheld groups of a segment count as one group, and their rows in Weights are blank."""
    one, other = in_four_teams(4), in_four_teams(3)
    hidden = one["Weights"].filter(pl.col("group").is_in(["air", "space"]))
    assert (
        hidden.select("target", "achieved", "answered", "weight").rows()
        == [(pytest.approx(1 / 6), None, None, None)] * 2
    )
    for table in ("Weights", "Method", "Summary", "QuestionScores"):
        assert one[table].equals(other[table])
    assert one.weighting.effective.equals(other.weighting.effective)


def test_people_of_a_withheld_group_and_those_without_a_group_cannot_be_told_apart():
    """Ten people are in no team, but for one, three or four in a team that is withheld."""
    air, nowhere = "| air | young | disagree | | 3 |\n", "| | young | disagree | | 3 |\n"
    reports = [
        weighted(
            responses=RESPONSES + SEA * 20 + LAND * 20 + air * n + nowhere * (10 - n),
            Population=POPULATION + "| team | air | 100 |\n",
        )
        for n in (1, 3, 4)
    ]
    assert "air" in reports[0]["Weights"]["group"].to_list()
    assert score(reports[0]) == (round(10 * (60 / 80) * 60 / 70, 1), 70), "the ten count as ten"
    for table in ("Weights", "Method", "Summary", "QuestionScores"):
        assert all(report[table].equals(reports[0][table]) for report in reports), table


def test_the_method_describes_the_weights_and_the_loss_of_precision():
    results = weighted()
    (text,) = results["Method"].filter(topic="Weights")["text"]
    assert "every group of team counts for its share" in text
    assert "run from 0.5 to 1.5; their mean is 1. No weight is larger than 5." in text
    assert "20 people are as precise as 16 people with equal weights (design effect 1.25)" in text
    assert "Weights" not in weighted("no")["Method"]["topic"]


def test_the_method_names_segments_as_the_report_does():
    named = "| segment | name |\n|---|---|\n| team | Crew |\n| age | |\n"
    (text,) = weighted(Segments=named)["Method"].filter(topic="Weights")["text"]
    assert "every group of Crew counts" in text


def test_people_without_a_group_have_a_mean_weight_of_1():
    computed = weighted(responses=RESPONSES + "| | young | disagree | | 3 |\n" * 5)
    assert score(computed) == (6.0, 25)
    weights = computed.weighting
    assert (weights.lowest, weights.highest) == (pytest.approx(0.5), pytest.approx(1.5))
    (problem,) = [p for p in computed.problems if p.code == "weights-without-group"]
    assert "no group of team" in str(problem)


def test_the_share_of_a_group_without_answers_goes_to_the_other_groups():
    computed = weighted(Population=POPULATION + "| team | air | 20 |\n")
    assert score(computed)[0] == 7.5
    assert any(p.code == "weights-group-silent" for p in computed.problems)


def test_a_misspelt_group_in_population_is_an_error_when_weighting():
    results = weighted(Population=POPULATION.replace("sea ", "seas"))
    assert {"weights-unlisted", "group-unanswered"} <= {p.code for p in results.problems}
    assert not results.tables


def test_a_group_with_answers_and_nobody_invited_is_an_error():
    results = weighted(Population=POPULATION.replace("20 ", "0  "))
    assert [p.code for p in results.errors] == ["weights-unlisted"]


def test_weights_yes_uses_the_segments_with_all_groups_in_population():
    assert weighted("yes").weighting.segments == ["team"]


def test_figures_are_unweighted_if_no_weights_fit_the_population():
    """Exactly the people at sea are young, so 60 of 80 and 40 of 80 cannot both hold."""
    apart = RESPONSES.replace("land | young", "land | old")
    ages = POPULATION + "| age | young | 40 |\n| age | old | 40 |\n"
    results = weighted("yes", responses=apart, Population=ages)
    assert results.weighting is None
    assert [p.code for p in results.problems] == ["weights-unsettled"]
    assert results["QuestionScores"]["score"][0] == 5.0


def test_no_weight_exceeds_the_largest_weight_and_the_remark_names_the_segment():
    rare = RESPONSES.replace(SEA * 10, SEA * 6 + LAND * 190)
    computed = weighted(responses=rare)
    assert computed.weighting.highest == 5
    (problem,) = [p for p in computed.problems if p.code == "weights-trimmed"]
    assert "weights of at most 5 times the mean cannot give every group its share" in str(problem)
    assert "do not match exactly: team." in str(problem)
    assert score(computed)[0] == stored(10 * 6 * 5 / 206, "0.0")


def test_a_margin_within_reach_holds_beside_one_that_is_not():
    """The few people at sea get the largest weight; the ages still have their shares."""
    rare = RESPONSES.replace(SEA * 10, SEA * 6 + LAND * 190 + LAND.replace("young", "old") * 60)
    ages = POPULATION + "| age | young | 40 |\n| age | old | 40 |\n"
    results = weighted("yes", responses=rare, Population=ages)
    (problem,) = [p for p in results.problems if p.code == "weights-trimmed"]
    assert problem.facts["segments"] == "team"
    rows = results["Weights"].filter(segment="age")
    assert rows["achieved"].to_list() == pytest.approx([0.5, 0.5], rel=EXACT)


# HR's own weights

OWN = "| team | age | pride | praise | advise | factor |\n|---|---|---|---|---|---|\n"


def with_factors(*factors: str) -> str:
    """Return responses with a column of weights, given by turns."""
    people = RESPONSES.splitlines(keepends=True)[2:]
    return OWN + "".join(
        f"{line.rstrip()} {factors[number % len(factors)]} |\n"
        for number, line in enumerate(people)
    )


@pytest.mark.parametrize("named", ["factor", "Factor "])
def test_a_column_of_the_responses_can_hold_the_weights(named):
    """People at sea have three times the weight of people on land."""
    responses = OWN + "".join(
        f"| {team} | young | {said} | | 9 | {factor} |\n"
        for team, said, factor in [("sea", "agree", 3), ("land", "disagree", 1)] * 10
    )
    results = weighted(named, responses=responses)
    assert not results.errors
    assert score(results) == (7.5, 20)
    weighting = results.weighting
    assert (weighting.lowest, weighting.highest) == (0.5, 1.5), "their mean is 1"
    assert weighting.segments == []
    rows = results["Weights"].filter(segment="team")
    assert rows.select("group", "target", "achieved", "answered", "weight").rows() == [
        ("sea", None, 0.75, 0.5, 1.5),
        ("land", None, 0.25, 0.5, 0.5),
    ]
    (text,) = results["Method"].filter(topic="Weights")["text"]
    assert "the column “factor” of the responses" in text


def test_a_weighted_group_has_the_precision_of_a_survey_of_that_group_alone():
    """Only the mean weight differs, which changes neither a spread nor an effective number."""
    says = ["agree | agree", "agree | disagree", "disagree | agree", "agree | "]
    people = {
        team: "".join(
            f"| {team} | young | {says[n * step % 4]} | 9 | {1 + n % 5} |\n" for n in range(160)
        )
        for team, step in (("sea", 1), ("land", 3))
    }
    beside = weighted("factor", group="team=sea", responses=OWN + people["sea"] + people["land"])
    alone = weighted("factor", responses=OWN + people["sea"])
    found = [
        report.precision.of(report.group).filter(table="ThemeScores").select("n", "sd").row(0)
        for report in (beside, alone)
    ]
    assert found[0] == pytest.approx(found[1], rel=EXACT)
    assert found[0][0] < 160, "weights make the effective number smaller"


def test_weights_of_a_text_file_may_have_a_decimal_comma(tmp_path):
    lines = ["team;age;pride;praise;advise;factor"]
    lines += ["sea;young;agree;;9;1,5", "land;young;disagree;;9;0.5"] * 10
    (tmp_path / "r.csv").write_text("\n".join(lines), encoding="utf-8")
    setting = "| setting | value |\n|---|---|\n| language | en |\n| responses | r.csv |\n"
    setting += "| smallest_group | 5 |\n| weights | factor |\n"
    tables = {"Survey": setting, "Questions": QUESTIONS, "Scales": SCALES, "Segments": SEGMENTS}
    assert score(survey(tmp_path, **tables)) == (7.5, 20)


@pytest.mark.parametrize(("named", "expected"), [("factor", 7.5), ("no", 5.0)])
def test_a_weight_variable_of_an_spss_file_is_used_if_it_is_named(tmp_path, named, expected):
    rows = [("sea", "agree", 3.0), ("land", "disagree", 1.0)] * 10
    frame = pl.DataFrame(rows, schema=["team", "pride", "factor"], orient="row")
    pyreadstat.write_sav(frame, tmp_path / "r.sav")
    setting = "| setting | value |\n|---|---|\n| language | en |\n| responses | r.sav |\n"
    setting += f"| smallest_group | 5 |\n| weights | {named} |\n"
    question = "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |\n"
    team = "| segment |\n|---|\n| team |\n"
    results = survey(tmp_path, Survey=setting, Questions=question, Scales=SCALES, Segments=team)
    assert score(results) == (expected, 20)


def test_a_column_with_the_name_of_a_segment_is_the_segment():
    assert weighted("team").weighting.segments == ["team"]


@pytest.mark.parametrize(
    ("factor", "code"),
    [
        ("", "weights-blank"),
        ("0", "weights-not-positive"),
        ("-1", "weights-not-positive"),
        ("heavy", "weights-not-positive"),
    ],
)
def test_every_respondent_needs_a_weight_above_0(factor, code):
    results = weighted("factor", responses=with_factors("1", "2", factor))
    (problem,) = results.errors
    assert problem.code == code
    assert problem.place == "Responses!F4"
    assert "(6x)" in str(problem)


def test_a_column_of_weights_that_is_not_named_is_not_used():
    """Such as the weight variable of an SPSS file."""
    results = weighted("no", responses=with_factors("1", "9"))
    assert results.weighting is None
    assert score(results) == (5.0, 20)


# The weight of each respondent


def test_export_gives_the_weight_of_each_respondent(tmp_path):
    named = "| respondent " + RESPONSES.splitlines()[0] + "\n|---" + RESPONSES.splitlines()[1]
    people = [f"| r{n} {line}" for n, line in enumerate(RESPONSES.splitlines()[2:])]
    results = weighted(responses="\n".join([named, *people]))
    frame = results.weighting.respondents
    assert frame.rows()[0] == (2, "r0", pytest.approx(1.5))
    assert frame.rows()[-1] == (21, "r19", pytest.approx(0.5))
    export_results(results.results, tmp_path, "csv", weights=frame)
    written = pl.read_csv(tmp_path / "respondent_weights.csv")
    assert written["weight"].to_list() == pytest.approx(frame["weight"].to_list())
    for file in tmp_path.glob("*.csv"):
        assert file.name == "respondent_weights.csv" or "r19" not in file.read_text("utf-8")


def test_the_command_export_writes_the_weights_only_if_there_are_any(tmp_path):
    for written, files in (("team", ["respondent_weights.json"]), ("no", [])):
        setting = "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
        setting += f"| smallest_group | 5 |\n| weights | {written} |\n"
        tables = {"Survey": setting, "Questions": QUESTIONS, "Scales": SCALES}
        tables |= {"Segments": SEGMENTS, "Population": POPULATION, "Responses": RESPONSES}
        book = workbook(tmp_path / f"{written}.xlsx", **tables)
        out = tmp_path / written
        done = CliRunner().invoke(app, ["export", str(book), str(out), "--format", "json"])
        assert done.exit_code == 0, done.output
        assert [file.name for file in out.iterdir() if "weights" in file.name] == files


# Comparison with R


@pytest.fixture(scope="module")
def r(tmp_path_factory) -> Path:
    """A folder with real answers, the numbers invited, and the figures of R."""
    return run_r(Path(__file__).with_name("raking.R"), tmp_path_factory.mktemp("r"))


@cache
def bfi_survey(folder: Path, largest: float, group: str = "") -> Report:
    """Recalculate the real answers once; tests only read the report."""
    items = pl.read_csv(folder / "bfi.csv", n_rows=1).columns[:25]
    invited = pl.read_csv(folder / "invited.csv").iter_rows()
    return survey(
        folder,
        Survey="| setting | value |\n|---|---|\n| language | en |\n| responses | bfi.csv |\n"
        f"| weights | sex; school; band |\n| largest_weight | {largest} |\n| group | {group} |\n",
        Questions="| question | scale | theme |\n|---|---|---|\n"
        + "".join(f"| {item} | six | work |\n" for item in items),
        Scales="| scale | answer | score |\n|---|---|---|\n"
        + "".join(f"| six | {n} | {n} |\n" for n in range(1, 7)),
        Segments="| segment |\n|---|\n| sex |\n| school |\n| band |\n| stage |\n",
        Population="| segment | group | invited |\n|---|---|---|\n"
        + "".join(f"| {s} | {g} | {n} |\n" for s, g, n in invited),
        Metrics=f"| metric | questions |\n|---|---|\n| distribution | {', '.join(items)} |\n",
    )


@pytest.mark.parametrize(("column", "largest"), [("raked", 1000), ("capped", 5)])
def test_the_weight_of_each_person_equals_that_of_r_and_every_margin_holds(r, column, largest):
    """Three margins of 2,800 people, with blanks; without the cap the largest weight is 9.2."""
    results = bfi_survey(r, largest)
    theirs = pl.read_csv(r / "weights.csv")[column]
    ours = results.weighting.respondents["weight"]
    assert ours.to_list() == pytest.approx(theirs.to_list(), rel=1e-7)
    assert ours.max() == pytest.approx(min(largest, 9.2), abs=0.1)
    assert ours.max() <= largest
    margins = results["Weights"]
    assert len(margins) == 11
    assert margins["achieved"].to_list() == pytest.approx(margins["target"].to_list(), rel=EXACT)
    assert "weights-trimmed" not in {p.code for p in results.problems}


def test_weighted_figures_equal_those_of_r(r):
    """`svymean`; the spread of `cov.wt` and Kish's effective number, which tests use."""
    results = bfi_survey(r, 5)
    theirs = pl.read_csv(r / "figures.csv")
    own = results.precision.of(results.group)
    scores = own.filter(table="QuestionScores")
    assert scores["value"].to_list() == pytest.approx(theirs["mean"].to_list(), rel=1e-8)
    assert scores["n"].to_list() == pytest.approx(theirs["n"].to_list(), rel=1e-8)
    assert scores["sd"].to_list() == pytest.approx(theirs["sd"].to_list(), rel=1e-8)
    shares = own.filter(table="Distributions", answer="6")["value"]
    assert shares.to_list() == pytest.approx(theirs["share"].to_list(), rel=1e-8)
    written = results["QuestionScores"]["score"].to_list()
    assert written == [stored(mean, "0.0") for mean in theirs["mean"]]


def exact_p(results: Report, table: str, answer: str | None = None) -> list[float]:
    """Return the p of the differences with the organisation, before they are stored."""
    own = figures(results.precision.of(results.group))[table]
    compared = compared_figures(results, results.comparisons.organisation)
    theirs, others = (found[table] for found in compared)
    about = [one for one in own if one in theirs and one[1] == answer]
    return differences(about, own, theirs, others, TESTS[table])["p"]


def test_tests_of_weighted_differences_equal_those_of_r(r):
    """One stage of schools against the rest: Welch's test and two proportions, with effective n."""
    results = bfi_survey(r, 5, "stage=lower")
    theirs = pl.read_csv(r / "tests.csv")
    welch = exact_p(results, "QuestionScores")
    assert welch == pytest.approx(theirs["welch"].to_list(), rel=1e-6)
    shares = exact_p(results, "Distributions", "4")
    assert shares == pytest.approx(theirs["shares"].to_list(), rel=1e-6)


def test_tests_of_weighted_differences_are_close_to_linearised_tests_of_r(r):
    """`svyttest` allows another spread for people with large weights; t differs by at most 6 %."""
    results = bfi_survey(r, 5, "stage=lower")
    theirs = pl.read_csv(r / "tests.csv")["linearised"].to_list()
    for t, item in zip(theirs, results.questions["question"], strict=True):
        own, other = (
            frame.filter(table="QuestionScores", subject=item).row(0, named=True)
            for frame in (
                results.precision.of(results.group),
                results.precision.outside(results.group),
            )
        )
        error = sum(side["sd"] ** 2 / side["n"] for side in (own, other)) ** 0.5
        assert abs(own["value"] - other["value"]) / error == pytest.approx(t, rel=0.06)
