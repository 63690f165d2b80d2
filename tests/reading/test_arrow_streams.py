"""A script may pass answers from any source with Arrow data; the report is that of a file."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal

import meetlat
import meetlat_workbooks
from meetlat.reading.responses import arrow_batches, learning
from meetlat.reading.responses.arrow_streams import read_stream
from meetlat.reading.responses.locate import read_file
from meetlat.reading.responses.responses import from_frame
from meetlat.recalculation import compute
from meetlat.scoring.report import Report
from meetlat.testing import inputs
from tests.examples import few_examples
from tests.reading.messy_survey import messy, tables
from tests.reading.same_tables import assert_same_tables

pa = pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")

WAYS = {
    "a relation of DuckDB": lambda frame: duckdb.sql("SELECT * FROM frame"),
    "a reader of DuckDB": lambda frame: duckdb.sql("SELECT * FROM frame").to_arrow_reader(100),
    "a frame of Polars": lambda frame: frame,
    "a table of pyarrow": lambda frame: frame.to_arrow(),
    "a reader of pyarrow": lambda frame: frame.to_arrow().to_reader(max_chunksize=7),
    "batches with dictionaries": lambda frame: dictionaries(frame),
}


def dictionaries(frame: pl.DataFrame) -> Any:
    """Each batch has dictionaries of its own."""
    batches = frame.to_arrow().to_batches(max_chunksize=90)
    columns = [[c.dictionary_encode() for c in batch.columns] for batch in batches]
    parts = [pa.RecordBatch.from_arrays(own, frame.columns) for own in columns]
    return pa.RecordBatchReader.from_batches(parts[0].schema, parts)


def report_of(responses: Any) -> Report:
    return compute(inputs(**tables()), responses)


@pytest.fixture(scope="module")
def of_files(tmp_path_factory) -> tuple[Report, Report]:
    """The reports of the same answers in a Parquet file and in text."""
    folder, frame = tmp_path_factory.mktemp("answers"), messy(500, 3, 0.05)
    frame.write_parquet(folder / "a.parquet", row_group_size=90)
    frame.write_csv(folder / "a.csv")
    return report_of(folder / "a.parquet"), report_of(folder / "a.csv")


@pytest.mark.parametrize("way", WAYS)
def test_every_source_gives_the_tables_of_the_same_answers_in_a_file(way, of_files):
    frame, (of_parquet, of_text) = messy(500, 3, 0.05), of_files
    assert not of_parquet.errors
    found = report_of(WAYS[way](frame))
    assert_same_tables(found, of_parquet)
    assert_same_tables(found, of_text)
    source = type(WAYS[way](frame)).__name__
    renamed = [str(p).replace("a.parquet", source) for p in of_parquet.problems]
    assert [*map(str, found.problems)] == renamed


def test_a_database_and_its_file_give_the_same_tables(tmp_path):
    messy(500, 3).write_parquet(tmp_path / "a.parquet")
    file = str(tmp_path / "a.parquet")
    with duckdb.connect() as connection:
        relation = connection.sql(f"SELECT * FROM '{file}'")  # noqa: S608 (ours)
        assert_same_tables(report_of(relation), report_of(tmp_path / "a.parquet"))


def test_a_script_recalculates_a_workbook_with_answers_in_memory(tmp_path):
    folder = Path(meetlat_workbooks.__file__).parent / "provincie-utrecht"
    file, out = folder / "responses.xlsx", tmp_path / "out.xlsx"
    frame = pl.DataFrame(read_file(file).frame)
    results = meetlat.recalculate(folder / "survey.xlsx", frame, output=out)
    assert not results.errors
    assert out.exists()
    expected = meetlat.preview(folder / "survey.xlsx", file)
    assert_frame_equal(results.tables["ThemeScores"].frame, expected.tables["ThemeScores"].frame)
    assert [p.code for p in meetlat.check(folder / "survey.xlsx", frame)] == [
        p.code for p in expected.problems
    ]


@pytest.mark.parametrize(
    ("responses", "code"),
    [
        (messy(20, 1).clear(), "responses-empty"),
        (pl.DataFrame(), "responses-empty"),
        (pl.DataFrame({"a": [None, "", None]}), "responses-empty"),
    ],
)
def test_a_source_without_answers_is_an_error(responses, code):
    report = report_of(responses)
    assert [p.code for p in report.errors] == [code]
    assert '"DataFrame"' in str(report.errors[0])


def test_a_reader_that_was_read_before_is_an_error():
    reader = messy(500, 3).to_arrow().to_reader()
    assert not report_of(reader).errors
    assert {p.code for p in report_of(reader).errors} <= {"responses-empty", "responses-stopped"}
    assert report_of(reader).errors


def test_the_error_of_a_source_is_reported():
    def broken() -> Any:
        yield pa.record_batch({"pride": ["agree"]})
        raise OSError("the connection was lost")

    schema = pa.schema({"pride": pa.string()})
    report = report_of(pa.RecordBatchReader.from_batches(schema, broken()))
    assert [p.code for p in report.errors] == ["responses-stopped"]
    assert "the connection was lost" in str(report.errors[0])


def test_a_source_is_read_in_the_thread_of_the_script(tmp_path):
    messy(500, 3).write_parquet(tmp_path / "a.parquet")
    schema = messy(500, 3).to_arrow().schema
    with sqlite3.connect(":memory:") as opened:  # refuses other threads

        def rows() -> Any:
            for batch in messy(500, 3).to_arrow().to_batches(max_chunksize=90):
                opened.execute("SELECT 1")
                yield batch

        found = report_of(pa.RecordBatchReader.from_batches(schema, rows()))
    opened.close()
    assert_same_tables(found, report_of(tmp_path / "a.parquet"))


def test_the_fingerprint_is_that_of_the_answers_however_they_are_divided():
    frame = messy(500, 3)
    reports = [report_of(frame.to_arrow().to_reader(max_chunksize=size)) for size in (1, 40, 1000)]
    other = report_of(frame.with_columns(shift=pl.lit("day")))
    found = [dict(r.tables["LastRun"].frame.iter_rows())["responses"] for r in [*reports, other]]
    assert len(set(found[:3])) == 1
    assert found[3] != found[0]


def test_columns_with_one_name_are_told_apart_by_a_number():
    table = pa.table([pa.array(["x", "y"]), pa.array(["u", None])], names=["a", "a"])
    found = read_stream(table)
    assert found.headings == ["a", "a"]
    assert found.column("a").to_list() == ["x", "y"]
    assert found.column(found.columns[1]).to_list() == ["u", None]


def test_without_pyarrow_a_source_is_read_whole(monkeypatch):
    monkeypatch.setattr("meetlat.reading.responses.arrow_streams.find_spec", lambda name: None)
    frame = messy(500, 3)
    found = report_of(frame)
    monkeypatch.undo()
    assert_same_tables(found, report_of(frame))


def test_small_dictionaries_of_many_batches_fit_together():
    numbers = pa.array(range(100), pa.int8())
    batches = [
        pa.RecordBatch.from_arrays(
            [pa.DictionaryArray.from_arrays(numbers, [f"{batch}.{n}" for n in range(100)])], ["a"]
        )
        for batch in range(3)
    ]
    found = read_stream(pa.RecordBatchReader.from_batches(batches[0].schema, batches))
    assert found.column("a").to_list() == [f"{b}.{n}" for b in range(3) for n in range(100)]


def test_a_dictionary_of_decimals_is_read():
    half = pa.array([Decimal("0.5"), Decimal("1.5")])
    column = pa.DictionaryArray.from_arrays(pa.array([1, None, 0]), half)
    found = read_stream(pa.table({"a": column, "b": ["x", "y", "z"]}))
    assert found.column("a").to_list() == [Decimal("1.5"), None, Decimal("0.5")]


UNREADABLE = {
    "an interval": pa.array([pa.MonthDayNano([1, 2, 3])]),
    "a large decimal": pa.array([Decimal("1.5")], pa.decimal256(50, 2)),
    "a list of large decimals": pa.array([[Decimal("1.5")]], pa.list_(pa.decimal256(50, 2))),
    "a list of bytes": pa.array([[b"\xff"]]),
    "a union": pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array([1])]),
    "runs": pa.RunEndEncodedArray.from_arrays([1], ["x"]),
    "a view of a list": pa.array([["x"]], pa.list_view(pa.string())),
    "bytes with a name": pa.ExtensionArray.from_storage(
        pa.uuid(), pa.array([b"0" * 16], pa.binary(16))
    ),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_column_that_no_answers_are_in_is_left_out(kind):
    found = read_stream(pa.table({"a": UNREADABLE[kind], "b": ["x"]}))
    assert found.columns == ["b"]
    assert (found.headings, found.column("b").to_list()) == (["b"], ["x"])


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
@pytest.mark.parametrize("numbered", [False, True])
def test_a_text_of_each_person_may_have_any_type_of_text(monkeypatch, kind, numbered):
    monkeypatch.setattr(learning, "MOST_VALUES", 3)
    names = [None if n == 5 else f"u{n}" for n in range(9)]
    column = pa.array(names, kind)
    table = pa.table({"a": column.dictionary_encode() if numbered else column})
    found = read_stream(table)
    assert found.column("a").to_list() == [name for name in names if name]
    assert [*found.row_numbers] == [1, 2, 3, 4, 5, 7, 8, 9]


def test_text_with_an_extension_is_text():
    found = read_stream(
        pa.table({"a": pa.ExtensionArray.from_storage(pa.json_(), pa.array(["1"]))})
    )
    assert found.column("a").cast(pl.String).to_list() == ["1"]


@pytest.mark.parametrize("most", [1, 2**16])
def test_dates_that_python_does_not_have_may_stand_beside_answers(monkeypatch, most):
    monkeypatch.setattr(learning, "MOST_VALUES", most)
    frame = messy(500, 3)
    days = "['infinity', '20000-01-01', NULL][1 + respondent % 3]"
    columns = f"{days}::date AS until, {days}::timestamp AS then, {days}::timestamptz AS now"
    found = report_of(duckdb.sql(f"SELECT *, {columns} FROM frame"))  # noqa: S608 (ours)
    assert_same_tables(found, report_of(frame))


@pytest.mark.parametrize("kind", ["date", "timestamp", "timestamptz"])
def test_dates_that_python_does_not_have_are_blank(kind):
    days = "['infinity', '-infinity', '20000-01-01', '2026-03-01', NULL][n + 1]"
    found = read_stream(duckdb.sql(f"SELECT n, {days}::{kind} AS day FROM range(5) AS t(n)"))  # noqa: S608 (ours)
    days = found.column("day").to_list()
    assert [day and day.year for day in days] == [None, None, None, 2026, None]
    assert found.rows.distinct(["day"])["day"] == [days[3]]


DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1))
TIMES = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2030, 1, 1))
KINDS: dict[Any, st.SearchStrategy] = {
    pl.String: st.text("abé \n\x00", max_size=2),
    pl.Categorical: st.sampled_from(["a", "b", ""]),
    pl.Enum(["b", "a"]): st.sampled_from(["a", "b"]),
    pl.Int8: st.integers(-3, 3),
    pl.UInt8: st.sampled_from([0, 1, 254, 255]),
    pl.UInt16: st.sampled_from([0, 1, 255, 2**16 - 1]),
    pl.Int64: st.integers(-(2**63), 2**63 - 1) | st.integers(0, 3),
    pl.UInt64: st.integers(0, 2**64 - 1) | st.integers(0, 3),
    pl.Float32: st.floats(width=32, allow_infinity=True),
    pl.Float64: st.floats() | st.sampled_from([1.0, 2.5, float("nan")]),
    pl.Boolean: st.booleans(),
    pl.Date: DAYS,
    pl.Datetime("ms"): TIMES.map(lambda t: t.replace(microsecond=0)),
    pl.Datetime("us", "Europe/Amsterdam"): TIMES.map(lambda t: t.replace(tzinfo=dt.UTC)),
    pl.Datetime("ns"): TIMES,
    pl.Duration("us"): st.timedeltas(dt.timedelta(0), dt.timedelta(9)),
    pl.Time: st.times(),
    pl.Decimal(10, 2): st.integers(-500, 500).map(lambda n: Decimal(n) / 100),
    pl.List(pl.String): st.lists(st.sampled_from(["x", "y"]), max_size=2),
    pl.Null: st.none(),
    pl.Binary: st.binary(max_size=2),
}


@given(
    st.data(),
    st.lists(st.sampled_from([*KINDS]), min_size=1, max_size=4),
    st.sampled_from([1, 3, 100]),
    st.sampled_from([2, 5, 2**16]),
)
@few_examples
def test_the_cells_of_any_type_are_those_of_the_whole_frame(data, kinds, size, most):
    height = data.draw(st.integers(1, 30))
    columns = [
        pl.Series(
            "",
            data.draw(st.lists(st.none() | KINDS[kind], min_size=height, max_size=height)),
            dtype=kind,
            strict=False,
        ).alias(f"^c{n}$")
        for n, kind in enumerate(kinds)
    ]
    frame = pl.DataFrame(columns)
    whole = from_frame(frame, "a", range(1, height + 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrow_batches, "ROWS", size * 8)
        patch.setattr(learning, "MOST_VALUES", most)
        found = read_stream(frame.to_arrow().to_reader(max_chunksize=size))
    if not found.columns:
        assert whole.columns == []
        return
    assert [*found.row_numbers] == [*whole.row_numbers]
    assert found.headings == whole.headings
    counted = whole.rows.numbers_of_values(whole.columns)
    assert found.rows.numbers_of_values(found.columns) == counted
    for name, values in whole.rows.distinct(whole.columns).items():
        assert found.rows.distinct([name])[name] == values
        one, two = found.column(name), whole.column(name)
        if two.dtype in (pl.String, pl.Categorical, pl.Enum):
            one, two = one.cast(pl.String), two.cast(pl.String)
        assert_series_equal(one, two)


def test_importing_meetlat_imports_no_pyarrow():
    program = "import sys, meetlat.api; print('pyarrow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert done.stdout.split() == [b"False"]
