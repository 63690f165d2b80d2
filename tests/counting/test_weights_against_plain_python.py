"""Weighted figures equal those of plain Python, and weights have the right properties.

Random surveys of `test_against_plain_python`, with the number of people invited to each team. One
segment needs no raking: the weight of a team is divided among its members.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from meetlat.counting.counts import count_answers
from meetlat.counting.shown_answers import shown_answers
from meetlat.counting.weight_disclosure import Sharing
from meetlat.counting.weighted_counts import weighted_counts
from meetlat.counting.weights import RAKED, rake
from meetlat.plugins.manager import Plugins
from meetlat.reading.catalogue import read_catalogue
from meetlat.reading.inputs import Inputs
from meetlat.reading.responses.coding import CodedAnswers, Segment, code_responses
from meetlat.reading.responses.locate import find_responses
from meetlat.reading.responses.scored import answer_table
from meetlat.reading.weight_margins import WeightMargin
from meetlat.recalculation import compute
from meetlat.scoring.report import Report
from tests.examples import few_examples
from tests.recalculation.test_against_plain_python import (
    SMALLEST,
    Survey,
    close,
    inputs,
    surveys,
    table,
    visible,
)

invitations = st.fixed_dictionaries({"A": st.integers(1, 60), "B": st.integers(1, 60)})


def weighing(survey: Survey, invited: Mapping[str, int], *more: Sequence) -> Inputs:
    """Return the survey with weights on its teams, and with more settings."""
    plain = inputs(survey)
    (own,) = plain.tables["Survey"]
    rows = [*own.values, ["weights", "team"], ["largest_weight", 1000.0], *more]
    population = [["team", team, float(n)] for team, n in invited.items()]
    tables = {
        "Survey": [table("Survey", own.header, rows)],
        "Population": [table("Population", ["segment", "group", "invited"], population)],
    }
    return replace(plain, tables={**plain.tables, **tables})


def weights_of(survey: Survey, invited: Mapping[str, int]) -> list[Fraction]:
    """Return the weight of each person; 1 for a person without a team."""
    sizes = {team: survey.teams.count(team) for team in survey.teams if team}
    in_teams, all_invited = sum(sizes.values()), sum(invited[team] for team in sizes)
    return [
        Fraction(invited[team] * in_teams, all_invited * sizes[team]) if team else Fraction(1)
        for team in survey.teams
    ]


def weights_for(
    survey: Survey, q: int, weights: Sequence[Fraction], shown: Collection[str]
) -> list[Fraction]:
    """Return the weights for a question: people outside the shown teams share their mean."""
    everyone = range(len(survey.teams))
    rest = [
        p for p in everyone if survey.answers[p][q] is not None and survey.teams[p] not in shown
    ]
    mean = sum((weights[p] for p in rest), Fraction()) / max(1, len(rest))
    return [mean if p in rest else weights[p] for p in everyone]


def mean_score(
    survey: Survey, q: int, people: Sequence[int], weights: Sequence[Fraction]
) -> tuple[int, Fraction | None]:
    """Return the number of people with a scored answer, and the weighted mean."""
    question = survey.questions[q]
    scale = survey.scales[question.scale]
    ends = sum(pick(Fraction(s) for s in scale if s is not None) for pick in (min, max))
    answered = [p for p in people if survey.answers[p][q] is not None]
    if len(answered) < SMALLEST:
        return 0, None
    scored = {
        p: Fraction(score)
        for p in answered
        if (score := scale[survey.answers[p][q]]) is not None  # type: ignore[index]
    }
    if question.reverse:
        scored = {p: ends - score for p, score in scored.items()}
    total = sum((weights[p] for p in scored), Fraction())
    weighted = sum((weights[p] * score for p, score in scored.items()), Fraction())
    return len(scored), weighted / total if scored else None


def groups_of(survey: Survey) -> dict[tuple[str, str], list[int]]:
    everyone = list(range(len(survey.teams)))
    teams = {t for t in survey.teams if t}
    groups = {("team", t): [p for p in everyone if survey.teams[p] == t] for t in teams}
    groups[("", "")] = everyone
    return {name: people if len(people) >= SMALLEST else [] for name, people in groups.items()}


def shown_of_each_question(survey: Survey) -> list[set[str]]:
    """Return the teams for which each question may be shown; weights play no part."""
    teams = visible(survey.teams)
    both = list(zip(survey.teams, survey.answers, strict=True))
    return [
        visible([team for team, own in both if own[q] is not None], teams)
        for q in range(len(survey.questions))
    ]


def figures(computed: Report, name: str, key: str) -> dict[tuple[str, str, str], dict]:
    if name not in computed.all_groups:
        return {}
    rows = computed.all_groups[name].rows(named=True)
    return {(row["segment"], row["group"], row[key]): row for row in rows}


@few_examples
@given(surveys(), invitations)
def test_weighted_scores_of_every_group_equal_those_of_plain_python(survey: Survey, invited):
    assume(any(survey.teams))
    computed = compute(weighing(survey, invited))
    assert not computed.errors, [str(p) for p in computed.errors]
    weights = weights_of(survey, invited)
    questions = figures(computed, "QuestionScores", "question")
    themes = figures(computed, "ThemeScores", "theme")
    shown_teams = shown_of_each_question(survey)
    for group, people in groups_of(survey).items():
        scores = [
            mean_score(
                survey,
                q,
                people if group[1] in {"", *shown} else [],
                weights_for(survey, q, weights, shown),
            )
            for q, shown in enumerate(shown_teams)
        ]
        for question, (n, score) in zip(survey.questions, scores, strict=True):
            row = questions.get((*group, question.name), {})
            assert close(row.get("score"), score)
            assert (row.get("n") or 0) == n
        for theme in survey.themes:
            parts = [
                (Fraction(1 if question.weight is None else question.weight), score)
                for question, (_, score) in zip(survey.questions, scores, strict=True)
                if question.theme == theme and question.weight != 0 and score is not None
            ]
            total = sum((weight for weight, _ in parts), Fraction())
            exact = sum((w * s for w, s in parts), Fraction()) / total if parts else None
            assert close(themes.get((*group, theme), {}).get("score"), exact)


@few_examples
@given(surveys(), invitations)
def test_weighted_shares_and_their_effective_n_equal_those_of_plain_python(survey: Survey, invited):
    assume(any(survey.teams))
    survey.questions = [replace(q, theme=None) for q in survey.questions]
    tables = weighing(survey, invited)
    names = ", ".join(q.name for q in survey.questions)
    metrics = table("Metrics", ["metric", "questions"], [["distribution", names]])
    tables.tables["Metrics"] = [metrics]  # type: ignore[index]
    results = compute(tables)
    raked, shown_teams = weights_of(survey, invited), shown_of_each_question(survey)
    people = groups_of(survey)["", ""]
    found = {
        (row["subject"], row["answer"]): row
        for row in results.precision.of(results.group)
        .filter(table="Distributions")
        .rows(named=True)
    }
    for q, question in enumerate(survey.questions):
        weights = weights_for(survey, q, raked, shown_teams[q])
        own = [weights[p] for p in people if survey.answers[p][q] is not None]
        for answer in range(len(survey.scales[question.scale])):
            row = found.get((question.name, f"answer {answer}"))
            if len(own) < SMALLEST:
                assert row is None
                continue
            chose = [weights[p] for p in people if survey.answers[p][q] == answer]
            assert row is not None
            assert close(row["value"], sum(chose, Fraction()) / sum(own))
            assert close(row["n"], sum(own) ** 2 / sum(w * w for w in own))


@few_examples
@given(surveys(), invitations, st.integers(2, 50))
def test_multiplying_all_numbers_invited_does_not_change_figures(survey: Survey, invited, times):
    assume(any(survey.teams))
    before = compute(weighing(survey, invited))
    after = compute(weighing(survey, {t: n * times for t, n in invited.items()}))
    for name in ("QuestionScores", "ThemeScores"):
        if name in before:
            for one, other in zip(before[name]["score"], after[name]["score"], strict=True):
                assert other == (None if one is None else pytest.approx(one, abs=1e-12))


@few_examples
@given(surveys())
def test_with_equal_weights_figures_are_exactly_the_unweighted_figures(survey: Survey):
    """Everyone who was invited answered, so all weights are 1."""
    assume(any(survey.teams))
    sizes = {t: survey.teams.count(t) for t in ("A", "B") if t in survey.teams}
    plain, weighted = compute(inputs(survey)), compute(weighing(survey, sizes))
    assert weighted.weighting is not None
    assert (weighted.weighting.lowest, weighted.weighting.highest) == (1, 1)
    for name in ("QuestionScores", "ThemeScores"):
        if name in plain:
            assert weighted[name].equals(plain[name])
    assert weighted.precision.of(weighted.group).equals(plain.precision.of(plain.group))


@few_examples
@given(surveys())
def test_weighted_counts_with_weights_of_1_equal_the_counts(survey: Survey):
    computed = compute(inputs(survey))
    coded = coded_answers(survey)
    counts, _ = count_answers(coded, computed.catalogue)
    ones = replace(coded, frame=coded.frame.with_columns(pl.lit(1.0).alias(RAKED)))
    shown = counts.select("segment", "group", "question")
    sharing = Sharing(ones, ["team"], shown)
    sums = weighted_counts(counts, sharing, answer_table(computed.catalogue))
    assert sums.drop("squares").equals(counts.with_columns(pl.col("n", "answered").cast(float)))
    assert sums["squares"].equals(sums["n"].alias("squares"))
    assert shown_answers(coded, computed.catalogue).people is None, (
        "no weights are computed if there are none"
    )


def coded_answers(survey: Survey) -> CodedAnswers:
    """Return the answers of the survey as codes."""
    tables = inputs(survey)
    catalogue, _ = read_catalogue(tables.tables, tables.names)
    responses, _ = find_responses(tables, catalogue, None, Plugins().read_responses)
    assert responses is not None
    return code_responses(responses, catalogue)[0]


# Several segments


divided = st.lists(
    st.tuples(*(st.sampled_from(["0", "1", "2", None]) for _ in range(3))), min_size=30, max_size=80
)
shares = st.lists(st.lists(st.integers(10, 40), min_size=3, max_size=3), min_size=3, max_size=3)
People = Sequence[tuple[str | None, ...]]


def raked(people: People, invited: Sequence[Sequence[int]], most: float) -> pl.Series | None:
    """Rake people with three segments; None if no weights fit."""
    ways = [*zip(*people, strict=True)]
    names = [f"s{number}" for number in range(len(ways))]
    frame = pl.DataFrame(
        {n: pl.Series(way, dtype=pl.Enum("012")) for n, way in zip(names, ways, strict=True)}
    )
    assume(all(frame[name].drop_nulls().n_unique() == 3 for name in names))
    segments = {name: Segment(name, [*"012"], source_column=name) for name in names}
    margins = [WeightMargin(name, name, own) for name, own in zip(names, invited, strict=True)]
    found = rake(CodedAnswers(frame, [], segments), margins, most)
    return None if found is None else found.weights


@given(divided, shares)
def test_raked_margins_equal_those_of_the_population(people: People, invited):
    """The mean weight of all people is 1, and so is that of people without a group."""
    weights = raked(people, invited, most=1000)
    if weights is None:  # an empty cell may make raking impossible; that gives a problem
        return
    assert weights.mean() == pytest.approx(1, rel=1e-9)
    for way, numbers in enumerate(invited):
        weights_by_group: dict[str | None, list[float]] = {}
        for person, weight in zip(people, weights, strict=True):
            weights_by_group.setdefault(person[way], []).append(weight)
        without_group = weights_by_group.pop(None, [1.0])
        assert sum(without_group) == pytest.approx(len(without_group), rel=1e-9)
        everyone = sum(map(len, weights_by_group.values()))
        for group, number in zip("012", numbers, strict=True):
            assert sum(weights_by_group[group]) == pytest.approx(
                number / sum(numbers) * everyone, rel=1e-9
            )


@given(divided, shares, st.floats(1, 3))
def test_trimmed_weights_have_mean_1_and_do_not_exceed_the_largest_weight(people, invited, largest):
    weights = raked(people, invited, largest)
    if weights is not None:
        assert weights.max() <= largest
        assert weights.mean() == pytest.approx(1, rel=1e-9)
