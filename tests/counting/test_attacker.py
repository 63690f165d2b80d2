"""An attacker with linear programming, who is given everything that is shown.

He knows who works where and who answered what question, though not what they answered. Unknown
are how many of the people who are in the same groups gave each answer. None can be less than
nobody, and they must come to every figure of every group that is shown, HR's own metrics included.
For any few people whom groups tell apart he asks how many of them at least and at most gave an
answer, and how low and how high their mean can be. If those are the same he has found them out.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

import meetlat.counting.privacy.withholding
from meetlat.counting.privacy.people import Bools, Ints
from meetlat.counting.privacy.suppression import Protected
from meetlat.counting.survey import CountedSurvey
from meetlat.counting.weight_disclosure import Sharing
from meetlat.recalculation import compute, count
from meetlat.scoring.report import Report
from tests.surveys import inputs

SEEDS = int(os.environ.get("MEETLAT_SEEDS", "20"))
SMALLEST = 5
Floats = npt.NDArray[np.float64]

PINNED = 1e-6
"""Of an answer: a person; of a mean: the range of the scale."""

SCORES = np.array([10.0, 5.0, 0.0])
ONCE = np.eye(3)
ANSWERS = ["agree", "neutral", "disagree"]
QUESTIONS = ["pride", "pressure"]

OWN_METRICS = """
import polars as pl
from meetlat import Answers, Counts, hookimpl, metric

@metric(table="TopBoxes", keys=Counts.KEYS)
def top_boxes(counts: Counts):
    "Top box: the share of the most favourable answer."
    top = pl.col("n").filter(pl.col("from_top") == 1).sum()
    share = top / pl.col("n").sum()
    return counts.group_by(Counts.KEYS, maintain_order=True).agg(pl.col("n").sum(), share=share)

@metric(table="Squares", keys=Counts.KEYS)
def squares(answers: Answers):
    "The mean square over persons."
    n = [answers[q].count() for q in answers.columns]
    mean = [(answers[q] ** 2).mean() for q in answers.columns]
    return pl.DataFrame({"question": answers.columns, "n": n, "mean": mean}).filter(pl.col("n") > 0)

@hookimpl
def register_metrics(register):
    register(top_boxes)
    register(squares)
"""


@dataclass
class Organisation:
    """Who is in which group of each segment (-1: in none), and what they answered (-1: nothing)."""

    memberships: Ints
    answers: Ints
    invited: Mapping[str, int] = field(default_factory=dict)

    def tables(self, **given: str) -> dict[str, str]:
        segments = [f"s{i}" for i in range(self.memberships.shape[1])]
        header = " | ".join([*QUESTIONS, *segments])
        own = zip(self.answers.tolist(), self.memberships.tolist(), strict=True)
        rows = [
            [
                *(("" if a < 0 else ANSWERS[a]) for a in said),
                *("" if g < 0 else f"g{g}" for g in of),
            ]
            for said, of in own
        ]
        settings = {"responses": "Responses", "smallest_group": str(SMALLEST), **given}
        return self._population() | {
            "Survey": "| setting | value |\n|---|---|\n"
            + "".join(f"| {name} | {value} |\n" for name, value in settings.items()),
            "Scales": "| scale | answer | score |\n|---|---|---|\n"
            + "".join(f"| s | {a} | {s:g} |\n" for a, s in zip(ANSWERS, SCORES, strict=True)),
            "Questions": "| question | theme | scale |\n|---|---|---|\n"
            + "".join(f"| {q} | work | s |\n" for q in QUESTIONS),
            "Segments": "| segment |\n|---|\n" + "".join(f"| {s} |\n" for s in segments),
            "Metrics": "| metric | on | questions |\n|---|---|---|\n"
            f"| distribution | yes | {', '.join(QUESTIONS)} |\n"
            "| top_boxes | yes | |\n| squares | yes | |\n",
            "Responses": f"| {header} |\n|{'---|' * (header.count('|') + 1)}\n"
            + "".join(f"| {' | '.join(row)} |\n" for row in rows),
        }

    def _population(self) -> dict[str, str]:
        if not self.invited:
            return {}
        rows = [f"| {group.replace('=', ' | ')} | {n} |\n" for group, n in self.invited.items()]
        return {"Population": "| segment | group | invited |\n|---|---|---|\n" + "".join(rows)}

    def people_of(self, segment: str, group: str) -> Bools:
        """Who is in a group; everyone where it is blank."""
        if not segment:  # everyone
            return np.ones(len(self.answers), np.bool_)
        return self.memberships[:, int(segment[1:])] == int(group[1:])

    def groups(self) -> list[Bools]:
        found = [self.people_of("", "")]
        for column in self.memberships.T:
            found += [column == group for group in np.unique(column[column >= 0])]
        return found


def segments(rng: np.random.Generator, rows: int) -> Ints:
    """One to three: some within another and some across it, with blanks."""
    columns: list[Ints] = []
    for _ in range(rng.integers(1, 4)):
        if columns and rng.random() < 1 / 3:
            above = columns[rng.integers(len(columns))]
            drawn = np.where(above < 0, -1, above * 3 + rng.integers(0, 3, rows))
        else:
            groups = int(rng.integers(3, 7))
            drawn = rng.choice(groups, rows, p=rng.dirichlet(np.full(groups, 1.5)))
        columns.append(np.where(rng.random(rows) < 0.05, -1, drawn))
    return np.stack(columns, axis=1).astype(np.int64)


def of_all_minds(rng: np.random.Generator) -> Organisation:
    """Those who are in the same groups give every answer, at least one of them each."""
    kinds = segments(rng, int(rng.integers(8, 21)))
    sizes = rng.integers(3, 8, len(kinds))
    answers = [np.concatenate([[0, 1, 2], rng.integers(0, 3, size)])[:size] for size in sizes]
    said = np.concatenate(answers)
    both = np.stack([said, (said + 1) % 3], axis=1)
    place = np.concatenate([np.arange(size) for size in sizes])
    gone = (place[:, None] >= 3) & (rng.random(both.shape) < 0.3)
    gone |= (rng.random((len(kinds), len(QUESTIONS))) < 0.15).repeat(sizes, axis=0)
    return Organisation(kinds.repeat(sizes, axis=0), np.where(gone, -1, both))


ALL_SORTS = np.array([[0, 2], [1, 0], [2, 1]])
"""What three people answer to the two questions, so that each answer is given."""


def of_one_mind_often(rng: np.random.Generator) -> Organisation:
    """Of some groups nearly everyone gives the same answer; somebody each, or nobody the others."""
    people = int(rng.integers(40, 110))
    memberships = segments(rng, people)
    while any(len(np.unique(column)) > people / 3 for column in memberships.T):
        memberships = segments(rng, people)  # names of people, rather than of groups
    of_one = [memberships[:, :1], memberships][rng.integers(2)]  # a group, or where some meet
    _, kind = np.unique(of_one, axis=0, return_inverse=True)
    moods = rng.dirichlet(np.full(len(ANSWERS), 1.0), size=kind.max() + 1)[kind.reshape(-1)]
    drawn = [[rng.choice(len(ANSWERS), p=mood) for mood in moods] for _ in QUESTIONS]
    answers = np.stack(drawn, axis=1)
    answers = np.where(rng.random(answers.shape) < 0.15, -1, answers)
    drawn_so = Organisation(memberships, answers)
    for members in drawn_so.groups() if rng.random() < 0.5 else ():
        answers[np.nonzero(members)[0][:3]] = ALL_SORTS[: members.sum()]
    return drawn_so


@dataclass
class Attacker:
    """Everything shown, as equations about how many gave each answer."""

    of: Organisation
    weights: Callable[[str, int], Floats]  # of each person, in a segment's figures of a question
    weighted: bool = False
    kinds: list[tuple[Ints, Ints, int]] = field(init=False)

    def __post_init__(self) -> None:
        """For each question: the kind each person is of (-1: did not answer), and their numbers."""
        self.kinds, first = [], 0
        _, alike = np.unique(self.of.memberships, axis=0, return_inverse=True)
        for said in self.of.answers.T:
            kind = np.full(len(said), -1)
            names, own = np.unique(alike.reshape(-1)[said >= 0], return_inverse=True)
            kind[said >= 0] = own
            self.kinds.append((kind, np.bincount(own, minlength=len(names)), first))
            first += len(names) * len(ANSWERS)
        self.unknowns = first
        self.nobody = np.zeros(first, np.bool_)  # by a figure that is shown
        self.rows: list[Floats] = []
        self.values: list[float] = []
        for _, sizes, first in self.kinds:
            for number, size in enumerate(sizes):
                row = np.zeros(self.unknowns)
                start = first + number * len(ANSWERS)
                row[start : start + len(ANSWERS)] = 1
                self.told(row, size)
        self.truth = np.zeros(self.unknowns)
        for (kind, _, first), said in zip(self.kinds, self.of.answers.T, strict=True):
            np.add.at(self.truth, (first + kind * len(ANSWERS) + said)[said >= 0], 1)

    def told(self, row: Floats, value: float) -> None:
        self.rows.append(row)
        self.values.append(value)

    def sum_of(
        self, question: int, people: Bools, times: Floats, weights: Floats | None = None
    ) -> Floats:
        """The row of a sum over some people, each answer so many times; each for their weight."""
        kind, _, first = self.kinds[question]
        row = np.zeros(self.unknowns)
        numbers, persons = np.unique(np.where(people, kind, -1), return_index=True)
        for number, person in zip(numbers.tolist(), persons.tolist(), strict=True):
            if number >= 0:  # who are in the same groups weigh the same
                start = first + number * len(ANSWERS)
                weight = 1 if weights is None else weights[person]
                row[start : start + len(ANSWERS)] = weight * times
        return row

    def number_of(self, question: int, people: Bools) -> int:
        return int((people & (self.of.answers[:, question] >= 0)).sum())

    def mean_of(self, question: int, group: tuple[str, str], times: Floats) -> Floats:
        """The row of a mean over the people of a group who answered, each for their weight."""
        people, weights = self.of.people_of(*group), self.weights(group[0], question)
        base = weights[people & (self.of.answers[:, question] >= 0)].sum()
        return self.sum_of(question, people, times, weights) / base

    def is_given(self, report: Report) -> None:
        """Every figure of every group."""
        number = {q: place for place, q in enumerate(QUESTIONS)}
        tables = report.all_groups
        for row in tables["Distributions"].iter_rows(named=True):
            group, q = (row["segment"], row["group"]), number[row["question"]]
            people, times = self.of.people_of(*group), ONCE[ANSWERS.index(row["answer"])]
            self.nobody |= (self.sum_of(q, people, times) > 0) & (row["share"] == 0)
            self.told(self.mean_of(q, group, times), row["share"])
            if not self.weighted:
                self.told(self.sum_of(q, people, times), row["n"])
        means = {"QuestionScores": ("score", SCORES), "TopBoxes": ("share", ONCE[0])}
        if not self.weighted:  # it does not weigh, and both together would tell more
            means["Squares"] = ("mean", SCORES**2)
        for table, (column, times) in means.items():
            if table not in tables:  # nothing of anybody may be shown
                continue
            for row in tables[table].iter_rows(named=True):
                group, q = (row["segment"], row["group"]), number[row["question"]]
                assert self.number_of(q, self.of.people_of(*group)) == row["n"] >= SMALLEST
                self.told(self.mean_of(q, group, times), row[column])
        scored = tables["QuestionScores"].group_by("segment", "group").len()
        scored = {(s, g): n for s, g, n in scored.iter_rows()}
        for row in tables["ThemeScores"].iter_rows(named=True):
            group = row["segment"], row["group"]
            assert row["questions"] == scored[group], "of those shown"
            if row["questions"] == len(QUESTIONS):
                parts = [self.mean_of(q, group, SCORES) for q in number.values()]
                self.told(np.mean(parts, axis=0), row["score"])
        heat = report["SegmentScores"].drop_nulls("Work").select("segment", "group", "Work")
        told = tables["ThemeScores"].select("segment", pl.col("group").replace("", "-"), "score")
        assert heat.rows() == told.rows(), "the heat map tells no more"

    def few(self) -> Iterator[tuple[int, Bools]]:
        """A question, and people of whom too few answered it: a group, or what two tell apart."""
        groups = self.of.groups()
        apart = [(a & b, a & ~b, b & ~a) for a, b in combinations(groups, 2)]
        yield from self.few_of([*groups, *chain(*apart)])

    def few_of(self, sets: Sequence[Bools]) -> Iterator[tuple[int, Bools]]:
        """A question, and those of some people who answered it, where they are too few."""
        for question, said in enumerate(self.of.answers.T):
            who = {(people & (said >= 0)).tobytes(): people & (said >= 0) for people in sets}
            yield from ((question, own) for own in who.values() if 0 < own.sum() < SMALLEST)

    def targets(self, question: int, people: Bools) -> list[Floats]:
        """How many gave each answer, and their mean as a part of the scale."""
        mean = (SCORES - SCORES.min()) / np.ptp(SCORES) / people.sum()
        return [self.sum_of(question, people, times) for times in (*ONCE, mean)]

    def widths(
        self, few: Iterable[tuple[int, Bools]], wide: float = 0.01, least: float | Floats = 0
    ) -> Iterator[Floats]:
        """What lies between the least and the most of each target: of the answers, and the mean.

        Looked for no further than `wide`; by who thinks that no answer was given by fewer people
        than `least` (one number for all, or one each).
        """
        table, values = csr_array(np.array(self.rows)), np.array(self.values)
        assert np.abs(table @ self.truth - values).max() < 1e-6, "what is shown is true"
        known = [self.truth]  # answers that come to all that is shown
        bounds = [(fewest, None) for fewest in np.broadcast_to(least, self.unknowns)]

        def most(row: Floats) -> float:
            found = linprog(-row, A_eq=table, b_eq=values, bounds=bounds, method="highs")
            assert found.status == 0, found.message
            known.append(found.x)
            return float(-found.fun)

        def width(row: Floats) -> float:
            apart = max(own @ row for own in known) - min(own @ row for own in known)
            return apart if apart >= wide else most(row) + most(-row)

        rng = np.random.default_rng(0)
        for row in rng.normal(size=(5, self.unknowns)):  # most is known to differ from these on
            most(row), most(-row)
        for own in few:
            yield np.array([width(row) for row in self.targets(*own)])

    def is_sum_of_shown(self, few: Iterable[tuple[int, Bools]]) -> list[bool]:
        """Whether the answers of some can be added up from what is shown, whatever they are."""
        _, sizes, across = np.linalg.svd(np.array(self.rows), full_matrices=False)
        space = across[sizes > 1e-9]
        rows = [row for own in few for row in self.targets(*own)]
        return [bool(np.abs(row - (row @ space.T) @ space).max() < 1e-7) for row in rows]


def attacker_of(drawn: Organisation, folder: Path, **settings: str) -> Attacker:
    """Who is given what the organisation's report shows, with metrics of its own."""
    (folder / "plugins").mkdir(exist_ok=True)
    (folder / "plugins" / "own.py").write_text(OWN_METRICS, encoding="utf-8", newline="\n")
    survey = count(inputs(folder, **drawn.tables(**settings)))
    report = survey.report("")
    assert survey.counted is not None and not report.errors
    weights = weights_of(survey.counted, len(drawn.answers))
    attacker = Attacker(drawn, weights, weighted=report.weighting is not None)
    attacker.is_given(report)
    return attacker


def weights_of(survey: CountedSurvey, people: int) -> Callable[[str, int], Floats]:
    """What everyone weighs: he has the numbers invited, and reckons as Meetlat does."""
    given, weighting = survey.answers, survey.weighting
    coded = given.respondents.coded
    if weighting is None:
        return lambda segment, question: np.ones(people)
    shown = given.counts.select("segment", "group", "question")
    sharing = Sharing(coded, weighting.segments, shown)

    @cache
    def weights(segment: str, question: int) -> Floats:
        item = coded.items[question]
        answered = coded.frame.select(item.answered).to_series().to_numpy()
        return sharing.weights(segment, item.question, answered)

    return weights


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    """What came out of all seeds, printed at the end."""
    counted: Counter[str] = Counter()
    yield counted
    print("", *(f"{number:>7} {what}" for what, number in sorted(counted.items())), sep="\n")


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nobody_is_found_out(seed, tmp_path):
    attacker = attacker_of(of_all_minds(np.random.default_rng(seed)), tmp_path)
    assert not any((widths < PINNED).any() for widths in attacker.widths(attacker.few()))


@pytest.mark.parametrize("seed", range(SEEDS // 4))
def test_the_mean_of_a_few_hardly_ever_follows_where_unanimity_is_withheld(seed, tmp_path, tally):
    """It may, where several answers that nobody gave come together; see `docs/privacy.md`."""
    drawn = of_one_mind_often(np.random.default_rng(seed))
    pinned = found_out(attacker_of(drawn, tmp_path, withhold_unanimous="yes"))
    tally["yes: sets of a few"] += len(pinned)
    tally["yes: of which an answer's count"] += pinned[:, :-1].any(axis=1).sum()
    tally["yes: of which the mean"] += pinned[:, -1].sum()
    assert pinned[:, -1].sum() <= 1


@pytest.mark.parametrize("seed", range(SEEDS // 4))
def test_else_he_learns_from_nobody_and_never_from_a_sum(seed, tmp_path, tally):
    """He would know none of it, were he to think that nobody might be a hundredth less than that.

    So it rests on answers that nobody (or everybody, who gave no other) of some people gave; and
    of those nothing is shown where they are few.
    """
    drawn = of_one_mind_often(np.random.default_rng(seed))
    attacker = attacker_of(drawn, tmp_path)
    assert not any(attacker.is_sum_of_shown(attacker.few()))
    told = found_out(attacker)
    of_several = found_out(attacker, least=np.where(attacker.nobody, -0.01, 0))
    tally["no: sets of a few"] += len(told)
    tally["no: of which an answer's count"] += told[:, :-1].any(axis=1).sum()
    tally["no: of which the mean"] += told[:, -1].sum()
    tally["no: of which neither follows from figures of nobody that are shown"] += of_several.any(
        axis=1
    ).sum()
    assert not found_out(attacker, least=-0.01).any()


def found_out(attacker: Attacker, least: float | Floats = 0) -> Bools:
    """Of any few people: which answers' counts, and last whether the mean, he knows for sure."""
    widths = [*attacker.widths(attacker.few(), wide=1e-3, least=least)]
    return np.array(widths).reshape(-1, len(ANSWERS) + 1) < PINNED


def test_what_follows_though_no_figure_is_of_nobody(tmp_path):
    """Two of team A disagreed, and one of the young. So the one of A who is old did.

    Twelve people in A (one of them is old), fourteen in B (seven are), who gave all answers.
    """
    people = [(8, 0, 0, 0), (2, 0, 0, 1), (1, 0, 0, 2), (1, 0, 1, 2)]
    people += [(5, 1, 0, 0), (2, 1, 0, 1), (1, 1, 1, 0), (2, 1, 1, 1), (4, 1, 1, 2)]
    times, *columns = np.array(people).T
    team, age, said = (column.repeat(times) for column in columns)
    drawn = Organisation(np.stack([team, age], axis=1), np.stack([said, said], axis=1))
    old_of_a = (team == 0) & (age == 1)
    pinned = {}
    for setting in ("no", "yes"):
        attacker = attacker_of(drawn, tmp_path, withhold_unanimous=setting)
        (widths,) = attacker.widths([(0, old_of_a)])
        pinned[setting] = (widths < PINNED).tolist()
    assert pinned == {"no": [True] * 4, "yes": [False] * 4}


def test_much_is_shown_all_the_same(tmp_path):
    """Of groups of twenty that are of one mind often; three answers are few."""
    shown: Counter[str] = Counter()
    for seed in range(5):
        drawn = of_one_mind_often(np.random.default_rng(seed))
        for setting in ("no", "yes"):
            (tmp_path / "plugins").mkdir(exist_ok=True)
            report = compute(inputs(tmp_path, **drawn.tables(withhold_unanimous=setting)))
            shown[setting] += report.all_groups["QuestionScores"].drop_nulls("score").height
    assert shown["no"] > shown["yes"] > shown["no"] * 0.8


def only_the_few(cells, amounts, answered, rule) -> Protected:
    """What `protect` would be if nothing were withheld to protect others."""
    groups = cells.sizes >= rule.smallest
    shown = [groups & (own[:, 0] >= rule.smallest) for own in amounts]
    return Protected(groups, np.stack(shown, axis=1))


def test_without_protection_most_are(tmp_path, monkeypatch):
    monkeypatch.setattr(meetlat.counting.privacy.withholding, "protect", only_the_few)
    attacked = by_sums = 0
    for seed in range(10):
        attacker = attacker_of(of_all_minds(np.random.default_rng(seed)), tmp_path)
        few = list(attacker.few())
        attacked += bool(few)
        by_sums += any((widths < PINNED).any() for widths in attacker.widths(few))
    assert attacked > 5
    assert by_sums > attacked * 2 / 3


def test_without_protection_sums_do_tell_of_them(tmp_path, monkeypatch):
    """Then he finds out some of them without any figure of nobody."""
    monkeypatch.setattr(meetlat.counting.privacy.withholding, "protect", only_the_few)
    by_sums = 0
    for seed in (0, 2, 3, 6):
        attacker = attacker_of(of_one_mind_often(np.random.default_rng(seed)), tmp_path)
        told = any(attacker.is_sum_of_shown(attacker.few()))
        assert told == found_out(attacker, least=-0.01).any()
        by_sums += told
    assert by_sums >= 2


def invitations(rng: np.random.Generator, drawn: Organisation) -> dict[str, int]:
    """How many were invited of each group: all who answered and up to twice as many more."""
    sizes = [
        (f"s{segment}=g{group}", int((column == group).sum()))
        for segment, column in enumerate(drawn.memberships.T)
        for group in np.unique(column[column >= 0])
    ]
    return {group: size + int(rng.integers(0, 2 * size + 3)) for group, size in sizes}


def weighted_and_not(seed: int, folder: Path) -> tuple[Attacker, Attacker]:
    """Two attackers: one has the weighted report of an organisation, and one the unweighted."""
    rng = np.random.default_rng(seed)
    drawn = (of_all_minds, of_one_mind_often)[seed % 2](rng)
    found = (drawn.answers >= 0).any(axis=1) | (drawn.memberships >= 0).any(axis=1)
    plain = Organisation(drawn.memberships[found], drawn.answers[found])
    asked = replace(plain, invited=invitations(rng, plain))
    weights = ("s0", "yes")[seed // 2 % 2]
    return attacker_of(asked, folder, weights=weights), attacker_of(asked, folder)


def tells_more(weighted: Attacker, plain: Attacker) -> bool:
    """Whether a weighted figure is no sum of unweighted ones, each so many times."""
    _, sizes, across = np.linalg.svd(np.array(plain.rows), full_matrices=False)
    space, rows = across[sizes > 1e-9], np.array(weighted.rows)
    return bool(np.abs(rows - (rows @ space.T) @ space).max() > 1e-7)


@pytest.mark.parametrize("seed", range(SEEDS // 4))
def test_weighted_figures_tell_nothing_that_unweighted_ones_do_not(seed, tmp_path, tally):
    """Not to any attacker either, such as one who reckons that people are whole."""
    weighted, plain = weighted_and_not(seed, tmp_path)
    tally["weighted: organisations"] += 1
    tally["weighted: in which weights differ"] += np.ptp(weighted.weights("", 0)) > 0
    assert not tells_more(weighted, plain)


def test_weights_by_raking_alone_would_tell_more(tmp_path, monkeypatch):
    monkeypatch.setattr(Sharing, "weights", lambda self, *_: self._raked[self._kinds])
    assert sum(tells_more(*weighted_and_not(seed, tmp_path)) for seed in range(6)) > 3
