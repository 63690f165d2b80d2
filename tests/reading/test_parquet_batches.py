"""A large file is read in batches, and every table and problem is that of the file in memory."""

from __future__ import annotations

import errno
import sys
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from meetlat.reading.responses import (
    arrow_batches,
    learning,
    locate,
    parquet_batches,
    rows,
    spool,
)
from meetlat.reading.responses.locate import read_file
from meetlat.recalculation import compute
from meetlat.scoring.report import Report
from meetlat.testing import inputs
from tests.examples import few_examples
from tests.reading.messy_survey import messy, tables
from tests.reading.same_tables import assert_same_tables

pytest.importorskip("pyarrow")

batches = parquet_batches._batches

SETTINGS = {
    "as it stands": {},
    "raked": {"weights": "unit"},
    "typed weights": {"weights": "weight"},
    "of a team": {"group": "team=T1"},
    "no unanimous groups": {"withhold_unanimous": "yes", "smallest_group": "12"},
}


def report_of(file: Path, setting: str, rule: str = "") -> Report:
    """The report of the responses in a file."""
    return compute(inputs(**tables(rule, **SETTINGS[setting])), file)


def assert_equal(one: Report, two: Report) -> None:
    """Every problem and table of two reports is the same, and so are the tables of all groups.

    The first may also say what needs all answers in memory.
    """
    found = [problem for problem in one.problems if problem.code != "responses-whole"]
    assert [*map(str, found)] == [*map(str, two.problems)]
    assert_same_tables(one, two)


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    """The place of a file with responses."""
    return tmp_path_factory.mktemp("answers") / "a.parquet"


def streamed(file: Path, setting: str, rule: str = "", cells: int = 2**24) -> Report:
    """The report of a file that is read in batches, of which nothing is kept in memory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locate, "LARGE", 0)
        patch.setattr(rows, "KEPT", -1)
        patch.setattr(rows, "CELLS", cells)
        patch.setattr(arrow_batches, "ROWS", max(1, cells // 10))
        return report_of(file, setting, rule)


@given(
    people=st.integers(60, 600),
    seed=st.integers(0, 2**16),
    setting=st.sampled_from([*SETTINGS]),
    rule=st.sampled_from(["", "pooled", "respondents; minimum=2"]),
    group=st.sampled_from([7, 50, 10_000]),
    cells=st.sampled_from([300, 5_000, 2**24]),
    blank=st.sampled_from([0.0, 0.1]),
)
@few_examples
def test_a_report_is_the_same_however_the_file_is_divided(
    file, people, seed, setting, rule, group, cells, blank
):
    messy(people, seed, blank).write_parquet(file, row_group_size=group)
    assert_equal(streamed(file, setting, rule, cells), report_of(file, setting, rule))


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_gives_the_same_report_in_batches(file, setting):
    messy(500, 3).write_parquet(file, row_group_size=90)
    whole = report_of(file, setting)
    assert not whole.errors
    assert {"QuestionScores", "ThemeScores", "Enps", "Distributions", "Drivers"} <= {*whole.tables}
    assert_equal(streamed(file, setting, cells=900), whole)


def test_a_label_or_group_may_occur_in_one_batch_only(file):
    frame = messy(400, 5)
    late = pl.int_range(pl.len()) >= 300
    frame = frame.with_columns(
        team=pl.when(late).then(pl.lit("T9")).otherwise("team"),
        pride=pl.when(late).then(pl.lit("neutraal")).otherwise("pride"),
        pace=pl.when(late).then("pace"),
    )
    frame.write_parquet(file, row_group_size=100)
    assert_equal(streamed(file, "as it stands", cells=500), report_of(file, "as it stands"))


@pytest.mark.parametrize("rows_in_file", [0, 1])
def test_a_file_with_hardly_any_rows_gives_the_same_problems(file, rows_in_file):
    messy(50, 1).head(rows_in_file).write_parquet(file)
    assert_equal(streamed(file, "as it stands"), report_of(file, "as it stands"))


def test_duplicate_respondents_in_different_batches_are_found(file):
    frame = pl.concat([messy(300, 4), messy(300, 4).slice(40, 3)])
    frame = frame.with_columns(respondent=pl.int_range(pl.len()))
    frame.write_parquet(file, row_group_size=70)
    found = streamed(file, "as it stands", cells=700)
    assert_equal(found, report_of(file, "as it stands"))


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers(file, monkeypatch):
    frame = pl.DataFrame({"a": ["x", None, "", "y"], "b": [1.0, None, float("nan"), None]})
    frame.write_parquet(file, row_group_size=3)
    whole = read_file(file)
    monkeypatch.setattr(locate, "LARGE", 0)
    found = read_file(file)
    assert list(found.row_numbers) == list(whole.row_numbers) == [1, 4]
    text = pl.col("a").cast(pl.String)
    assert_frame_equal(found.frame.with_columns(text), whole.frame.with_columns(text))
    assert found.rows.height == 2
    assert found.rows.column("a").to_list() == ["x", "y"]


def test_text_with_many_values_stays_text(file, monkeypatch):
    monkeypatch.setattr(learning, "MOST_VALUES", 3)
    monkeypatch.setattr(locate, "LARGE", 0)
    frame = pl.DataFrame({"few": ["b", "a", None, "b"], "many": ["a", "b", "c", "d"]})
    frame.write_parquet(file, row_group_size=2)
    found = read_file(file)
    assert dict(found.rows.schema) == {"few": pl.Enum(["b", "a"]), "many": pl.String}
    assert_frame_equal(found.frame, frame, check_dtypes=False, categorical_as_str=True)


def test_only_a_batch_is_in_memory_while_answers_are_counted(file, monkeypatch):
    messy(400, 2).write_parquet(file, row_group_size=50)
    whole = rows.RowsInBatches.select
    wide: list[int] = []

    def noted(self: rows.RowsInBatches, columns: list[str]) -> pl.DataFrame:
        wide.append(len(columns))
        return whole(self, columns)

    monkeypatch.setattr(rows.RowsInBatches, "select", noted)
    streamed(file, "as it stands", cells=500)
    assert max(wide, default=0) <= 4, "at most the columns of one question or theme"


def test_a_file_is_read_once(file, monkeypatch):
    messy(400, 2).write_parquet(file, row_group_size=50)
    opened = []
    monkeypatch.setattr(parquet_batches, "_batches", lambda o: [opened.append(o), *batches(o)][1:])
    streamed(file, "as it stands", cells=500)
    assert len(opened) == 1


@pytest.fixture(scope="module")
def raked(file) -> Report:
    """The weighted report of a file with people who left all blank."""
    messy(400, 2, 0.1).write_parquet(file, row_group_size=50)
    return report_of(file, "raked")


@pytest.mark.parametrize("in_memory", [0, 1_000, 2**30])
def test_answers_that_do_not_fit_in_memory_are_read_from_a_file(
    file, raked, monkeypatch, in_memory
):
    messy(400, 2, 0.1).write_parquet(file, row_group_size=50)
    monkeypatch.setattr(spool, "IN_MEMORY", in_memory)
    assert_equal(streamed(file, "raked", cells=500), raked)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes the file when it is closed")
def test_the_file_with_answers_has_no_name(file, monkeypatch, tmp_path):
    messy(400, 2).write_parquet(file)
    monkeypatch.setattr(spool, "IN_MEMORY", 0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(locate, "LARGE", 0)
    found = read_file(file)
    assert not [*tmp_path.iterdir()]
    assert found.column("team").count()


def test_a_file_that_changes_while_it_is_read_is_an_error(file, monkeypatch):
    messy(400, 2).write_parquet(file, row_group_size=50)

    def changed(opened):
        yield from batches(opened)
        messy(401, 3).write_parquet(file.with_suffix(".new"))
        file.with_suffix(".new").replace(file)

    monkeypatch.setattr(parquet_batches, "_batches", changed)
    report = streamed(file, "as it stands")
    assert [p.code for p in report.errors] == ["responses-changed"]
    assert not report.tables


def test_a_full_disk_is_an_error(file, monkeypatch):
    messy(400, 2).write_parquet(file)

    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(spool, "IN_MEMORY", 0)
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    report = streamed(file, "as it stands")
    assert [p.code for p in report.errors] == ["responses-no-room"]


@pytest.mark.parametrize(
    ("setting", "rule", "names"),
    [
        ("as it stands", "", "reliability"),
        ("as it stands", "respondents", "reliability, respondents"),
        ("raked", "", "reliability, weights"),
    ],
)
def test_a_remark_says_what_needs_all_answers_in_memory(file, setting, rule, names):
    messy(300, 6).write_parquet(file)
    report = streamed(file, setting, rule)
    (problem,) = (p for p in report.problems if p.code == "responses-whole")
    assert problem.value == file.name, "not the file that the setting names"
    assert str(problem).partition("at once: ")[2].startswith(f"{names}.")
    assert all(p.code != "responses-whole" for p in report_of(file, setting, rule).problems)
