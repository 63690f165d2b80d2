"""Test whether the difference between two figures is more than chance, from `n` and `sd`.

A test returns the two-sided p-value: the probability that chance alone gives a difference at least
as large. The tests equal R's `t.test` and `prop.test(correct = FALSE)`. For shares of few people
they equal `fisher.test` and `binom.test`, because the approximation would then find too many
differences (see `meetlat.scoring.significance.exact_tests`). `holm` equals R's `p.adjust`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, isclose, sqrt
from typing import NamedTuple

from meetlat.scoring.significance.exact_tests import binomial, fisher
from meetlat.scoring.significance.student_t import two_sided

# A standard error that is at most this part of its figure is zero, apart from rounding.
NO_SPREAD = 1e-14

# Values of eNPS that differ by less are equal, apart from rounding.
SAME = 1e-9

# If fewer people are expected to give an answer, shares are not close to normal. R then warns; we
# use an exact test.
FEW = 5


class Figure(NamedTuple):
    """A figure, how precise it is, and the tests against another figure.

    The other figure is treated as fixed if its `n` or `sd` is unknown, as for most benchmarks. A
    test returns None if it is impossible: with one answer, or if everyone gave the same answer.

    Attributes:
        value: the mean, the share (0 to 1) or the eNPS.
        n: the number of people behind the figure.
        sd: the standard deviation of a single answer; the standard error is `sd / sqrt(n)`.
        invited: the number of people who were invited, if known.
    """

    value: float
    n: float | None = None
    sd: float | None = None
    invited: float | None = None

    @property
    def error(self) -> float:
        """The standard error; 0 for a figure that is treated as fixed."""
        if not self.n or self.sd is None:
            return 0.0
        return self.sd / sqrt(self.n)

    @property
    def finite_error(self) -> float:
        """The standard error if the people who were invited are the whole population.

        Only the answers of those who did not respond are then uncertain. If everyone responded, the
        error is 0.
        """
        if not self.n or not self.invited:
            return self.error
        return self.error * sqrt(max(0.0, self.invited - self.n) / max(1.0, self.invited - 1))

    @property
    def is_sample(self) -> bool:
        """Whether its precision is known; a figure is otherwise treated as fixed."""
        return self.n is not None and self.n > 1 and self.sd is not None

    @property
    def is_complete(self) -> bool:
        """Whether it is known that everyone who was invited responded."""
        return bool(self.n and self.invited and self.n >= self.invited)

    @property
    def has_spread(self) -> bool:
        """Whether people gave different answers."""
        return self.error > NO_SPREAD * abs(self.value)

    def test_of_means(self, other: Figure) -> float | None:
        """Welch's t-test of two means, or the one-sample t-test if the other mean is fixed.

        If everyone on one side gave the same answer, Student's t-test with the pooled spread. Ten
        people who agree do not prove that everyone would, so their spread is not taken as zero.
        """
        if not self.is_sample:
            return None
        if not other.is_sample:
            if not self.has_spread:
                return None
            return two_sided((self.value - other.value) / self.error, self._df)
        ours, theirs = self._with_pooled_spread(other)
        if not (ours.has_spread or theirs.has_spread):
            return None
        squares = (ours.error**2, theirs.error**2)
        error = sqrt(sum(squares))
        if (ours, theirs) == (self, other):
            df = sum(squares) ** 2 / (squares[0] ** 2 / self._df + squares[1] ** 2 / other._df)
        else:
            df = self._df + other._df
        return two_sided((self.value - other.value) / error, df)

    def test_of_enps(self, other: Figure) -> float | None:
        """The test of two values of eNPS by the normal distribution.

        The standard errors are for a finite population if the number invited is known. If everyone
        responded, any difference from a fixed figure is certain. If everyone on one side gave the
        same answer, both sides get the pooled spread, as in `test_of_means`.
        """
        if self.n is None or self.sd is None:
            return None
        ours, theirs = self._with_pooled_spread(other) if other.is_sample else (self, other)
        error = sqrt(ours.finite_error**2 + theirs.finite_error**2)
        if self.is_complete and (other.is_complete or not other.is_sample):
            return 1.0 if isclose(self.value, other.value, abs_tol=SAME) else 0.0
        return _normal(self.value - other.value, error)

    def test_of_shares(self, other: Figure) -> float | None:
        """The test of two shares, or of one if the `n` of the other is unknown.

        The test is exact if few people are expected to give the answer, or not to give it.
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
        """The number of people that a share stands for."""
        return round((self.n or 0) * self.value)

    def _with_pooled_spread(self, other: Figure) -> tuple[Figure, Figure]:
        """Both figures; with their pooled spread if exactly one of them has no spread."""
        if self.has_spread == other.has_spread:
            return self, other
        squares = self._df * (self.sd or 0) ** 2 + other._df * (other.sd or 0) ** 2
        pooled = sqrt(squares / (self._df + other._df))
        return self._replace(sd=pooled), other._replace(sd=pooled)


def _error_of_share(share: float) -> float:
    """The standard error of a share, for one answer."""
    return sqrt(max(0.0, share * (1 - share)))


def _normal(difference: float, error: float) -> float | None:
    """The two-sided p-value by the normal distribution; None if there is no spread."""
    if error <= NO_SPREAD:
        return None
    return erfc(abs(difference) / error / sqrt(2))


def holm(chances: Sequence[float | None]) -> list[float | None]:
    """Adjust p-values for the number of tests, by Holm's method.

    The smallest p-value is multiplied by the number of tests, the next by one less, and so on. None
    stands for no test and is not counted.
    """
    known = sorted((p, position) for position, p in enumerate(chances) if p is not None)
    adjusted: list[float | None] = [None] * len(chances)
    highest = 0.0
    for before, (p, position) in enumerate(known):
        highest = max(highest, min(1.0, p * (len(known) - before)))
        adjusted[position] = highest
    return adjusted
