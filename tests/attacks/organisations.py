"""Random organisations whose reports are attacked, drawn so that leaks are likely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from meetlat.counting.privacy.people import Bools, Ints
from meetlat.counting.privacy.rule import fewest_scored

Floats = npt.NDArray[np.float64]

SCORES = np.array([10.0, 5.0, 0.0, np.nan])
ANSWERS = ["agree", "neutral", "disagree", "don't know"]
UNSCORED = 3

# Two questions with one answer each, and one of multiple choice (`why`).
SINGLE = ["pride", "pressure"]
QUESTIONS = [*SINGLE, "why"]
SEVERAL = 2


@dataclass
class Organisation:
    """People with their groups and answers.

    Attributes:
        memberships: people x segments: their group; -1 for none.
        answers: people x questions: the sum of 2 ** a for every answer a that they gave; 0 if
            blank.
        smallest: the setting `smallest_group`.
        invited: how many people were invited, by group.
        rule: the rule by which themes are scored.
    """

    memberships: Ints
    answers: Ints
    smallest: int = 5
    invited: Mapping[str, int] = field(default_factory=dict)
    rule: str = "questions"

    def tables(self, **more: str) -> dict[str, str]:
        """The tables of a workbook."""
        segments = [f"s{i}" for i in range(self.memberships.shape[1])]
        header = " | ".join([*QUESTIONS, *segments])
        people = zip(self.answers.tolist(), self.memberships.tolist(), strict=True)
        rows = [
            [*map(_written, answers), *("" if g < 0 else f"g{g}" for g in groups)]
            for answers, groups in people
        ]
        settings = {"responses": "Responses", "smallest_group": str(self.smallest), **more}
        scores = [("" if np.isnan(score) else f"{score:g}") for score in SCORES]
        return self._population() | {
            "Survey": "| setting | value |\n|---|---|\n"
            + "".join(f"| {name} | {value} |\n" for name, value in settings.items()),
            "Scales": "| scale | answer | score |\n|---|---|---|\n"
            + "".join(f"| s | {a} | {s} |\n" for a, s in zip(ANSWERS, scores, strict=True)),
            "Themes": f"| theme | name | rule |\n|---|---|---|\n| work | Work | {self.rule} |\n",
            "Questions": "| question | theme | scale | metric |\n|---|---|---|---|\n"
            + "".join(f"| {q} | work | s | |\n" for q in SINGLE)
            + "| why | | s | distribution |\n",
            "Segments": "| segment |\n|---|\n" + "".join(f"| {s} |\n" for s in segments),
            "Metrics": "| metric | on | questions |\n|---|---|---|\n"
            f"| distribution | yes | {', '.join(QUESTIONS)} |\n"
            f"| top_boxes | yes | {', '.join(SINGLE)} |\n"
            f"| squares | yes | {', '.join(SINGLE)} |\n",
            "Responses": f"| {header} |\n|{'---|' * (header.count('|') + 1)}\n"
            + "".join(f"| {' | '.join(row)} |\n" for row in rows),
        }

    def _population(self) -> dict[str, str]:
        if not self.invited:
            return {}
        rows = [f"| {group.replace('=', ' | ')} | {n} |\n" for group, n in self.invited.items()]
        return {"Population": "| segment | group | invited |\n|---|---|---|\n" + "".join(rows)}

    def people_of(self, segment: str, group: str) -> Bools:
        """Who is in a group; everyone if it is blank."""
        if not segment:
            return np.ones(len(self.answers), np.bool_)
        return self.memberships[:, int(segment[1:])] == int(group[1:])

    def groups(self) -> list[Bools]:
        """Who is in each group, the whole organisation first."""
        found = [self.people_of("", "")]
        for column in self.memberships.T:
            found += [column == group for group in np.unique(column[column >= 0])]
        return found

    def answered(self, question: int) -> Bools:
        """Who answered a question."""
        return self.answers[:, question] > 0

    def scored(self, question: int) -> Bools:
        """Who gave a scored answer."""
        return self.answers[:, question] % (1 << UNSCORED) > 0

    def is_small(self, question: int, people: Bools) -> bool:
        """Whether too few of these people, but some, answered or gave a scored answer."""
        answered = int((people & self.answered(question)).sum())
        scored = int((people & self.scored(question)).sum())
        return 0 < answered < self.smallest or 0 < scored < fewest_scored(self.smallest)


def _written(answers: int) -> str:
    return "; ".join(a for number, a in enumerate(ANSWERS) if answers >> number & 1)


def segments(rng: np.random.Generator, rows: int, number: int, groups: tuple[int, int]) -> Ints:
    """Draw segments: some within another, some across it, with blanks."""
    columns: list[Ints] = []
    for _ in range(number):
        if columns and rng.random() < 1 / 3:
            above = columns[rng.integers(len(columns))]
            drawn = np.where(above < 0, -1, above * 3 + rng.integers(0, 3, rows))
        else:
            some = int(rng.integers(*groups))
            drawn = rng.choice(some, rows, p=rng.dirichlet(np.full(some, 1.5)))
        columns.append(np.where(rng.random(rows) < 0.05, -1, drawn))
    return np.stack(columns, axis=1).astype(np.int64)


def several(rng: np.random.Generator, single: Ints) -> Ints:
    """Draw answers to multiple choice: the same answer as to another question, and more."""
    more = rng.integers(0, 2, (len(single), len(ANSWERS))) & (rng.random((len(single), 1)) < 0.5)
    both = single | (more @ (1 << np.arange(len(ANSWERS))))
    return np.where(single == 0, 0, both)


def with_unequal_response(rng: np.random.Generator, drawn: Organisation) -> Organisation:
    """The same organisation, with numbers invited of which groups answered unequally often."""
    invited = np.ones(len(drawn.memberships), np.int64)  # for each who answered
    for column in drawn.memberships.T:
        times = rng.integers(1, 5, column.max() + 1)
        invited *= np.where(column < 0, 1, times[column])
    drawn.invited = {
        f"s{segment}=g{group}": int(invited[column == group].sum())
        for segment, column in enumerate(drawn.memberships.T)
        for group in np.unique(column[column >= 0]).tolist()
    }
    return drawn


def mixed_answers(rng: np.random.Generator) -> Organisation:
    """Draw an organisation in which people in the same groups together give every answer."""
    kinds = segments(rng, int(rng.integers(8, 21)), int(rng.integers(1, 4)), (3, 7))
    number = len(ANSWERS)
    sizes = rng.integers(number, 9, len(kinds))
    answers = [
        np.concatenate([np.arange(number), rng.integers(0, number, size)])[:size] for size in sizes
    ]
    first = np.concatenate(answers)
    place = np.concatenate([np.arange(size) for size in sizes])
    single = 1 << np.stack([first, (first + 1) % number], axis=1)
    # Who chose one answer only makes every other answer of multiple choice possible, and so on.
    why = np.where(place < number, 1 << first, several(rng, 1 << first))
    given = np.column_stack([single, why])
    blank = (place[:, None] >= number) & (rng.random(given.shape) < 0.3)
    blank |= (rng.random((len(kinds), len(QUESTIONS))) < 0.15).repeat(sizes, axis=0)
    return Organisation(kinds.repeat(sizes, axis=0), np.where(blank, 0, given))


def drawn_answers(
    rng: np.random.Generator, memberships: Ints, chances: Floats, blank: float
) -> Organisation:
    """Draw the answers of people who have these chances of each answer (people x answers)."""
    drawn = [(rng.random((len(chances), 1)) > chances.cumsum(1)).sum(1) for _ in SINGLE]
    single = 1 << np.stack(drawn, axis=1).clip(0, len(ANSWERS) - 1).astype(np.int64)
    answers = np.column_stack([single, several(rng, single[:, 0])])
    return Organisation(memberships, np.where(rng.random(answers.shape) < blank, 0, answers))


def memberships_of(
    rng: np.random.Generator, people: tuple[int, int], number: tuple[int, int]
) -> Ints:
    """Draw who is in which group, of an organisation without a segment of single persons."""
    size = int(rng.integers(*people))
    while True:
        drawn = segments(rng, size, int(rng.integers(*number)), (3, max(4, size // 14)))
        if all(len(np.unique(column)) <= size / 3 for column in drawn.T):
            return drawn


def similar_answers(
    rng: np.random.Generator, people: tuple[int, int] = (40, 110), number: tuple[int, int] = (1, 4)
) -> Organisation:
    """Draw an organisation with groups in which nearly everyone gives the same answer."""
    memberships = memberships_of(rng, people, number)
    # People of a group, or people in the same groups of all segments, have the same chances.
    alike = [memberships[:, :1], memberships][rng.integers(2)]
    _, kind = np.unique(alike, axis=0, return_inverse=True)
    chances = rng.dirichlet(np.array([1.0, 1.0, 1.0, 0.4]), size=kind.max() + 1)
    organisation = drawn_answers(rng, memberships, chances[kind.reshape(-1)], 0.15)
    if rng.random() < 0.5:  # three people of each group give all scored answers
        for members in organisation.groups():
            (first,) = np.nonzero(members)
            for place, person in enumerate(first[:3]):
                organisation.answers[person, :2] = 1 << np.array([place, (place + 2) % 3])
    return organisation


def unsure_answers(
    rng: np.random.Generator, people: tuple[int, int] = (40, 110), number: tuple[int, int] = (1, 4)
) -> Organisation:
    """Draw an organisation in which most people of some groups answer "don't know"."""
    memberships = memberships_of(rng, people, number)
    chances = np.full((len(memberships), len(ANSWERS)), 0.3)
    unsure = np.full(len(memberships), 0.1)
    for column in memberships.T:
        for group in np.unique(column):
            if rng.random() < 0.3:
                members = column == group
                unsure[members] = np.maximum(unsure[members], rng.uniform(0.5, 0.95))
    chances *= (1 - unsure)[:, None] / 0.9
    chances[:, UNSCORED] = unsure
    return drawn_answers(rng, memberships, chances, 0.05)


def unanimous_answers(
    rng: np.random.Generator, people: tuple[int, int] = (40, 110), number: tuple[int, int] = (1, 4)
) -> Organisation:
    """Draw an organisation in which some groups are unanimous, or nearly."""
    memberships = memberships_of(rng, people, number)
    chances = np.tile([0.4, 0.3, 0.2, 0.1], (len(memberships), 1))
    for column in memberships.T:
        for group in np.unique(column):
            if rng.random() < 0.3:
                same = rng.choice(len(ANSWERS), p=[0.4, 0.25, 0.25, 0.1])
                share = rng.choice([1.0, 0.9])
                chances[column == group] = (1 - share) / 3
                chances[column == group, same] = share
    return drawn_answers(rng, memberships, chances, 0.05)


DRAWS = {
    "mixed": mixed_answers,
    "similar": similar_answers,
    "don't know": unsure_answers,
    "unanimous": unanimous_answers,
}
