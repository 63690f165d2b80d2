"""Psych's bfi as two waves: a wave column equals that wave scored alone, and tests equal R."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from meetlat import Report
from tests.examples import few_examples
from tests.markdown import table
from tests.r import run_r
from tests.rdata import dataset
from tests.surveys import survey

EXACT = 1e-9
BFI = dataset("psych", "bfi").drop("rownames").select(pl.all().cast(pl.Int64))
ITEMS = BFI.columns[:25]
THEMES = dict.fromkeys(item[0] for item in ITEMS)
REVERSED = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}
# The figure of each table that comparisons are shown beside.
MAIN = {
    "ThemeScores": "score",
    "QuestionScores": "score",
    "Distributions": "share",
    "Favourable": "favourable",
    "Polarisation": "polarisation",
}


def scored(
    folder: Path, current: pl.DataFrame, earlier: pl.DataFrame | None = None, /, **also
) -> Report:
    """A survey with an earlier wave, in which every question had another name."""
    current.write_csv(folder / "current.csv")
    own = "| comparison | subject | value | responses |\n|---|---|---|---|\n"
    if earlier is not None:
        (earlier.rename({item: f"old {item}" for item in ITEMS})).write_csv(folder / "earlier.csv")
        own += "| Earlier | | | earlier.csv |\n"
    rows = [
        f"{item} | old {item} | {item[0]} | points | {'yes' if item in REVERSED else ''} | {weight}"
        for weight, item in enumerate(ITEMS, start=1)
    ]
    on = [f"distribution | yes | {', '.join(ITEMS)}", "favourable | yes |", "polarisation | yes |"]
    usual = {
        "Survey": table("setting | value", ["responses | current.csv", "language | en"]),
        "Themes": table("theme | name", [f"{theme} | Theme {theme}" for theme in THEMES]),
        "Scales": table("scale | answer | score", [f"points | {p} | {p}" for p in range(1, 7)]),
        "Questions": table(
            f"question | {'column::Earlier' if earlier is not None else 'mine'}"
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
    """The main figures of each table, or those of a comparison."""
    return {name: found[name][column or main].to_list() for name, main in MAIN.items()}


CURRENT, EARLIER = (BFI.filter(gender=gender).drop("gender") for gender in (1, 2))


def test_wave_column_equals_a_survey_of_that_wave_alone(tmp_path):
    alone, beside = scored(tmp_path, EARLIER), scored(tmp_path, CURRENT, EARLIER)
    assert figures(beside, "Earlier") == figures(alone)
    measures = beside["Summary"].drop("name").rows_by_key("measure")
    assert measures["respondents"] == [(float(len(CURRENT)), float(len(EARLIER)))]
    # The wave has the same n and sd as a survey of its own, so differences can be tested.
    keys = ["table", "subject", "answer"]
    own = alone.precision.of(alone.group).sort(keys)
    of_wave = beside.comparisons.figures.filter(pl.col("n").is_not_null()).sort(keys)
    assert len(own) == 5 + 25 + 150 + 25, "themes, scores, shares and favourable shares"
    for column in (*keys, "value", "n", "sd"):
        assert of_wave[column].to_list() == own[column].to_list(), column


def test_wave_column_of_a_group_equals_a_survey_of_that_group_alone(tmp_path):
    of_group = {
        "Survey": table(
            "setting | value", ["responses | current.csv", "language | en", "group | education=3"]
        )
    }
    alone = scored(tmp_path, EARLIER, **of_group)
    beside = scored(tmp_path, CURRENT, EARLIER, **of_group)
    assert beside.comparisons.names == ["Organisation", "Earlier"]
    assert figures(beside, "Earlier") == figures(alone)


@pytest.fixture(scope="module")
def r(tmp_path_factory) -> Path:
    return run_r(Path(__file__).with_name("differences.R"), tmp_path_factory.mktemp("r"))


@pytest.mark.parametrize(
    ("test", "shown"), [("welch", "QuestionScores"), ("two shares", "Distributions")]
)
def test_differences_between_waves_equal_r(r, tmp_path, test, shown):
    """Men against women: `t.test`, `prop.test(correct = FALSE)` and `p.adjust`."""
    people = pl.read_csv(r / "bfi.csv").with_columns(education=1)
    men, women = (people.filter(gender=gender).drop("gender") for gender in (1, 2))
    plain = table(
        "question | column::Earlier | theme | scale",
        [f"{item} | old {item} | {item[0]} | points" for item in ITEMS],
    )
    theirs = pl.read_csv(r / "tests.csv", infer_schema_length=None).filter(test=test)
    ours = scored(tmp_path, men, women, Questions=plain)["Differences"].filter(table=shown)
    assert ours["subject"].to_list() == theirs["subject"].to_list()
    columns = {"current": "current", "value": "value", "p": "p", "p_adjusted": "holm"}
    for figure, by_r in columns.items():
        assert ours[figure].to_list() == pytest.approx(theirs[by_r].to_list(), rel=EXACT), figure


@settings(few_examples, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from("ce-"), min_size=60, max_size=60))
def test_wave_column_equals_that_wave_alone_for_random_waves(tmp_path, side: list[str]):
    """Respondents are drawn into the current wave, the earlier one or neither."""
    people = BFI.drop("gender").tail(60).with_columns(pl.Series("side", side))
    current, earlier = (people.filter(side=s).drop("side") for s in "ce")
    assume(min(len(current), len(earlier)) >= 3)
    alone, beside = scored(tmp_path, earlier), scored(tmp_path, current, earlier)
    assert figures(beside, "Earlier") == figures(alone)
