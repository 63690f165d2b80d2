"""Non-response weights: groups count for their share of those invited, whoever answered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from meetlat.counting.raking import Margin, rake, trim
from meetlat.reading.population import Turnout
from meetlat.scoring.report import Report
from tests.r import run_r
from tests.surveys import survey

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


def weighted(
    weights: str = "team", group: str = "", responses: str = RESPONSES, **more: str
) -> Report:
    """Of 80 people invited 20 answered: ten of the 60 at sea, ten of the 20 on land."""
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


# What they do


def test_those_of_whom_few_answered_count_for_more():
    assert score(weighted("no")) == (5.0, 20)
    found = score(weighted())
    assert found == (pytest.approx(7.5), 20), "three out of four were at sea; n is people"
    assert isinstance(found[1], int)


@pytest.mark.parametrize("written", ["team", "yes", "ja", "TRUE", "team;", " team , team"])
def test_however_they_are_asked_for(written):
    assert score(weighted(written))[0] == pytest.approx(7.5)


@pytest.mark.parametrize("written", ["", "no", "nee", "No"])
def test_without_the_setting_nothing_changes(written):
    """Not the figures, and not what metrics are given."""
    computed = weighted(written)
    assert score(computed) == (5.0, 20)
    assert computed.weighting is None
    assert "effective" not in computed["Summary"]["measure"]


def test_shares_themes_and_enps_are_weighted_and_n_is_people_everywhere():
    results = weighted(Metrics=SHARES)
    shares = results["Distributions"].filter(question="pride").select("answer", "n", "share")
    assert shares.rows() == [
        ("agree", 15, pytest.approx(0.75)),
        ("disagree", 5, pytest.approx(0.25)),
    ], "of the twenty as many as the share comes to"
    theme = results["ThemeScores"].row(0, named=True)
    assert (theme["n"], theme["score"]) == (20, pytest.approx((7.5 + 10) / 2))
    enps = results["Enps"].row(0, named=True)
    assert (enps["n"], enps["enps"]) == (20, pytest.approx(50))


def test_what_the_few_of_another_weight_answered_does_not_follow():
    """In a team of 14 two are young, and would weigh more: eight agreed, all of them old.

    A share of .27 would say so: it is that of eight old ones, and of no other eight.
    """
    few = "| sea | old | agree | agree | 9 |\n" * 8 + "| sea | old | disagree | agree | 9 |\n" * 4
    few += "| sea | young | disagree | agree | 9 |\n" * 2
    rest = "| land | young | agree | agree | 9 |\n" * 8 + "| land | old | agree | agree | 3 |\n" * 9
    header = "| team | age | pride | praise | advise |\n|---|---|---|---|---|\n"
    population = (
        "| segment | group | invited |\n|---|---|---|\n| age | young | 40 |\n| age | old | 10 |\n"
    )
    given = {"Responses": header + few + rest, "Population": population, "Metrics": SHARES}
    results = weighted(weights="age", group="team=sea", **given)
    agree, disagree = results["Distributions"].filter(question="pride").select("n", "share").rows()
    assert agree == (8, pytest.approx(8 / 14))
    assert disagree == (6, pytest.approx(6 / 14))


def test_one_set_of_weights_holds_for_groups_too():
    """At sea everyone weighs the same, so the group's figures are as they were."""
    mixed = RESPONSES + "| land | old | agree | agree | 9 |\n" * 5
    frame = weighted(responses=mixed)["SegmentScores"].filter(group="young")
    young = 10 * (75 / 100 * 25 / 10) / (10 * (75 / 100 * 25 / 10) + 10 * (25 / 100 * 25 / 15))
    assert frame["Work"].to_list() == [pytest.approx((10 * young + 10) / 2)]
    assert frame["n"].to_list() == [20]


def test_a_theme_scored_over_persons_is_weighted_too():
    themes = "| theme | name | rule |\n|---|---|---|\n| work | Work | respondents |\n"
    frame = weighted(Themes=themes)["ThemeScores"]
    assert frame.select("n", "score").row(0) == (20, pytest.approx(7.5))


def test_the_summary_says_what_the_answers_are_worth():
    results = weighted()
    shown = dict(results["Summary"].select("measure", "current").iter_rows())
    assert shown["respondents"] == 20
    assert shown["effective"] == pytest.approx(20**2 / (10 * 1.5**2 + 10 * 0.5**2))
    assert results.turnout == Turnout(20, 80)
    at_sea = weighted(group="team=sea")
    assert at_sea.effective_n == pytest.approx(10)


def test_of_a_group_that_is_withheld_it_says_nothing():
    results = weighted(group="age=old", responses=RESPONSES + LAND.replace("young", "old"))
    assert results.effective_n is None


def test_nobody_is_shown_for_their_weight_or_hidden_for_it():
    """Privacy looks at people: four who weigh as nine are four."""
    few = RESPONSES.replace(SEA * 10, SEA * 4)
    results = weighted(responses=few)
    because = dict(results.groups.sizes.select("group", "because").iter_rows())
    assert because["sea"] == "few"
    assert because["land"] == "protects", "it is large enough, and everyone minus it is not"


METRIC = '''
import polars as pl
from meetlat import Answers, Counts, hookimpl, metric

@metric(table="Own", titles={"nl": "Eigen"})
def own(counts: Counts) -> pl.DataFrame:
    """Written before there were weights."""
    n = pl.col("n")
    top = n.filter(pl.col("score") == 10).sum() / n.sum()
    return counts.drop_nulls("score").group_by(Counts.KEYS).agg(n=n.sum(), top=top)

@metric(table="Heavy", keys=Counts.GROUP_KEYS)
def heavy(answers: Answers, person_weights: pl.Series) -> pl.DataFrame:
    """Asks what people weigh."""
    return pl.DataFrame({"n": [len(answers)], "weight": [person_weights.sum()]})

@metric(table="Blind", keys=Counts.GROUP_KEYS)
def blind(answers: Answers) -> pl.DataFrame:
    """Does not."""
    return pl.DataFrame({"n": [len(answers)], "mean": [answers["pride"].mean()]})

@hookimpl
def register_metrics(register):
    register(own)
    register(heavy)
    register(blind)
'''


@pytest.fixture
def of_hr(tmp_path, monkeypatch) -> Path:
    """A folder with metrics that HR wrote."""
    monkeypatch.setenv("MEETLAT_PLUGINS", "allow")
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "own.py").write_text(METRIC, encoding="utf-8")
    return tmp_path


def test_a_metric_of_hr_is_weighted_with_no_change_to_it(of_hr):
    setting = (
        "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
        "| smallest_group | 5 |\n| weights | team |\n"
    )
    tables = {"Survey": setting, "Questions": QUESTIONS, "Scales": SCALES, "Segments": SEGMENTS}
    computed = survey(of_hr, **tables, Population=POPULATION, Responses=RESPONSES)
    results = computed
    assert results["Own"].filter(question="pride").select("n", "top").row(0) == (20, 0.75)
    assert results["Heavy"].row(0) == (20, pytest.approx(20))
    everywhere = dict(results.all_groups["Heavy"].select("group", "weight").iter_rows())
    assert everywhere["sea"] == pytest.approx(15)
    (told,) = [str(p) for p in results.problems if p.code == "metrics-unweighted"]
    assert told.startswith("Survey!B5: the figures are weighted, except those of: blind.")


# What is said of them


def test_the_method_tells_on_what_and_what_that_costs():
    results = weighted()
    (told,) = results["Method"].filter(topic="Weights")["text"]
    assert "every group of team counts for its share" in told
    assert "from 0.5 to 1.5, with a mean of 1 (at most 5)" in told
    assert "these 20 people tell as much as those of 16 people" in told
    assert "Weights" not in weighted("no")["Method"]["topic"]


def told(**more: str) -> list[str]:
    return [str(problem) for problem in weighted(**more).problems]


def test_people_of_no_group_weigh_what_everyone_does():
    computed = weighted(responses=RESPONSES + "| | young | disagree | | 3 |\n" * 5)
    assert score(computed) == (pytest.approx(15 * 10 / 25), 25)
    weights = computed.weighting
    assert (weights.lowest, weights.highest) == (pytest.approx(0.5), pytest.approx(1.5))
    (problem,) = [p for p in computed.problems if p.code == "weights-without-group"]
    assert "no group of team" in str(problem)


def test_a_group_without_answers_leaves_its_share_to_the_others():
    more = POPULATION + "| team | air | 20 |\n"
    computed = weighted(Population=more)
    assert score(computed)[0] == pytest.approx(7.5)
    assert any(p.code == "weights-group-silent" for p in computed.problems)


def test_a_slip_in_a_group_stops_the_report_rather_than_leave_it_unweighted():
    results = weighted(Population=POPULATION.replace("sea ", "seas"))
    assert {"weights-unlisted", "group-unanswered"} <= {p.code for p in results.problems}
    assert not results.tables


def test_nobody_was_invited_of_a_group_that_answered():
    results = weighted(Population=POPULATION.replace("20 ", "0  "))
    assert [p.code for p in results.errors] == ["weights-unlisted"]


def test_yes_means_the_segments_that_population_knows_all_groups_of():
    results = weighted("yes")
    assert results.weighting.segments == ["team"]


def test_figures_are_unweighted_where_no_weights_will_do():
    """Everyone at sea is young, and of no other: 60 of 80 and 40 of 80 cannot both hold."""
    apart = RESPONSES.replace("land | young", "land | old")
    ages = POPULATION + "| age | young | 40 |\n| age | old | 40 |\n"
    results = weighted("yes", responses=apart, Population=ages)
    assert results.weighting is None
    assert [p.code for p in results.problems] == ["weights-unsettled"]
    assert results["QuestionScores"]["score"][0] == 5.0


def test_nobody_weighs_more_than_is_allowed():
    rare = RESPONSES.replace(SEA * 10, SEA * 6 + LAND * 190)
    computed = weighted(responses=rare)
    weights = computed.weighting
    assert weights.trimmed
    assert weights.highest == pytest.approx(5)
    (problem,) = [p for p in computed.problems if p.code == "weights-trimmed"]
    assert "more than 5 times the average" in str(problem)
    assert "share of the people invited: sea." in str(problem)
    assert score(computed)[0] == pytest.approx(10 * 6 * 5 / 206)


MOST_AT_SEA = "| team | age | pride | praise | advise |\n|---|---|---|---|---|\n" + "".join(
    (SEA * 20, SEA.replace("young", "old") * 10, LAND * 10, LAND.replace("young", "old") * 10)
)


def by_team_and_age(few: int, many: int) -> Report:
    """30 of 50 answers are of people at sea, and 30 of the young."""
    sizes = (
        ("team", "sea", few),
        ("team", "land", many),
        ("age", "young", few),
        ("age", "old", many),
    )
    rows = "".join(f"| {segment} | {group} | {n} |\n" for segment, group, n in sizes)
    header = "| segment | group | invited |\n|---|---|---|\n"
    return weighted("team; age", responses=MOST_AT_SEA, Population=header + rows)


def test_where_a_sum_would_come_below_nothing_all_weights_differ_less_and_that_is_told():
    """By sums alone the young at sea would weigh -.43, and their old colleagues 1.36."""
    results = by_team_and_age(few=8, many=72)
    told = {p.code: p.sentence("en") for p in results.problems}
    assert "the weights by team, age lie so far apart" in told["weights-drawn-in"]
    assert 0 < results.weighting.lowest < 0.1


def test_where_none_would_nothing_is_told():
    results = by_team_and_age(few=35, many=45)
    assert "weights-drawn-in" not in {p.code for p in results.problems}
    assert results.weighting.lowest > 0.1


def test_a_group_that_is_withheld_has_no_weight_of_its_own():
    """Of two weights the sum tells whose answers it is of; so these weigh the mean of the rest."""
    few = RESPONSES.replace(SEA * 10, SEA * 4)
    weights = weighted(responses=few).weighting
    assert (weights.lowest, weights.highest) == pytest.approx((1, 1))


def test_the_method_calls_segments_as_the_report_does():
    named = "| segment | name |\n|---|---|\n| team | Crew |\n| age | |\n"
    (said,) = weighted(Segments=named)["Method"].filter(topic="Weights")["text"]
    assert "every group of Crew counts" in said


def test_where_no_weight_holds_for_all_questions_the_method_says_so():
    """Four of those on land answered a question: it is not weighted, and the others are."""
    few = LAND.replace("| 3 |", "| |") * 6 + LAND * 4
    computed = weighted(responses=RESPONSES.replace(LAND * 10, few))
    assert computed.weighting.highest == 1
    (said,) = computed["Method"].filter(topic="Weights")["text"]
    assert said.endswith("each question has weights of its own, or none.")
    assert score(computed)[0] == pytest.approx(7.5)
    (ordinary,) = weighted()["Method"].filter(topic="Weights")["text"]
    assert "Weights run from 0.5 to 1.5" in ordinary


# Beside R


@pytest.fixture(scope="module")
def r(tmp_path_factory) -> Path:
    """A folder with real answers, how many were invited, and what R makes of them."""
    return run_r(Path(__file__).with_name("raking.R"), tmp_path_factory.mktemp("r"))


def of_bfi(
    folder: Path, largest: float, group: str = "", invited_in: str = "invited.csv"
) -> Report:
    items = pl.read_csv(folder / "bfi.csv", n_rows=1).columns[:25]
    invited = pl.read_csv(folder / invited_in).iter_rows()
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


def test_each_person_weighs_what_rake_and_trim_weights_say(r):
    """Three margins of 2,800 people, blanks among them."""
    segments = ["sex", "school", "band"]
    answers = pl.read_csv(r / "bfi.csv").select(pl.col(segments).fill_null(""))
    cells = answers.group_by(segments, maintain_order=True).len("people")
    people, margins = cells["people"].cast(float).to_numpy(), []
    invited = pl.read_csv(r / "invited.csv")
    for segment in segments:
        wanted = dict(invited.filter(segment=segment).select("group", "invited").iter_rows())
        known = answers.filter(pl.col(segment) != "").height
        shares = {group: n / sum(wanted.values()) * known for group, n in wanted.items()}
        groups = [*shares, ""]
        parts = np.array([groups.index(group) for group in cells[segment]])
        margins.append(Margin(parts, np.array([*shares.values(), len(answers) - known])))
    raked = rake(people, margins)
    assert raked is not None
    ours = cells.with_columns(rake=raked, cut=trim(people, raked, 5))
    theirs = pl.read_csv(r / "weights.csv")
    everyone = answers.join(ours, on=segments, how="left", maintain_order="left")
    for column in ("rake", "cut"):
        assert everyone[column].to_list() == pytest.approx(theirs[column].to_list(), rel=EXACT)


@pytest.mark.parametrize(
    ("column", "invited", "largest"),
    [
        ("raked", "invited.csv", 1000),
        ("trimmed", "invited.csv", 5),
        ("calibrated", "nearby.csv", 1000),
    ],
)
def test_figures_are_made_with_sums_nearest_to_those(r, column, invited, largest):
    """`lm`; which is linear weighting (`calibrate`) where that leaves nobody below nothing."""
    weighting = of_bfi(r, largest, invited_in=invited).weighting
    w = pl.read_csv(r / "weights.csv")[column]
    assert (weighting.lowest, weighting.highest) == pytest.approx((w.min(), w.max()), rel=EXACT)
    effective = w.sum() ** 2 / (w**2).sum()
    assert weighting.effective["effective"][0] == pytest.approx(effective, rel=EXACT)


def test_figures_under_them_are_those_of_r(r):
    """`svymean`, and the spread and effective number that tests go by: `cov.wt` and Kish's."""
    results = of_bfi(r, 5)
    theirs = pl.read_csv(r / "figures.csv")
    scores = results["QuestionScores"]
    assert scores["score"].to_list() == pytest.approx(theirs["mean"].to_list(), rel=EXACT)
    own = results.precision.of(results.group).filter(table="QuestionScores")
    assert own["n"].to_list() == pytest.approx(theirs["n"].to_list(), rel=EXACT)
    assert own["sd"].to_list() == pytest.approx(theirs["sd"].to_list(), rel=EXACT)
    shares = results["Distributions"].filter(answer="6")["share"]
    assert shares.to_list() == pytest.approx(theirs["share"].to_list(), rel=EXACT)


def test_differences_under_them_are_those_of_r(r):
    """A stage of schools beside the rest: Welch's test and two proportions, of effective people."""
    results = of_bfi(r, 5, "stage=lower")
    theirs = pl.read_csv(r / "tests.csv")
    told = results["Differences"].filter(comparison=results.comparisons.organisation)
    welch = told.filter(table="QuestionScores")["p"].to_list()
    assert welch == pytest.approx(theirs["welch"].to_list(), rel=EXACT)
    shares = told.filter(table="Distributions", answer="4")["p"].to_list()
    assert shares == pytest.approx(theirs["shares"].to_list(), rel=EXACT)


def test_and_close_to_tests_that_follow_each_persons_weight(r):
    """`svyttest` lets people of large weight have another spread; the t differs by up to 4 %."""
    results = of_bfi(r, 5, "stage=lower")
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
        assert abs(own["value"] - other["value"]) / error == pytest.approx(t, rel=0.05)
