"""Reading input tables from sheets: blank rows, filters, merged cells and formulas."""

import time

import xlsxwriter

from meetlat.api import check
from meetlat.opening import opened
from meetlat.reading.inputs import read_inputs
from tests.faults import sound_sheets, written
from tests.surveys import problems, survey

RESPONSES = "| pride | joy |\n|---|---|\n" + "| agree | agree |\n" * 6


def found(file) -> list[tuple[str, str]]:
    """Return the code and place of every problem."""
    return [(problem.code, problem.place) for problem in check(file)]


def workbook(file, also=lambda book: None, **sheets):
    """Write the sound survey as sheets without Excel tables; `sheets` replaces some of them."""
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, grid in (sound_sheets() | sheets).items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(grid):
                sheet.write_row(number, 0, row)
        also(book)
    return file


def test_blank_rows_in_a_table_are_skipped_and_do_not_shift_addresses(tmp_path):
    header, *rows = sound_sheets()["Questions"]
    rows[3][3] = "taem"
    blank = [None] * len(header)
    grid = [header, blank, *rows[:2], blank, blank, *rows[2:]]
    file = workbook(tmp_path / "survey.xlsx", Questions=grid)
    assert found(file) == [("unknown-theme", "Questions!D8")]


def test_thousands_of_blank_formatted_rows_are_read_quickly(tmp_path):
    def formatted(book):
        yellow = book.add_format({"bg_color": "yellow"})
        for row in range(20, 5_000):
            for column in range(8):
                book.get_worksheet_by_name("Questions").write_blank(row, column, None, yellow)

    file = workbook(tmp_path / "survey.xlsx", formatted)
    start = time.process_time()
    assert found(file) == []
    assert time.process_time() - start < 2


def test_hidden_rows_of_a_filtered_table_count_and_give_a_remark(tmp_path):
    def filtered(book):
        for row in (4, 5):
            book.get_worksheet_by_name("Questions").set_row(row, None, None, {"hidden": True})

    file = tmp_path / "survey.xlsx"
    with_tables = written(file, sound_sheets())
    assert found(with_tables) == []
    (problem,) = check(workbook(file, filtered))
    assert str(problem) == (
        "Questions!A5: rows of this table are hidden or filtered out (2), but they count. Clear "
        "the filter to see them; delete rows that should not count."
    )


def test_merged_cells_outside_the_columns_that_are_read_give_no_problem(tmp_path):
    def merged(book):
        book.get_worksheet_by_name("Questions").merge_range("K2:K4", "mine")
        book.get_worksheet_by_name("Questions").merge_range("A30:B31", "")

    assert found(workbook(tmp_path / "survey.xlsx", merged)) == []


def test_merged_cells_give_one_problem_with_their_range(tmp_path):
    def merged(book):
        book.get_worksheet_by_name("Scales").merge_range("A2:A7", "agreement")

    (problem,) = check(workbook(tmp_path / "survey.xlsx", merged))
    assert (problem.code, problem.place, problem.value) == ("merged-cells", "Scales!A2", "A2:A7")


def test_hidden_rows_and_merged_cells_of_responses_are_not_read(tmp_path):
    with opened(workbook(tmp_path / "survey.xlsx"), save=False) as book:
        inputs = read_inputs(book)
    assert inputs.tables["Responses"][0].condition.hidden_rows == ()


def test_a_formula_with_a_stored_value_gives_no_problem(tmp_path):
    def formula(book):
        book.get_worksheet_by_name("Questions").write_formula("H2", "=2-1", None, 1)

    assert found(workbook(tmp_path / "survey.xlsx", formula)) == []


def test_a_problem_can_be_written_in_dutch():
    tables = {
        "Survey": "| setting | value |\n|---|---|\n| language | Nederlands |\n"
        "| responses | Responses |\n| smallest_group | 5 |",
        "Questions": "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |\n"
        "| joy | work | agreement |",
        "Responses": RESPONSES,
    }
    (problem,) = survey(**tables).results.problems
    assert problem.render("nl") == (
        'Survey!B2: de instelling language kent "Nederlands" niet. Bedoelt u "nl"?'
        " Kies een van: nl, en."
    )
    assert problems(**tables) == [str(problem)]
