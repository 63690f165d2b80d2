"""Whether a difference between two figures is more than chance: the usual tests, from moments.

A test gives the two-sided p: how likely chance alone is to make a difference as large. They are
R's `t.test` and `prop.test(correct = FALSE)`, and `holm` is its `p.adjust`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, sqrt
from typing import NamedTuple

from meetlat.student import two_sided

NO_SPREAD = 1e-14
"""A standard error that is this part of its figure is none: what is left of rounding."""


class Figure(NamedTuple):
    """A figure, how sure it is, and the tests of it against another.

    Another of which `n` or `sd` is not known is taken as fixed, as a benchmark mostly is. A test
    gives None where nothing can be said: of one answer, or where everybody gave the same.

    Attributes:
        value: the mean, share (0 to 1) or eNPS.
        n: how many people it rests on.
        sd: of one answer; the standard error is `sd / sqrt(n)`.
        invited: of how many people those are, where it is known.
    """

    value: float
    n: float | None = None
    sd: float | None = None
    invited: float | None = None

    @property
    def error(self) -> float:
        """The standard error; 0 of a figure that is taken as fixed."""
        if not self.n or self.sd is None:
            return 0.0
        return self.sd / sqrt(self.n)

    @property
    def finite_error(self) -> float:
        """The standard error where those who were invited are all there are.

        Only who did not answer is uncertain then; where everybody did, nothing is.
        """
        if not self.n or not self.invited:
            return self.error
        return self.error * sqrt(max(0.0, self.invited - self.n) / max(1.0, self.invited - 1))

    def test_of_means(self, other: Figure) -> float | None:
        """Welch's t-test where both sides are known, else that of one sample."""
        parts = [f for f in (self, other) if f.n is not None and f.n > 1 and f.sd is not None]
        squares = [figure.error**2 for figure in parts]
        error = sqrt(sum(squares))
        if self not in parts or error <= NO_SPREAD * max(abs(self.value), abs(other.value)):
            return None
        each = sum(s**2 / (f.n - 1) for s, f in zip(squares, parts, strict=True) if f.n)
        return two_sided((self.value - other.value) / error, sum(squares) ** 2 / each)

    def test_of_enps(self, other: Figure) -> float | None:
        """By the standard errors, as normal; finite, where it is known how many were invited.

        Where everyone who was invited answered, any difference from a fixed figure is a fact.
        """
        if self.n is None or self.sd is None:
            return None
        error = sqrt(self.finite_error**2 + other.finite_error**2)
        if error == 0 and self.error > 0:
            return 1.0 if self.value == other.value else 0.0
        return _normal(self.value - other.value, error)

    def test_of_shares(self, other: Figure) -> float | None:
        """Of two proportions where both bases are known, else of one."""
        if not self.n:
            return None
        share, per = other.value, 1 / self.n
        if other.n:
            share = (self.n * self.value + other.n * other.value) / (self.n + other.n)
            per += 1 / other.n
        return _normal(self.value - other.value, sqrt(max(0.0, share * (1 - share)) * per))

    def without(self, part: Figure, *, lost: int) -> Figure | None:
        """The figure of all others: of these people without those of `part`, who are among them.

        A group and the organisation share people, so a group is tested against all who are not
        in it. Exact for means, shares and eNPS; for themes where nobody left a blank.

        Args:
            part: the figure of some of these people.
            lost: what `sd` is divided by less than `n`: 1 for means, 0 for shares and eNPS.

        Returns:
            None where it is not known, or too few people are left.
        """
        if self.n is None or self.sd is None or part.n is None or part.sd is None:
            return None
        n = self.n - part.n
        if n <= lost:
            return None
        value = (self.n * self.value - part.n * part.value) / n
        between = part.n * n / self.n * (part.value - value) ** 2
        squares = (self.n - lost) * self.sd**2 - (part.n - lost) * part.sd**2 - between
        invited = self.invited - part.invited if self.invited and part.invited else None
        return Figure(value, n, sqrt(max(0.0, squares) / (n - lost)), invited)


def _normal(difference: float, error: float) -> float | None:
    if error <= NO_SPREAD:
        return None
    return erfc(abs(difference) / error / sqrt(2))


def holm(chances: Sequence[float | None]) -> list[float | None]:
    """The chances adjusted for how many are read together, by Holm's method.

    The smallest counts as many times as there are, the next one time less, and so on; None is no
    test and does not count.
    """
    known = sorted((p, place) for place, p in enumerate(chances) if p is not None)
    adjusted: list[float | None] = [None] * len(chances)
    highest = 0.0
    for before, (p, place) in enumerate(known):
        highest = max(highest, min(1.0, p * (len(known) - before)))
        adjusted[place] = highest
    return adjusted
