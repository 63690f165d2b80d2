"""Results are written into the tables of the same name; nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from meetlat import Problem, recalculate
from meetlat.plugins.manager import load_plugins
from tests.surveys import rows, shown, workbook
from xlengines.xlsx import open_book

QUESTIONS = """
| question | theme | scale     | text          |
|----------|-------|-----------|---------------|
| pride    | work  | agreement | =I am proud   |
| joy      | work  | agreement | I like it     |
| trust    | work  | agreement | -I trust them |
"""

RESPONSES = """
| pride    | joy      | trust   |
|----------|----------|---------|
| agree    | disagree | agree   |
| agree    | agree    | agree   |
| neutral  | agree    | agree   |
| disagree | agree    | agree   |
| agree    | neutral  | agree   |
"""

COMPARISONS = """
| comparison | subject | value |
|------------|---------|-------|
| Previous   | pride   | 6     |
| Benchmark  | joy     | 7.5   |
"""

SCORES = """
| question | text | theme | n | score |
|----------|------|-------|---|-------|
| old      | old  | old   | 1 | 1     |
"""


@pytest.fixture
def survey_file(tmp_path) -> Path:
    return workbook(
        tmp_path / "survey.xlsx",
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Comparisons=COMPARISONS,
        QuestionScores=SCORES,
    )


def test_result_table_grows_and_gets_a_column_for_each_comparison(survey_file):
    results = recalculate(survey_file)

    assert results.problems == []
    assert shown(survey_file, "QuestionScores") == [
        ["question", "text", "theme", "n", "score", "Previous", "Benchmark"],
        ["pride", "=I am proud", "work", 5.0, 7.0, 6.0, "-"],
        ["joy", "I like it", "work", 5.0, 7.0, "-", 7.5],
        ["trust", "-I trust them", "work", 5.0, 10.0, "-", "-"],
    ]


def test_a_result_without_a_table_gets_a_new_sheet(survey_file):
    recalculate(survey_file)

    header, row = shown(survey_file, "ThemeScores")
    assert header == ["Theme", "Name", "Questions", "Answers", "Score", "Low", "High"], (
        "no comparison has a figure for a theme"
    )
    assert row == ["work", "Work", 3.0, 5.0, 8.0, "", ""], "fewer than 30 people"
    assert 0 <= shown(survey_file, "QuestionScores")[1][-2] < 10
    assert shown(survey_file, "Summary")[:2] == [
        ["Measure", "What", "Current", "Previous", "Benchmark"],
        ["respondents", "Respondents", 5.0, "-", "-"],
    ], "the report reads the names of the comparisons here"


def test_recalculating_twice_gives_the_same_bytes(survey_file):
    recalculate(survey_file)
    before = survey_file.read_bytes()
    recalculate(survey_file)
    assert survey_file.read_bytes() == before


def test_recalculating_into_an_output_leaves_the_workbook_unchanged(survey_file, tmp_path):
    before = survey_file.read_bytes()
    recalculate(survey_file, output=tmp_path / "report.xlsx")
    assert survey_file.read_bytes() == before
    assert shown(tmp_path / "report.xlsx", "QuestionScores")[1][0] == "pride"


def test_result_table_shrinks_and_clears_its_old_rows(tmp_path):
    many = SCORES + "| old | old | old | 1 | 1 |\n" * 5
    file = workbook(
        tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, QuestionScores=many
    )
    recalculate(file)
    assert [row[0] for row in shown(file, "QuestionScores")] == [
        "question",
        "pride",
        "joy",
        "trust",
    ]
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_name("QuestionScores").to_python()
    assert not any(any(row) for row in sheet[4:]), "old figures below the table"


def test_a_deleted_column_is_not_added_again_and_a_column_of_hr_is_kept(tmp_path):
    table = "| score | question | action |\n|---|---|---|\n| 1 | old | talk to the team |\n"
    file = workbook(
        tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, QuestionScores=table
    )
    recalculate(file)
    assert shown(file, "QuestionScores") == [
        ["score", "question", "action"],
        [7.0, "pride", "talk to the team"],
        [7.0, "joy", ""],
        [10.0, "trust", ""],
    ]


def test_a_column_of_an_earlier_comparison_is_a_warning(tmp_path):
    table = "| question | score | 2021 |\n|---|---|---|\n| old | 1 | 6.3 |\n"
    file = workbook(
        tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, QuestionScores=table
    )
    results = recalculate(file)
    assert [str(p) for p in results.problems] == [
        'QuestionScores!C1: the column "2021" of the table QuestionScores has figures that '
        "Meetlat does not write. If it belongs to an old comparison, delete it; it was not "
        "changed."
    ]
    assert shown(file, "Problems")[1][1:3] == ["QuestionScores", "C1"]


def draw_table_above_a_note(book: xlsxwriter.Workbook) -> None:
    """Draw the table with a note two rows below it."""
    sheet = book.add_worksheet("Scores")
    columns = [{"header": h} for h in ("question", "score")]
    sheet.add_table("B2:C3", {"name": "QuestionScores", "columns": columns})
    sheet.write("C5", "made by Anna")


def test_cells_below_a_growing_table_move_down(tmp_path):
    file = workbook(
        tmp_path / "s.xlsx", draw_table_above_a_note, Questions=QUESTIONS, Responses=RESPONSES
    )
    results = recalculate(file)
    assert results.errors == []
    rows_written = results["QuestionScores"].height
    cells = openpyxl.load_workbook(file)["Scores"]
    assert cells.tables["QuestionScores"].ref == f"B2:C{2 + rows_written}"
    assert cells.cell(4 + rows_written, 3).value == "made by Anna"


def draw_list_beside_the_table(book: xlsxwriter.Workbook) -> None:
    draw_table_above_a_note(book)
    book.get_worksheet_by_name("Scores").write_column("E2", [1, 2, 3, 4, 5])


def test_cells_below_a_growing_table_are_never_overwritten(tmp_path):
    """They stay if something beside the table goes on below it."""
    file = workbook(
        tmp_path / "s.xlsx", draw_list_beside_the_table, Questions=QUESTIONS, Responses=RESPONSES
    )
    results = recalculate(file)
    assert [str(p) for p in results.errors] == [
        "Scores!C5: the table QuestionScores has to grow, and what stands here cannot move down "
        "because of Scores!E4. Move one of the two elsewhere, or put the table on a sheet of its "
        "own; nothing was written."
    ]
    assert shown(file, "QuestionScores") == [["question", "score"], ["", ""]]
    assert shown(file, "Problems")[1][:3] == ["error", "Scores", "C5"]


def test_a_workbook_with_errors_gets_only_its_problems(tmp_path):
    misspelt = QUESTIONS.replace("| work  |", "| wrok  |", 1)
    file = workbook(
        tmp_path / "s.xlsx", Questions=misspelt, Responses=RESPONSES, QuestionScores=SCORES
    )
    results = recalculate(file)
    assert dict(results) == {}
    assert shown(file, "QuestionScores") == rows(SCORES)
    assert shown(file, "Problems") == [
        ["Severity", "Sheet", "Cell", "Value", "Problem", "Remedy"],
        [
            "error",
            "Questions",
            "B2",
            "wrok",
            'The theme "wrok" is not in Themes.',
            'Did you mean "work"?',
        ],
    ]


def test_problems_that_are_fixed_disappear_from_the_table(tmp_path):
    misspelt = QUESTIONS.replace("| work  |", "| wrok  |", 1)
    file = workbook(tmp_path / "s.xlsx", Questions=misspelt, Responses=RESPONSES)
    recalculate(file)
    themes = "| theme | name |\n|---|---|\n| work | Work |\n| wrok | Also work |\n"
    left = """
        | severity | sheet | cell | value | problem | remedy |
        |----------|-------|------|-------|---------|--------|
        | error    | A     | B2   | C     | x       | y      |
    """
    workbook(file, Questions=misspelt, Responses=RESPONSES, Themes=themes, Problems=left)
    assert recalculate(file).problems == []
    assert shown(file, "Problems")[1:] == [[""] * 6]


def test_every_metric_is_listed_in_metrics_with_title_and_switch_and_without_defaults(tmp_path):
    """A shipped metric that is off by default is listed as off."""
    metrics = """
        | metric | title | on | questions | parameters |
        |--------|-------|----|-----------|------------|
        | likert | Score | ja |           |            |
    """
    file = workbook(tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, Metrics=metrics)
    recalculate(file)
    listed = {row[0]: row[1:] for row in shown(file, "Metrics")[1:]}
    assert listed["likert"] == ["Score", "ja", "", ""]
    assert listed["enps"][1] == "ja", "in the language that the table uses"
    assert listed["favourable"][1] == "nee"
    assert listed["favourable"][0] == load_plugins().metrics["favourable"].title_in("en")
    assert listed["favourable"][3] == "", "blank follows the defaults of the code"
    assert {*load_plugins().metrics} <= {*listed}
    assert recalculate(file).problems == [], "the written rows are valid"


def test_metrics_without_a_switch_column_lists_only_metrics_that_are_on(tmp_path):
    """Without the column `on`, every listed metric is on."""
    metrics = "| metric | questions |\n|--------|-----------|\n| likert |           |"
    file = workbook(tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, Metrics=metrics)
    before = list(recalculate(file))
    listed = {row[0] for row in shown(file, "Metrics")[1:]}
    assert listed == {n for n, metric in load_plugins().metrics.items() if metric.is_on}
    assert list(recalculate(file)) == before


def test_figures_of_a_metric_that_is_off_are_cleared_and_a_remark_says_so(tmp_path):
    metrics = "| metric | on |\n|---|---|\n| likert | no |\n"
    file = workbook(
        tmp_path / "s.xlsx",
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Metrics=metrics,
        QuestionScores=SCORES,
    )
    results = recalculate(file)
    assert "QuestionScores" not in results
    assert [str(problem) for problem in results.problems] == [
        'QuestionScores!A1: the table "QuestionScores" was cleared, because the metric likert is '
        "off. Switch the metric on again in Metrics, or hide the sheet."
    ]
    assert not [cell for row in shown(file, "QuestionScores") for cell in row if is_figure(cell)]
    assert not recalculate(file).problems


def is_figure(cell: object) -> bool:
    return isinstance(cell, int | float)


def test_figures_of_a_table_that_no_plugin_fills_are_cleared(tmp_path):
    """The old figures might be of groups that are now withheld."""
    enps = "| question | enps |\n|---|---|\n| recommend | 12 |\n"
    file = workbook(tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, Enps=enps)
    (problem,) = recalculate(file).problems
    assert (problem.code, problem.place) == ("table-emptied", "Enps!A1")
    assert shown(file, "Enps")[1:] == [["recommend", ""]]


def test_translated_headings_are_recognised_after_the_language_changes(tmp_path):
    plugin = """
import polars as pl
from meetlat import Counts, hookimpl, metric
@metric(table="Own", columns={"own": {"nl": "eigen", "en": "our own"}})
def own(counts):
    return counts.group_by(Counts.KEYS).agg(own=pl.col("n").sum())
@hookimpl
def register_metrics(register):
    register(own)
"""
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "own.py").write_text(plugin, encoding="utf-8")
    file = workbook(tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    recalculate(file)
    first = shown(file, "Own")
    assert first[0] == ["Question", "Text", "our own"]
    switch_to_dutch(file)
    assert recalculate(file).problems == []
    assert shown(file, "Own") == first


def switch_to_dutch(file: Path) -> None:
    book = open_book(file)
    next(c for c in book.sheets["Survey"].used_range if c.value == "en").value = "nl"
    book.save()


def test_new_sheets_of_a_dutch_survey_have_dutch_headings(tmp_path):
    metrics = "| metric | on |\n|---|---|\n| favourable | yes |\n| polarisation | yes |\n"
    metrics += "| reliability | yes |\n| reliability_questions | yes |\n| drivers | yes |\n"
    settings = "| setting | value |\n|---|---|\n| language | nl |\n| responses | Responses |\n"
    tables = {"Questions": QUESTIONS, "Responses": RESPONSES, "Metrics": metrics}
    file = workbook(tmp_path / "s.xlsx", Survey=settings + "| smallest_group | 5 |", **tables)
    results = recalculate(file)
    assert shown(file, "Favourable")[0] == [
        "Code", "Vraag", "Antwoorden", "Gunstig", "Ondergrens", "Bovengrens",
        "Neutraal", "Ongunstig",
    ]  # fmt: skip
    for table in results.tables.values():
        own = [c for c in table.frame.columns if c not in (*table.comparisons, *table.varying)]
        untitled = [c for c in own if {"en", "nl"} - set(table.headings.get(c, {}))]
        assert table.optional or not untitled, table.name
    before = file.read_bytes()
    recalculate(file)
    assert file.read_bytes() == before, "the translated columns are recognised"


def test_a_column_of_hr_named_like_a_heading_of_meetlat_is_kept(tmp_path):
    def draw(book):
        sheet = book.add_worksheet("R")
        own = {"header": "Antwoorden", "formula": "=2*[@score]"}
        table = {"name": "QuestionScores", "columns": [*columns("question", "score"), own]}
        sheet.add_table("A1:C4", table)

    file = workbook_with(tmp_path, draw)
    assert recalculate(file).problems == []
    (own,) = {cell.formula for cell in open_book(file).sheets["R"].range("C2:C4")}
    assert "score" in own


def test_a_comparison_may_have_the_name_of_a_heading(tmp_path):
    compared = "| comparison | subject | value |\n|---|---|---|\n| Answers | pride | 6 |\n"
    file = workbook(
        tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, Comparisons=compared
    )
    assert recalculate(file).problems == []
    header, first, *_ = shown(file, "QuestionScores")
    assert dict(zip(header, first, strict=True))["Answers"] == 6.0
    assert dict(zip(header, first, strict=True))["n"] == 5.0


def test_a_comparison_gets_a_column_with_its_first_figure(survey_file):
    recalculate(survey_file)
    book = open_book(survey_file)
    cells = book.sheets["Comparisons"].used_range
    next(cell for cell in cells if cell.value == "pride").value = "work"
    book.save()
    recalculate(survey_file)
    header, row = shown(survey_file, "ThemeScores")
    assert header == ["Theme", "Name", "Questions", "Answers", "Score", "Low", "High", "Previous"]
    assert [*row[:5], row[7]] == ["work", "Work", 3.0, 5.0, 8.0, 6.0]


def columns(*names: str) -> list[dict[str, str]]:
    return [{"header": name} for name in names]


QUESTION_SCORES = {"name": "QuestionScores", "columns": columns("question", "n", "score")}


def workbook_with(
    tmp_path: Path, draw: Callable[[xlsxwriter.Workbook], object], **tables: str
) -> Path:
    """The workbook of the survey with something drawn into it."""
    return workbook(
        tmp_path / "s.xlsx", draw, **{"Questions": QUESTIONS, "Responses": RESPONSES, **tables}
    )


def test_tables_beside_each_other_both_grow(tmp_path):
    def draw(book):
        sheet = book.add_worksheet("It's a report")
        sheet.add_table("A1:C2", QUESTION_SCORES)
        sheet.add_table("E1:F2", {"name": "ThemeScores", "columns": columns("theme", "score")})

    file = workbook_with(tmp_path, draw, Comparisons=COMPARISONS.replace("Benchmark ", "Previous "))
    assert recalculate(file).problems == []
    assert shown(file, "QuestionScores")[3] == ["trust", 5.0, 10.0, "-"]
    assert shown(file, "ThemeScores") == [["theme", "score"], ["work", 8.0]]


def test_a_result_table_may_be_on_an_input_sheet(tmp_path):
    def draw(book):
        book.get_worksheet_by_name("Questions").add_table("G1:I2", QUESTION_SCORES)

    file = workbook_with(tmp_path, draw)
    assert recalculate(file).problems == []
    assert shown(file, "QuestionScores")[1] == ["pride", 5.0, 7.0]
    assert shown(file, "Questions")[1][0] == "pride"


def test_a_totals_row_stays_below_all_results(tmp_path):
    totals = [
        {"header": "question", "total_string": "All"},
        {"header": "score", "total_function": "average"},
    ]

    def draw(book):
        sheet = book.add_worksheet("R")
        table = {"name": "QuestionScores", "columns": totals, "total_row": True}
        sheet.add_table("B2:C4", table)

    file = workbook_with(tmp_path, draw)
    assert recalculate(file).problems == []
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_name("R").to_python()
    assert [row[0] for row in sheet] == ["question", "pride", "joy", "trust", "All"]
    before = file.read_bytes()
    recalculate(file)
    assert file.read_bytes() == before


def test_a_table_of_blank_cells_right_of_a_growing_table_blocks_it(tmp_path):
    def draw(book):
        sheet = book.add_worksheet("R")
        sheet.add_table("A4:C5", QUESTION_SCORES)
        sheet.add_table("D1:E9", {"name": "Own"})

    file = workbook_with(tmp_path, draw, Comparisons=COMPARISONS)
    results = recalculate(file)
    assert [str(p) for p in results.errors] == [
        'R!D1: the table QuestionScores has to grow, and the table "Own" is in the way.'
        " Move one of the two, or put it on a sheet of its own; nothing was written."
    ]
    assert dict(results) == {}


def test_tables_and_merged_cells_below_growing_tables_move_down(tmp_path):
    """Also below two tables of which each pushes the others down."""

    def draw(book):
        sheet = book.add_worksheet("R")
        sheet.add_table("A1:C2", QUESTION_SCORES)
        sheet.add_table("B3:C4", {"name": "ThemeScores", "columns": columns("theme", "score")})
        sheet.add_table("A5:C8", {"name": "Own", "header_row": False})
        sheet.merge_range("A10:C10", "by Anna")

    themes = "| theme |\n|-------|\n| work  |\n| rest  |\n"
    questions = QUESTIONS.replace("| joy      | work", "| joy      | rest")
    file = workbook_with(tmp_path, draw, Themes=themes, Questions=questions)
    assert recalculate(file).problems == []
    assert [row[0] for row in shown(file, "QuestionScores")] == [
        "question",
        "pride",
        "joy",
        "trust",
    ]
    assert [row[0] for row in shown(file, "ThemeScores")] == ["theme", "work", "rest"]
    sheet = openpyxl.load_workbook(file)["R"]
    assert {table.name: table.ref for table in sheet.tables.values()} == {
        "QuestionScores": "A1:C4",
        "ThemeScores": "B5:C7",
        "Own": "A8:C11",
    }
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A13:C13"]
    before = file.read_bytes()
    recalculate(file)
    assert file.read_bytes() == before


def test_two_tables_cannot_grow_into_the_same_blank_cells(tmp_path):
    def draw(book):
        sheet = book.add_worksheet("R")
        sheet.add_table("A6:C7", QUESTION_SCORES)
        sheet.add_table("D1:E2", {"name": "Distributions", "columns": columns("answer", "n")})

    choices = QUESTIONS.replace("text          |", "text | metric |", 1)
    choices += (
        "| choice | | agreement | | distribution |\n| more | | agreement | | distribution |\n"
    )
    answers = RESPONSES.replace("| trust   |", "| trust | choice | more |")
    file = workbook_with(
        tmp_path, draw, Questions=choices, Responses=answers, Comparisons=COMPARISONS
    )
    assert [p.code for p in recalculate(file).errors] == ["table-in-the-way"]


def test_merged_cells_and_the_end_of_the_sheet_block_a_growing_table(tmp_path):
    def merged(book):
        sheet = book.add_worksheet("R")
        sheet.add_table("A1:C2", QUESTION_SCORES)
        sheet.merge_range("A4:C4", "")
        sheet.write_column("E1", range(9))

    def at_the_end(book):
        book.add_worksheet("R").add_table("A1048575:C1048576", QUESTION_SCORES)

    assert [p.code for p in recalculate(workbook_with(tmp_path, merged)).errors] == [
        "cannot-move-down"
    ]
    assert [p.code for p in recalculate(workbook_with(tmp_path, at_the_end)).errors] == ["no-room"]


def test_a_defined_name_equal_to_a_table_name_is_an_error(tmp_path):
    file = workbook_with(tmp_path, lambda book: book.define_name("ThemeScores", "=Survey!$A$1"))
    assert [str(p) for p in recalculate(file).errors] == [
        'The name "ThemeScores" refers to Survey!$A$1, so no table can have this name.'
        " Rename or delete that name (Formulas, Name Manager); nothing was written."
    ]


def test_a_sheet_of_hr_named_like_a_result_is_left_alone(tmp_path):
    file = workbook_with(
        tmp_path, lambda book: book.add_worksheet("summary").write("A1", "notes of HR")
    )
    assert recalculate(file).problems == []
    book = CalamineWorkbook.from_path(str(file))
    assert book.get_sheet_by_name("summary").to_python() == [["notes of HR"]]
    assert "Summary (2)" in book.sheet_names


def test_the_first_of_two_columns_with_the_same_heading_is_filled(tmp_path):
    def draw(book):
        table = {"name": "QuestionScores", "columns": columns("question", " Question", "SCORE ")}
        book.add_worksheet("R").add_table("A1:C2", table)

    file = workbook_with(tmp_path, draw)
    recalculate(file)
    assert shown(file, "QuestionScores")[1] == ["pride", "", 7.0]


WRONG = """
| question | theme | scale     |
|----------|-------|-----------|
| pride    | wrok  | agreement |
| joy      | rest  | agreement |
| trust    | hope  | agreement |
"""


def note_below_problems(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("P")
    sheet.add_table("A1:B3", {"name": "Problems", "columns": columns("cell", "problem")})
    sheet.write("A4", "notes of HR")
    sheet.write_column("D1", ["a", "list", "beside", "it"])


def test_problems_never_overwrite_cells_below_their_table(tmp_path):
    file = workbook_with(tmp_path, note_below_problems, Questions=WRONG)
    results = recalculate(file)
    assert [p.place for p in results.problems] == [
        "P!A4",
        "Questions!B2",
        "Questions!B3",
        "Questions!B4",
    ]
    message = (
        "The table Problems has to grow, and what stands here cannot move down because of P!D3."
    )
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_name("P").to_python()
    assert [row[:2] for row in sheet] == [
        ["cell", "problem"],
        ["A4", message],
        ["B2", 'The theme "wrok" is not in Themes.'],
        ["notes of HR", ""],
    ]


def test_a_problems_table_without_headings_is_reported_with_the_other_problems(tmp_path):
    def draw(book):
        table = {"name": "Problems", "columns": columns("cell"), "header_row": False}
        book.add_worksheet("P").add_table("A1:A2", table)

    results = recalculate(workbook_with(tmp_path, draw, Questions=WRONG))
    assert [p.code for p in results.problems] == ["no-headings", *["unknown-theme"] * 3]
    assert [p.code for p in recalculate(workbook_with(tmp_path, draw)).problems] == ["no-headings"]


def test_metrics_never_overwrite_cells_below_their_table(tmp_path):
    def draw(book):
        sheet = book.get_worksheet_by_name("Metrics")
        sheet.write("B5", "notes of HR")
        sheet.write_column("D1", range(5))

    metrics = "| metric | on |\n|---|---|\n| likert | yes |\n| | |\n"
    file = workbook_with(tmp_path, draw, Metrics=metrics)
    results = recalculate(file)
    assert [str(p) for p in results.problems] == [
        "Metrics!B5: the table Metrics has to grow for distribution, drivers, enps, favourable, "
        'themes, polarisation, reliability, reliability_questions, and "notes of HR" is in the '
        "way. Move it, so that these metrics can be switched on and off."
    ]
    assert "ThemeScores" in results, "the results are written all the same"
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_name("Metrics").to_python()
    assert [row[:2] for row in sheet] == [
        ["metric", "on"],
        ["likert", "yes"],
        ["", ""],
        ["", ""],
        ["", "notes of HR"],
    ]


def test_text_longer_than_a_cell_holds_is_cut(tmp_path):
    groups = ["x" * 40_000, "😀" * 20_000, "a\x01b\x1b[31m"]
    answers = "".join(f"agree,agree,agree,{group}\n" * 5 for group in groups)
    (tmp_path / "a.csv").write_text(f"pride,joy,trust,team\n{answers}", encoding="utf-8")
    survey = "| setting | value |\n|---|---|\n| responses | a.csv |\n| smallest_group | 5 |\n"
    segments = "| segment |\n|---|\n| team |\n"
    file = workbook(tmp_path / "s.xlsx", Questions=QUESTIONS, Survey=survey, Segments=segments)
    assert recalculate(file).problems == []
    written = {row[2] for row in shown(file, "SegmentScores")}
    assert {"x" * 32_766 + "…", "😀" * 16_383 + "…", "a\x01b\x1b[31m"} <= written


def test_a_problem_with_a_long_cell_value_is_one_short_line():
    problem = Problem(
        "unknown-theme", "Q", "A1", "a\x1b[31m\n b" + "x" * 500, {"known": "work", "times": ""}
    )
    assert str(problem) == (
        f'Q!A1: the theme "a [31m b{"x" * 111}…" is not in Themes.'
        " Add it to Themes, or choose one of: work."
    )


GROUPS = "| segment | group | n | Old work | target |\n|---|---|---|---|---|\n"
TEAMS = "| segment |\n|---|\n| team |\n"
IN_TEAMS = "| pride | joy | trust | team |\n|---|---|---|---|\n"
IN_TEAMS += "| agree | agree | agree | big |\n" * 5 + "| agree | agree | agree | small |\n" * 2
IN_TEAMS += "| agree | agree | agree | few |\n" * 3


def heat_map(file: Path, table: str) -> Path:
    return workbook(
        file, Questions=QUESTIONS, Responses=IN_TEAMS, Segments=TEAMS, SegmentScores=table
    )


def test_a_renamed_theme_keeps_its_column_without_old_figures(tmp_path):
    """Old figures go, also those of a group that is now too small."""
    file = heat_map(tmp_path / "s.xlsx", GROUPS + "| team | small | 9 | 5.5 | x |\n")
    assert [p.code for p in recalculate(file).problems] == ["groups-not-shown"]
    header, *groups = shown(file, "SegmentScores")
    assert header == ["segment", "group", "n", "Work", "target"]
    figures = {row[1]: row[2:4] for row in groups}
    assert figures == {"-": [10.0, 10.0], "big": [5.0, 10.0], "small": ["", ""], "few": ["", ""]}


def test_deleting_all_segments_clears_all_group_figures(tmp_path):
    table = GROUPS + "| team | big | 5 | 5.5 | x |\n| team | small | 9 | 5.5 | x |\n"
    tables = {"Questions": QUESTIONS, "Responses": RESPONSES}
    file = workbook(tmp_path / "s.xlsx", SegmentScores=table, **tables)
    recalculate(file)
    _, *groups = shown(file, "SegmentScores")
    assert [row[:2] for row in groups] == [["", "-"]]
    new = workbook(tmp_path / "new.xlsx", **tables)
    recalculate(new)
    assert "SegmentScores" not in CalamineWorkbook.from_path(str(new)).sheet_names


def test_the_column_of_a_deleted_theme_is_cleared(tmp_path):
    table = GROUPS.replace("target", "Work") + "| team | small | 9 | 5.5 | 6 |\n"
    file = heat_map(tmp_path / "s.xlsx", table)
    _, emptied = recalculate(file).problems  # and the remark on small groups
    assert (emptied.code, emptied.cell) == ("column-emptied", "D1")
    assert [row[3] for row in shown(file, "SegmentScores")] == ["Old work", "", "", "", ""]


def test_a_renamed_comparison_keeps_its_column(tmp_path):
    table = "| question | score | 2021 | Benchmark |\n|---|---|---|---|\n| old | 1 | 6.3 | 7 |\n"
    file = workbook(
        tmp_path / "s.xlsx",
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Comparisons=COMPARISONS,
        QuestionScores=table,
    )
    assert recalculate(file).problems == []
    assert shown(file, "QuestionScores")[:2] == [
        ["question", "score", "Previous", "Benchmark"],
        ["pride", 7.0, 6.0, "-"],
    ]


PREVIOUS_RUN = "| item | value |\n|---|---|\n| comparison 1 | Earlier |\n| comparison 2 | Old |\n"


NO_COMPARISONS = "| comparison | subject | value |\n|---|---|---|\n"


def workbook_after_an_old_run(tmp_path: Path, table: str, comparisons: str, **more: str) -> Path:
    return workbook(
        tmp_path / "s.xlsx",
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Comparisons=comparisons,
        QuestionScores=table,
        LastRun=PREVIOUS_RUN,
        **more,
    )


def test_a_renamed_comparison_keeps_a_column_that_the_last_run_wrote(tmp_path):
    """Otherwise the figures of Earlier would be in the rows of other questions."""
    table = "| question | score | Earlier | target |\n|---|---|---|---|\n| old | 1 | 6.3 | 7 |\n"
    file = workbook_after_an_old_run(tmp_path, table, COMPARISONS)
    assert [(p.code, p.value) for p in recalculate(file).problems] == [
        ("column-not-filled", "target")
    ]
    assert shown(file, "QuestionScores")[:2] == [
        ["question", "score", "Previous", "target", "Benchmark"],
        ["pride", 7.0, 6.0, 7.0, "-"],
    ]


def test_deleting_all_comparisons_clears_their_figures(tmp_path):
    table = "| question | score | Earlier | Old |\n|---|---|---|---|\n| old | 1 | 6.3 | - |\n"
    file = workbook_after_an_old_run(tmp_path, table, NO_COMPARISONS)
    recalculate(file)
    assert [row[2:] for row in shown(file, "QuestionScores")[:2]] == [["Earlier", "Old"], ["", ""]]


def test_a_deleted_comparison_is_reported_once_with_all_its_cells(tmp_path):
    questions = "| question | score | Old |\n|---|---|---|\n| old | 1 | 6.3 |\n"
    themes = "| theme | score | Old |\n|---|---|---|\n| work | 1 | 6.3 |\n"
    file = workbook_after_an_old_run(tmp_path, questions, NO_COMPARISONS, ThemeScores=themes)
    (problem,) = recalculate(file).problems
    assert problem.code == "column-emptied"
    assert problem.sentence("en") == (
        'the column "Old" of the table QuestionScores (also ThemeScores!C1) belongs to a theme '
        "or comparison that no longer exists."
    )
    assert "(ook ThemeScores!C1)" in problem.sentence("nl")


def test_a_column_named_like_an_old_comparison_is_kept_in_a_table_without_comparisons(tmp_path):
    """A table without comparisons never had any, so the column belongs to HR."""
    differences = "| table | name | Old |\n|---|---|---|\n| QuestionScores | pride | 6.3 |\n"
    scores = "| question | score |\n|---|---|\n| old | 1 |\n"
    file = workbook_after_an_old_run(tmp_path, scores, COMPARISONS, Differences=differences)
    assert ("column-emptied", "Old") not in {(p.code, p.value) for p in recalculate(file).problems}
    assert "Old" in shown(file, "Differences")[0]
