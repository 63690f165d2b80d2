"""A frame of Spark gives the tables of the same answers in a file, however it is divided."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any

import polars as pl
import pytest

from meetlat.reading.responses.arrow_streams import read_stream
from meetlat.recalculation import compute
from meetlat.testing import inputs
from tests.reading.messy_survey import messy, tables
from tests.reading.same_tables import assert_same_tables

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed: just spark")
if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
    pytest.skip("Spark needs Java", allow_module_level=True)


@pytest.fixture(scope="module")
def spark() -> Any:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return messy(500, 3, 0.05)


def in_partitions(spark: Any, frame: pl.DataFrame, partitions: int) -> Any:
    """The rows in their order, in so many partitions, some of which may be empty."""
    rows = spark.sparkContext.parallelize(frame.rows(), partitions)
    return spark.createDataFrame(rows, spark.createDataFrame(frame.to_arrow()).schema)


@pytest.mark.parametrize("partitions", [1, 7, 600])
def test_the_tables_are_those_of_a_file(spark, frame, partitions, tmp_path):
    frame.write_parquet(tmp_path / "a.parquet")
    of_file = compute(inputs(**tables()), tmp_path / "a.parquet")
    assert not of_file.errors
    found = compute(inputs(**tables()), in_partitions(spark, frame, partitions))
    assert_same_tables(found, of_file)
    renamed = [str(p).replace("a.parquet", "DataFrame") for p in of_file.problems]
    assert [*map(str, found.problems)] == renamed


def test_files_that_workers_read_give_the_same_answers(spark, frame, tmp_path):
    for part in range(4):
        frame[part::4].write_parquet(tmp_path / f"{part}.parquet")
    found = read_stream(spark.read.parquet(str(tmp_path)))
    filled = frame.filter(pl.any_horizontal(pl.all().is_not_null()))
    assert found.rows.height == filled.height
    assert sorted(found.column("respondent")) == sorted(filled["respondent"])


def test_one_job_reads_the_answers_once(spark, frame):
    seen = spark.sparkContext.accumulator(0)

    def noted(batches: Any) -> Any:
        for batch in batches:
            seen.add(batch.num_rows)
            yield batch

    given = in_partitions(spark, frame, 5)
    found = read_stream(given.mapInArrow(noted, given.schema))
    assert seen.value == frame.height
    assert found.rows.columns == frame.columns


def test_the_error_of_a_worker_is_reported(spark, frame):
    given = in_partitions(spark, frame, 2)

    def broken(batches: Any) -> Any:
        raise OSError("no such table")
        yield from batches

    report = compute(inputs(**tables()), given.mapInArrow(broken, given.schema))
    assert [p.code for p in report.errors] == ["responses-stopped"]


def test_a_frame_without_rows_is_an_error(spark, frame):
    report = compute(inputs(**tables()), in_partitions(spark, frame, 2).limit(0))
    assert [p.code for p in report.errors] == ["responses-empty"]
