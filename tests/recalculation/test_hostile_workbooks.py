"""Whatever stands in a workbook: a report or problems, never a traceback.

A small survey is spoilt at random: cells of the wrong kind, tables without rows, columns twice or
gone, names that mean something to the program. What comes out must be figures, or problems of
which each is told once, in both languages, and with what stands in its cell.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from meetlat import recalculate
from meetlat.reading.catalogue import read_catalogue
from meetlat.reading.cells import text
from meetlat.reading.inputs import TABLES, Inputs, InputTable
from meetlat.reading.responses.locate import read_file
from meetlat.reading.responses.responses import Unreadable
from meetlat.reading.sheet_condition import Condition, Merged
from meetlat.recalculation import compute
from meetlat.scoring.results import Results
from tests.examples import few_examples
from tests.surveys import rows, shown

Grid = list[list[Any]]
HERE = Path(__file__).parent


def survey() -> dict[str, Grid]:
    """A valid survey with something of everything."""
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


RESPELLINGS: Sequence[Callable[[str], str]] = [
    str.upper, str.title, lambda t: f" {t} ", lambda t: t.replace(" ", "\u00a0"), lambda t: t[:-1],
    lambda t: unicodedata.normalize("NFD", t), lambda t: t + "é", lambda t: t[::-1],
    lambda t: t * 2, lambda t: f"{t}2", lambda t: f"{t}\u200b",
]  # fmt: skip
"""What becomes of a word that is typed again."""


def damage(draw: st.DrawFn, tables: dict[str, Grid]) -> None:
    """Spoil one thing."""
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
"""How a table may stand on its sheet, besides what its cells hold."""


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Grid]:
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


def test_the_survey_is_fine_before_it_is_spoilt():
    results = compute(inputs(survey())).results
    assert [p.code for p in results.problems] == ["comparison-of-whole"]
    assert len(results) >= 6


COLUMNS = [(name, column) for name in TABLES if name in survey() for column in survey()[name][0]]


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=lambda part: str(part))
def test_any_cell_of_an_input_table_may_hold_anything(name: str, column: str):
    """What draws find once in thousands, looked for one by one: each column and each setting.

    The table stands by itself here; what tables say of each other is left to the draws.
    """
    sound = survey()[name]
    position = sound[0].index(column)
    for row in range(1, len(sound)) if (name, column) == ("Survey", "value") else (1,):
        for value in NASTY:
            line = [*sound[row][:position], value, *sound[row][position + 1 :]]
            given_tables = inputs({name: [*sound[:row], line, *sound[row + 1 :]]})
            _, problems = read_catalogue(given_tables.tables, given_tables.names)
            for problem in problems:
                assert all(problem.render(language).isprintable() for language in ("en", "nl"))


@few_examples
@given(spoilt())
def test_a_spoilt_survey_gives_figures_or_problems(tables: dict[str, Grid]):
    results = compute(inputs(tables)).results
    assert_told_well(results, tables)
    for frame in results.values():
        numbers = frame.select(pl.selectors.float())
        assert all(column.is_finite().fill_null(value=True).all() for column in numbers)


@few_examples
@given(spoilt(), st.sampled_from(TABLES), conditions)
def test_so_does_one_with_merged_cells_and_hidden_rows(
    tables: dict[str, Grid], name: str, condition: Condition
):
    given_tables = inputs(tables)
    if found := given_tables.tables[name]:
        found[0] = replace(found[0], condition=condition)
    results = compute(given_tables).results
    assert_told_well(results, tables)


def assert_told_well(results: Results, tables: Mapping[str, Grid]) -> None:
    """Figures or errors; each problem once, in both languages, with what stands in its cell."""
    assert bool(results.errors) != bool(len(results))
    told = [str(problem) for problem in results.problems]
    assert len(set(told)) == len(told), "each is told once"
    for problem in results.problems:
        for language in ("en", "nl"):
            assert "None" not in problem.render(language)
            assert problem.render(language).isprintable()
        assert_stands_there(problem, tables)


OF_THE_WHOLE = {"table-empty", "column-missing", "setting-missing", "more-not-on-scale", "withheld",
                "more-than-invited", "parent-cycle", "merged-cells", "rows-hidden",
                "formula-uncomputed", "other-responses", "scale-not-used",
                "answer-blank"}  # fmt: skip


def assert_stands_there(problem: Any, tables: Mapping[str, Grid]) -> None:
    """The value of a problem is what stands in its cell, or a part of that."""
    found = re.fullmatch(r"([A-Z]+)(\d+)", problem.cell)
    if problem.code in OF_THE_WHOLE or problem.sheet not in tables or not found:
        return
    column = sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(found[1]))) - 1
    stands = tables[problem.sheet][int(found[2]) - 1][column]
    told = problem.value_in("en").strip()
    assert told in (text(stands) or id_of(problem, tables)), (problem, stands)


def id_of(problem: Any, tables: Mapping[str, Grid]) -> str:
    """What a blank cell stands for: the name of its row."""
    row = tables[problem.sheet][int(re.sub("[A-Z]", "", problem.cell)) - 1]
    return " ".join(text(value) or "" for value in row)


def as_workbook(file: Path, tables: Mapping[str, Grid]) -> Path:
    """A workbook with these tables; sheets where their headings will not do for an Excel table."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
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
@given(tables=spoilt())
def test_a_spoilt_workbook_is_reported_in_itself(tmp_path_factory: Any, tables: dict[str, Grid]):
    file = as_workbook(tmp_path_factory.mktemp("spoilt") / "survey.xlsx", tables)

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
            given_answers = read_file(target)
        except Unreadable as refused:
            assert refused.code.startswith("responses-")
        else:
            assert len(given_answers.row_numbers) == len(given_answers.frame)
            assert len(given_answers.headings) == given_answers.frame.width


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_workbook_with_nothing_in_it_names_the_tables_it_needs(tmp_path, language):
    results: Results = recalculate(as_workbook(tmp_path / "s.xlsx", {}))
    assert [p.value for p in results.errors] == ["Survey", "Themes", "Questions", "Scales"]
    assert all(p.remedy(language) for p in results.errors)
