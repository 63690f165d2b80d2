"""Test whether the difference between two figures is more than chance, from `n` and `sd`.

A test returns the two-sided p-value: the probability that chance alone gives a difference at least
as large. The tests equal R's `t.test` and `prop.test(correct = FALSE)`. For shares of few people
they equal `fisher.test`, because the approximation would then find too many differences (see
`meetlat.scoring.significance.exact_tests`).

No test is corrected for a finite population, also if everyone responded: people do not answer
exactly alike twice, so figures differ without any change. Intervals are corrected (see
`meetlat.scoring.significance.intervals`), because they are about the people who were invited.
"""

from __future__ import annotations

from math import erfc, sqrt
from typing import NamedTuple

from meetlat.scoring.significance.exact_tests import fisher
from meetlat.scoring.significance.student_t import critical, two_sided

# A standard error that is at most this part of its figure is zero, apart from rounding.
NO_SPREAD = 1e-14

# If fewer people are expected to give an answer, shares are not close to normal. R then warns; we
# use an exact test.
FEW = 5


class Figure(NamedTuple):
    """A figure, how precise it is, and the tests against another figure.

    A test returns None if it is impossible: the `n` of one side is unknown, ours has one answer, or
    everyone gave the same answer. If the other figure has `n` and no `sd`, as most reports print
    it, our own `sd` stands in.

    Attributes:
        value: the mean, the share (0 to 1) or the eNPS.
        n: the number of people behind the figure.
        sd: the standard deviation of a single answer; the standard error is `sd / sqrt(n)`.
    """

    value: float
    n: float | None = None
    sd: float | None = None

    @property
    def error(self) -> float:
        """The standard error; 0 if it is unknown."""
        _, n, sd = self
        return sd / sqrt(n) if n and sd is not None else 0.0

    @property
    def is_sample(self) -> bool:
        """Whether its spread is known."""
        _, n, sd = self
        return n is not None and n > 1 and sd is not None

    @property
    def has_spread(self) -> bool:
        """Whether people gave different answers."""
        return self.error > NO_SPREAD * abs(self.value)

    def test_of_means(self, other: Figure) -> float | None:
        """Welch's t-test of two means.

        If the other has no `sd`, or everyone on one side gave the same answer, Student's t-test.
        Ten people who agree do not prove that everyone would, so their spread is not taken as zero.
        """
        found = self._error_of_difference(other)
        return None if found is None else two_sided((self.value - other.value) / found[0], found[1])

    def interval_of_difference(self, other: Figure) -> tuple[float, float] | None:
        """The 95 % confidence interval of this mean minus the other, from the same test."""
        found = self._error_of_difference(other)
        if found is None:
            return None
        error, df = found
        difference, margin = self.value - other.value, critical(df) * error
        return difference - margin, difference + margin

    def test_of_enps(self, other: Figure) -> float | None:
        """The test of two values of eNPS, by the normal distribution of their difference."""
        if not self.is_sample or not other.n:
            return None
        ours, theirs, _ = self._with_shared_spread(other)
        return _normal(self.value - other.value, sqrt(ours.error**2 + theirs.error**2))

    def test_of_shares(self, other: Figure) -> float | None:
        """The test of two shares; exact if few people are expected to give the answer, or not to.

        The spread of shares follows from the shares, so `sd` is not used.
        """
        if not self.n or not other.n:
            return None
        pooled = (self.n * self.value + other.n * other.value) / (self.n + other.n)
        error = sqrt(max(0.0, pooled * (1 - pooled)) * (1 / self.n + 1 / other.n))
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

    def _error_of_difference(self, other: Figure) -> tuple[float, float] | None:
        """The standard error of the difference of two means, and its degrees of freedom.

        Welch's, or Student's if the two share their spread.
        """
        if not self.is_sample or not other.n:
            return None
        ours, theirs, df = self._with_shared_spread(other)
        one, two = ours.error**2, theirs.error**2
        if not (ours.has_spread or theirs.has_spread):
            return None
        if df is None:
            df = (one + two) ** 2 / (one**2 / self._df + two**2 / other._df)
        return sqrt(one + two), df

    def _with_shared_spread(self, other: Figure) -> tuple[Figure, Figure, float | None]:
        """Both figures, and the degrees of freedom of their spread if they share it.

        They share ours if that of the other is unknown, and the pooled one if exactly one of them
        has none.
        """
        if not other.is_sample:
            return self, Figure(other.value, other.n, self.sd), self._df
        if self.has_spread == other.has_spread:
            return self, other, None
        df = self._df + other._df
        squares = self._df * (self.sd or 0) ** 2 + other._df * (other.sd or 0) ** 2
        pooled = sqrt(squares / df)
        return Figure(self.value, self.n, pooled), Figure(other.value, other.n, pooled), df


def _normal(difference: float, error: float) -> float | None:
    """The two-sided p-value by the normal distribution; None if there is no spread."""
    if error <= NO_SPREAD:
        return None
    return erfc(abs(difference) / error / sqrt(2))
