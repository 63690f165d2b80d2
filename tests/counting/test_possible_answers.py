"""Which people can have given an answer according to the figures, against linear programming."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
import pytest

from meetlat.counting.privacy.people import Bools, Ints
from meetlat.counting.privacy.possible_answers import possible_answers

SEEDS = int(os.environ.get("MEETLAT_SEEDS", "24"))


def drawn(seed: int) -> tuple[Ints, Ints, list[Ints]]:
    """Draw kinds of people in two or three segments, who mostly give the same answer.

    In every second draw each group gives every answer, so no figure is zero.
    """
    rng = np.random.default_rng(seed)
    answers, people = int(rng.integers(2, 5)), int(rng.integers(15, 50))
    groups = rng.integers(2, 6, size=rng.integers(2, 4))
    labels = np.stack([rng.integers(0, some, people) for some in groups], axis=1)
    labels = np.stack([np.unique(own, return_inverse=True)[1] for own in labels.T], axis=1)
    kinds, kind, times = np.unique(labels, axis=0, return_inverse=True, return_counts=True)
    chances = rng.dirichlet(np.full(answers, 0.15), size=len(kinds))
    answered = np.array([rng.choice(answers, p=own) for own in chances[kind.reshape(-1)]])
    for own in labels.T if seed % 2 else ():
        for label in np.unique(own):
            (members,) = np.nonzero(own == label)
            some = members[:answers]
            answered[some] = rng.permutation(answers)[: len(some)]
    figures = []
    for own in labels.T:
        given = np.zeros((own.max() + 1, answers), np.int64)
        np.add.at(given, (own, answered), 1)
        figures.append(given)
    return times, kinds, figures


# The mean of solutions that each have another answer has all these answers: this many, at least.
ENOUGH = 1e-4


def can_be_given(people: Ints, labels: Ints, figures: Sequence[Ints]) -> Bools:
    """Whether any person of each kind can have given each answer: as many as possible at once."""
    answers = figures[0].shape[1]
    shape = (len(people), answers)
    rows, values = [], []
    for kind, number in enumerate(people):
        rows.append(np.zeros(shape))
        rows[-1][kind] = 1
        values.append(number)
    for own, given in zip(labels.T, figures, strict=True):
        for (label, answer), number in np.ndenumerate(given):
            rows.append(np.zeros(shape))
            rows[-1][own == label, answer] = 1
            values.append(number)
    from scipy.optimize import linprog  # half a second, which every worker would wait

    table = np.array(rows).reshape(len(rows), -1)
    width = table.shape[1]
    # Beside each number stands how much of it counts: not more than the number, or than ENOUGH.
    found = linprog(
        np.repeat([0, -1], width),
        A_ub=np.c_[-np.eye(width), np.eye(width)],
        b_ub=np.zeros(width),
        A_eq=np.c_[table, np.zeros_like(table)],
        b_eq=values,
        bounds=[(0, None)] * width + [(0, ENOUGH)] * width,
    )
    return found.x[width:].reshape(shape) > ENOUGH / 2


@pytest.mark.parametrize("seed", range(SEEDS))
def test_possible_answers_equal_those_of_linear_programming(seed):
    people, labels, figures = drawn(seed)
    found = possible_answers(people, labels, figures)
    assert (found == can_be_given(people, labels, figures)).all()


def test_the_draws_have_every_combination_of_excluded_answers_and_zero_figures():
    """No answer excluded; some excluded and a figure is zero; some excluded and none is zero."""
    sorts = set()
    for seed in range(40):
        people, labels, figures = drawn(seed)
        has_zero = any((given == 0).any() for given in figures)
        sorts.add((bool(possible_answers(people, labels, figures).all()), has_zero))
    assert sorts == {(True, False), (False, True), (False, False)}


def test_an_answer_can_be_excluded_although_no_figure_is_zero():
    """Two of A and one of the young disagreed: so the old one of A did, and no young one of B."""
    people = np.array([9, 1, 5, 5])  # in A and young, in A and old, in B and young, in B and old
    labels = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    team = np.array([[8, 2], [6, 4]])  # agreed, disagreed
    age = np.array([[13, 1], [1, 5]])
    agreed, disagreed = possible_answers(people, labels, [team, age]).T
    assert agreed.tolist() == [True, False, True, True]
    assert disagreed.tolist() == [True, True, False, True]
