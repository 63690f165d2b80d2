"""Psych's bfi as two waves: the column is what that half alone gives, and its tests are R's."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from meetlat import Report
from tests.examples import few_examples
from tests.r import run_r
from tests.rdata import dataset
from tests.surveys import survey

EXACT = 1e-9
BFI = dataset("psych", "bfi").drop("rownames").select(pl.all().cast(pl.Int64))
ITEMS = BFI.columns[:25]
THEMES = dict.fromkeys(item[0] for item in ITEMS)
TURNED = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}
MAIN = {
    "ThemeScores": "score",
    "QuestionScores": "score",
    "Distributions": "share",
    "Favourable": "favourable",
    "Polarisation": "polarisation",
}
"""The figure of each table that comparisons stand beside."""


def table(header: str, rows) -> str:
    return "\n".join([f"| {header} |", "|---|", *(f"| {row} |" for row in rows)])


def scored(folder: Path, now: pl.DataFrame, then: pl.DataFrame | None = None, /, **also) -> Report:
    """Halves of the questionnaire, of which that of then called every question otherwise."""
    now.write_csv(folder / "now.csv")
    own = "| comparison | subject | value | responses |\n|---|---|---|---|\n"
    if then is not None:
        (then.rename({item: f"old {item}" for item in ITEMS})).write_csv(folder / "then.csv")
        own += "| Then | | | then.csv |\n"
    rows = [
        f"{item} | old {item} | {item[0]} | points | {'yes' if item in TURNED else ''} | {weight}"
        for weight, item in enumerate(ITEMS, start=1)
    ]
    on = [f"distribution | yes | {', '.join(ITEMS)}", "favourable | yes |", "polarisation | yes |"]
    usual = {
        "Survey": table("setting | value", ["responses | now.csv", "language | en"]),
        "Themes": table("theme | name", [f"{theme} | Theme {theme}" for theme in THEMES]),
        "Scales": table("scale | answer | score", [f"points | {p} | {p}" for p in range(1, 7)]),
        "Questions": table(
            f"question | {'column::Then' if then is not None else 'mine'}"
            " | theme | scale | reverse | weight",
            rows,
        ),
        "Segments": table("segment", ["education"]),
        "Metrics": table("metric | on | questions", on),
        "Comparisons": own,
    }
    found = survey(folder, **usual | also)
    assert not found.errors, [str(problem) for problem in found.errors]
    return found


def figures(found: Report, column: str | None = None) -> dict[str, list[float | None]]:
    """The main figures of each table, or those of a comparison beside them."""
    return {name: found[name][column or main].to_list() for name, main in MAIN.items()}


NOW, THEN = (BFI.filter(gender=gender).drop("gender") for gender in (1, 2))


def test_the_column_holds_what_that_half_alone_gives(tmp_path):
    alone, beside = scored(tmp_path, THEN), scored(tmp_path, NOW, THEN)
    assert figures(beside, "Then") == figures(alone)
    measures = beside["Summary"].drop("name").rows_by_key("measure")
    assert measures["respondents"] == [(float(len(NOW)), float(len(THEN)))]
    # What is known of our own figures is known of theirs, that they can be tested.
    keys = ["table", "subject", "answer"]
    own = alone.precision.of(alone.group).sort(keys)
    theirs = beside.comparisons.figures.filter(pl.col("n").is_not_null()).sort(keys)
    assert len(own) == 5 + 25 + 150 + 25, "themes, scores, shares and favourable shares"
    for column in (*keys, "value", "n", "sd"):
        assert theirs[column].to_list() == own[column].to_list(), column


def test_a_group_stands_beside_what_that_group_of_the_half_alone_gives(tmp_path):
    of_group = {
        "Survey": table(
            "setting | value", ["responses | now.csv", "language | en", "group | education=3"]
        )
    }
    alone = scored(tmp_path, THEN, **of_group)
    beside = scored(tmp_path, NOW, THEN, **of_group)
    assert beside.comparisons.names == ["Organisation", "Then"]
    assert figures(beside, "Then") == figures(alone)


@pytest.fixture(scope="module")
def r(tmp_path_factory) -> Path:
    return run_r(Path(__file__).with_name("differences.R"), tmp_path_factory.mktemp("r"))


@pytest.mark.parametrize(
    ("test", "shown"), [("welch", "QuestionScores"), ("two shares", "Distributions")]
)
def test_the_tests_are_those_of_r(r, tmp_path, test, shown):
    """Men beside women: `t.test`, `prop.test(correct = FALSE)` and `p.adjust`."""
    people = pl.read_csv(r / "bfi.csv").with_columns(education=1)
    men, women = (people.filter(gender=gender).drop("gender") for gender in (1, 2))
    plain = table(
        "question | column::Then | theme | scale",
        [f"{item} | old {item} | {item[0]} | points" for item in ITEMS],
    )
    theirs = pl.read_csv(r / "tests.csv", infer_schema_length=None).filter(test=test)
    ours = scored(tmp_path, men, women, Questions=plain)["Differences"].filter(table=shown)
    assert ours["subject"].to_list() == theirs["subject"].to_list()
    columns = {"current": "current", "value": "value", "p": "p", "p_adjusted": "holm"}
    for figure, by_r in columns.items():
        assert ours[figure].to_list() == pytest.approx(theirs[by_r].to_list(), rel=EXACT), figure


@settings(few_examples, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from("nt-"), min_size=60, max_size=60))
def test_of_any_two_waves_it_does(tmp_path, side: list[str]):
    """People drawn to now, then or neither: of a question hardly anyone's answer may be left."""
    people = BFI.drop("gender").tail(60).with_columns(pl.Series("side", side))
    now, then = (people.filter(side=s).drop("side") for s in "nt")
    assume(min(len(now), len(then)) >= 3)
    alone, beside = scored(tmp_path, then), scored(tmp_path, now, then)
    assert figures(beside, "Then") == figures(alone)
