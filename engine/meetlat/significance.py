"""Whether a difference between two figures is more than chance: the usual tests, from moments.

Each takes a figure of ours and one from elsewhere, and gives the two-sided p: how likely chance
alone is to make a difference as large. A figure from elsewhere of which `n` or `sd` is not known
is taken as fixed, such as a benchmark. They give what R's `t.test` and
`prop.test(correct = FALSE)` do.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, sqrt
from typing import NamedTuple

from meetlat.student import two_sided

NO_SPREAD = 1e-14
"""A standard error that is this part of its figure is none: what is left of rounding."""


class Figure(NamedTuple):
    """A figure, and how sure it is.

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
        """The standard error; of a figure that is taken as fixed 0."""
        if self.n is None or self.sd is None or self.n < 1:
            return 0.0
        return self.sd / sqrt(self.n)

    @property
    def finite_error(self) -> float:
        """The standard error where all who were invited are all there are.

        Who were asked and did not answer are what is uncertain: of everyone, nothing is.
        """
        n, invited = self.n, self.invited
        if not n or not invited:
            return self.error
        return self.error * sqrt(max(0.0, invited - n) / max(1.0, invited - 1))


def of_means(ours: Figure, theirs: Figure) -> float | None:
    """Welch's t where both sides are known, else one sample against a fixed figure.

    None where it cannot be tested: fewer than two people, or everybody gave the same answer.
    """
    parts = [f for f in (ours, theirs) if f.n is not None and f.n > 1 and f.sd is not None]
    if ours not in parts:
        return None
    errors = [figure.error**2 for figure in parts]
    error = sqrt(sum(errors))
    if error <= NO_SPREAD * max(abs(ours.value), abs(theirs.value), 1e-300):
        return None
    df = sum(errors) ** 2 / sum(e**2 / (f.n - 1) for e, f in zip(errors, parts, strict=True))
    return two_sided((ours.value - theirs.value) / error, df)


def of_nets(ours: Figure, theirs: Figure) -> float | None:
    """eNPS, by its standard error; with that of the other side where it is known.

    Where everyone who was invited answered, any difference from a fixed figure is a fact.
    """
    if ours.n is None or ours.sd is None:
        return None
    error = sqrt(ours.finite_error**2 + theirs.finite_error**2)
    if error == 0 and ours.error > 0:
        return 1.0 if ours.value == theirs.value else 0.0
    return _normal(ours.value - theirs.value, error)


def of_shares(ours: Figure, theirs: Figure) -> float | None:
    """Two proportions where both bases are known, else one against a fixed share."""
    if not ours.n:
        return None
    share, per = theirs.value, 1 / ours.n
    if theirs.n:
        share = (ours.n * ours.value + theirs.n * theirs.value) / (ours.n + theirs.n)
        per += 1 / theirs.n
    return _normal(ours.value - theirs.value, sqrt(max(0.0, share * (1 - share)) * per))


def _normal(difference: float, error: float) -> float | None:
    if error <= NO_SPREAD:
        return None
    return erfc(abs(difference) / error / sqrt(2))


def rest_of(whole: Figure, part: Figure, *, lost: int) -> Figure | None:
    """The figure of all others: of `whole` without the people of `part`, who are in it.

    A group and the organisation share people, so the group is tested against who is not in it.

    Args:
        whole: all together.
        part: some of them.
        lost: what `sd` is divided by less than `n`: 1 for a mean, 0 for shares and eNPS.
    """
    if whole.n is None or whole.sd is None or part.n is None or part.sd is None:
        return None
    n = whole.n - part.n
    if n <= lost:
        return None
    value = (whole.n * whole.value - part.n * part.value) / n
    between = part.n * n / whole.n * (part.value - value) ** 2
    squares = (whole.n - lost) * whole.sd**2 - (part.n - lost) * part.sd**2 - between
    known = whole.invited is not None and part.invited is not None
    invited = whole.invited - part.invited if known else None
    return Figure(value, n, sqrt(max(0.0, squares) / (n - lost)), invited)


def holm(chances: Sequence[float | None]) -> list[float | None]:
    """The chances adjusted for how many are read together, by Holm's method (R's `p.adjust`).

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
