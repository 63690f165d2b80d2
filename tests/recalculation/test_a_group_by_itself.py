"""The figures of a group equal those of a workbook with only the responses of that group.

For all result tables with figures, also of metrics in plugins, from counts and over persons.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from meetlat import Report
from tests.examples import few_examples
from tests.surveys import survey

QUESTIONS = """
| question  | theme | scale     | metric       | reverse | weight |
|-----------|-------|-----------|--------------|---------|--------|
| pride     | work  | agreement | likert       |         |        |
| pressure  | work  | agreement | likert       | yes     | 3      |
| help      | team  | agreement | likert       |         |        |
| recommend |       | ten       | enps         |         |        |
| contract  |       | contract  | distribution |         |        |
"""

SCALES = """
| scale     | answer   | score |
|-----------|----------|-------|
| agreement | agree    | 10    |
| agreement | neutral  | 5     |
| agreement | disagree | 0     |
| agreement | unknown  |       |
| contract  | fixed    |       |
| contract  | open     |       |
""" + "".join(f"| ten | {k} | {k} |\n" for k in range(11))

OWN = '''
import polars as pl
from meetlat import Answers, Counts, hookimpl, metric

@metric(table="TopBox")
def top_box(counts: Counts):
    """Top box: the share of the most favourable answer."""
    scored = counts.drop_nulls("score").group_by(Counts.KEYS)
    n = pl.col("n").sum()
    top = pl.col("n").filter(pl.col("from_top") == 1).sum()
    return scored.agg(n=n, share=pl.when(n > 0).then(top / n))

@metric(table="Totals", keys=Counts.THEME_KEYS)
def totals(answers: Answers):
    """The mean of the sums of persons."""
    sums = answers.sum_horizontal()
    return pl.DataFrame({"theme": ["work"], "n": [len(sums)], "mean": [sums.mean()]})

@hookimpl
def register_metrics(register):
    register(top_box)
    register(totals)
'''

HEADINGS = "| pride | pressure | help | recommend | contract | team |\n|---|---|---|---|---|---|\n"
METRICS = "| metric | on |\n|---|---|\n| reliability | yes |\n| polarisation | yes |\n"
FIGURES = ("QuestionScores", "ThemeScores", "Enps", "Distributions", "TopBox", "Totals")
FIGURES += ("Reliability", "Polarisation")

AGREEMENT = st.sampled_from(["agree", "neutral", "disagree", "unknown"])
PERSON = st.tuples(
    *[AGREEMENT] * 3, st.integers(0, 10).map(str), st.sampled_from(["fixed", "open"])
)
GROUP = st.lists(PERSON, min_size=5, max_size=15)
# Everyone gave scored answers, so nothing is hidden to protect this group.
COMPLETE = st.lists(PERSON.filter(lambda person: "unknown" not in person), min_size=5, max_size=15)
RULES = st.sampled_from(["", "pooled", "respondents", "respondents; minimum=2"])


@few_examples
@given(north=GROUP, south=COMPLETE, rule=RULES)
def test_figures_of_a_group_equal_those_of_a_survey_of_that_group_alone(
    tmp_path_factory, north, south, rule
):
    # A theme that few people of one group answered only in part is hidden for both groups.
    partly = [
        sum((p[0] == "unknown") != (p[1] == "unknown") for p in own) for own in (north, south)
    ]
    assume("respondents" not in rule or all(number == 0 or number > 4 for number in partly))
    folder = tmp_path_factory.mktemp("own")
    together = [(*person, "North") for person in north] + [(*person, "South") for person in south]
    beside = recalculated(folder, together, rule, "team=North")
    alone = recalculated(folder, [(*person, "North") for person in north], rule)
    for table in FIGURES:
        assert (table in beside) == (table in alone), table
        if table in alone:
            own = beside[table].drop(beside.comparisons.organisation, strict=False)
            assert_frame_equal(own, alone[table], abs_tol=1e-12)
    own, other = (r["SegmentScores"].filter(group="North") for r in (beside, alone))
    assert_frame_equal(own, other, abs_tol=1e-12)
    assert {"QuestionScores", "ThemeScores", "Enps", "Distributions", "TopBox"} <= set(alone)


def recalculated(folder: Path, people: list[tuple[str, ...]], rule: str, group: str = "") -> Report:
    (folder / "plugins").mkdir(exist_ok=True)
    (folder / "plugins" / "own.py").write_text(OWN, encoding="utf-8", newline="\n")
    answers = "".join(f"| {' | '.join(person)} |\n" for person in people)
    results = survey(
        folder,
        Survey="| setting | value |\n|---|---|\n| responses | Responses |\n| smallest_group | 5 |\n"
        f"| group | {group} |",
        Themes=f"| theme | rule |\n|---|---|\n| work | {rule} |\n| team | |",
        Questions=QUESTIONS,
        Scales=SCALES,
        Segments="| segment |\n|---|\n| team |",
        Metrics=METRICS,
        Responses=HEADINGS + answers,
    )
    assert results.errors == []
    return results


@pytest.mark.parametrize("rule", ["", "respondents"])
def test_figures_of_a_group_differ_from_those_of_the_whole_organisation(tmp_path, rule):
    """The test above would not notice if both were figures of the whole organisation."""
    happy = [("agree", "disagree", "agree", "10", "open", "North")] * 6
    others = [("disagree", "agree", "neutral", "2", "fixed", "South")] * 6
    results = recalculated(tmp_path, [*happy, *others], rule, "team=North")
    assert results["ThemeScores"]["score"].to_list() == [10.0, 10.0]
    assert results["ThemeScores"][results.comparisons.organisation].to_list() == [5.0, 7.5]
