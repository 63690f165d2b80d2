"""Families that overlap: can it be told that nobody of some people gave an answer?

Of ten in team A nine are young, and of the young nobody disagreed: so whoever did in A is the
tenth. No subtraction of figures of enough people says that; it follows because nobody is less than
nobody. Where every answer may, as far as can be told, be anybody's, there is nothing of the kind:
figures can be shifted a little to all sides, and what is known of a few people is then a sum of
figures that are shown (see `overlap`).

Which answers may be whose is seen by iterative proportional fitting. It begins with all answers
spread evenly, and comes to a table with the shown figures that has nobody only where every such
table has nobody (Csiszár, Annals of Probability 3, 1975).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from meetlat.counting.privacy.people import Bools, Ints
from meetlat.counting.privacy.residuals import Remains
from meetlat.counting.raking import Margin, adjusted

CLOSE = 1e-9
"""A round that changes no entry by more than this part of it was the last."""

ROUNDS = 512
"""Entries that lead to nobody halve as rounds double, and are followed no longer than this."""

SHRINKS = 0.75
"""An entry that is left with less than this in the second half of the rounds leads to nobody."""

NOBODY = 1e-6
"""So small a part of a person."""


def told_of(kinds: Ints, people: Ints, remains: Remains) -> Ints:
    """Where the residuals stand of those of whom it can be told that they are of one mind.

    Args:
        kinds: of people x families: the residual they are in (see `Cells.labels`).
        people: how many there are of each kind.
        remains: what is left of the groups that are shown, which nothing can be told from alone.
    """
    places = remains.place_of(kinds)
    numbered = [np.unique(own, return_inverse=True) for own in places.T]
    labels = np.stack([label for _, label in numbered], axis=1)
    left = [remains.left[own] for own, _ in numbered]
    people_of, given = remains.amounts[:, 0], remains.amounts[:, 1:]
    if (given.sum(axis=1) == people_of).all():  # one answer each
        may = may_be_given(people, labels, [own[:, 1:] for own in left])
        may_not = may.sum(axis=1, keepdims=True) > may
    else:  # chosen or not, an answer at a time
        both = [
            may_be_given(
                people, labels, [np.stack([own[:, a], own[:, 0] - own[:, a]], 1) for own in left]
            )
            for a in range(1, given.shape[1] + 1)
        ]
        may, may_not = np.stack(both, axis=2).transpose(1, 0, 2)
    return places[remains.rule.alike(may, may_not)]


def may_be_given(people: Ints, labels: Ints, figures: Sequence[Ints]) -> Bools:
    """Which answers may, as far as can be told, have been given by somebody of each kind.

    What does not settle counts as what may not.

    Args:
        people: how many there are of each kind.
        labels: kinds x families: the residual they are in, numbered from 0.
        figures: a family each, residuals x answers: how many gave each, of everyone once.

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
            return (start * weights > NOBODY).reshape(-1, answers)
        if number == ROUNDS:
            lasts = (weights > halfway) & (start * weights > NOBODY)
            return (lasts & ~lasts.all()).reshape(-1, answers)
    raise AssertionError  # adjusting has no end
