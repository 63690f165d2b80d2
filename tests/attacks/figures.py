"""Everything that a report shows, as equations about how many people gave which answers.

The attacker knows who is in which group and who answered which question, but not the answers, and
not who has a score. Unknown is how many people of each kind gave each answer; people are of a kind
if they are in the same groups and answered the same questions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, product
from pathlib import Path

import numpy as np
import polars as pl

from meetlat.counting.privacy.people import Bools, Ints
from meetlat.recalculation import count
from meetlat.scoring.report import Report
from meetlat.survey import Survey
from tests.attacks.organisations import (
    ANSWERS,
    QUESTIONS,
    SCORES,
    SEVERAL,
    SINGLE,
    Floats,
    Organisation,
)
from tests.surveys import inputs

# Each combination of answers, as in `Organisation.answers`, and whether it contains each answer.
MASKS = np.arange(1 << len(ANSWERS))
GIVEN = (MASKS[:, None] >> np.arange(len(ANSWERS)) & 1).astype(float)
SCORED = GIVEN @ ~np.isnan(SCORES)
SCORE = GIVEN @ np.nan_to_num(SCORES)
SQUARE = GIVEN @ np.nan_to_num(SCORES) ** 2

# Whether no figure may rest on too few people; a test of another rule turns it off.
CHECKED = True

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
    "The mean square over the persons who gave a scored answer."
    n = [answers[q].count() for q in answers.columns]
    mean = [(answers[q] ** 2).mean() for q in answers.columns]
    return pl.DataFrame({"question": answers.columns, "n": n, "mean": mean}).filter(pl.col("n") > 0)

@hookimpl
def register_metrics(register):
    register(top_boxes)
    register(squares)
"""


@dataclass
class Block:
    """Questions whose answers must be known together, and the figures about them.

    Attributes:
        questions: their numbers.
        kind: the kind of each person; -1 if they answered none of the questions.
        column_kind: the kind of each unknown.
        column_given: unknowns x questions: the answers that are counted.
        rows: the left-hand sides of what is known.
        values: the least of each right-hand side.
        highest: the most of each; the same number for an equation.
        zero: whether a shown figure says that an unknown is zero.
        truth: the unknowns in reality.
    """

    questions: Sequence[int]
    kind: Ints
    column_kind: Ints
    column_given: Ints
    rows: list[Floats]
    values: list[float]
    highest: list[float]
    zero: Bools
    truth: Floats

    @classmethod
    def of(cls, organisation: Organisation, questions: Sequence[int]) -> Block:
        """Number the unknowns of these questions."""
        own = organisation.answers[:, questions]
        known = np.column_stack([organisation.memberships, own > 0])
        kind = np.full(len(own), -1)
        some = own.any(axis=1)
        names, numbers = np.unique(known[some], axis=0, return_inverse=True)
        kind[some] = numbers.reshape(-1)
        masks = [MASKS[1:] if q == SEVERAL else 1 << np.arange(len(ANSWERS)) for q in questions]
        columns = [
            (number, given)
            for number, name in enumerate(names.tolist())
            for given in product(
                *(m if a else [0] for m, a in zip(masks, name[-len(questions) :], strict=True))
            )
        ]
        column_kind = np.array([number for number, _ in columns])
        column_given = np.array([given for _, given in columns])
        place = {(number, *given): column for column, (number, given) in enumerate(columns)}
        truth = np.zeros(len(columns))
        for number, given in zip(kind.tolist(), own.tolist(), strict=True):
            if number >= 0:
                truth[place[number, *given]] += 1
        nothing = np.zeros(len(columns), np.bool_)
        block = cls(questions, kind, column_kind, column_given, [], [], [], nothing, truth)
        for number in range(len(names)):
            block.add((column_kind == number).astype(float), float((kind == number).sum()))
        return block

    def add(self, row: Floats, value: float, highest: float | None = None) -> None:
        """Add an equation, or that a sum lies between two numbers."""
        self.rows.append(row)
        self.values.append(value)
        self.highest.append(value if highest is None else highest)

    def sum_over(self, people: Bools, of_column: Floats, weights: Floats | float = 1.0) -> Floats:
        """The row of a sum over people; `of_column` is what a person of each unknown adds."""
        own = people & (self.kind >= 0)
        has = np.zeros(int(self.column_kind.max()) + 1)
        has[self.kind[own]] = np.broadcast_to(weights, len(own))[own]
        return has[self.column_kind] * of_column

    def sum_of(
        self, question: int, people: Bools, times: Floats, weights: Floats | float = 1.0
    ) -> Floats:
        """The row of a sum for one question; `times` is the value of each of `MASKS`."""
        given = self.column_given[:, self.questions.index(question)]
        return self.sum_over(people, times[given], weights)


@dataclass
class Attacker:
    """All figures of a report, as equations.

    Attributes:
        organisation: the organisation that is attacked.
        together: the questions whose answers must be known together.
        weights: the weight of each respondent, which the attacker knows; None without weights.
        weighted: segment, group and question of the figures that are weighted, so rounded.
    """

    organisation: Organisation
    together: Sequence[Sequence[int]] = ((0,), (1,), (2,))
    weights: Floats | None = None
    weighted: Collection[tuple[str, str, str]] = ()
    blocks: list[Block] = field(init=False)

    def __post_init__(self) -> None:
        self.blocks = [Block.of(self.organisation, own) for own in self.together]

    def block_of(self, question: int) -> Block:
        """The block of a question."""
        return next(block for block in self.blocks if question in block.questions)

    def _add(self, question: int, people: Bools, times: Floats, value: float) -> None:
        block = self.block_of(question)
        block.add(block.sum_of(question, people, times), value)

    @property
    def _weighted_groups(self) -> set[tuple[str, str]]:
        return {(segment, group) for segment, group, _ in self.weighted}

    def _add_rounded(
        self,
        question: int,
        people: Bools,
        times: Floats,
        base: Floats,
        mean: float,
        within: float,
        weights: Floats | float | None,
    ) -> None:
        """Add that a mean over `base` is a number, apart from rounding.

        The `n` beside it follows from rounded shares, so it adds nothing.
        """
        assert weights is not None
        block = self.block_of(question)
        for limit, least, most in ((mean - within, 0, np.inf), (mean + within, -np.inf, 0)):
            block.add(block.sum_of(question, people, times - limit * base, weights), least, most)

    def add_report(self, report: Report) -> None:
        """Add every figure of every group as an equation."""
        drawn, tables = self.organisation, report.all_groups
        for row in tables["Distributions"].iter_rows(named=True):
            group, q = (row["segment"], row["group"]), QUESTIONS.index(row["question"])
            block, people = self.block_of(q), drawn.people_of(*group)
            times = GIVEN[:, ANSWERS.index(row["answer"])]
            if (*group, row["question"]) in self.weighted:
                base = (MASKS > 0).astype(float)
                self._add_rounded(q, people, times, base, row["share"], 0.005, self.weights)
                continue
            share = row["n"] / (people & drawn.answered(q)).sum()
            # The figures of a weighted group are all rounded; the number of people is exact.
            assert abs(row["share"] - share) <= (0.005 if group in self._weighted_groups else 0)
            if row["n"] == 0:
                block.zero |= block.sum_of(q, people, times) > 0
            self._add(q, people, times, row["n"])
        means = {
            "QuestionScores": ("score", SCORE, SCORED),
            "TopBoxes": ("share", GIVEN[:, 0], (MASKS > 0).astype(float)),
            "Squares": ("mean", SQUARE, SCORED),
        }
        for table, (column, times, base) in means.items():
            if table not in tables:  # nothing is shown
                continue
            for row in tables[table].iter_rows(named=True):
                key = row["segment"], row["group"], row["question"]
                people, q = drawn.people_of(*key[:2]), QUESTIONS.index(key[2])
                assert not (CHECKED and drawn.is_small(q, people))
                if key[:2] in self._weighted_groups and table != "Squares":  # which has no weights
                    within = 0.05 if column == "score" else 0.005
                    weights = self.weights if key in self.weighted else 1.0
                    self._add_rounded(q, people, times, base, row[column], within, weights)
                    continue
                self._add(q, people, times, row["n"] * (row[column] or 0.0))
                self._add(q, people, base, row["n"])
        if CHECKED:
            self._add_themes(report)

    def _add_themes(self, report: Report) -> None:
        """Add scores over persons; scores of themes by the rule `questions` add nothing."""
        themes = report.all_groups["ThemeScores"]
        scores = report.all_groups["QuestionScores"].group_by("segment", "group")
        means = {(s, g): (n, m) for s, g, n, m in scores.agg(n=pl.len(), m=pl.mean("score")).rows()}
        for row in themes.iter_rows(named=True):
            group = row["segment"], row["group"]
            assert row["questions"] == means[group][0] == len(SINGLE), "all questions are shown"
            if self.organisation.rule == "questions":
                # The rounding of the theme itself is not used.
                rounding = 0.1 if group in self._weighted_groups else 1e-9
                assert abs(row["score"] - means[group][1]) <= rounding + 1e-9
            else:
                self._add_person_mean(group, row["n"], row["score"])
        heat = report["SegmentScores"].drop_nulls("Work").select("segment", "group", "Work")
        of_groups = themes.select("segment", pl.col("group").replace("", "-"), "score")
        assert heat.rows() == of_groups.rows(), "the heat map shows no other scores"

    def _add_person_mean(self, group: tuple[str, str], n: int, mean: float) -> None:
        """Add the mean over persons of the mean of their scores.

        What people who skipped a question add to the sum is rounded to the length of the scale.
        """
        block, people = self.block_of(0), self.organisation.people_of(*group)
        scored = SCORED[block.column_given].sum(axis=1)
        own = SCORE[block.column_given].sum(axis=1) / scored.clip(1)
        within = (np.nanmax(SCORES) - np.nanmin(SCORES)) / 2 + 1e-6
        block.add(block.sum_over(people, own), mean * n - within, mean * n + within)
        block.add(block.sum_over(people, (scored > 0).astype(float)), float(n))

    def small_sets(self) -> Iterator[tuple[int, Bools]]:
        """Yield each question with sets of too few people who answered it.

        The sets are groups, overlaps and differences of two groups, who is in no group of a
        segment, and that of them who are in a group of another segment.
        """
        groups = self.organisation.groups()
        groups += [column < 0 for column in self.organisation.memberships.T]
        apart = [(a & b, a & ~b, b & ~a) for a, b in combinations(groups, 2)]
        yield from self.small_sets_of([*groups, *chain(*apart)])

    def small_sets_of(self, sets: Sequence[Bools]) -> Iterator[tuple[int, Bools]]:
        """Yield each question with the people of a set who answered it, if they are too few."""
        for question in range(len(QUESTIONS)):
            answered = self.organisation.answered(question)
            distinct = {(s & answered).tobytes(): s & answered for s in sets}
            for own in distinct.values():
                if self.organisation.is_small(question, own):
                    yield question, own

    def targets(self, question: int, people: Bools) -> list[Floats]:
        """The rows of the number of each scored answer, and of how far the mean differs.

        The mean is known if the sum of `score - mean` over the people with a score is always 0.
        """
        block, drawn = self.block_of(question), self.organisation
        given = drawn.answers[people, question]
        scored = SCORED[given].sum()
        mean = SCORE[given].sum() / scored if scored else 0.0
        counts = [GIVEN[:, a] for a in np.nonzero(~np.isnan(SCORES))[0]]
        return [block.sum_of(question, people, times) for times in (*counts, SCORE - mean * SCORED)]


def attacker_of(drawn: Organisation, folder: Path, **settings: str) -> Attacker:
    """An attacker who knows the report of the organisation, with metrics of a plugin."""
    survey = survey_of(drawn, folder, **settings)
    report = survey.report("")
    assert not report.errors, report.errors
    together = ((0, 1), (2,)) if drawn.rule != "questions" else ((0,), (1,), (2,))
    weights, counted = None, survey.counted
    if counted and counted.weighting:
        weights = counted.weighting.respondents["weight"].to_numpy()
    weighted = set(counted.answers.weighted_questions.iter_rows()) if counted else ()
    attacker = Attacker(drawn, together, weights, weighted)
    attacker.add_report(report)
    return attacker


def survey_of(drawn: Organisation, folder: Path, **settings: str) -> Survey:
    """The counted survey of an organisation, with metrics of a plugin."""
    (folder / "plugins").mkdir(exist_ok=True)
    (folder / "plugins" / "own.py").write_text(OWN_METRICS, encoding="utf-8", newline="\n")
    return count(inputs(folder, **drawn.tables(**settings)))
