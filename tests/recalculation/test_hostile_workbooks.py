"""Any content of a workbook gives a report or problems, never a traceback.

A small survey is damaged at random: cells of the wrong type, tables without rows, duplicate or
missing columns, names that the program uses itself. The result must be figures, or problems
that are each reported once, in both languages, with the value of their cell.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from meetlat import recalculate
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import read_catalogue
from meetlat.reading.cells import text
from meetlat.reading.inputs import TABLES, Inputs, InputTable
from meetlat.reading.responses.locate import read_file
from meetlat.reading.responses.responses import Unreadable
from meetlat.reading.settings import read_settings
from meetlat.reading.sheet_condition import Condition, Merged
from meetlat.recalculation import compute
from meetlat.scoring.results import Results
from tests.examples import few_examples
from tests.surveys import rows, shown

Grid = list[list[Any]]
HERE = Path(__file__).parent


def survey() -> dict[str, Grid]:
    """Return the tables of a valid survey that uses most features."""
    written = {
        "Survey": """
            | setting        | value     |
            |----------------|-----------|
            | title          | A survey  |
            | language       | en        |
            | responses      | Responses |
            | smallest_group | 5         |
            | invited        | 20        |
            | group          | team=A    |
        """,
        "Themes": """
            | theme | name |
            |-------|------|
            | work  | Work |
            | pay   | Pay  |
        """,
        "Questions": """
            | question | column | theme | scale | metric       | reverse | weight |
            |----------|--------|-------|-------|--------------|---------|--------|
            | pride    |        | work  | agree |              |         | 0      |
            | pressure |        | work  | agree | likert       | yes     | 2      |
            | fair     |        | pay   | agree |              |         |        |
            | advise   |        |       | ten   | enps         |         |        |
            | jobs     | job_*  |       | jobs  | distribution |         |        |
            | topics   |        |       | jobs  | distribution |         |        |
        """,
        "Scales": """
            | scale | answer | label   | score |
            |-------|--------|---------|-------|
            | agree | 1      | No      | 0     |
            | agree | 2      | Neutral | 5     |
            | agree | 3      | Yes     | 10    |
            | agree | 9      | ?       |       |
            | ten   | 0      |         | 0     |
            | ten   | 1      |         | 1     |
            | ten   | 2      |         | 2     |
            | ten   | 3      |         | 3     |
            | ten   | 4      |         | 4     |
            | ten   | 5      |         | 5     |
            | ten   | 6      |         | 6     |
            | ten   | 7      |         | 7     |
            | ten   | 8      |         | 8     |
            | ten   | 9      |         | 9     |
            | ten   | 10     |         | 10    |
            | jobs  | in     | Inside  |       |
            | jobs  | out    | Outside |       |
        """,
        "Comparisons": """
            | comparison | subject | answer  | value | n  |
            |------------|---------|---------|-------|----|
            | Previous   | pride   |         | 6     | 10 |
            | Previous   | work    |         | 6     |    |
            | Previous   | topics  | in      | 0.5   |    |
            | Benchmark  | topics  | Outside | 0.25  |    |
            | Benchmark  | advise  |         | -3    |    |
        """,
        "Segments": """
            | segment  | column | parent   |
            |----------|--------|----------|
            | team     |        | division |
            | division | div    |          |
        """,
        "Metrics": """
            | metric       | on  | questions     | parameters |
            |--------------|-----|---------------|------------|
            | likert       | yes | pride, pressure |          |
            | distribution | yes |               |            |
        """,
        "Responses": "| pride | pressure | fair | advise | job_in | job_out | topics | team | div |"
        + "\n|---|---|---|---|---|---|---|---|---|\n"
        + "| 3 | No | 2 | 10 | 1 | 0 | in; out | A | North |\n" * 6
        + "| 1 | 9 | Yes | 2 | 0 | 1 | out | B | North |\n" * 6
        + "| | | | | | | | B | North |\n",
    }
    return {name: rows(markdown) for name, markdown in written.items()}


KINDS: Sequence[Any] = [
    None, "", " ", 0.0, -1.0, 1e300, -0.0, 2.5, 5.0, True, False, "#N/A", "#REF!",
    dt.datetime(2024, 2, 29), dt.datetime(2024, 1, 1, 12, 30), "10 maart", "5", "05", "5,0", "-",
    "7,5", "1.388", "1.388,5", "1,388.50", 1.388, "66%", "66,5 %", "-12", "1e5", 66.0, 46266.0,
    "31-02-2025", "2025-13-13", "1-2-3", "0-0-0", "9999-99-99", "01/09/2026",
    dt.datetime(1900, 1, 1), "#SPILL!", "#DIV/0!", "True", "½", "٣",
]  # fmt: skip
SIGNS = [
    "*", "**", "a*b*", "job_*", "^.*$", "{value}", "{0}", "%s", "'", '"', "=1+1", "=", "a=b=c",
    ";", ";;", ",", "a;b", "a\nb", "a\tb", "\x01", "a\x00b", "\x1b[31m", "\x00segment", "::nl",
    "😀", "e\u0301", "ß", "İ", "x" * 300, "y" * 40_000, "../x.csv", "x.csv",
]  # fmt: skip
NAMES = [
    "segment", "group", "n", "score", "answer", "enps", "question", "subject", "label", "theme",
    "text", "weight", "value", "setting", "name::nl", "q0", "s0", "Responses", "work", "pride",
    "Vragen", "thema", "taal", "Nederlands", "likert", "themes", "enps", "favourable", "response",
    "pride, jobs", "team=A", "boxes=2; x", "in; out; in", "Outside", "yes", "nee", "nl", "de",
]  # fmt: skip
NASTY = [*KINDS, *SIGNS, *NAMES]


# Ways in which a word may be typed differently.
RESPELLINGS: Sequence[Callable[[str], str]] = [
    str.upper, str.title, lambda t: f" {t} ", lambda t: t.replace(" ", "\u00a0"), lambda t: t[:-1],
    lambda t: unicodedata.normalize("NFD", t), lambda t: t + "é", lambda t: t[::-1],
    lambda t: t * 2, lambda t: f"{t}2", lambda t: f"{t}\u200b",
]  # fmt: skip


def damage(draw: st.DrawFn, tables: dict[str, Grid]) -> None:
    """Make one random change to the tables."""
    name = draw(st.sampled_from(sorted(tables)))
    grid = tables[name]
    row = draw(st.integers(0, len(grid) - 1))
    column = draw(st.integers(0, len(grid[0]) - 1)) if grid[0] else None
    kind = draw(st.sampled_from([*["cell"] * 8, *["respelt"] * 3, "row twice", "no row", "rows",
                                 "column twice", "no column", "no table", "renamed",
                                 "swap"]))  # fmt: skip
    if kind == "no table":
        del tables[name]
    elif kind == "renamed":
        tables[draw(st.sampled_from(RESPELLINGS))(name).strip()] = tables.pop(name)
    elif kind == "rows":
        del grid[1:]
    elif kind == "row twice":
        grid.append(list(grid[row]))
    elif kind == "no row" and row:
        del grid[row]
    elif column is not None:
        other = draw(st.integers(0, len(grid[0]) - 1))
        for line in [grid[row]] if kind == "cell" else grid:
            if kind == "cell":
                line[column] = draw(st.sampled_from(NASTY))
            elif kind == "respelt" and line is grid[row]:
                line[column] = draw(st.sampled_from(RESPELLINGS))(text(line[column]) or "")
            elif kind == "column twice":
                line.append(line[column])
            elif kind == "no column":
                del line[column]
            elif kind == "swap" and line is not grid[0]:
                line[column], line[other] = line[other], line[column]


# Merged cells, hidden rows and formulas without a value in a table.
conditions = st.builds(
    Condition,
    merged=st.lists(
        st.builds(
            lambda top, left, down, right: Merged(top, left, top + down, left + right),
            *(st.integers(1, 6),) * 2,
            *(st.integers(0, 3), st.integers(1, 3)),
        ),
        max_size=2,
        unique=True,
    ),
    hidden_rows=st.lists(st.integers(1, 9), max_size=2, unique=True),
    uncomputed=st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=2),
)


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Grid]:
    tables = survey()
    for _ in range(draw(st.integers(1, 4))):
        if tables:
            damage(draw, tables)
    return tables


def inputs(tables: Mapping[str, Grid]) -> Inputs:
    found: dict[str, list[InputTable]] = {name: [] for name in TABLES}
    own = {name.casefold(): name for name in TABLES}
    for sheet, (header, *values) in tables.items():
        name = own.get(sheet.casefold(), sheet)
        kept = [(n, v) for n, v in enumerate(values, start=2) if any(text(c) for c in v)]
        values, numbers = [v for _, v in kept], [n for n, _ in kept]
        found[name] = [InputTable(name, sheet, header, values, numbers)]
    return Inputs(found, list(tables), HERE)


def test_the_survey_is_valid_before_it_is_damaged():
    results = compute(inputs(survey())).results
    assert [p.code for p in results.problems] == ["comparison-of-whole"]
    assert len(results) >= 6


COLUMNS = [(name, column) for name in TABLES if name in survey() for column in survey()[name][0]]


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=lambda part: str(part))
def test_any_value_in_any_column_gives_printable_problems(name: str, column: str):
    """Random draws would need thousands of examples to try each value in each column.

    The table is read alone; the random tests check tables together.
    """
    header, row, *others = survey()[name]
    position = header.index(column)
    lines = [[*row[:position], value, *row[position + 1 :]] for value in NASTY]
    found = inputs({name: [header, row, *others, *lines]})
    assert_printable(read_catalogue(found.tables, found.names)[1])


@pytest.mark.parametrize("value", NASTY, ids=lambda value: repr(value)[:40])
def test_any_value_of_all_settings_gives_printable_problems(value: Any):
    header, *settings = survey()["Survey"]
    found = inputs({"Survey": [header, *([name, value] for name, _ in settings)]})
    assert_printable(read_settings(found.tables["Survey"][0])[1])


def assert_printable(problems: Iterable[Problem]) -> None:
    for problem in problems:
        assert all(problem.render(language).isprintable() for language in ("en", "nl"))


@few_examples
@given(damaged())
def test_a_damaged_survey_gives_figures_or_problems(tables: dict[str, Grid]):
    results = compute(inputs(tables)).results
    assert_figures_or_problems(results, tables)
    for frame in results.values():
        numbers = frame.select(pl.selectors.float())
        assert all(column.is_finite().fill_null(value=True).all() for column in numbers)


@few_examples
@given(damaged(), st.sampled_from(TABLES), conditions)
def test_a_damaged_survey_with_merged_cells_and_hidden_rows_gives_figures_or_problems(
    tables: dict[str, Grid], name: str, condition: Condition
):
    read = inputs(tables)
    if own := read.tables[name]:
        own[0] = replace(own[0], condition=condition)
    results = compute(read).results
    assert_figures_or_problems(results, tables)


def assert_figures_or_problems(results: Results, tables: Mapping[str, Grid]) -> None:
    """Figures or errors; each problem once, in both languages, with the value of its cell."""
    assert bool(results.errors) != bool(len(results))
    messages = [str(problem) for problem in results.problems]
    assert len(set(messages)) == len(messages), "each problem is reported once"
    for problem in results.problems:
        for language in ("en", "nl"):
            assert "None" not in problem.render(language)
            assert problem.render(language).isprintable()
        assert_value_is_in_cell(problem, tables)


# Problems whose value is not that of one cell.
WITHOUT_CELL_VALUE = {
    "table-empty", "column-missing", "setting-missing", "more-not-on-scale", "withheld",
    "more-than-invited", "parent-cycle", "merged-cells", "rows-hidden", "formula-uncomputed",
    "other-responses", "scale-not-used", "answer-blank",
}  # fmt: skip


def assert_value_is_in_cell(problem: Any, tables: Mapping[str, Grid]) -> None:
    """The value of a problem is the value of its cell, or a part of it."""
    found = re.fullmatch(r"([A-Z]+)(\d+)", problem.cell)
    if problem.code in WITHOUT_CELL_VALUE or problem.sheet not in tables or not found:
        return
    column = sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(found[1]))) - 1
    cell = tables[problem.sheet][int(found[2]) - 1][column]
    value = problem.value_in("en").strip()
    assert value in (text(cell) or row_of(problem, tables)), (problem, cell)


def row_of(problem: Any, tables: Mapping[str, Grid]) -> str:
    """Return the text of the row of a problem, which has the name that a blank cell stands for."""
    row = tables[problem.sheet][int(re.sub("[A-Z]", "", problem.cell)) - 1]
    return " ".join(text(value) or "" for value in row)


def as_workbook(file: Path, tables: Mapping[str, Grid]) -> Path:
    """Write the tables to a workbook; headings that Excel refuses give a sheet without table."""
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls"), False)
    options |= dict.fromkeys(("remove_timezone", "in_memory"), True)
    with xlsxwriter.Workbook(file, options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, grid in tables.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(grid):
                for column, value in enumerate(row):
                    value = value[:32_000] if isinstance(value, str) else value
                    sheet.write(
                        number, column, value, day if isinstance(value, dt.datetime) else None
                    )
            names = [
                value for value in grid[0] if isinstance(value, str) and value.strip().isprintable()
            ]
            fit = len({n.casefold() for n in names}) == len(names) == len(grid[0])
            if fit and names and all(0 < len(n) <= 255 for n in names):
                area = (0, 0, max(1, len(grid) - 1), len(names) - 1)
                sheet.add_table(*area, {"name": name, "columns": [{"header": n} for n in names]})
        if not tables:
            book.add_worksheet("Nothing")
    return file


@few_examples
@given(tables=damaged())
def test_the_problems_of_a_damaged_workbook_are_written_into_it(
    tmp_path_factory: Any, tables: dict[str, Grid]
):
    file = as_workbook(tmp_path_factory.mktemp("damaged") / "survey.xlsx", tables)

    results = recalculate(file)

    assert bool(results.errors) != bool(len(results))
    if results.problems:
        written = shown(file, "Problems")
        assert len(written) == 1 + len(results.problems)
    once = file.read_bytes()
    recalculate(file)
    assert file.read_bytes() == once


@given(
    st.one_of(st.binary(max_size=60), st.text("ab;,\t\"'\n\r=é\x00 ", max_size=60).map(str.encode))
)
def test_a_file_of_any_bytes_is_read_or_refused(tmp_path_factory: Any, raw: bytes):
    file = tmp_path_factory.mktemp("raw") / "answers.csv"
    for ending in (".csv", ".txt", ".xlsx", ".parquet"):
        target = file.with_suffix(ending)
        target.write_bytes(raw)
        try:
            responses = read_file(target)
        except Unreadable as refused:
            assert refused.code.startswith("responses-")
        else:
            assert len(responses.row_numbers) == len(responses.frame)
            assert len(responses.headings) == responses.frame.width


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_empty_workbook_gives_a_problem_for_each_required_table(tmp_path, language):
    results: Results = recalculate(as_workbook(tmp_path / "s.xlsx", {}))
    assert [p.value for p in results.errors] == ["Survey", "Themes", "Questions", "Scales"]
    assert all(p.remedy(language) for p in results.errors)
