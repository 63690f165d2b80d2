"""Standard errors of themes, against R's survey package on real answers with blanks."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import meetlat_differences
import meetlat_likert
from meetlat import Report
from tests.markdown import table
from tests.r import run_r
from tests.surveys import survey

EXACT = 1e-9
THEMES = "ACENO"
REVERSED = ("A1", "C4", "C5", "E1", "E2", "O2", "O5")
WEIGHTS = (1, 2, 1, 3, 0.5)
RULES = ("questions", "pooled", "respondents")


@pytest.fixture
def exact(monkeypatch):
    """Themes with scores that are hardly rounded, and p-values that are not."""
    monkeypatch.setattr(meetlat_likert, "STEP", 1e-9)
    monkeypatch.setattr(meetlat_differences, "rounded_up", lambda p: p)


@pytest.fixture(scope="module")
def r(tmp_path_factory) -> Path:
    return run_r(Path(__file__).with_name("themes.R"), tmp_path_factory.mktemp("r"))


def themes_of(r: Path, rule: str) -> pl.DataFrame:
    """The themes as scored by R."""
    return pl.read_csv(r / "themes.csv").filter(rule=rule)


def scored(r: Path, rule: str, **settings: str) -> Report:
    """Themes of the men, or of the responses in `settings`, with typed figures of the women."""
    named = {"responses": "men.csv", "language": "en", "smallest_group": "5", **settings}
    pl.read_csv(r / "bfi.csv").filter(gender=1).write_csv(r / "men.csv")
    women = [
        f"Women | {row['theme']} | {row['women.value']} | {row['women.n']}"
        f" | {row['women.error'] * row['women.n'] ** 0.5}"
        for row in themes_of(r, rule).iter_rows(named=True)
    ]
    found = survey(
        r,
        Survey=table("setting | value", [f"{n} | {v}" for n, v in named.items()]),
        Scales=table("scale | answer | score", [f"points | {p} | {p}" for p in range(1, 7)]),
        Themes=table("theme | name | rule", [f"{t} | Trait {t} | {rule}" for t in THEMES]),
        Questions=table(
            "question | theme | scale | reverse | weight",
            [
                f"{t}{i} | {t} | points | {'yes' if f'{t}{i}' in REVERSED else 'no'} | {w}"
                for t in THEMES
                for i, w in enumerate(WEIGHTS, start=1)
            ],
        ),
        Segments=table("segment", ["gender"]),
        Comparisons=table("comparison | subject | value | n | sd", women),
    )
    assert not found.errors, [str(p) for p in found.errors]
    return found


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("rule", RULES)
def test_theme_standard_errors_and_p_values_equal_r(r, rule):
    """`svycontrast` of totals, `svymean`, Welch's t-test of their results and `p.adjust`."""
    theirs, results = themes_of(r, rule), scored(r, rule)
    ours = results.precision.of(results.group).filter(table="ThemeScores")
    assert ours["subject"].to_list() == theirs["theme"].to_list()
    assert ours["n"].to_list() == theirs["n"].to_list()
    assert ours["value"].to_list() == pytest.approx(theirs["value"].to_list(), rel=EXACT)
    errors = (ours["sd"] / ours["n"].sqrt()).to_list()
    assert errors == pytest.approx(theirs["error"].to_list(), rel=EXACT)
    differences = results["Differences"].filter(table="ThemeScores")
    for p in ("p", "p_adjusted"):
        assert differences[p].to_list() == pytest.approx(theirs[p].to_list(), rel=EXACT)


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("rule", RULES)
def test_a_group_is_tested_against_everyone_outside_it_as_in_r(r, rule):
    results = scored(r, rule, responses="bfi.csv", group="gender=1")
    differences = results["Differences"].filter(
        table="ThemeScores", comparison=results.comparisons.organisation
    )
    assert differences["p"].to_list() == pytest.approx(themes_of(r, rule)["p"].to_list(), rel=EXACT)
