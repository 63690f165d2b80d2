"""Parquet files: text becomes codes while it is read, and nothing that a person gave is lost."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from meetlat.counting.counts import count_answers
from meetlat.drafting.fieldwork import readings
from meetlat.reading.responses import parquet as module
from meetlat.reading.responses.parquet import read_parquet
from meetlat.recalculation import compute
from meetlat.testing import inputs


@pytest.fixture(params=["pyarrow", "Polars alone"], autouse=True)
def reader(request, monkeypatch) -> str:
    """Every test runs with pyarrow and without."""
    found = request.param == "pyarrow"
    if found:
        pytest.importorskip("pyarrow")
    monkeypatch.setattr(module, "find_spec", lambda name: found and name == "pyarrow")
    return request.param


ODD = {
    "labels": ["agree", "don't know", None, "agree", "", "off the scale", " "],
    "numbers as text": ["5", "05", "5,0", None, "5.0", "10", "5"],
    "nothing": pl.Series([None] * 7, dtype=pl.String),
    "one value": ["x"] * 7,
    "categories": pl.Series(["b", "a", None, "b", "c", "a", ""], dtype=pl.Categorical),
    "a closed list": pl.Series(["b", "a", None, "b", "a", "a", "b"], dtype=pl.Enum([*"zba"])),
    "numbers": [1.5, None, float("nan"), 2, 3, 4, 5],
    "whole": pl.Series([1, None, 3, 4, 5, 6, 7], dtype=pl.Int8),
    "lists": [["a"], None, ["b", "c"], [], ["a"], ["a"], ["a"]],
    "parts": [{"a": "x"}] * 7,
    "bytes": [b"x"] * 7,
    "a": ["1", "2", "3", "1", "2", "3", None],
    "a.b": ["x", "y", "z", "x", "y", "z", None],
    "^.*$": ["p", "q", None, "p", "p", "p", "p"],
    "": ["nameless"] * 7,
}


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every Enum and Categorical as text."""
    texts = (pl.Categorical, pl.Enum)
    return pl.DataFrame({c.name: c.cast(pl.String) if c.dtype in texts else c for c in frame})


NAMES = ["a.parquet", "answers[1].parquet"]
if sys.platform != "win32":  # Windows has no such names
    NAMES.append("a*?.parquet")


@pytest.mark.parametrize("rows", [1, 3, 100])
@pytest.mark.parametrize("name", NAMES)
def test_every_value_is_read_whatever_the_row_groups_and_names(tmp_path, rows, name):
    file = tmp_path / name
    pl.DataFrame(ODD).write_parquet(file, row_group_size=rows)
    found = read_parquet(file)
    assert found.columns == list(ODD)
    assert_frame_equal(as_text(found), as_text(pl.DataFrame(ODD)))
    assert {c for c in found.columns if found.schema[c] == pl.Enum} == {
        *("labels", "numbers as text", "nothing", "one value", "categories", "a closed list"),
        *("a", "a.b", "^.*$", ""),
    }


def test_a_file_without_rows_keeps_its_columns(tmp_path):
    pl.DataFrame(ODD).clear().write_parquet(tmp_path / "a.parquet")
    found = read_parquet(tmp_path / "a.parquet")
    assert (found.height, found.columns) == (0, list(ODD))


def test_a_dictionary_may_have_values_that_nobody_gave_or_a_value_twice(tmp_path):
    arrow = pytest.importorskip("pyarrow")

    def column(numbers: list[int | None], values: list[str]) -> object:
        return arrow.DictionaryArray.from_arrays(arrow.array(numbers, arrow.int8()), values)

    unused, twice = column([2, 0, None], ["a", "unused", "b"]), column([0, 1, 2], ["x", "x", "y"])
    table = arrow.table({"unused": unused, "twice": twice})
    pytest.importorskip("pyarrow.parquet").write_table(table, tmp_path / "a.parquet")
    found = as_text(read_parquet(tmp_path / "a.parquet"))
    assert found.to_dict(as_series=False) == {"unused": ["b", "a", None], "twice": ["x", "x", "y"]}


def test_row_groups_may_have_different_dictionaries(tmp_path):
    arrow = pytest.importorskip("pyarrow")
    arrow_parquet = pytest.importorskip("pyarrow.parquet")
    parts = [["a", "b"], ["c", None], [None, None], ["b", "a"]]
    encoded = [arrow.array(part, arrow.string()).dictionary_encode() for part in parts]
    schema = arrow.schema({"q": encoded[0].type})
    with arrow_parquet.ParquetWriter(tmp_path / "a.parquet", schema) as writer:
        for part in encoded:
            writer.write_table(arrow.table({"q": part}))
    assert read_parquet(tmp_path / "a.parquet")["q"].to_list() == [v for p in parts for v in p]


def test_text_with_many_values_stays_text(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_VALUES", 3)
    frame = pl.DataFrame({"few": ["a", "b", "c", "a"], "many": ["a", "b", "c", "d"]})
    frame.write_parquet(tmp_path / "a.parquet", row_group_size=4)
    found = read_parquet(tmp_path / "a.parquet")
    assert dict(found.schema) == {"few": pl.Enum(["a", "b", "c"]), "many": pl.String}
    assert_frame_equal(as_text(found), frame)


def test_many_values_spread_over_row_groups_are_counted_together(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_VALUES", 3)
    frame = pl.DataFrame({"many": ["a", "b", "c", "d"]})
    frame.write_parquet(tmp_path / "a.parquet", row_group_size=1)
    assert_frame_equal(as_text(read_parquet(tmp_path / "a.parquet")), frame)


def test_as_many_values_as_numbers_of_two_bytes_are_told_apart(tmp_path):
    values = [str(number) for number in range(module.MOST_VALUES)]
    pl.DataFrame({"v": [*values, None]}).write_parquet(tmp_path / "a.parquet", row_group_size=9_000)
    found = read_parquet(tmp_path / "a.parquet")["v"]
    assert found.to_physical().dtype == pl.UInt16
    assert found.to_list() == [*values, None]


QUESTIONS = """
| question | text | theme | scale     | metric       |
|----------|------|-------|-----------|--------------|
| pride    | Proud| work  | agreement | likert       |
| rest     | Rest | work  | agreement | likert       |
| why      | Why  |       | reasons   | distribution |
"""
SCALES = """
| scale     | answer     | score |
|-----------|------------|-------|
| agreement | disagree   | 0     |
| agreement | agree      | 10    |
| agreement | don't know |       |
| reasons   | pay        |       |
| reasons   | colleagues |       |
"""
SEGMENTS = "| segment | name | parent |\n|---|---|---|\n| unit | Unit | |\n| team | Team | unit |"


def messy(people: int, seed: int) -> pl.DataFrame:
    """Responses with what people do: blanks, other spellings, unknown answers, several answers."""
    draw = np.random.default_rng(seed)
    answers = ["agree", "Agree ", "disagree", "don't know", "don’t know", None, "", "agre", "7"]
    odds = [0.42, 0.1, 0.3, 0.06, 0.02, 0.05, 0.03, 0.01, 0.01]
    reasons = ["pay", "pay; colleagues", "luck", None]
    team = draw.integers(4, size=people)
    return pl.DataFrame(
        {
            "respondent": [f"r{n}" for n in range(people - 1)] + ["r3"],
            "pride": draw.choice(answers, people, p=odds).tolist(),
            "rest": draw.choice(answers, people, p=odds).tolist(),
            "why": draw.choice(reasons, people, p=[0.4, 0.3, 0.02, 0.28]).tolist(),
            "unit": pl.Series(team // 2).replace_strict({0: "North", 1: "South"}),
            "team": pl.Series(team).replace_strict({0: "A", 1: "B ", 2: "c", 3: "D"}),
            "spare": draw.choice(["x", "y"], people).tolist(),
        },
        schema_overrides=dict.fromkeys(("pride", "rest", "why"), pl.String),
    )


def report_of(frame: pl.DataFrame, file: Path, **how: int) -> tuple[list[str], dict]:
    """The problems and tables of responses in a file."""
    write = frame.write_parquet if file.suffix == ".parquet" else frame.write_csv
    write(file, **how)
    asked = inputs(Questions=QUESTIONS, Scales=SCALES, Segments=SEGMENTS)
    report = compute(asked, file)
    problems = [str(p).replace(file.name, "the file") for p in report.problems]
    return problems, {name: table.frame for name, table in report.tables.items()}


def without_rows(problem: str) -> str:
    """A problem without its cell and rows: those of a .csv file count the headings too."""
    return re.sub(r"rows \d+ and \d+", "rows", problem.partition(": ")[2])


@cache
def report_of_text(seed: int) -> tuple[list[str], dict]:
    """The problems and tables of the same responses in text, which no reader of Parquet reads."""
    with TemporaryDirectory() as folder:
        return report_of(messy(400, seed), Path(folder) / "a.csv")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("rows", [50, 10_000])
def test_a_report_is_the_same_as_that_of_text(tmp_path, seed, rows):
    problems, tables = report_of_text(seed)
    found, own = report_of(messy(400, seed), tmp_path / "a.parquet", row_group_size=rows)
    assert sorted(map(without_rows, found)) == sorted(map(without_rows, problems))
    assert any("agre" in problem for problem in problems)
    assert tables.keys() == own.keys() > {"QuestionScores", "Distributions"}
    for name in tables.keys() - {"LastRun"}:
        assert_frame_equal(tables[name], own[name])


def test_counts_equal_those_of_group_by_on_the_labels(tmp_path):
    frame = messy(5_000, 7)
    frame.write_parquet(tmp_path / "a.parquet", row_group_size=700)
    spelt = {"agree": "agree", "Agree ": "agree", "disagree": "disagree"}
    spelt |= {"don't know": "don't know", "don’t know": "don't know"}
    pride = frame["pride"].replace_strict(spelt, default=None)
    labels = pl.DataFrame([frame["team"].str.strip_chars(), pride]).drop_nulls()
    by_hand = labels.group_by("team", "pride").len()
    survey = counted(tmp_path / "a.parquet")
    own = survey.filter(segment="team", question="pride").filter(pl.col("n") > 0)
    found = own.select(pl.col("group").str.strip_chars().alias("team"), pride="answer", len="n")
    assert_frame_equal(found, by_hand, check_row_order=False, check_dtypes=False)


def counted(file: Path) -> pl.DataFrame:
    """The counts of everything in a file, before suppression."""
    from meetlat.reading.catalogue import read_catalogue
    from meetlat.reading.responses.coding import code_responses
    from meetlat.reading.responses.locate import read_file

    asked = inputs(Questions=QUESTIONS, Scales=SCALES, Segments=SEGMENTS)
    catalogue, _ = read_catalogue(asked.tables, asked.names)
    coded, _ = code_responses(read_file(file), catalogue)
    return count_answers(coded, catalogue).frame()


def test_days_in_a_column_with_few_values_are_read(tmp_path):
    days = ["2026-03-10 09:00", "2026-03-11 10:30", None, "2026-03-10 12:00"]
    pl.DataFrame({"submitted": days}).write_parquet(tmp_path / "a.parquet")
    (found,) = readings(read_parquet(tmp_path / "a.parquet")["submitted"])
    assert [day and day.isoformat() for day in found] == [day and day[:10] for day in days]


@pytest.mark.parametrize("several", [False, True])
def test_a_scale_with_more_answers_than_a_byte_holds_is_counted(tmp_path, several):
    places = [f"place {number}" for number in range(300)]
    given = places * 20 + ["place 0; place 299"] * several
    pl.DataFrame({"place": given}).write_parquet(tmp_path / "a.parquet")
    scale = "| scale | answer | score |\n|---|---|---|\n"
    scale += "".join(f"| places | {p} | |\n" for p in places)
    asked = "| question | text | scale | metric |\n|---|---|---|---|\n"
    asked += "| place | Place | places | distribution |"
    report = compute(inputs(Questions=asked, Scales=scale), tmp_path / "a.parquet")
    assert not report.errors
    found = report.tables["Distributions"].frame
    expected = dict.fromkeys(places, 20) | dict.fromkeys((places[0], places[-1]), 20 + several)
    assert dict(found.select("answer", "n").iter_rows()) == expected


def test_the_same_respondent_twice_is_found_and_blanks_are_not(tmp_path):
    frame = messy(200, 1).with_columns(
        pl.Series("Response ID", [*(f"r{n}" for n in range(150)), *[" "] * 48, "r7", "r7"])
    )
    problems, _ = report_of(frame.drop("respondent"), tmp_path / "a.parquet")
    twice = [problem for problem in problems if "Response ID" in problem]
    assert len(twice) == 1
    assert "r7" in twice[0]
