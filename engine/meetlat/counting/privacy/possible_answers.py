"""Families that overlap: does it follow that some people did not give an answer?

Suppose that nine of the ten people in team A are young, and that no young person disagreed. If
someone in team A disagreed, it was the tenth person. No subtraction shows that: it follows because
a count cannot be negative. If each answer may have been given by anyone, nothing follows in this
way. The figures can then change a little in every direction, and whatever is known about a few
people is a sum of shown figures (see `overlapping_families`).

Iterative proportional fitting shows who may have given which answer. It starts with all answers
spread evenly. It ends in a table with the shown figures, and an entry becomes zero only if it is
zero in every such table (Csiszár, Annals of Probability 3, 1975).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from meetlat.counting.privacy.people import Bools, Ints
from meetlat.counting.privacy.remainders import Remainders
from meetlat.counting.raking import Margin, adjusted

# Stop after a round that changes no entry by more than this part of it.
CLOSE = 1e-9

# The most rounds. An entry that goes to zero halves each time the number of rounds doubles.
ROUNDS = 512

# An entry goes to zero if less than this part of it is left after the second half of the rounds.
SHRINKS = 0.75

# A part of a person this small is zero.
ZERO = 1e-6


def unanimous_remainders(kinds: Ints, people: Ints, remainders: Remainders) -> Ints:
    """The rows of remainders in which some people can be seen to be unanimous.

    Args:
        kinds: kinds of people x families: the remainder that they are in (see `Cells.labels`).
        people: how many people there are of each kind.
        remainders: the remainders of the shown groups, each of which is safe by itself.
    """
    rows = remainders.rows_of(kinds)
    numbered = [np.unique(own, return_inverse=True) for own in rows.T]
    labels = np.stack([label for _, label in numbered], axis=1)
    left = [remainders.left[own] for own, _ in numbered]
    bases = remainders.rule.bases
    people_of, given = remainders.amounts[:, 0], remainders.amounts[:, bases:]
    if (given.sum(axis=1) == people_of).all():  # everyone gave one answer
        may = possible_answers(people, labels, [own[:, bases:] for own in left])
        may_not = may.sum(axis=1, keepdims=True) > may
    else:  # several answers allowed: each was chosen or not
        both = [
            possible_answers(
                people, labels, [np.stack([own[:, a], own[:, 0] - own[:, a]], 1) for own in left]
            )
            for a in range(bases, bases + given.shape[1])
        ]
        may, may_not = np.stack(both, axis=2).transpose(1, 0, 2)
    return rows[remainders.rule.is_unanimous(may, may_not)]


def possible_answers(people: Ints, labels: Ints, figures: Sequence[Ints]) -> Bools:
    """Which answers people of each kind may have given, according to the shown figures.

    If the fitting does not settle, entries that shrink count as impossible. If none shrinks, all
    entries do.

    Args:
        people: how many people there are of each kind.
        labels: kinds x families: the remainder that they are in, numbered from 0.
        figures: per family, remainders x answers: how many people gave each answer.

    Returns:
        Kinds x answers.
    """
    answers = figures[0].shape[1]
    own = np.arange(answers)
    margins = [
        Margin((label[:, None] * answers + own).reshape(-1), given.reshape(-1).astype(float))
        for label, given in zip(labels.T, figures, strict=True)
    ]
    margins.append(Margin(np.arange(len(people)).repeat(answers), people.astype(float)))
    start = np.repeat(people / answers, answers)
    halfway = np.zeros_like(start)
    for number, (weights, furthest) in enumerate(adjusted(start, margins), 1):
        if number == ROUNDS // 2:
            halfway = weights * SHRINKS
        if furthest < CLOSE:
            return (start * weights > ZERO).reshape(-1, answers)
        if number == ROUNDS:
            lasts = (weights > halfway) & (start * weights > ZERO)
            return (lasts & ~lasts.all()).reshape(-1, answers)
    raise AssertionError  # `adjusted` never ends
