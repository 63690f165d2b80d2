"""An attacker with linear programming, who knows everything that is shown.

The attacker knows who is in which group and who answered which question, but not the answers.
Unknown is how many of the people in the same groups gave each answer. These numbers are at least 0
and must agree with every figure of every group that is shown, also those of metrics in plugins. For
every small set of people that groups can distinguish, the attacker computes the lowest and highest
possible count of each answer and mean. If these are equal, the answers are disclosed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
from meetlat.recalculation import compute, count
from meetlat.scoring.report import Report
from tests.surveys import inputs

SEEDS = int(os.environ.get("MEETLAT_SEEDS", "20"))
SMALLEST = 5
Floats = npt.NDArray[np.float64]

# Width below which a figure is known: in persons for a count, in parts of the scale for a mean.
PINNED = 1e-6

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
    """The group of each person in each segment (-1: none), and their answers (-1: blank)."""

    memberships: Ints
    answers: Ints
    invited: Mapping[str, int] = field(default_factory=dict)

    def tables(self, **more: str) -> dict[str, str]:
        segments = [f"s{i}" for i in range(self.memberships.shape[1])]
        header = " | ".join([*QUESTIONS, *segments])
        people = zip(self.answers.tolist(), self.memberships.tolist(), strict=True)
        rows = [
            [
                *(("" if a < 0 else ANSWERS[a]) for a in answers),
                *("" if g < 0 else f"g{g}" for g in groups),
            ]
            for answers, groups in people
        ]
        settings = {"responses": "Responses", "smallest_group": str(SMALLEST), **more}
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
        """Return who is in a group; everyone if it is blank."""
        if not segment:
            return np.ones(len(self.answers), np.bool_)
        return self.memberships[:, int(segment[1:])] == int(group[1:])

    def groups(self) -> list[Bools]:
        found = [self.people_of("", "")]
        for column in self.memberships.T:
            found += [column == group for group in np.unique(column[column >= 0])]
        return found


def segments(rng: np.random.Generator, rows: int) -> Ints:
    """Draw one to three segments: some within another, some across it, with blanks."""
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


def mixed_answers(rng: np.random.Generator) -> Organisation:
    """Draw an organisation in which people in the same groups together give every answer."""
    kinds = segments(rng, int(rng.integers(8, 21)))
    sizes = rng.integers(3, 8, len(kinds))
    answers = [np.concatenate([[0, 1, 2], rng.integers(0, 3, size)])[:size] for size in sizes]
    first = np.concatenate(answers)
    both = np.stack([first, (first + 1) % 3], axis=1)
    place = np.concatenate([np.arange(size) for size in sizes])
    blank = (place[:, None] >= 3) & (rng.random(both.shape) < 0.3)
    blank |= (rng.random((len(kinds), len(QUESTIONS))) < 0.15).repeat(sizes, axis=0)
    return Organisation(kinds.repeat(sizes, axis=0), np.where(blank, -1, both))


# Answers of three people to the two questions that include every answer.
ALL_SORTS = np.array([[0, 2], [1, 0], [2, 1]])


def similar_answers(rng: np.random.Generator) -> Organisation:
    """Draw an organisation with groups in which nearly everyone gives the same answer.

    In half of the draws every group has at least one person with each answer, in half it may not.
    """
    people = int(rng.integers(40, 110))
    memberships = segments(rng, people)
    while any(len(np.unique(column)) > people / 3 for column in memberships.T):
        memberships = segments(rng, people)  # else a segment has nearly one person per group
    # People of a group, or people in the same groups of all segments, have the same chances.
    alike = [memberships[:, :1], memberships][rng.integers(2)]
    _, kind = np.unique(alike, axis=0, return_inverse=True)
    chances = rng.dirichlet(np.full(len(ANSWERS), 1.0), size=kind.max() + 1)[kind.reshape(-1)]
    drawn = [[rng.choice(len(ANSWERS), p=own) for own in chances] for _ in QUESTIONS]
    answers = np.stack(drawn, axis=1)
    answers = np.where(rng.random(answers.shape) < 0.15, -1, answers)
    organisation = Organisation(memberships, answers)
    for members in organisation.groups() if rng.random() < 0.5 else ():
        answers[np.nonzero(members)[0][:3]] = ALL_SORTS[: members.sum()]
    return organisation


@dataclass
class Attacker:
    """All shown figures, as equations about the number of people with each answer."""

    organisation: Organisation
    kinds: list[tuple[Ints, Ints, int]] = field(init=False)

    def __post_init__(self) -> None:
        """For each question: the kind of each person (-1: blank) and how many there are of each."""
        self.kinds, first = [], 0
        _, alike = np.unique(self.organisation.memberships, axis=0, return_inverse=True)
        for answers in self.organisation.answers.T:
            kind = np.full(len(answers), -1)
            names, own = np.unique(alike.reshape(-1)[answers >= 0], return_inverse=True)
            kind[answers >= 0] = own
            self.kinds.append((kind, np.bincount(own, minlength=len(names)), first))
            first += len(names) * len(ANSWERS)
        self.unknowns = first
        self.zero = np.zeros(first, np.bool_)  # unknowns that a shown figure says are zero
        self.rows: list[Floats] = []
        self.values: list[float] = []
        for _, sizes, first in self.kinds:
            for number, size in enumerate(sizes):
                row = np.zeros(self.unknowns)
                start = first + number * len(ANSWERS)
                row[start : start + len(ANSWERS)] = 1
                self.add_equation(row, size)
        self.truth = np.zeros(self.unknowns)
        for (kind, _, first), answers in zip(self.kinds, self.organisation.answers.T, strict=True):
            np.add.at(self.truth, (first + kind * len(ANSWERS) + answers)[answers >= 0], 1)

    def add_equation(self, row: Floats, value: float) -> None:
        self.rows.append(row)
        self.values.append(value)

    def sum_of(self, question: int, people: Bools, times: Floats) -> Floats:
        """Return the row of a sum over people; `times` is the value of each answer."""
        kind, _, first = self.kinds[question]
        row = np.zeros(self.unknowns)
        for number in np.unique(kind[people & (kind >= 0)]).tolist():
            start = first + number * len(ANSWERS)
            row[start : start + len(ANSWERS)] = times
        return row

    def number_of(self, question: int, people: Bools) -> int:
        return int((people & (self.organisation.answers[:, question] >= 0)).sum())

    def mean_of(self, question: int, group: tuple[str, str], times: Floats) -> Floats:
        """Return the row of a mean over the people of a group who answered."""
        people = self.organisation.people_of(*group)
        return self.sum_of(question, people, times) / self.number_of(question, people)

    def add_report(self, report: Report) -> None:
        """Add every figure of every group as an equation."""
        number = {q: place for place, q in enumerate(QUESTIONS)}
        tables = report.all_groups
        for row in tables["Distributions"].iter_rows(named=True):
            group, q = (row["segment"], row["group"]), number[row["question"]]
            people, times = self.organisation.people_of(*group), ONCE[ANSWERS.index(row["answer"])]
            self.zero |= (self.sum_of(q, people, times) > 0) & (row["share"] == 0)
            self.add_equation(self.mean_of(q, group, times), row["share"])
            self.add_equation(self.sum_of(q, people, times), row["n"])
        means = {
            "QuestionScores": ("score", SCORES),
            "TopBoxes": ("share", ONCE[0]),
            "Squares": ("mean", SCORES**2),
        }
        for table, (column, times) in means.items():
            if table not in tables:  # nothing is shown
                continue
            for row in tables[table].iter_rows(named=True):
                group, q = (row["segment"], row["group"]), number[row["question"]]
                assert (
                    self.number_of(q, self.organisation.people_of(*group)) == row["n"] >= SMALLEST
                )
                self.add_equation(self.mean_of(q, group, times), row[column])
        scored = tables["QuestionScores"].group_by("segment", "group").len()
        scored = {(s, g): n for s, g, n in scored.iter_rows()}
        for row in tables["ThemeScores"].iter_rows(named=True):
            group = row["segment"], row["group"]
            assert row["questions"] == scored[group], "the number of questions shown"
            if row["questions"] == len(QUESTIONS):
                parts = [self.mean_of(q, group, SCORES) for q in number.values()]
                self.add_equation(np.mean(parts, axis=0), row["score"])
        heat = report["SegmentScores"].drop_nulls("Work").select("segment", "group", "Work")
        themes = tables["ThemeScores"].select("segment", pl.col("group").replace("", "-"), "score")
        assert heat.rows() == themes.rows(), "the heat map shows no other scores"

    def small_sets(self) -> Iterator[tuple[int, Bools]]:
        """Yield each question with sets of too few people: groups, overlaps and differences."""
        groups = self.organisation.groups()
        apart = [(a & b, a & ~b, b & ~a) for a, b in combinations(groups, 2)]
        yield from self.small_sets_of([*groups, *chain(*apart)])

    def small_sets_of(self, sets: Sequence[Bools]) -> Iterator[tuple[int, Bools]]:
        """Yield each question with the people of a set who answered it, if they are too few."""
        for question, answers in enumerate(self.organisation.answers.T):
            distinct = {(s & (answers >= 0)).tobytes(): s & (answers >= 0) for s in sets}
            yield from ((question, own) for own in distinct.values() if 0 < own.sum() < SMALLEST)

    def targets(self, question: int, people: Bools) -> list[Floats]:
        """Return the rows of the number of each answer and of the mean as a part of the scale."""
        mean = (SCORES - SCORES.min()) / np.ptp(SCORES) / people.sum()
        return [self.sum_of(question, people, times) for times in (*ONCE, mean)]

    def widths(
        self, small_sets: Iterable[tuple[int, Bools]], wide: float = 0.01, least: float | Floats = 0
    ) -> Iterator[Floats]:
        """Yield the difference between highest and lowest value of each target, for each small set.

        Args:
            small_sets: questions with people.
            wide: differences above this are not computed exactly, to save time.
            least: lower bound of the unknowns, one for all or one each.
        """
        table, values = csr_array(np.array(self.rows)), np.array(self.values)
        assert np.abs(table @ self.truth - values).max() < 1e-6, (
            "the true answers fulfil the equations"
        )
        known = [self.truth]  # solutions that agree with all shown figures
        bounds = [(fewest, None) for fewest in np.broadcast_to(least, self.unknowns)]

        def most(row: Floats) -> float:
            found = linprog(-row, A_eq=table, b_eq=values, bounds=bounds, method="highs")
            assert found.status == 0, found.message
            known.append(found.x)
            return float(-found.fun)

        def width(row: Floats) -> float:
            apart = max(own @ row for own in known) - min(own @ row for own in known)
            return apart if apart >= wide else most(row) + most(-row)

        # A few random solutions show for most targets that they are not known exactly.
        for row in np.random.default_rng(0).normal(size=(5, self.unknowns)):
            most(row), most(-row)
        for own in small_sets:
            yield np.array([width(row) for row in self.targets(*own)])

    def is_sum_of_shown(self, small_sets: Iterable[tuple[int, Bools]]) -> list[bool]:
        """Whether a target of each set is a linear combination of shown figures."""
        _, sizes, across = np.linalg.svd(np.array(self.rows), full_matrices=False)
        space = across[sizes > 1e-9]
        rows = [row for own in small_sets for row in self.targets(*own)]
        return [bool(np.abs(row - (row @ space.T) @ space).max() < 1e-7) for row in rows]


def attacker_of(drawn: Organisation, folder: Path, **settings: str) -> Attacker:
    """Return an attacker who knows the report of the organisation, with metrics of a plugin."""
    (folder / "plugins").mkdir(exist_ok=True)
    (folder / "plugins" / "own.py").write_text(OWN_METRICS, encoding="utf-8", newline="\n")
    survey = count(inputs(folder, **drawn.tables(**settings)))
    report = survey.report("")
    assert survey.counted is not None and not report.errors
    attacker = Attacker(drawn)
    attacker.add_report(report)
    return attacker


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    """Counts over all seeds, printed at the end."""
    counted: Counter[str] = Counter()
    yield counted
    print("", *(f"{number:>7} {what}" for what, number in sorted(counted.items())), sep="\n")


@pytest.mark.parametrize("seed", range(SEEDS))
def test_an_attacker_learns_nothing_if_all_answers_are_given_everywhere(seed, tmp_path):
    attacker = attacker_of(mixed_answers(np.random.default_rng(seed)), tmp_path)
    assert not any((widths < PINNED).any() for widths in attacker.widths(attacker.small_sets()))


@pytest.mark.parametrize("seed", range(SEEDS // 4))
def test_with_unanimity_withheld_the_mean_of_a_small_set_is_disclosed_at_most_once(
    seed, tmp_path, tally
):
    """It may, if several answers that nobody gave coincide; see `docs/privacy.md`."""
    drawn = similar_answers(np.random.default_rng(seed))
    pinned = disclosed(attacker_of(drawn, tmp_path, withhold_unanimous="yes"))
    tally["yes: small sets"] += len(pinned)
    tally["yes: of which an answer's count"] += pinned[:, :-1].any(axis=1).sum()
    tally["yes: of which the mean"] += pinned[:, -1].sum()
    assert pinned[:, -1].sum() <= 1


@pytest.mark.parametrize("seed", range(SEEDS // 4))
def test_with_unanimity_shown_only_zero_counts_disclose_and_sums_never_do(seed, tmp_path, tally):
    """With a lower bound of -0.01 in place of 0 the attacker learns nothing.

    So all that is disclosed rests on answers that nobody, or everybody, of some people gave; and of
    those people nothing is shown if they are few.
    """
    drawn = similar_answers(np.random.default_rng(seed))
    attacker = attacker_of(drawn, tmp_path)
    assert not any(attacker.is_sum_of_shown(attacker.small_sets()))
    known = disclosed(attacker)
    by_several = disclosed(attacker, least=np.where(attacker.zero, -0.01, 0))
    tally["no: small sets"] += len(known)
    tally["no: of which an answer's count"] += known[:, :-1].any(axis=1).sum()
    tally["no: of which the mean"] += known[:, -1].sum()
    tally["no: of which neither follows from shown figures of zero"] += by_several.any(axis=1).sum()
    assert not disclosed(attacker, least=-0.01).any()


def disclosed(attacker: Attacker, least: float | Floats = 0) -> Bools:
    """Return for each small set which counts of answers, and last the mean, are known exactly."""
    widths = [*attacker.widths(attacker.small_sets(), wide=1e-3, least=least)]
    return np.array(widths).reshape(-1, len(ANSWERS) + 1) < PINNED


def test_withhold_unanimous_prevents_disclosure_without_any_figure_of_zero(tmp_path):
    """Two of team A and one of the young disagreed, so the old one of A did.

    Twelve people in A (one old) and fourteen in B (seven old) gave all answers.
    """
    people = [(8, 0, 0, 0), (2, 0, 0, 1), (1, 0, 0, 2), (1, 0, 1, 2)]
    people += [(5, 1, 0, 0), (2, 1, 0, 1), (1, 1, 1, 0), (2, 1, 1, 1), (4, 1, 1, 2)]
    times, *columns = np.array(people).T
    team, age, answer = (column.repeat(times) for column in columns)
    drawn = Organisation(np.stack([team, age], axis=1), np.stack([answer, answer], axis=1))
    old_of_a = (team == 0) & (age == 1)
    pinned = {}
    for setting in ("no", "yes"):
        attacker = attacker_of(drawn, tmp_path, withhold_unanimous=setting)
        (widths,) = attacker.widths([(0, old_of_a)])
        pinned[setting] = (widths < PINNED).tolist()
    assert pinned == {"no": [True] * 4, "yes": [False] * 4}


def test_withholding_unanimity_still_shows_most_scores(tmp_path):
    """In groups of about twenty that are often unanimous."""
    shown: Counter[str] = Counter()
    for seed in range(5):
        drawn = similar_answers(np.random.default_rng(seed))
        for setting in ("no", "yes"):
            (tmp_path / "plugins").mkdir(exist_ok=True)
            report = compute(inputs(tmp_path, **drawn.tables(withhold_unanimous=setting)))
            shown[setting] += report.all_groups["QuestionScores"].drop_nulls("score").height
    assert shown["no"] > shown["yes"] > shown["no"] * 0.8


def without_protection(cells, amounts, answered, rule) -> Protected:
    """A replacement of `protect` that withholds nothing to protect other groups."""
    groups = cells.sizes >= rule.smallest
    shown = [groups & (own[:, 0] >= rule.smallest) for own in amounts]
    return Protected(groups, np.stack(shown, axis=1))


def test_without_protection_the_answers_of_most_small_sets_are_disclosed(tmp_path, monkeypatch):
    monkeypatch.setattr(meetlat.counting.privacy.withholding, "protect", without_protection)
    attacked = successful = 0
    for seed in range(10):
        attacker = attacker_of(mixed_answers(np.random.default_rng(seed)), tmp_path)
        small_sets = list(attacker.small_sets())
        attacked += bool(small_sets)
        successful += any((w < PINNED).any() for w in attacker.widths(small_sets))
    assert attacked > 5
    assert successful > attacked * 2 / 3


def test_without_protection_sums_disclose_answers_without_any_figure_of_zero(tmp_path, monkeypatch):
    """So the test that sums never disclose answers can fail."""
    monkeypatch.setattr(meetlat.counting.privacy.withholding, "protect", without_protection)
    by_sums = 0
    for seed in (0, 2, 3, 6):
        attacker = attacker_of(similar_answers(np.random.default_rng(seed)), tmp_path)
        by_sum = any(attacker.is_sum_of_shown(attacker.small_sets()))
        assert by_sum == disclosed(attacker, least=-0.01).any()
        by_sums += by_sum
    assert by_sums >= 2


def invitations(rng: np.random.Generator, drawn: Organisation) -> dict[str, int]:
    """Draw the number invited to each group: all who answered and up to twice as many more."""
    sizes = [
        (f"s{segment}=g{group}", int((column == group).sum()))
        for segment, column in enumerate(drawn.memberships.T)
        for group in np.unique(column[column >= 0])
    ]
    return {group: size + int(rng.integers(0, 2 * size + 3)) for group, size in sizes}
