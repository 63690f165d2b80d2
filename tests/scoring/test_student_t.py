"""Student's t distribution, against SciPy, formulas and printed tables."""

from itertools import pairwise
from math import atan, inf, pi, sqrt

import pytest

from meetlat.scoring.significance.student_t import two_sided

DEGREES = [1, 1.3, 2, 3.7, 5, 9.99, 17, 39.9, 40, 41, 100, 333.3, 1837.2, 1e4, 1e5, 1e6, 1e7]
STATISTICS = [1e-3, 0.01, 0.1, 0.5, 1, 1.4, 1.414, 1.415, 1.7, 2, 2.5, 3, 5, 8, 12, 20, 37]


@pytest.mark.parametrize("df", DEGREES)
def test_two_sided_p_equals_scipy(df):
    stdtr = pytest.importorskip("scipy.special", reason="SciPy is not installed").stdtr
    for t in STATISTICS:
        theirs = 2 * float(stdtr(df, -t))
        if theirs > 1e-290:
            assert two_sided(t, df) == pytest.approx(theirs, rel=1e-12), t


@pytest.mark.parametrize("t", STATISTICS)
def test_two_sided_p_equals_the_formulas_for_one_and_two_degrees_of_freedom(t):
    assert two_sided(t, 1) == pytest.approx(1 - 2 * atan(t) / pi, rel=1e-12)
    assert two_sided(t, 2) == pytest.approx(1 - t / sqrt(2 + t * t), rel=1e-11)


@pytest.mark.parametrize(("df", "t"), [(1, 12.7062047), (10, 2.2281389), (30, 2.0422725)])
def test_two_sided_p_is_five_per_cent_at_the_tabulated_points(df, t):
    assert two_sided(t, df) == pytest.approx(0.05, abs=1e-8)
    assert two_sided(-t, df) == two_sided(t, df)


def test_two_sided_p_is_one_at_zero_and_zero_at_infinity():
    assert two_sided(0, 5) == 1
    assert two_sided(inf, 5) == 0
    assert two_sided(1e9, 900) == 0


def test_two_sided_p_never_rises_with_t():
    for df in DEGREES:
        p_values = [two_sided(t / 100, df) for t in range(1000)]
        assert all(0 <= b <= a <= 1 for a, b in pairwise(p_values)), df
