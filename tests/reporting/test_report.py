"""The report: results land in the tables of their name, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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


def test_a_table_grows_to_its_rows_and_gets_a_column_a_comparison(survey_file):
    results = recalculate(survey_file)

    assert results.problems == []
    assert shown(survey_file, "QuestionScores") == [
        ["question", "text", "theme", "n", "score", "Previous", "Benchmark"],
        ["pride", "=I am proud", "work", 5.0, 7.0, 6.0, "-"],
        ["joy", "I like it", "work", 5.0, 7.0, "-", 7.5],
        ["trust", "-I trust them", "work", 5.0, 10.0, "-", "-"],
    ]


def test_a_result_without_a_table_gets_a_sheet_of_its_own(survey_file):
    recalculate(survey_file)

    assert shown(survey_file, "ThemeScores") == [
        ["Theme", "Name", "Questions", "Answers", "Score"],
        ["work", "Work", 3.0, 5.0, 8.0],
    ], "no comparison has a figure of a theme"
    assert shown(survey_file, "Summary")[:2] == [
        ["Measure", "What", "Current", "Previous", "Benchmark"],
        ["respondents", "Respondents", 5.0, "-", "-"],
    ], "where the report finds which comparisons there are"


def test_recalculating_twice_gives_the_same_bytes(survey_file):
    recalculate(survey_file)
    once = survey_file.read_bytes()
    recalculate(survey_file)
    assert survey_file.read_bytes() == once


def test_an_output_leaves_the_workbook_as_it_was(survey_file, tmp_path):
    before = survey_file.read_bytes()
    recalculate(survey_file, output=tmp_path / "report.xlsx")
    assert survey_file.read_bytes() == before
    assert shown(tmp_path / "report.xlsx", "QuestionScores")[1][0] == "pride"


def test_a_table_shrinks_and_leaves_nothing_behind(tmp_path):
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
    assert not any(any(row) for row in sheet[4:]), "old figures stand below the table"


def test_a_column_that_hr_deleted_stays_away_and_one_of_their_own_is_left_alone(tmp_path):
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


def test_a_column_of_an_earlier_comparison_is_remarked_on(tmp_path):
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


def a_table_without_room(book: xlsxwriter.Workbook) -> None:
    """A note stands two rows below it."""
    sheet = book.add_worksheet("Scores")
    columns = [{"header": h} for h in ("question", "score")]
    sheet.add_table("B2:C3", {"name": "QuestionScores", "columns": columns})
    sheet.write("C5", "made by Anna")


def test_what_stands_below_a_growing_table_is_never_overwritten(tmp_path):
    file = workbook(
        tmp_path / "s.xlsx", a_table_without_room, Questions=QUESTIONS, Responses=RESPONSES
    )
    results = recalculate(file)
    assert [str(p) for p in results.errors] == [
        'Scores!C5: the table QuestionScores has to grow, and "made by Anna" is in the way. Move '
        "it elsewhere, or insert rows or columns before it; nothing was written."
    ]
    assert shown(file, "QuestionScores") == [["question", "score"], ["", ""]]
    assert shown(file, "Problems")[1][:3] == ["error", "Scores", "C5"]


def test_a_workbook_with_errors_gets_only_its_problems(tmp_path):
    wrong = QUESTIONS.replace("| work  |", "| wrok  |", 1)
    file = workbook(
        tmp_path / "s.xlsx", Questions=wrong, Responses=RESPONSES, QuestionScores=SCORES
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


def test_problems_that_are_mended_disappear(tmp_path):
    wrong = QUESTIONS.replace("| work  |", "| wrok  |", 1)
    file = workbook(tmp_path / "s.xlsx", Questions=wrong, Responses=RESPONSES)
    recalculate(file)
    themes = "| theme | name |\n|---|---|\n| work | Work |\n| wrok | Also work |\n"
    left = """
        | severity | sheet | cell | value | problem | remedy |
        |----------|-------|------|-------|---------|--------|
        | error    | A     | B2   | C     | x       | y      |
    """
    workbook(file, Questions=wrong, Responses=RESPONSES, Themes=themes, Problems=left)
    assert recalculate(file).problems == []
    assert shown(file, "Problems")[1:] == [[""] * 6]


def test_a_metric_that_is_found_is_listed_so_that_it_can_be_switched(tmp_path):
    """With what it is called and its defaults; one that came with a package is off until asked."""
    metrics = """
        | metric | title | on | questions | parameters |
        |--------|-------|----|-----------|------------|
        | likert | Score | ja |           |            |
    """
    file = workbook(tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, Metrics=metrics)
    recalculate(file)
    listed = {row[0]: row[1:] for row in shown(file, "Metrics")[1:]}
    assert listed["likert"] == ["Score", "ja", "", ""]
    assert listed["enps"][1] == "ja", "as the table says it already"
    assert listed["favourable"][1] == "nee"
    assert listed["favourable"][0] == load_plugins().metrics["favourable"].title_in("en")
    assert "=" in listed["favourable"][3]
    assert {*load_plugins().metrics} <= {*listed}
    assert recalculate(file).problems == [], "what was written is read"


def test_where_metrics_has_no_switch_only_those_that_are_on_are_listed(tmp_path):
    """A row without a switch is on: to list the others would have switched them on."""
    metrics = "| metric | questions |\n|--------|-----------|\n| likert |           |"
    file = workbook(tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, Metrics=metrics)
    made = list(recalculate(file))
    listed = {row[0] for row in shown(file, "Metrics")[1:]}
    assert listed == {n for n, metric in load_plugins().metrics.items() if metric.is_on}
    assert list(recalculate(file)) == made


def test_figures_of_a_metric_that_is_off_are_told_to_be_old(tmp_path):
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
        'QuestionScores!A1: the figures in the table "QuestionScores" are old, because the '
        "metric likert is off. Switch the metric on in Metrics, or delete the table."
    ]
    assert shown(file, "QuestionScores") == rows(SCORES), "for it may be HR's own"


def test_figures_that_nothing_makes_any_more_are_emptied(tmp_path):
    """They could be of groups that are withheld now."""
    enps = "| question | enps |\n|---|---|\n| recommend | 12 |\n"
    file = workbook(tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, Enps=enps)
    (problem,) = recalculate(file).problems
    assert (problem.code, problem.place) == ("table-emptied", "Enps!A1")
    assert shown(file, "Enps")[1:] == [["recommend", ""]]


def test_a_heading_in_the_language_of_the_survey_is_known_again_in_another(tmp_path):
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
    in_dutch(file)
    assert recalculate(file).problems == []
    assert shown(file, "Own") == first


def in_dutch(file: Path) -> None:
    book = open_book(file)
    next(c for c in book.sheets["Survey"].used_range if c.value == "en").value = "nl"
    book.save()


def test_a_sheet_made_anew_has_dutch_headings_in_a_dutch_survey(tmp_path):
    metrics = "| metric | on |\n|---|---|\n| favourable | yes |\n| polarisation | yes |\n"
    metrics += "| reliability | yes |\n| reliability_questions | yes |\n| drivers | yes |\n"
    settings = "| setting | value |\n|---|---|\n| language | nl |\n| responses | Responses |\n"
    tables = {"Questions": QUESTIONS, "Responses": RESPONSES, "Metrics": metrics}
    file = workbook(tmp_path / "s.xlsx", Survey=settings + "| smallest_group | 5 |", **tables)
    results = recalculate(file)
    assert shown(file, "Favourable")[0] == [
        "Code", "Vraag", "Antwoorden", "Gunstig", "Neutraal", "Ongunstig",
    ]  # fmt: skip
    for table in results.tables.values():
        own = [c for c in table.frame.columns if c not in (*table.comparisons, *table.varying)]
        untitled = [c for c in own if {"en", "nl"} - set(table.headings.get(c, {}))]
        assert table.optional or not untitled, table.name
    before = file.read_bytes()
    recalculate(file)
    assert file.read_bytes() == before, "its columns are known again"


def test_a_column_of_hr_that_is_called_like_a_heading_of_ours_stays_theirs(tmp_path):
    def draw(book):
        sheet = book.add_worksheet("R")
        own = {"header": "Antwoorden", "formula": "=2*[@score]"}
        table = {"name": "QuestionScores", "columns": [*columns("question", "score"), own]}
        sheet.add_table("A1:C4", table)

    file = drawn(tmp_path, draw)
    assert recalculate(file).problems == []
    (own,) = {cell.formula for cell in open_book(file).sheets["R"].range("C2:C4")}
    assert "score" in own


def test_a_comparison_may_be_called_as_a_heading_of_ours(tmp_path):
    compared = "| comparison | subject | value |\n|---|---|---|\n| Answers | pride | 6 |\n"
    file = workbook(
        tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, Comparisons=compared
    )
    assert recalculate(file).problems == []
    header, first, *_ = shown(file, "QuestionScores")
    assert dict(zip(header, first, strict=True))["Answers"] == 6.0
    assert dict(zip(header, first, strict=True))["n"] == 5.0


def test_a_comparison_gets_its_column_when_it_has_its_first_figure(survey_file):
    recalculate(survey_file)
    book = open_book(survey_file)
    cells = book.sheets["Comparisons"].used_range
    next(cell for cell in cells if cell.value == "pride").value = "work"
    book.save()
    recalculate(survey_file)
    assert shown(survey_file, "ThemeScores") == [
        ["Theme", "Name", "Questions", "Answers", "Score", "Previous"],
        ["work", "Work", 3.0, 5.0, 8.0, 6.0],
    ]


def columns(*names: str) -> list[dict[str, str]]:
    return [{"header": name} for name in names]


QUESTION_SCORES = {"name": "QuestionScores", "columns": columns("question", "n", "score")}


def drawn(tmp_path: Path, draw: Callable[[xlsxwriter.Workbook], object], **tables: str) -> Path:
    """The survey's workbook with something drawn into it."""
    return workbook(
        tmp_path / "s.xlsx", draw, **{"Questions": QUESTIONS, "Responses": RESPONSES, **tables}
    )


def test_tables_beside_each_other_each_grow(tmp_path):
    def draw(book):
        sheet = book.add_worksheet("It's a report")
        sheet.add_table("A1:C2", QUESTION_SCORES)
        sheet.add_table("E1:F2", {"name": "ThemeScores", "columns": columns("theme", "score")})

    file = drawn(tmp_path, draw, Comparisons=COMPARISONS.replace("Benchmark ", "Previous "))
    assert recalculate(file).problems == []
    assert shown(file, "QuestionScores")[3] == ["trust", 5.0, 10.0, "-"]
    assert shown(file, "ThemeScores") == [["theme", "score"], ["work", 8.0]]


def test_a_result_may_stand_on_a_sheet_of_input(tmp_path):
    def draw(book):
        book.get_worksheet_by_name("Questions").add_table("G1:I2", QUESTION_SCORES)

    file = drawn(tmp_path, draw)
    assert recalculate(file).problems == []
    assert shown(file, "QuestionScores")[1] == ["pride", 5.0, 7.0]
    assert shown(file, "Questions")[1][0] == "pride"


def test_a_totals_row_stays_the_last_and_no_row_is_lost_in_it(tmp_path):
    totals = [
        {"header": "question", "total_string": "All"},
        {"header": "score", "total_function": "average"},
    ]

    def draw(book):
        sheet = book.add_worksheet("R")
        table = {"name": "QuestionScores", "columns": totals, "total_row": True}
        sheet.add_table("B2:C4", table)

    file = drawn(tmp_path, draw)
    assert recalculate(file).problems == []
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_name("R").to_python()
    assert [row[0] for row in sheet] == ["question", "pride", "joy", "trust", "All"]
    before = file.read_bytes()
    recalculate(file)
    assert file.read_bytes() == before


OWN_TABLE = {
    "beside it, with blank cells": ("A4:C5", "D1:E9", True, "R!D1", COMPARISONS),
    "below it, with blank cells": ("B3:D4", "A5:C8", False, "R!A5", ""),
}


@pytest.mark.parametrize("case", OWN_TABLE.values(), ids=OWN_TABLE)
def test_another_table_is_in_the_way_though_its_cells_are_blank(tmp_path, case):
    ours, own, header, place, comparisons = case

    def draw(book):
        sheet = book.add_worksheet("R")
        sheet.add_table(ours, QUESTION_SCORES)
        sheet.add_table(own, {"name": "Own", "header_row": header})

    file = drawn(tmp_path, draw, **({"Comparisons": comparisons} if comparisons else {}))
    results = recalculate(file)
    assert [str(p) for p in results.errors] == [
        f'{place}: the table QuestionScores has to grow, and the table "Own" is in the way.'
        " Move one of the two, or put it on a sheet of its own; nothing was written."
    ]
    assert dict(results) == {}


def test_two_tables_do_not_grow_into_the_same_blank_cells(tmp_path):
    def draw(book):
        sheet = book.add_worksheet("R")
        sheet.add_table("A6:C7", QUESTION_SCORES)
        sheet.add_table("D1:E2", {"name": "Distributions", "columns": columns("answer", "n")})

    choices = QUESTIONS.replace("text          |", "text | metric |", 1)
    choices += (
        "| choice | | agreement | | distribution |\n| more | | agreement | | distribution |\n"
    )
    answers = RESPONSES.replace("| trust   |", "| trust | choice | more |")
    file = drawn(tmp_path, draw, Questions=choices, Responses=answers, Comparisons=COMPARISONS)
    assert [p.code for p in recalculate(file).errors] == ["table-in-the-way"]


def test_merged_cells_and_the_end_of_the_sheet_are_in_the_way(tmp_path):
    def merged(book):
        sheet = book.add_worksheet("R")
        sheet.add_table("A1:C2", QUESTION_SCORES)
        sheet.merge_range("A4:C4", "")

    def at_the_end(book):
        book.add_worksheet("R").add_table("A1048575:C1048576", QUESTION_SCORES)

    assert [p.code for p in recalculate(drawn(tmp_path, merged)).errors] == ["merged-in-the-way"]
    assert [p.code for p in recalculate(drawn(tmp_path, at_the_end)).errors] == ["no-room"]


def test_a_name_of_hr_is_not_taken_for_a_table(tmp_path):
    file = drawn(tmp_path, lambda book: book.define_name("ThemeScores", "=Survey!$A$1"))
    assert [str(p) for p in recalculate(file).errors] == [
        'The name "ThemeScores" refers to Survey!$A$1, so no table can have this name.'
        " Rename or delete that name (Formulas, Name Manager); nothing was written."
    ]


def test_a_sheet_named_like_a_result_is_left_alone(tmp_path):
    file = drawn(tmp_path, lambda book: book.add_worksheet("summary").write("A1", "notes of HR"))
    assert recalculate(file).problems == []
    book = CalamineWorkbook.from_path(str(file))
    assert book.get_sheet_by_name("summary").to_python() == [["notes of HR"]]
    assert "Summary (2)" in book.sheet_names


def test_of_two_columns_of_a_name_the_first_is_filled(tmp_path):
    def draw(book):
        table = {"name": "QuestionScores", "columns": columns("question", " Question", "SCORE ")}
        book.add_worksheet("R").add_table("A1:C2", table)

    file = drawn(tmp_path, draw)
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


def test_problems_never_overwrite_what_stands_below_them(tmp_path):
    file = drawn(tmp_path, note_below_problems, Questions=WRONG)
    results = recalculate(file)
    assert [p.place for p in results.problems] == [
        "P!A4",
        "Questions!B2",
        "Questions!B3",
        "Questions!B4",
    ]
    message = 'The table Problems has to grow, and "notes of HR" is in the way.'
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_name("P").to_python()
    assert sheet == [
        ["cell", "problem"],
        ["A4", message],
        ["B2", 'The theme "wrok" is not in Themes.'],
        ["notes of HR", ""],
    ]


def test_problems_without_headings_are_told_all_the_same(tmp_path):
    def draw(book):
        table = {"name": "Problems", "columns": columns("cell"), "header_row": False}
        book.add_worksheet("P").add_table("A1:A2", table)

    results = recalculate(drawn(tmp_path, draw, Questions=WRONG))
    assert [p.code for p in results.problems] == ["no-headings", *["unknown-theme"] * 3]
    assert [p.code for p in recalculate(drawn(tmp_path, draw)).problems] == ["no-headings"]


def test_metrics_never_overwrite_what_stands_below_them(tmp_path):
    def draw(book):
        book.get_worksheet_by_name("Metrics").write("B5", "notes of HR")

    metrics = "| metric | on |\n|---|---|\n| likert | yes |\n| | |\n"
    file = drawn(tmp_path, draw, Metrics=metrics)
    results = recalculate(file)
    assert [str(p) for p in results.problems] == [
        "Metrics!B5: the table Metrics has to grow for distribution, drivers, enps, favourable, "
        'themes, polarisation, reliability, reliability_questions, and "notes of HR" is in the '
        "way. Move it, so that these metrics can be switched on and off."
    ]
    assert "ThemeScores" in results, "no reason to withhold the results"
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_name("Metrics").to_python()
    assert sheet == [["metric", "on"], ["likert", "yes"], ["", ""], ["", ""], ["", "notes of HR"]]


def test_text_beyond_what_a_cell_holds_is_cut(tmp_path):
    groups = ["x" * 40_000, "😀" * 20_000, "a\x01b\x1b[31m"]
    answers = "".join(f"agree,agree,agree,{group}\n" * 5 for group in groups)
    (tmp_path / "a.csv").write_text(f"pride,joy,trust,team\n{answers}", encoding="utf-8")
    survey = "| setting | value |\n|---|---|\n| responses | a.csv |\n| smallest_group | 5 |\n"
    segments = "| segment |\n|---|\n| team |\n"
    file = workbook(tmp_path / "s.xlsx", Questions=QUESTIONS, Survey=survey, Segments=segments)
    assert recalculate(file).problems == []
    written = {row[2] for row in shown(file, "SegmentScores")}
    assert {"x" * 32_766 + "…", "😀" * 16_383 + "…", "a\x01b\x1b[31m"} <= written


def test_a_problem_is_one_short_line_whatever_stands_in_the_cell():
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


def test_a_theme_that_is_renamed_takes_the_column_it_had(tmp_path):
    """No old figure stays, least of all of a group that is now too small to show."""
    file = heat_map(tmp_path / "s.xlsx", GROUPS + "| team | small | 9 | 5.5 | x |\n")
    assert recalculate(file).problems == []
    header, *groups = shown(file, "SegmentScores")
    assert header == ["segment", "group", "n", "Work", "target"]
    figures = {row[1]: row[2:4] for row in groups}
    assert figures == {"-": [10.0, 10.0], "big": [5.0, 10.0], "small": ["", ""], "few": ["", ""]}


def test_where_all_segments_are_deleted_no_figure_of_a_group_stays(tmp_path):
    table = GROUPS + "| team | big | 5 | 5.5 | x |\n| team | small | 9 | 5.5 | x |\n"
    given = {"Questions": QUESTIONS, "Responses": RESPONSES}
    file = workbook(tmp_path / "s.xlsx", SegmentScores=table, **given)
    recalculate(file)
    _, *groups = shown(file, "SegmentScores")
    assert [row[:2] for row in groups] == [["", "-"]]
    new = workbook(tmp_path / "new.xlsx", **given)
    recalculate(new)
    assert "SegmentScores" not in CalamineWorkbook.from_path(str(new)).sheet_names


def test_a_theme_that_is_no_more_leaves_an_empty_column(tmp_path):
    table = GROUPS.replace("target", "Work") + "| team | small | 9 | 5.5 | 6 |\n"
    file = heat_map(tmp_path / "s.xlsx", table)
    assert [(p.code, p.cell) for p in recalculate(file).problems] == [("column-emptied", "D1")]
    assert [row[3] for row in shown(file, "SegmentScores")] == ["Old work", "", "", "", ""]


def test_a_comparison_that_is_renamed_takes_the_column_it_had(tmp_path):
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


def beside_an_old_run(tmp_path: Path, table: str, comparisons: str, **more: str) -> Path:
    return workbook(
        tmp_path / "s.xlsx",
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Comparisons=comparisons,
        QuestionScores=table,
        LastRun=PREVIOUS_RUN,
        **more,
    )


def test_the_last_column_is_taken_over_too_where_the_last_run_wrote_it(tmp_path):
    """The figures of Earlier would stand beside other questions than they are of."""
    table = "| question | score | Earlier | target |\n|---|---|---|---|\n| old | 1 | 6.3 | 7 |\n"
    file = beside_an_old_run(tmp_path, table, COMPARISONS)
    assert [(p.code, p.value) for p in recalculate(file).problems] == [
        ("column-not-filled", "target")
    ]
    assert shown(file, "QuestionScores")[:2] == [
        ["question", "score", "Previous", "target", "Benchmark"],
        ["pride", 7.0, 6.0, 7.0, "-"],
    ]


def test_where_all_comparisons_are_deleted_none_of_their_figures_stays(tmp_path):
    table = "| question | score | Earlier | Old |\n|---|---|---|---|\n| old | 1 | 6.3 | - |\n"
    file = beside_an_old_run(tmp_path, table, NO_COMPARISONS)
    recalculate(file)
    assert [row[2:] for row in shown(file, "QuestionScores")[:2]] == [["Earlier", "Old"], ["", ""]]


def test_a_comparison_that_is_no_more_is_told_once_with_all_its_cells(tmp_path):
    questions = "| question | score | Old |\n|---|---|---|\n| old | 1 | 6.3 |\n"
    themes = "| theme | score | Old |\n|---|---|---|\n| work | 1 | 6.3 |\n"
    file = beside_an_old_run(tmp_path, questions, NO_COMPARISONS, ThemeScores=themes)
    (problem,) = recalculate(file).problems
    assert problem.code == "column-emptied"
    assert problem.sentence("en") == (
        'the column "Old" of the table QuestionScores (also ThemeScores!C1) belongs to a theme '
        "or comparison that no longer exists."
    )
    assert "(ook ThemeScores!C1)" in problem.sentence("nl")


def test_a_column_of_a_table_that_compares_nothing_is_hrs_whatever_its_name(tmp_path):
    """Where others compare, what has no comparison now never had one."""
    differences = "| table | name | Old |\n|---|---|---|\n| QuestionScores | pride | 6.3 |\n"
    scores = "| question | score |\n|---|---|\n| old | 1 |\n"
    file = beside_an_old_run(tmp_path, scores, COMPARISONS, Differences=differences)
    assert ("column-emptied", "Old") not in {(p.code, p.value) for p in recalculate(file).problems}
    assert "Old" in shown(file, "Differences")[0]
