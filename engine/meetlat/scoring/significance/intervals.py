"""The 95 % confidence interval of a figure.

An interval is about the people who were invited: where their number is known, only the answers of
those who did not respond are uncertain (the finite population correction, as in R's `survey`). The
same correction holds for scores, shares and eNPS. If everyone responded, the interval is the figure
itself. Tests are not corrected (see `meetlat.scoring.significance`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil, sqrt

from meetlat.scoring.significance import Figure
from meetlat.scoring.significance.student_t import critical

# 95 % of a normal distribution lies between -Z and Z.
Z = 1.959963984540054

# The answers that the interval of an eNPS adds: a quarter promoters, a quarter detractors.
ADDED = 3

# In a smaller group, the interval of a theme can disclose what a person who gave a rare answer to
# one question answered to another, because the distributions of both are known.
FEWEST_PEOPLE = 30

# An exact interval of a theme also discloses, in a group of any size, what the only person who
# skipped one of its questions answered to another. So the standard deviation behind it is rounded
# up to a multiple of this part of the scale.
STEP = 0.02

# Tolerance for floating point: a computed .3 may be slightly larger than .3.
CLOSE = 1e-9

Interval = tuple[float, float]


def of_theme(figure: Figure, lowest: float, highest: float) -> Figure | None:
    """The score of a theme, with a standard deviation whose interval discloses no answers.

    None if the group is too small. `lowest` and `highest` are the ends of the scale.
    """
    if (figure.n or 0) < FEWEST_PEOPLE:
        return None
    if figure.sd is None or not figure.has_spread:
        return figure
    step = STEP * (highest - lowest)
    return figure._replace(sd=step * ceil(figure.sd / step - CLOSE))


def uncertain_part(n: float, invited: float | None) -> float:
    """The part of the people invited whose answer is unknown; 1 if their number is unknown."""
    return 1 - n / invited if invited and n <= invited else 1.0


def interval_of_mean(figure: Figure, part: float = 1.0) -> Interval | None:
    """Student's t interval; None if everyone gave the same answer, unless everyone responded.

    `part` is the part of the people invited whose answer is unknown (see `uncertain_part`).
    """
    if not figure.is_sample or (part and not figure.has_spread):
        return None
    margin = critical((figure.n or 0) - 1) * figure.error * sqrt(part)
    return figure.value - margin, figure.value + margin


def interval_of_share(figure: Figure, part: float = 1.0) -> Interval | None:
    """Wilson's interval, which has a width even if everyone or no one gave the answer."""
    if not figure.n:
        return None
    share, added = figure.value, Z**2 * part / figure.n
    middle = (share + added / 2) / (1 + added)
    spread = max(0.0, share * (1 - share)) + added / 4
    margin = sqrt(added * spread) / (1 + added)
    return max(0.0, middle - margin), min(1.0, middle + margin)


def interval_of_enps(figure: Figure, part: float = 1.0) -> Interval | None:
    """The adjusted Wald interval of Rocks (2016), which has a width even if all answers are alike.

    It adds three answers: a quarter promoters, a quarter detractors, and half passives.
    """
    if not figure.n or figure.sd is None:
        return None
    net, added = figure.value / 100, ADDED * part / figure.n
    either = (figure.sd / 100) ** 2 + net**2
    middle, either = net / (1 + added), (either + added / 2) / (1 + added)
    margin = Z * sqrt(max(0.0, either - middle**2) * part / figure.n / (1 + added))
    return max(-100.0, 100 * (middle - margin)), min(100.0, 100 * (middle + margin))


# By name of the result table.
INTERVALS: Mapping[str, Callable[[Figure, float], Interval | None]] = {
    "ThemeScores": interval_of_mean,
    "QuestionScores": interval_of_mean,
    "Enps": interval_of_enps,
    "Distributions": interval_of_share,
    "Favourable": interval_of_share,
}
