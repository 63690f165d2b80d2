"""Whether a difference between two figures is more than chance: the usual tests, from moments.

A test gives the two-sided p: how likely chance alone is to make a difference as large. They are
R's `t.test` and `prop.test(correct = FALSE)` (`fisher.test` and `binom.test` where those would be
too quick to see a difference, see `meetlat.scoring.significance.exact_tests`), and `holm` is its
`p.adjust`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, isclose, sqrt
from typing import NamedTuple

from meetlat.scoring.significance.exact_tests import binomial, fisher
from meetlat.scoring.significance.student_t import two_sided

NO_SPREAD = 1e-14
"""A standard error that is this part of its figure is none: what is left of rounding."""

SAME = 1e-9
"""An eNPS that differs by less is the same: what is left of rounding."""

FEW = 5
"""Of whom fewer are expected, shares are no longer near to normal: R warns, we count exactly."""


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

    @property
    def is_sample(self) -> bool:
        """Whether it is known how sure it is; else it is taken as fixed."""
        return self.n is not None and self.n > 1 and self.sd is not None

    @property
    def is_complete(self) -> bool:
        """Whether everyone who was invited is in it, as far as is known."""
        return bool(self.n and self.invited and self.n >= self.invited)

    @property
    def has_spread(self) -> bool:
        """Whether people gave different answers."""
        return self.error > NO_SPREAD * abs(self.value)

    def test_of_means(self, other: Figure) -> float | None:
        """Welch's t-test where both sides are known, else that of one sample.

        Where all on one side gave the same answer, Student's: that ten people agree does not say
        that everyone would, so the spread of both sides together is taken to be that of each.
        """
        if not self.is_sample:
            return None
        if not other.is_sample:
            return (
                two_sided((self.value - other.value) / self.error, self._df)
                if self.has_spread
                else None
            )
        ours, theirs = self._sharing_spread(other)
        squares = (ours.error**2, theirs.error**2)
        error = sqrt(sum(squares))
        if not (ours.has_spread or theirs.has_spread):
            return None
        if (ours, theirs) == (self, other):
            df = sum(squares) ** 2 / (squares[0] ** 2 / self._df + squares[1] ** 2 / other._df)
        else:
            df = self._df + other._df
        return two_sided((self.value - other.value) / error, df)

    def test_of_enps(self, other: Figure) -> float | None:
        """By the standard errors, as normal; finite, where it is known how many were invited.

        Where everyone who was invited answered, any difference from a fixed figure is a fact.
        Where all on one side gave the same answer, the spread is that of both (see means).
        """
        if self.n is None or self.sd is None:
            return None
        ours, theirs = self._sharing_spread(other) if other.is_sample else (self, other)
        error = sqrt(ours.finite_error**2 + theirs.finite_error**2)
        if self.is_complete and (other.is_complete or not other.is_sample):
            return 1.0 if isclose(self.value, other.value, abs_tol=SAME) else 0.0
        return _normal(self.value - other.value, error)

    def test_of_shares(self, other: Figure) -> float | None:
        """Of two proportions where both bases are known, else of one.

        Exact where few people are expected to give that answer, or any other.
        """
        if not self.n:
            return None
        if not other.n:
            few = self.n * min(other.value, 1 - other.value) < FEW
            if few and 0 < other.value < 1:
                return binomial(self._count, round(self.n), other.value)
            return _normal(self.value - other.value, _error_of_share(other.value) / sqrt(self.n))
        pooled = (self.n * self.value + other.n * other.value) / (self.n + other.n)
        error = _error_of_share(pooled) * sqrt(1 / self.n + 1 / other.n)
        few = min(self.n, other.n) * min(pooled, 1 - pooled) < FEW
        if few and error > NO_SPREAD:
            return fisher(self._count, round(self.n), other._count, round(other.n))
        return _normal(self.value - other.value, error)

    @property
    def _df(self) -> float:
        return (self.n or 0) - 1

    @property
    def _count(self) -> int:
        """Of a share: how many."""
        return round((self.n or 0) * self.value)

    def _sharing_spread(self, other: Figure) -> tuple[Figure, Figure]:
        """Both with the spread of both together, where one of them has none of its own."""
        if self.has_spread == other.has_spread:
            return self, other
        squares = self._df * (self.sd or 0) ** 2 + other._df * (other.sd or 0) ** 2
        together = sqrt(squares / (self._df + other._df))
        return self._replace(sd=together), other._replace(sd=together)


def _error_of_share(share: float) -> float:
    """Of one answer."""
    return sqrt(max(0.0, share * (1 - share)))


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
