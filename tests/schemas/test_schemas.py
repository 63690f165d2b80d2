"""The tables of the engine match their schemas, and schemas refuse invalid input."""

from __future__ import annotations

import subprocess
import sys

import polars as pl
import pytest
from pandera.errors import SchemaErrors

from meetlat.counting.counts import count_answers
from meetlat.counting.privacy.withholding import withhold
from meetlat.plugins.manager import load_plugins
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import read_catalogue
from meetlat.reading.inputs import TABLES, read_inputs
from meetlat.reading.population import invited_by_group
from meetlat.reading.responses.coding import code_responses
from meetlat.reading.responses.locate import find_responses
from meetlat.reporting.workbook.problem_table import problem_table
from meetlat_schemas import (
    INPUT_TABLES,
    RESULT_TABLES,
    CountsSchema,
    GroupsSchema,
    QuestionsSchema,
    ScalesSchema,
)
from tests.example import EXAMPLE, example_results
from xlengines.xlsx import open_book


@pytest.fixture(scope="module")
def results():
    return example_results()


@pytest.fixture(scope="module")
def counted() -> tuple[pl.DataFrame, pl.DataFrame]:
    inputs = read_inputs(open_book(EXAMPLE))
    catalogue, _ = read_catalogue(inputs.tables, inputs.names)
    responses, _ = find_responses(inputs, catalogue, None, load_plugins().read_responses)
    assert responses
    coded, _ = code_responses(responses, catalogue)
    counted = count_answers(coded, catalogue)
    invited = invited_by_group(catalogue, coded.reported)
    shown = withhold(counted, coded, catalogue.settings, invited)
    return shown.counts.frame(), shown.groups


PYDANTIC_FIELD = """
import meetlat_schemas
import pandera.polars as pa
import polars as pl
import pydantic
from pandera.typing.polars import DataFrame

class Answers(pa.DataFrameModel):
    score: int

class Wave(pydantic.BaseModel):
    answers: DataFrame[Answers]

assert Wave(answers=pl.DataFrame({"score": [1]})).answers["score"].to_list() == [1]
try:
    Wave(answers=pl.DataFrame({"score": ["agree"]}))
except pydantic.ValidationError:
    print("refused")
"""


def test_pydantic_models_accept_frames_as_fields_after_importing_meetlat_schemas():
    """Runs in a new Python because pandera looks for pydantic when it is imported."""
    command = [sys.executable, "-c", PYDANTIC_FIELD]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"


def test_every_input_table_has_a_schema():
    assert {"Survey", *INPUT_TABLES} == set(TABLES)


def test_counts_and_groups_match_their_schemas(counted):
    counts, groups = counted
    CountsSchema.validate(counts, lazy=True)
    GroupsSchema.validate(groups, lazy=True)


@pytest.mark.parametrize("name", [name for name in RESULT_TABLES if name != "Problems"])
def test_result_tables_match_their_schemas(results, name):
    RESULT_TABLES[name].validate(results[name], lazy=True)
    expected = list(RESULT_TABLES[name].to_schema().columns)
    assert results[name].columns[: len(expected)] == expected


def test_the_problem_table_matches_its_schema():
    facts = {"known": "a", "suggestion": None, "times": ""}
    one = Problem("unknown-theme", "Questions", "B2", "x", facts)
    RESULT_TABLES["Problems"].validate(problem_table([one], "nl").frame, lazy=True)


@pytest.mark.parametrize(
    ("schema", "row", "rule"),
    [
        (QuestionsSchema, {"weight": -1.0}, "greater_than_or_equal_to(0)"),
        (QuestionsSchema, {"question": None}, "not_nullable"),
        (ScalesSchema, {"answer": None}, "not_nullable"),
    ],
)
def test_schemas_refuse_invalid_input(schema, row, rule):
    dtypes = {name: column.dtype.type for name, column in schema.to_schema().columns.items()}
    valid = {**dict.fromkeys(dtypes), "question": "q", "scale": "s", "answer": "a"}
    complete = {name: value for name, value in {**valid, **row}.items() if name in dtypes}
    with pytest.raises(SchemaErrors) as error:
        schema.validate(pl.DataFrame([complete], schema=dtypes), lazy=True)
    assert rule in error.value.failure_cases["check"].to_list()
