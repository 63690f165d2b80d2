"""Non-response weights: each group counts for its share of the people invited."""

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
    """Recalculate a survey in which 10 of 60 people at sea and 10 of 20 on land answered."""
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
    assert found == (pytest.approx(7.5), 20), (
        "three of four people invited are at sea; n counts people"
    )
    assert isinstance(found[1], int)


@pytest.mark.parametrize("written", ["team", "yes", "ja", "TRUE", "team;", " team , team"])
def test_every_spelling_of_the_setting_turns_weights_on(written):
    assert score(weighted(written))[0] == pytest.approx(7.5)


@pytest.mark.parametrize("written", ["", "no", "nee", "No"])
def test_without_the_setting_weights_figures_are_unweighted(written):
    """Metrics get no weights either."""
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
    ], "n is the share of the twenty people"
    theme = results["ThemeScores"].row(0, named=True)
    assert (theme["n"], theme["score"]) == (20, pytest.approx((7.5 + 10) / 2))
    enps = results["Enps"].row(0, named=True)
    assert (enps["n"], enps["enps"]) == (20, pytest.approx(50))


def test_a_weighted_share_does_not_reveal_the_answers_of_a_few_people_with_another_weight():
    """In a team of 14 two are young and would weigh more; the eight who agreed are all old.

    A share of .27 would reveal that, as only eight old people give that share.
    """
    few = "| sea | old | agree | agree | 9 |\n" * 8 + "| sea | old | disagree | agree | 9 |\n" * 4
    few += "| sea | young | disagree | agree | 9 |\n" * 2
    rest = "| land | young | agree | agree | 9 |\n" * 8 + "| land | old | agree | agree | 3 |\n" * 9
    header = "| team | age | pride | praise | advise |\n|---|---|---|---|---|\n"
    population = (
        "| segment | group | invited |\n|---|---|---|\n| age | young | 40 |\n| age | old | 10 |\n"
    )
    tables = {"Responses": header + few + rest, "Population": population, "Metrics": SHARES}
    results = weighted(weights="age", group="team=sea", **tables)
    agree, disagree = results["Distributions"].filter(question="pride").select("n", "share").rows()
    assert agree == (8, pytest.approx(8 / 14))
    assert disagree == (6, pytest.approx(6 / 14))


def test_figures_of_groups_use_the_weights_of_the_whole_organisation():
    """Young people at sea and on land have the weights of their team."""
    mixed = RESPONSES + "| land | old | agree | agree | 9 |\n" * 5
    frame = weighted(responses=mixed)["SegmentScores"].filter(group="young")
    young = 10 * (75 / 100 * 25 / 10) / (10 * (75 / 100 * 25 / 10) + 10 * (25 / 100 * 25 / 15))
    assert frame["Work"].to_list() == [pytest.approx((10 * young + 10) / 2)]
    assert frame["n"].to_list() == [20]


def test_a_theme_scored_over_persons_is_weighted_too():
    themes = "| theme | name | rule |\n|---|---|---|\n| work | Work | respondents |\n"
    frame = weighted(Themes=themes)["ThemeScores"]
    assert frame.select("n", "score").row(0) == (20, pytest.approx(7.5))


def test_the_summary_has_the_effective_number_of_respondents():
    results = weighted()
    shown = dict(results["Summary"].select("measure", "current").iter_rows())
    assert shown["respondents"] == 20
    assert shown["effective"] == pytest.approx(20**2 / (10 * 1.5**2 + 10 * 0.5**2))
    assert results.turnout == Turnout(20, 80)
    at_sea = weighted(group="team=sea")
    assert at_sea.effective_n == pytest.approx(10)


def test_a_withheld_group_has_no_effective_number_of_respondents():
    results = weighted(group="age=old", responses=RESPONSES + LAND.replace("young", "old"))
    assert results.effective_n is None


def test_suppression_counts_people_and_not_weights():
    """Four people with the weight of nine are four people."""
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
    tables = {"Survey": setting, "Questions": QUESTIONS, "Scales": SCALES, "Segments": SEGMENTS}
    results = survey(folder, **tables, Population=POPULATION, Responses=RESPONSES)
    assert results["Own"].filter(question="pride").select("n", "top").row(0) == (20, 0.75)
    assert results["Heavy"].row(0) == (20, pytest.approx(20))
    everywhere = dict(results.all_groups["Heavy"].select("group", "weight").iter_rows())
    assert everywhere["sea"] == pytest.approx(15)
    (message,) = [str(p) for p in results.problems if p.code == "metrics-unweighted"]
    assert message.startswith("Survey!B5: the figures are weighted, except those of: blind.")


# Descriptions and problems of weights


def test_the_method_describes_the_weights_and_the_loss_of_precision():
    results = weighted()
    (text,) = results["Method"].filter(topic="Weights")["text"]
    assert "every group of team counts for its share" in text
    assert "from 0.5 to 1.5, with a mean of 1 (at most 5)" in text
    assert "these 20 people tell as much as those of 16 people" in text
    assert "Weights" not in weighted("no")["Method"]["topic"]


def test_people_without_a_group_have_weight_1():
    computed = weighted(responses=RESPONSES + "| | young | disagree | | 3 |\n" * 5)
    assert score(computed) == (pytest.approx(15 * 10 / 25), 25)
    weights = computed.weighting
    assert (weights.lowest, weights.highest) == (pytest.approx(0.5), pytest.approx(1.5))
    (problem,) = [p for p in computed.problems if p.code == "weights-without-group"]
    assert "no group of team" in str(problem)


def test_the_share_of_a_group_without_answers_goes_to_the_other_groups():
    more = POPULATION + "| team | air | 20 |\n"
    computed = weighted(Population=more)
    assert score(computed)[0] == pytest.approx(7.5)
    assert any(p.code == "weights-group-silent" for p in computed.problems)


def test_a_misspelt_group_in_population_is_an_error_when_weighting():
    results = weighted(Population=POPULATION.replace("sea ", "seas"))
    assert {"weights-unlisted", "group-unanswered"} <= {p.code for p in results.problems}
    assert not results.tables


def test_a_group_with_answers_and_nobody_invited_is_an_error():
    results = weighted(Population=POPULATION.replace("20 ", "0  "))
    assert [p.code for p in results.errors] == ["weights-unlisted"]


def test_weights_yes_uses_the_segments_with_all_groups_in_population():
    results = weighted("yes")
    assert results.weighting.segments == ["team"]


def test_figures_are_unweighted_if_no_weights_fit_the_population():
    """Exactly the people at sea are young, so 60 of 80 and 40 of 80 cannot both hold."""
    apart = RESPONSES.replace("land | young", "land | old")
    ages = POPULATION + "| age | young | 40 |\n| age | old | 40 |\n"
    results = weighted("yes", responses=apart, Population=ages)
    assert results.weighting is None
    assert [p.code for p in results.problems] == ["weights-unsettled"]
    assert results["QuestionScores"]["score"][0] == 5.0


def test_no_weight_exceeds_the_largest_weight():
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
    """Recalculate with 50 respondents: 30 at sea, and 30 young."""
    sizes = (
        ("team", "sea", few),
        ("team", "land", many),
        ("age", "young", few),
        ("age", "old", many),
    )
    rows = "".join(f"| {segment} | {group} | {n} |\n" for segment, group, n in sizes)
    header = "| segment | group | invited |\n|---|---|---|\n"
    return weighted("team; age", responses=MOST_AT_SEA, Population=header + rows)


def test_weights_are_drawn_in_with_a_remark_if_one_would_be_negative():
    """Otherwise the young at sea would have weight -.43, and their old colleagues 1.36."""
    results = by_team_and_age(few=8, many=72)
    messages = {p.code: p.sentence("en") for p in results.problems}
    assert "the weights by team, age differ so much" in messages["weights-drawn-in"]
    assert 0 < results.weighting.lowest < 0.1


def test_weights_that_are_all_positive_give_no_remark():
    results = by_team_and_age(few=35, many=45)
    assert "weights-drawn-in" not in {p.code for p in results.problems}
    assert results.weighting.lowest > 0.1


def test_people_of_withheld_groups_share_one_weight():
    """With two weights a sum would reveal whose answers it contains."""
    few = RESPONSES.replace(SEA * 10, SEA * 4)
    weights = weighted(responses=few).weighting
    assert (weights.lowest, weights.highest) == pytest.approx((1, 1))


def test_the_method_names_segments_as_the_report_does():
    named = "| segment | name |\n|---|---|\n| team | Crew |\n| age | |\n"
    (text,) = weighted(Segments=named)["Method"].filter(topic="Weights")["text"]
    assert "every group of Crew counts" in text


def test_the_method_says_if_weights_differ_by_question():
    """Only four people on land answered advise, so it is not weighted; the others are."""
    few = LAND.replace("| 3 |", "| |") * 6 + LAND * 4
    computed = weighted(responses=RESPONSES.replace(LAND * 10, few))
    assert computed.weighting.highest == 1
    (text,) = computed["Method"].filter(topic="Weights")["text"]
    assert text.endswith("each question has weights of its own, or none.")
    assert score(computed)[0] == pytest.approx(7.5)
    (ordinary,) = weighted()["Method"].filter(topic="Weights")["text"]
    assert "Weights run from 0.5 to 1.5" in ordinary


# Comparison with R


@pytest.fixture(scope="module")
def r(tmp_path_factory) -> Path:
    """A folder with real answers, the numbers invited, and the figures of R."""
    return run_r(Path(__file__).with_name("raking.R"), tmp_path_factory.mktemp("r"))


def bfi_survey(
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


def test_raked_and_trimmed_weights_equal_those_of_r(r):
    """Three margins of 2,800 people, with blanks; `rake` and `trimWeights`."""
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
def test_the_range_and_effective_number_of_weights_equal_those_of_r(r, column, invited, largest):
    """Fitted with `lm`; equal to linear weighting (`calibrate`) if no weight is negative."""
    weighting = bfi_survey(r, largest, invited_in=invited).weighting
    w = pl.read_csv(r / "weights.csv")[column]
    assert (weighting.lowest, weighting.highest) == pytest.approx((w.min(), w.max()), rel=EXACT)
    effective = w.sum() ** 2 / (w**2).sum()
    assert weighting.effective["effective"][0] == pytest.approx(effective, rel=EXACT)


def test_weighted_figures_equal_those_of_r(r):
    """`svymean`; the spread of `cov.wt` and Kish's effective number, which tests use."""
    results = bfi_survey(r, 5)
    theirs = pl.read_csv(r / "figures.csv")
    scores = results["QuestionScores"]
    assert scores["score"].to_list() == pytest.approx(theirs["mean"].to_list(), rel=EXACT)
    own = results.precision.of(results.group).filter(table="QuestionScores")
    assert own["n"].to_list() == pytest.approx(theirs["n"].to_list(), rel=EXACT)
    assert own["sd"].to_list() == pytest.approx(theirs["sd"].to_list(), rel=EXACT)
    shares = results["Distributions"].filter(answer="6")["share"]
    assert shares.to_list() == pytest.approx(theirs["share"].to_list(), rel=EXACT)


def test_tests_of_weighted_differences_equal_those_of_r(r):
    """One stage of schools against the rest: Welch's test and two proportions, with effective n."""
    results = bfi_survey(r, 5, "stage=lower")
    theirs = pl.read_csv(r / "tests.csv")
    differences = results["Differences"].filter(comparison=results.comparisons.organisation)
    welch = differences.filter(table="QuestionScores")["p"].to_list()
    assert welch == pytest.approx(theirs["welch"].to_list(), rel=EXACT)
    shares = differences.filter(table="Distributions", answer="4")["p"].to_list()
    assert shares == pytest.approx(theirs["shares"].to_list(), rel=EXACT)


def test_tests_of_weighted_differences_are_close_to_linearised_tests_of_r(r):
    """`svyttest` allows another spread for people with large weights; t differs by at most 5 %."""
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
        assert abs(own["value"] - other["value"]) / error == pytest.approx(t, rel=0.05)
