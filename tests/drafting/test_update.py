"""`meetlat update`: what is new in an export is added, and nothing that HR typed changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from functools import cache
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from meetlat.api import check, recalculate
from meetlat.cli.commands import app
from meetlat.drafting.comparison import compare
from meetlat.drafting.renaming import Order, likeness
from meetlat.drafting.scale_match import ScaleMatch
from meetlat.opening import opened
from meetlat.reading.catalogue import Catalogue, read_catalogue
from meetlat.reading.inputs import read_inputs
from meetlat.reading.responses.responses import Responses, from_rows
from tests.drafting.exports import started
from tests.drafting.files import write_csv
from tests.drafting.people import AGREE_NL, SATISFIED_NL, People
from tests.surveys import inputs, shown, workbook

Columns = Mapping[str, Sequence[Any]]

PRIDE, HELP, TIME = "Ik ben trots op mijn werk", "Mijn collega's helpen mij", "Ik heb genoeg tijd"
RENAMED = "Ik ben erg trots op mijn werk"
TRAVEL = "Hoe kom je naar je werk?"
NOT_USED = "Ik eet graag in de kantine"

# Sheets that Meetlat fills, and the cell that an update changes.
LIST = "TeBevestigen"


def columns(year: int = 2026, **also: Sequence[Any]) -> dict[str, Sequence[Any]]:
    people = People(60, seed=year)
    return {
        "Tijdstempel": [f"{t.replace(year=year):%d-%m-%Y %H:%M:%S}" for t in people.times()],
        "Afdeling": people.one(("Techniek", "Advies", "Staf")),
        PRIDE: people.likert("werk", AGREE_NL),
        HELP: people.likert("werk", AGREE_NL),
        TIME: people.likert("werk", AGREE_NL),
        NOT_USED: people.likert("eten", AGREE_NL),
        TRAVEL: people.one(("Auto", "Fiets", "Trein")),
        **also,
    }


def put(before: str, new: Columns, given: Columns) -> dict[str, Sequence[Any]]:
    """The columns with others before one of them."""
    found: dict[str, Sequence[Any]] = {}
    for name, values in given.items():
        found |= {**new, name: values} if name == before else {name: values}
    return found


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    """A survey that HR set up from an export and then worked on."""
    folder = tmp_path_factory.mktemp("update")
    started(write_csv(folder / "2026.csv", columns()), folder / "survey")
    work_on(folder / "survey" / "survey.xlsx")
    return folder / "survey"


def work_on(file: Path) -> None:
    """Type as HR does: weights, a theme, a note, a column with formulas, and a row less."""
    with opened(file) as book:
        sheet = book.sheets["Questions"]
        table = next(table for table in sheet.tables if table.name == "Questions")
        names = [str(name) for name in table.header_row_range.value]
        top, left, rows = table.range.row, table.range.column, table.range.shape[0]
        texts = table.data_body_range.columns[names.index("text::nl")].value
        at = top + 1 + texts.index(NOT_USED)
        last = sheet.range((top + rows - 1, left), (top + rows - 1, left + len(names) - 1))
        if at != top + rows - 1:  # the last row takes the place of the one that HR deletes
            sheet.range((at, left), (at, left + len(names) - 1)).value = last.value
        last.clear_contents()
        sheet.range((top + 1, left + names.index("weight"))).value = 2
        own = left + len(names)
        table.resize(sheet.range((top, left), (top + rows - 2, own)))
        sheet.range((top, own)).value = "letters"
        for row in range(top + 1, top + rows - 1):
            sheet.range((row, own)).formula = f"=LEN(C{row})"
        sheet.range((top + rows + 30, 1)).value = "a note of HR"
        themes = book.sheets["Themes"].tables[0].data_body_range
        themes[0, 1].value = "Ons werk"


@pytest.fixture
def survey(first, tmp_path) -> Path:
    copytree(first, tmp_path / "survey")
    return tmp_path / "survey" / "survey.xlsx"


def updated(survey: Path, given: Columns, *options: str, name: str = "2027.csv") -> str:
    """Run the command, check that no cell of HR changed, and return its output."""
    export = write_csv(survey.parent.parent / name, given)
    before = cells(survey)
    ran = CliRunner().invoke(app, ["update", str(survey), "--from", str(export), *options])
    assert ran.exit_code == 0, ran.output
    after = cells(survey)
    changed = {place: value for place, value in before.items() if after.get(place) != value}
    assert set(changed.values()) <= {"2026.csv"}
    return ran.output


def cells(file: Path) -> dict[tuple[str, str], Any]:
    """Every filled cell, formulas as they are written."""
    return cells_in(file.read_bytes())


@cache
def cells_in(content: bytes) -> dict[tuple[str, str], Any]:
    """The cells of a file; most tests begin with the same one."""
    book = load_workbook(BytesIO(content))
    return {
        (sheet.title, cell.coordinate): getattr(cell.value, "text", cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def catalogue_of(file: Path) -> Catalogue:
    with opened(file, save=False) as book:
        inputs = read_inputs(book)
    return read_catalogue(inputs.tables, inputs.names)[0]


def questions_of(file: Path) -> list[dict[str, Any]]:
    return list(catalogue_of(file).questions.iter_rows(named=True))


def reasons(file: Path, word: str) -> list[list[Any]]:
    """The rows of the sheet of what is to be confirmed with a word in their reason."""
    return [row for row in shown(file, LIST)[1:] if word in str(row[3])]


def test_the_same_export_changes_no_byte(survey):
    before = survey.read_bytes()
    output = updated(survey, columns(), name="2026.csv")
    assert survey.read_bytes() == before
    assert "Er verandert niets" in output
    assert NOT_USED in output  # HR deleted its row, and may want it after all


def test_an_update_twice_changes_nothing_the_second_time(survey):
    given = columns(2027, Nieuw=People(60).likert("x", AGREE_NL))
    given.pop(HELP)
    updated(survey, given)
    before = survey.read_bytes()
    updated(survey, given)
    assert survey.read_bytes() == before


def test_a_new_question_is_added_on_the_scale_of_the_others_and_marked(survey):
    old = questions_of(survey)
    updated(survey, columns(2027, **{"Ik voel me veilig": People(60).likert("x", AGREE_NL)}))
    found = questions_of(survey)
    (new,) = found[len(old) :]
    assert found[: len(old)] == old
    assert (new["text"], new["scale"], new["weight"]) == ("Ik voel me veilig", old[0]["scale"], 1)
    assert new["question"] not in {row["question"] for row in old}
    (remark,) = reasons(survey, "Nieuw in het bestand")
    assert remark[2] == "Ik voel me veilig"
    table = catalogue_of(survey).tables["Questions"]
    row = len(found) - 1
    assert (remark[0], remark[1]) == (table.sheet, table.cell(row, table.names["question"]))
    assert table.values[row][table.names["te bevestigen"]] == remark[3]
    assert not [problem for problem in check(survey) if problem.is_error]


def test_own_formulas_go_on_in_the_new_rows(survey):
    updated(survey, columns(2027, **{"Ik voel me veilig": People(60).likert("x", AGREE_NL)}))
    table = catalogue_of(survey).tables["Questions"]
    column = table.names["letters"]
    sheet = load_workbook(survey)["Questions"]
    formulas = [sheet[table.cell(row, column)].value for row in range(len(table.values) - 1)]
    assert formulas == [f"=LEN(C{number})" for number in table.row_numbers[:-1]]


def test_a_new_scale_and_segment_are_added(survey):
    also = {
        "Leeftijd": People(60).one(("Jonger dan 35", "35 tot 50", "50 of ouder")),
        "Hoe tevreden ben je over je loon?": People(60).likert("x", SATISFIED_NL),
    }
    old = catalogue_of(survey)
    updated(survey, columns(2027, **also))
    new = catalogue_of(survey)
    assert new.segments["name"].to_list() == [*old.segments["name"], "Leeftijd"]
    added = new.scales[len(old.scales) :]
    assert added["answer"].to_list() == [*SATISFIED_NL]
    assert added["scale"].unique().to_list() == [new.questions["scale"][-1]]
    results = recalculate(survey)
    assert not results.errors
    assert {"Jonger dan 35", "50 of ouder"} <= set(results["SegmentScores"]["group"])


def test_a_question_that_is_gone_is_named_and_kept(survey):
    given = columns(2027)
    given.pop(HELP)
    output = updated(survey, given)
    (remark,) = reasons(survey, "Niet meer in het bestand")
    assert remark[2] == HELP
    assert f"{remark[0]}!{remark[1]}: {HELP}" in output
    assert HELP in {row["text"] for row in questions_of(survey)}


def test_a_renamed_question_is_proposed_at_its_cell_and_not_added(survey):
    given = columns(2027)
    given = put(HELP, {RENAMED: given.pop(PRIDE)}, given)
    old = questions_of(survey)
    updated(survey, given)
    assert questions_of(survey) == old
    (remark,) = reasons(survey, "waarschijnlijk")
    assert remark[2] == RENAMED
    row = next(i for i, row in enumerate(old) if row["text"] == PRIDE)
    table = catalogue_of(survey).tables["Questions"]
    assert (remark[0], remark[1]) == (table.sheet, table.cell(row, table.names["column"]))
    assert not reasons(survey, "Niet meer")


def test_a_renamed_question_is_proposed_if_all_answers_of_its_scale_have_other_words(survey):
    given = columns(2027)
    given = put(HELP, {RENAMED: given.pop(PRIDE)}, given)
    others = {"Helemaal mee eens": "Zeer mee eens", "Helemaal mee oneens": "Zeer mee oneens"}
    updated(survey, {name: [others.get(a, a) for a in own] for name, own in given.items()})
    assert [row[2] for row in reasons(survey, "waarschijnlijk")] == [RENAMED]
    assert len(reasons(survey, "nog niet op deze schaal")) == len(others)


@pytest.mark.parametrize("other", ["place", "scale", "text"])
def test_a_question_with_another_place_scale_or_text_is_gone_and_another_is_new(survey, other):
    given = columns(2027)
    answers = given.pop(PRIDE)
    if other == "scale":
        answers = People(60).likert("x", SATISFIED_NL)
    text = "Dit bedrijf past bij mij" if other == "text" else RENAMED
    given = {**given, text: answers} if other == "place" else put(HELP, {text: answers}, given)
    updated(survey, given)
    assert [row[2] for row in reasons(survey, "Niet meer")] == [PRIDE]
    assert [row[2] for row in reasons(survey, "Nieuw in het bestand")] == [text]


def test_answers_that_are_not_on_the_scale_are_named_and_not_added(survey):
    given = columns(2027)
    given[TRAVEL] = People(60).one(("Auto", "Fiets", "Trein", "Step"))
    given[TIME] = [*given[TIME][:50], *["Weet ik niet"] * 10]
    old = catalogue_of(survey).scales
    updated(survey, given)
    assert catalogue_of(survey).scales.equals(old)
    assert {row[2] for row in reasons(survey, "nog niet op deze schaal")} == {
        "Step",
        "Weet ik niet",
    }


def test_the_responses_of_the_report_are_those_of_the_new_file(survey):
    updated(survey, columns(2027))
    settings = catalogue_of(survey).settings
    assert settings.responses == "2027.csv"
    assert (survey.parent / "2026.csv").exists()
    assert [row[2] for row in reasons(survey, "periode")] == ["2027-03-02 – 2027-03-14"]


def test_a_new_file_with_the_name_of_the_old_one_does_not_replace_it(survey):
    before = (survey.parent / "2026.csv").read_bytes()
    updated(survey, columns(2027), name="2026.csv")
    assert catalogue_of(survey).settings.responses == "2026-2.csv"
    assert (survey.parent / "2026.csv").read_bytes() == before


def test_a_dry_run_shows_the_same_and_writes_nothing(survey):
    given = columns(2027, **{"Ik voel me veilig": People(60).likert("x", AGREE_NL)})
    before, files = survey.read_bytes(), sorted(survey.parent.iterdir())
    dry = updated(survey, given, "--dry-run")
    assert (survey.read_bytes(), sorted(survey.parent.iterdir())) == (before, files)
    assert "Er is niets geschreven" in dry
    assert [line for line in updated(survey, given).splitlines() if "veilig" in line] == [
        line for line in dry.splitlines() if "veilig" in line
    ]


def test_what_was_left_out_before_is_added_on_request_only(survey):
    updated(survey, columns(2027))
    assert NOT_USED not in {row["text"] for row in questions_of(survey)}
    updated(survey, columns(2027), "--all")
    assert NOT_USED in {row["text"] for row in questions_of(survey)}


def refused(survey: Path, export: Path) -> str:
    before = survey.read_bytes()
    ran = CliRunner().invoke(app, ["update", str(survey), "--from", str(export)])
    assert (ran.exit_code, survey.read_bytes()) == (1, before)
    assert not (survey.parent / export.name).exists()
    return ran.output


def test_nothing_is_written_if_the_file_has_no_answers(survey, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text("a;b\n", encoding="utf-8")
    assert "empty.csv" in refused(survey, empty)


def test_a_copy_is_removed_if_the_workbook_cannot_be_saved(survey, tmp_path, monkeypatch):
    def fail(*_: object) -> None:
        raise PermissionError(13, "open elsewhere", str(survey))

    monkeypatch.setattr("xlwings.Book.save", fail)
    assert "survey.xlsx" in refused(survey, write_csv(tmp_path / "2027.csv", columns(2027)))


def test_tables_on_plain_sheets_and_in_english_are_updated_too(tmp_path):
    def sheet(book: Any) -> None:
        own = book.add_worksheet("Segments")
        own.write_row(0, 0, ["segment", "column", "name"])
        own.write_row(1, 0, ["team", "Team", "Team"])

    people = People(60)
    given: dict[str, Sequence[Any]] = {
        "Team": people.one(("A", "B")),
        "pride": people.likert("w", ("agree", "neutral", "disagree")),
    }
    write_csv(tmp_path / "a.csv", given)
    settings = "| setting | value |\n|--|--|\n| language | en |\n| responses | a.csv |\n"
    questions = "| question | theme | scale |\n|--|--|--|\n| pride | work | agreement |\n"
    file = workbook(tmp_path / "survey.xlsx", sheet, Survey=settings, Questions=questions)
    also = {"Department": people.one(("North", "South", "West"))}
    export = write_csv(tmp_path / "b.csv", {**given, **also})
    ran = CliRunner().invoke(app, ["update", str(file), "--from", str(export)])
    assert ran.exit_code == 0, ran.output
    assert "A new segment in the file" in ran.output
    assert catalogue_of(file).segments["name"].to_list() == ["Team", "Department"]
    assert shown(file, "ToConfirm")[1][0] == "Segments"


@pytest.mark.parametrize("text", ["Ik ben niet trots op mijn werk", "Ik ben trots op mijn  werk"])
def test_another_text_beside_the_same_code_is_named(text):
    def asked(text: str) -> Responses:
        texts = {"pride": text}
        return from_rows(["pride"], [["agree"], ["disagree"]] * 9, "a", range(18), texts=texts)

    read = inputs(
        Questions="| question | theme | scale |\n|--|--|--|\n| pride | work | agreement |\n"
    )
    catalogue, _ = read_catalogue(read.tables, read.names)
    found = compare(catalogue, asked(text), asked("Ik ben trots op mijn werk")).notes
    expected = [("Questions", 0, "text", text, "reworded")] if "niet" in text else []
    assert [astuple(note)[:5] for note in found] == expected


def catalogue_with(questions: str) -> Catalogue:
    read = inputs(Questions=questions)
    return read_catalogue(read.tables, read.names)[0]


PROUD = """
| question | column | theme | scale     |
|----------|--------|-------|-----------|
| pride    | proud  | work  | agreement |
"""

PAIR = {"agree": 10, "disagree": 0}


def test_a_new_column_with_the_name_of_another_question_gets_a_name_of_its_own():
    rows = [["agree", "disagree"], ["disagree", "agree"]] * 9
    new = from_rows(["proud", "pride"], rows, "a", range(18))
    (added,) = compare(catalogue_with(PROUD), new, None).rows["Questions"]
    assert (added["question"], added["column"]) == ("q02", "pride")


def test_an_answer_that_the_earlier_file_had_as_well_is_not_new():
    def given(*answers: str) -> Responses:
        return from_rows(["proud"], [[answer] for answer in answers] * 9, "a", range(99))

    catalogue = catalogue_with(PROUD)
    old, new = given("agree", "disagree", "maybe"), given("agree", "disagree", "maybe", "never")
    reasons = [(note.value, note.reason) for note in compare(catalogue, new, old).notes]
    assert reasons == [("never", "new_answer")]


def test_a_scale_with_fewer_scored_answers_is_another_scale():
    catalogue = catalogue_with(PROUD)
    scored = catalogue.scale("agreement").drop_nulls("score")
    rows = [
        {"answer": answer, "label::en": "", "score": score}
        for answer, score in scored.select("answer", "score").iter_rows()
    ]
    match = ScaleMatch(catalogue)
    assert match.same(rows) == "agreement"
    assert match.same(rows[1:]) is None
    assert match.same([*rows, {**rows[0], "answer": "never"}]) is None


def test_of_scales_with_the_same_answers_the_first_gets_new_questions():
    names = [f"scale {n}" for n in range(30)]
    rows = [f"| {name} | {answer} | {score} |" for name in names for answer, score in PAIR.items()]
    scales = "\n".join(["| scale | answer | score |", "|---|---|---|", *rows])
    read = inputs(Questions=PROUD.replace("agreement", names[0]), Scales=scales)
    match = ScaleMatch(read_catalogue(read.tables, read.names)[0])
    rows = [{"answer": answer, "label::en": "", "score": score} for answer, score in PAIR.items()]
    assert match.same(rows) == names[0]


def test_texts_that_differ_in_a_number_are_not_alike():
    assert likeness(["Vraag 1"], ["Vraag 2"]) == 0
    assert likeness(["Ik ben trots"], ["Ik ben  TROTS"]) == 1


@pytest.mark.parametrize(
    ("heading", "kept"), [("x", True), ("y", False), ("unknown", True)], ids=str
)
def test_a_column_keeps_its_place_beside_one_of_its_neighbours(heading, kept):
    order = Order(["a", "old", "b", "c", "d"], ["a", "x", "c", "b", "d", "y"])
    assert order.has_kept_its_place("old", heading) is kept
