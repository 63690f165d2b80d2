"""Weighted figures equal those of plain Python, and weights have the right properties."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from meetlat.counting.segment_weights import rake
from meetlat.reading.responses.coding import CodedAnswers, Segment
from meetlat.reading.responses.rows import Rows
from meetlat.reading.weight_margins import WeightMargin
from meetlat.scoring.report import Report
from meetlat.scoring.rounding import stored
from tests.examples import few_examples
from tests.surveys import survey

SCORES: Mapping[str, int | None] = {"good": 10, "fair": 5, "poor": 0, "unknown": None}
ANSWERS = [*SCORES]
QUESTIONS = ("q1", "q2")
Person = Mapping[str, str]


@dataclass
class Drawn:
    """A random survey: a team may have fewer or more than 100 people, and all have 40.

    Attributes:
        people: the team and the answers of each respondent; blank for no answer.
        invited: the number of people invited to each team.
    """

    people: Sequence[Person]
    invited: Mapping[str, int]

    def weights(self) -> list[Fraction]:
        """Return the weight of each person; one segment needs no raking."""
        sizes = {team: sum(p["team"] == team for p in self.people) for team in self.invited}
        total, asked = len(self.people), sum(self.invited.values())
        return [
            Fraction(self.invited[p["team"]] * total, asked * sizes[p["team"]]) for p in self.people
        ]

    def report(self, weights: str = "team") -> Report:
        """Recalculate the survey."""
        header = f"| team | {' | '.join(QUESTIONS)} |\n|---|{'---|' * len(QUESTIONS)}\n"
        rows = "".join(f"| {' | '.join(person.values())} |\n" for person in self.people)
        scale = "".join(f"| s | {a} | {'' if s is None else s} |\n" for a, s in SCORES.items())
        return survey(
            Survey="| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
            f"| smallest_group | 5 |\n| weights | {weights} |\n| largest_weight | 1000 |\n",
            Questions="| question | theme | scale |\n|---|---|---|\n"
            + "".join(f"| {q} | work | s |\n" for q in QUESTIONS),
            Scales=f"| scale | answer | score |\n|---|---|---|\n{scale}",
            Segments="| segment |\n|---|\n| team |\n",
            Population="| segment | group | invited |\n|---|---|---|\n"
            + "".join(f"| team | {team} | {n} |\n" for team, n in self.invited.items()),
            Responses=header + rows,
            Metrics="| metric | questions |\n|---|---|\n| distribution | q1, q2 |\n",
        )


@st.composite
def surveys(draw: st.DrawFn) -> Drawn:
    sizes = [draw(st.integers(40, 160)) for _ in range(draw(st.integers(2, 3)))]
    rng = random.Random(draw(st.integers(0, 10**6)))  # noqa: S311
    silent = draw(st.sampled_from([0.05, 0.3]))
    people = [
        {
            "team": f"t{team}",
            **{q: "" if rng.random() < silent else rng.choice(ANSWERS) for q in QUESTIONS},
        }
        for team, size in enumerate(sizes)
        for _ in range(size)
    ]
    rng.shuffle(people)
    return Drawn(people, {f"t{team}": draw(st.integers(50, 900)) for team in range(len(sizes))})


def effective_size(weights: list[Fraction]) -> Fraction:
    """How many people with equal weights would be as certain."""
    return sum(weights, Fraction()) ** 2 / sum((w**2 for w in weights), Fraction())


def share(drawn: Drawn, q: str, group: str, answer: str) -> tuple[Fraction, bool]:
    """Return the share of an answer, and whether it is weighted."""
    both = zip(drawn.people, drawn.weights(), strict=True)
    own = [(p[q], w) for p, w in both if p[q] and group in ("", p["team"])]
    scored = [w for said, w in own if SCORES[said] is not None]
    effective = min(effective_size([w for _, w in own]), effective_size(scored))
    weighted = all(
        size >= 100 or (not group and 2 * size >= len(drawn.people))
        for size in (len(own), 2 * effective)
    )
    each = [(said, w if weighted else Fraction(1)) for said, w in own]
    total = sum((w for _, w in each), Fraction())
    return sum((w for said, w in each if said == answer), Fraction()) / total, weighted


def is_rounded(drawn: Drawn, group: str) -> bool:
    """Whether any figure of a group is weighted."""
    return any(share(drawn, q, group, "good")[1] for q in QUESTIONS)


def expected(value: Fraction, number_format: str, *, weighted: bool) -> float:
    return stored(float(value), number_format) if weighted else float(value)


@few_examples
@given(surveys())
def test_shares_and_scores_of_every_group_equal_those_of_plain_python(drawn: Drawn):
    results = drawn.report()
    assert not results.errors, [str(p) for p in results.errors]
    for group in ("", *drawn.invited):
        rounded = is_rounded(drawn, group)
        segment = "team" if group else ""
        for q in QUESTIONS:
            rows = results.all_groups["Distributions"].filter(
                segment=segment, group=group, question=q
            )
            shares = {answer: share(drawn, q, group, answer)[0] for answer in ANSWERS}
            found = dict(rows.select("answer", "share").iter_rows())
            for answer, value in shares.items():
                assert found[answer] == pytest.approx(expected(value, "0%", weighted=rounded))
            scored = {a: shares[a] * s for a, s in SCORES.items() if s is not None}
            mean = sum(scored.values(), Fraction()) / sum(shares[a] for a in scored)
            (score,) = results.all_groups["QuestionScores"].filter(
                segment=segment, group=group, question=q
            )["score"]
            assert score == pytest.approx(expected(mean, "0.0", weighted=rounded))


@few_examples
@given(surveys())
def test_the_number_of_people_beside_a_share_is_no_more_precise_than_the_share(drawn: Drawn):
    """Beside a weighted share the true number would reveal who gave the answer."""
    results = drawn.report()
    for group in ("", *drawn.invited):
        rows = results.all_groups["Distributions"].filter(group=group)
        for q in QUESTIONS:
            said = [p[q] for p in drawn.people if p[q] and group in ("", p["team"])]
            for answer, n in rows.filter(question=q).select("answer", "n").iter_rows():
                value, weighted = share(drawn, q, group, answer)
                if weighted:
                    assert abs(n - stored(float(value), "0%") * len(said)) <= 1 + 0.02 * len(said)
                else:
                    assert n == said.count(answer)


@few_examples
@given(surveys(), st.integers(2, 50))
def test_multiplying_all_numbers_invited_does_not_change_figures(drawn: Drawn, times):
    before = drawn.report()
    after = Drawn(drawn.people, {t: n * times for t, n in drawn.invited.items()}).report()
    for name in ("QuestionScores", "ThemeScores"):
        assert after[name]["score"].to_list() == pytest.approx(
            before[name]["score"].to_list(), abs=0.1
        )


@few_examples
@given(surveys())
def test_with_equal_weights_unrounded_figures_are_exactly_the_unweighted_figures(drawn: Drawn):
    """Everyone who was invited answered, so all weights are 1."""
    sizes = {team: sum(p["team"] == team for p in drawn.people) for team in drawn.invited}
    everyone = Drawn(drawn.people, sizes)
    plain, weighted = everyone.report("no"), everyone.report()
    assert weighted.weighting is not None
    assert (weighted.weighting.lowest, weighted.weighting.highest) == (1, 1)
    assert weighted.precision.of(weighted.group).equals(plain.precision.of(plain.group))
    assert weighted["Distributions"]["n"].sum() == pytest.approx(
        plain["Distributions"]["n"].sum(), abs=0.05 * len(drawn.people)
    )


# Several segments


divided = st.lists(
    st.tuples(*(st.sampled_from(["0", "1", "2", None]) for _ in range(3))), min_size=30, max_size=80
)
shares = st.lists(st.lists(st.integers(10, 40), min_size=3, max_size=3), min_size=3, max_size=3)
People = Sequence[tuple[str | None, ...]]
NAMES = ("s0", "s1", "s2")
# A third of the profile for tests that rake twice, or solve linear programs.
some_examples = settings(max_examples=settings().max_examples // 3)


def raked(
    people: People, invited: Sequence[Sequence[int]], most: float, withheld: Sequence[str] = ()
) -> list[float] | None:
    """Rake people with three segments; None if no weights fit."""
    ways = zip(NAMES, zip(*people, strict=True), strict=True)
    frame = pl.DataFrame({name: pl.Series(way, dtype=pl.Enum("012")) for name, way in ways})
    assume(all(frame[name].drop_nulls().n_unique() == 3 for name in NAMES))
    reported = {group: group for group in "012"}
    segments = {name: Segment(name, [*"012"], name, reported) for name in NAMES}
    margins = [
        WeightMargin(name, name, [*"012"], own) for name, own in zip(NAMES, invited, strict=True)
    ]
    hidden = dict.fromkeys(NAMES, withheld)
    found = rake(CodedAnswers(Rows(frame), [], segments), margins, most, hidden)
    return None if found is None else found.weights.to_list()


def missed(
    people: People, weights: Sequence[float], invited: Sequence[Sequence[int]]
) -> list[list[float]]:
    """Return for each segment and group how far its share is off, as a part of the share."""
    found = []
    for way, numbers in enumerate(invited):
        sums = [
            sum(w for p, w in zip(people, weights, strict=True) if p[way] == group)
            for group in "012"
        ]
        known = sum(p[way] is not None for p in people)
        wanted = [number / sum(numbers) * known for number in numbers]
        found.append([total / want - 1 for total, want in zip(sums, wanted, strict=True)])
    return found


@given(divided, shares)
def test_raked_margins_equal_those_of_the_population(people: People, invited):
    """The mean weight of all people is 1, and so is that of people without a group."""
    weights = raked(people, invited, most=1000)
    if weights is None:  # an empty cell may make raking impossible; that gives a problem
        return
    assert min(weights) > 0
    assert np.mean(weights) == pytest.approx(1, rel=1e-9)
    assert np.abs(missed(people, weights, invited)).max() < 1e-9
    for way in range(3):
        without = [w for p, w in zip(people, weights, strict=True) if p[way] is None]
        assert sum(without) == pytest.approx(len(without), rel=1e-9)


def smallest_cap(people: People, invited: Sequence[Sequence[int]], least: float = 0) -> float:
    """Return the smallest cap under which all margins can hold with no weight below `least`."""
    kinds = sorted(set(people), key=str)
    sizes = np.array([people.count(kind) for kind in kinds], float)
    rows, wanted = [], []
    for way, numbers in enumerate(invited):
        known = sum(p[way] is not None for p in people)
        targets = [n / sum(numbers) * known for n in numbers] + [len(people) - known]
        for group, target in zip([*"012", None], targets, strict=True):
            rows.append([*(sizes * [kind[way] == group for kind in kinds]), 0])
            wanted.append(target)
    from scipy.optimize import linprog  # half a second, which every worker would wait

    found = linprog(
        [*np.zeros(len(kinds)), 1],
        A_ub=np.c_[np.eye(len(kinds)), -np.ones(len(kinds))],
        b_ub=np.zeros(len(kinds)),
        A_eq=np.array(rows),
        b_eq=wanted,
        bounds=[(least, None)] * len(kinds) + [(0, None)],
    )
    return float(found.fun) if found.status == 0 else np.inf


@some_examples
@given(divided, shares, st.floats(1, 3))
def test_every_margin_holds_under_the_cap_if_any_weights_make_it_hold(people, invited, largest):
    """Found by linear programming; just above the smallest cap raking may give up too soon."""
    weights = raked(people, invited, largest)
    if weights is None:
        return
    assert min(weights) > 0
    assert max(weights) <= largest
    assert np.mean(weights) == pytest.approx(1, rel=1e-9)
    off = np.abs(missed(people, weights, invited)).max()
    if smallest_cap(people, invited, least=0.05) < 0.97 * largest:
        assert off < 1e-9
    if smallest_cap(people, invited) > 1.001 * largest:
        assert off > 1e-6, "no weights can"


@some_examples
@given(divided, shares)
def test_people_of_withheld_groups_weigh_the_same_whatever_their_group(people, invited):
    """Groups 1 and 2 of each segment are withheld: swapping their people changes no weight."""
    hidden = ["1", "2"]
    swap = {"0": "0", "1": "2", "2": "1", None: None}
    weights = raked(people, invited, 3, hidden)
    other = raked([tuple(swap[g] for g in p) for p in people], invited, 3, hidden)
    if weights is None:
        assert other is None
    else:
        assert other == pytest.approx(weights, rel=1e-9)


@some_examples
@given(divided, shares)
def test_people_of_a_withheld_group_weigh_the_same_as_people_in_no_group(people, invited):
    """Swapping the people of group 1, which is withheld, and of no group changes no weight."""
    assume(all(any(p[way] is None for p in people) for way in range(3)))
    swap = {"0": "0", "1": None, "2": "2", None: "1"}
    weights = raked(people, invited, 3, ["1", "2"])
    other = raked([tuple(swap[g] for g in p) for p in people], invited, 3, ["1", "2"])
    if weights is None:
        assert other is None
    else:
        assert other == pytest.approx(weights, rel=1e-9)
