"""Reading responses: kinds of files, separators, spellings, and several answers at once."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from struct import pack
from threading import Event

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

import meetlat_workbooks
from meetlat.problems.problem import Place
from meetlat.reading.catalogue import read_catalogue
from meetlat.reading.inputs import column_letters
from meetlat.reading.responses import file_types, locate, sheet_extent
from meetlat.reading.responses.coding import code_responses
from meetlat.reading.responses.file_types import OLE
from meetlat.reading.responses.locate import expected_file, read_file
from meetlat.reading.responses.responses import Responses, Unreadable, without_blank_rows
from meetlat.reading.scale import Scale
from meetlat.scoring.report import Report
from tests.surveys import HERE, inputs, of_file, survey

QUESTIONS = """
| question | theme | scale     |
|----------|-------|-----------|
| pride    | work  | agreement |
"""

CHOICE = """
| scale | answer | label          | score |
|-------|--------|----------------|-------|
| jobs  | no     | Not looking    |       |
| jobs  | inside | Yes, inside    |       |
| jobs  | out    | Yes, elsewhere |       |
"""

CHOICE_QUESTION = """
| question | scale | metric       | column   |
|----------|-------|--------------|----------|
| jobs     | jobs  | distribution | {column} |
"""


def zipped(*names: str) -> bytes:
    """Return a zip file with parts of these names."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return raw.getvalue()


BYTES = {
    "utf-8, commas": "pride,naam\nagree,Zoë\n".encode(),
    "utf-8 with a byte-order mark": "\ufeffpride;naam\nagree;Zoë\n".encode(),
    "Dutch Windows, semicolons": "pride;naam\r\nagree;Zoë\r\n".encode("cp1252"),
    "tabs": "pride\tnaam\nagree\tZoë\n".encode(),
    "quoted commas": 'pride,naam\nagree,"Zoë"\n'.encode(),
    "Excel's Unicode text": "pride\tnaam\r\nagree\tZoë\r\n".encode("utf-16"),
    "the separator named as Excel does": "sep=;\npride;naam\nagree;Zoë\n".encode(),
    "blank lines, quoted blanks": 'pride,naam\n\nagree,Zoë\n,\n"",""\n\n'.encode(),
    "an old Macintosh": "pride,naam\ragree,Zoë\r".encode(),
    "a NUL": "pride,naam\nagr\x00ee,Zoë\n".encode(),
}


@pytest.mark.parametrize("raw", BYTES.values(), ids=BYTES)
def test_csv_files_with_usual_separators_and_encodings_are_read(tmp_path, raw):
    file = tmp_path / "answers.csv"
    file.write_bytes(raw)
    assert read_file(file).frame.to_dict(as_series=False) == {"pride": ["agree"], "naam": ["Zoë"]}


def test_a_workbook_of_responses_is_read_from_its_sheet_responses(tmp_path):
    file = tmp_path / "answers.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Explanation").write(0, 0, "hello")
        sheet = book.add_worksheet("Responses")
        sheet.write_row(0, 0, ["pride", "score", "mixed"])
        sheet.write_row(1, 0, ["agree", 9, "10+"])
        sheet.write_row(2, 0, ["", 8, 3])
    frame = read_file(file).frame
    assert frame.to_dict(as_series=False) == {
        "pride": ["agree", None],
        "score": [9.0, 8.0],
        "mixed": ["10+", "3"],
    }


def test_a_parquet_file_of_responses_is_read(tmp_path):
    pl.DataFrame({"pride": ["agree"]}).write_parquet(tmp_path / "answers.parquet")
    assert read_file(tmp_path / "answers.parquet").frame["pride"].to_list() == ["agree"]


@pytest.mark.parametrize("name", ["answers[1]", "~answers", "answers{1,2}"])
@pytest.mark.parametrize("extension", [".csv", ".parquet", ".xlsx"])
def test_the_name_of_a_file_is_not_a_pattern(tmp_path, name, extension):
    for stem, answer in (("answers1", "disagree"), (name, "agree")):
        frame, file = pl.DataFrame({"pride": [answer]}), tmp_path / f"{stem}{extension}"
        if extension == ".csv":
            frame.write_csv(file)
        elif extension == ".parquet":
            with file.open("wb") as stream:
                frame.write_parquet(stream)
        else:
            with xlsxwriter.Workbook(file) as book:
                book.add_worksheet().write_column(0, 0, ["pride", answer])
    assert read_file(tmp_path / f"{name}{extension}").frame["pride"].to_list() == ["agree"]


EXCEL = Path(meetlat_workbooks.__file__).parent / "provincie-utrecht" / "responses.xlsx"
PROTECTED = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)

UNREADABLE = {
    "an unknown kind of file": ("a.docx", b"x", "responses-kind"),
    "a text file named as a workbook": ("a.xlsx", b"pride;team\nagree;A\n", "responses-disguised"),
    "a web page, as some tools export .xls": ("a.xls", b"<html><table>", "responses-disguised"),
    "a new workbook named .xls": ("a.xls", EXCEL.read_bytes(), "responses-disguised"),
    "a workbook named as a text file": ("a.csv", EXCEL.read_bytes(), "responses-disguised"),
    "a Parquet file named as a text file": ("a.csv", b"PAR1....PAR1", "responses-disguised"),
    "half a workbook": ("a.xlsx", EXCEL.read_bytes()[:9000], "responses-unreadable"),
    "a zip of other things": ("a.xlsx", zipped("a.txt"), "responses-unreadable"),
    "half a Parquet file": ("a.parquet", b"PAR1xxxx", "responses-unreadable"),
    "a workbook with a password": ("a.xlsx", PROTECTED, "responses-password"),
    "an empty workbook file": ("a.xlsx", b"", "responses-empty"),
    "an empty Parquet file": ("a.parquet", b"", "responses-empty"),
}


@pytest.mark.parametrize(("name", "raw", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_gives_a_message_without_technical_terms(tmp_path, name, raw, code):
    (tmp_path / name).write_bytes(raw)
    (problem,) = one_question(tmp_path, name).problems
    assert (problem.code, problem.place) == (code, "Survey!B2")
    for language in ("en", "nl"):
        assert not re.search("error|archive|zip|Cfb|EOCD", problem.render(language))


@pytest.mark.parametrize(
    ("fault", "code"), [(PermissionError, "responses-locked"), (MemoryError, "responses-big")]
)
def test_a_locked_or_too_large_file_gives_a_message(tmp_path, monkeypatch, fault, code):
    def refuse(file):
        raise fault

    (tmp_path / "a.csv").write_text("pride\nagree\n", encoding="utf-8")
    monkeypatch.setitem(locate.READERS, ".csv", refuse)
    assert [p.code for p in one_question(tmp_path, "a.csv").problems] == [code]


def test_a_file_that_is_read_ahead_is_read_only_once(tmp_path, monkeypatch):
    mine, other = tmp_path / "a.csv", tmp_path / "b.csv"
    mine.write_text("pride\nagree\n", encoding="utf-8")
    other.write_text("joy\nagree\n", encoding="utf-8")
    started, read_csv = Event(), locate.READERS[".csv"]
    names = []

    def recorded(file):
        names.append(file.name)
        started.set()
        return read_csv(file)

    monkeypatch.setitem(locate.READERS, ".csv", recorded)
    read = locate.read_ahead(mine)
    assert started.wait(30)
    assert [read(file).frame.columns for file in (mine, other)] == [["pride"], ["joy"]]
    assert names == ["a.csv", "b.csv"]


def test_a_large_file_is_not_read_ahead(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("pride\nagree\n", encoding="utf-8")
    monkeypatch.setattr(locate, "READ_AHEAD", 5)
    assert locate.read_ahead(tmp_path / "a.csv") is locate.read_file


def test_the_file_to_read_ahead_is_the_setting_or_the_option(tmp_path):
    found = inputs(tmp_path, Survey=of_file(tmp_path / "a.csv"), Questions=QUESTIONS)
    assert expected_file(found, None) == found.folder / "a.csv"
    assert expected_file(found, tmp_path / "b.csv") == tmp_path / "b.csv"
    in_workbook = inputs(tmp_path, Questions=QUESTIONS, Responses="| pride |\n|---|\n| agree |")
    assert expected_file(in_workbook, None) is None


ELSEWHERE = [
    "../answers.csv",
    "below/../../answers.csv",
    "{parent}/answers.csv",
    r"..\answers.csv",
    r"\\127.0.0.1\share\answers.csv",
    "//127.0.0.1/share/answers.csv",
    r"C:\Users\anna\answers.csv",
    "C:answers.csv",
]


@pytest.mark.parametrize("named", ELSEWHERE)
def test_a_workbook_cannot_name_responses_outside_its_folder(tmp_path, monkeypatch, named):
    folder = tmp_path / "survey"
    (folder / "below").mkdir(parents=True)
    (tmp_path / "answers.csv").write_text("pride\nagree\n", encoding="utf-8")
    named = named.format(parent=tmp_path)
    found = inputs(folder, Survey=f"| setting | value |\n|---|---|\n| responses | {named} |")
    assert expected_file(found, None) is None
    monkeypatch.setattr(Path, "stat", lambda *_, **__: pytest.fail("the disk was asked"))
    responses, (problem,) = locate.read_responses(
        named, found.tables, folder, Place("Survey", "B2")
    )
    assert (responses, problem.code, problem.cell) == (None, "responses-outside", "B2")


@pytest.mark.parametrize("named", ["below/answers.csv", "{folder}/below/answers.csv"])
def test_a_workbook_can_name_responses_in_a_folder_within_its_own(tmp_path, named):
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "answers.csv").write_text("pride\nagree\n", encoding="utf-8")
    named = named.format(folder=tmp_path)
    responses, problems = locate.read_responses(named, {}, tmp_path, Place("Survey", "B2"))
    assert responses is not None
    assert problems == []


def test_the_command_line_can_name_responses_anywhere(tmp_path):
    (tmp_path / "answers.csv").write_text("pride\nagree\n", encoding="utf-8")
    responses, problems = locate.read_responses(str(tmp_path / "answers.csv"), {}, HERE, Place())
    assert responses is not None
    assert problems == []


def spread(file: Path, *cells: tuple[int, int]) -> Path:
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Responses")
        for row, column in ((0, 0), (1, 0), *cells):
            sheet.write(row, column, "pride" if row == 0 else "agree")
    return file


def zipped(file: Path, part: str) -> bytes:
    """The content of a part of a workbook."""
    with zipfile.ZipFile(file) as parts:
        return parts.read(part)


@pytest.mark.parametrize(
    ("cell", "row", "column"),
    [((1048575, 16383), 1048576, "XFD"), ((1048575, 30), 1048576, "AE"), ((30, 800), 31, "ADU")],
)
def test_responses_with_a_cell_far_from_the_others_are_refused_before_memory_is_taken(
    tmp_path, monkeypatch, cell, row, column
):
    monkeypatch.setattr(sheet_extent, "DENSE_IS_FINE", 10_000)
    with pytest.raises(Unreadable) as refused:
        read_file(spread(tmp_path / "answers.xlsx", cell))
    assert (refused.value.code, refused.value.facts) == (
        "responses-spread", {"row": row, "column": column}
    )  # fmt: skip


@pytest.mark.parametrize("address", ["XFD1", "A1048576", "c3000", "XFD1048576", "Ab3", "ZZ9"])
def test_a_far_cell_is_found_if_the_sheet_gives_a_smaller_area_than_it_has(
    tmp_path, monkeypatch, address
):
    monkeypatch.setattr(sheet_extent, "DENSE_IS_FINE", 10)
    monkeypatch.setattr(sheet_extent, "SPARSE", 5)
    monkeypatch.setattr(sheet_extent, "SMALL", (b"A", b"1"))
    part = "xl/worksheets/sheet1.xml"
    content = zipped(spread(tmp_path / "answers.xlsx", (20, 0)), part)
    assert b'<dimension ref="A1:A21"/>' in content
    with zipfile.ZipFile(tmp_path / "changed.xlsx", "w") as changed:
        changed.writestr(part, content.replace(b'<c r="A21"', f'<c r="{address}"'.encode()))
    with pytest.raises(Unreadable):
        sheet_extent.check_extent(tmp_path / "changed.xlsx")


@pytest.mark.parametrize("letters", ["b", "bb", "Bb", "bB", "bBB", "BbB", "BBb", "bbb"])
def test_an_address_with_a_small_letter_is_looked_at_further(letters):
    beyond = sheet_extent._beyond(b"ZZ", b"9")
    assert sheet_extent._matches(f'<c r="{letters}1"'.encode(), beyond)


@given(
    st.integers(1, 20_000), st.integers(1, 2_000_000), st.integers(1, 20_000), st.integers(1, 10**7)
)
def test_an_address_lies_beyond_an_area_if_its_column_or_row_does(wide, high, column, row):
    beyond = sheet_extent._beyond(column_letters(wide).encode(), str(high).encode())
    address = f'<c r="{column_letters(column)}{row}" s="1"'.encode()
    assert sheet_extent._matches(address, beyond) == (column > wide or row > high)


def test_a_far_cell_is_found_wherever_the_file_is_cut(tmp_path, monkeypatch):
    file = spread(tmp_path / "answers.xlsx", (1048575, 16383))
    for size in range(1, 60):
        monkeypatch.setattr(sheet_extent, "CHUNK", size)
        with pytest.raises(Unreadable):
            sheet_extent.check_extent(file)


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of a binary workbook: its type, its length and its content."""
    numbers = b""
    for number in (kind, len(content)):
        while number > 0x7F:
            numbers, number = numbers + bytes([number & 0x7F | 0x80]), number >> 7
        numbers += bytes([number])
    return numbers + content


def of_binary(file: Path, *cells: tuple[int, int], text: str = "agree") -> Path:
    """Write a binary workbook (.xlsb) with a heading in A1 and a text in each of these cells."""

    def wide(words: str) -> bytes:
        return pack("<I", len(words)) + words.encode("utf-16-le")

    height, width = (max(numbers) for numbers in zip(*cells, strict=True))
    size = record(148, pack("<IIII", 0, height, 0, width))
    sheet = record(129) + size + record(145)
    for row, column in ((0, 0), *cells):
        words = text if row else "pride"
        sheet += record(0, pack("<IIHHBI", row, 0, 300, 0, 0, 0))
        sheet += record(6, pack("<II", column, 0) + wide(words))
    named = record(156, pack("<II", 0, 1) + wide("rId1") + wide("Responses"))
    book = record(131) + record(143) + named + record(144) + record(132)
    kinds = "http://schemas.openxmlformats.org"
    relations = (
        f'<Relationships xmlns="{kinds}/package/2006/relationships"><Relationship Id="rId1"'
        f' Type="{kinds}/officeDocument/2006/relationships/worksheet"'
        ' Target="worksheets/sheet1.bin"/></Relationships>'
    )
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", relations)
        archive.writestr("xl/worksheets/sheet1.bin", sheet + record(146) + record(130))
    return file


@pytest.mark.parametrize("text", ["agree", "agree " * 40])
@pytest.mark.parametrize("cell", [(1048575, 16383), (1048575, 30), (30, 16383)])
def test_a_binary_workbook_with_a_far_cell_is_refused_before_memory_is_taken(
    tmp_path, monkeypatch, cell, text
):
    monkeypatch.setattr(sheet_extent, "DENSE_IS_FINE", 10_000)
    with pytest.raises(Unreadable) as refused:
        read_file(of_binary(tmp_path / "answers.xlsb", (1, 0), cell, text=text))
    column = column_letters(cell[1] + 1)
    assert refused.value.code == "responses-spread"
    assert refused.value.facts == {"row": cell[0] + 1, "column": column}


def test_a_binary_workbook_is_read_with_many_rows_and_long_texts(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet_extent, "DENSE_IS_FINE", 1_000)
    cells = [(row, 0) for row in range(1, 2_000)]
    frame = read_file(of_binary(tmp_path / "answers.xlsb", *cells, text="agree " * 40)).frame
    assert frame["pride"].to_list() == ["agree " * 40] * 1_999


def test_many_answers_are_read_however_many_rows_they_take(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet_extent, "DENSE_IS_FINE", 10_000)
    file = spread(tmp_path / "answers.xlsx", *((row, 0) for row in range(2, 12_000)))
    assert read_file(file).frame.height == 11_999


def test_a_workbook_that_unpacks_to_too_many_bytes_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(file_types, "MOST_BYTES", 10_000)
    (tmp_path / "a.xlsx").write_bytes(EXCEL.read_bytes())
    assert [p.code for p in one_question(tmp_path, "a.xlsx").problems] == ["responses-big"]


def test_a_folder_of_responses_suggests_a_file_in_it(tmp_path):
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "~$answers.xlsx").touch()
    (tmp_path / "export" / "answers.csv").write_text("pride\nagree\n", encoding="utf-8")
    assert [str(p) for p in one_question(tmp_path, "export").problems] == [
        'Survey!B2: "export" is a folder, not a file of responses.'
        ' Did you mean "export/answers.csv"?'
    ]


def test_responses_are_read_from_a_file_beside_the_workbook(tmp_path):
    (tmp_path / "answers.csv").write_text("pride\n" + "agree\n" * 6, encoding="utf-8")
    table = "| setting | value |\n|---|---|\n| responses | answers.csv |\n| smallest_group | 5 |"
    results = survey(tmp_path, Survey=table, Questions=QUESTIONS)
    assert results["QuestionScores"]["score"].to_list() == [10]


def test_a_missing_responses_file_suggests_the_closest_name(tmp_path):
    (tmp_path / "answers.csv").write_text("pride\nagree\n", encoding="utf-8")
    table = "| setting | value |\n|---|---|\n| responses | answer.csv |\n| language | en |"
    results = survey(tmp_path, Survey=table, Questions=QUESTIONS)
    assert [str(p) for p in results.problems] == [
        'Survey!B2: there are no responses called "answer.csv": no file in'
        f" {tmp_path.name} has this name, and no table or sheet in the workbook."
        ' Did you mean "answers.csv"?'
    ]


@pytest.mark.parametrize(
    "written",
    ["agree", "Agree", " agree ", "AGREE", "agree\u00a0"],
)
def test_an_answer_is_recognised_with_other_capitals_and_blanks(tmp_path, written):
    (tmp_path / "a.csv").write_text("pride\n" + f"{written}\n" * 5, encoding="utf-8")
    table = "| setting | value |\n|---|---|\n| responses | a.csv |\n| smallest_group | 5 |"
    results = survey(tmp_path, Survey=table, Questions=QUESTIONS)
    assert results["QuestionScores"]["n"].to_list() == [5]


def test_an_answer_not_on_the_scale_counts_as_missing_and_gives_one_remark():
    answers = "| pride |\n|---|\n" + "| agree |\n" * 5 + "| agre |\n" * 3 + "| x |\n"
    results = survey(Questions=QUESTIONS, Responses=answers)
    assert results["QuestionScores"]["n"].to_list() == [5]
    assert [str(p) for p in results.problems] == [
        'Responses!A7: "agre" is not an answer of the scale "agreement" (given 3x, to pride);'
        ' counted as missing. Did you mean "agree"?',
        'Responses!A10: "x" is not an answer of the scale "agreement" (given 1x, to pride);'
        " counted as missing. Add it to Scales (without a score, if it does not count), or correct"
        " the responses.",
    ]


def test_a_missing_column_of_responses_suggests_the_closest_name():
    answers = "| prides |\n|---|\n" + "| agree |\n" * 5
    results = survey(Questions=QUESTIONS, Responses=answers)
    assert [str(p) for p in results.problems] == [
        'Questions!A2: the responses have no column "pride". Did you mean "prides"?'
    ]


def shares(answers: str, column: str = "") -> dict[str, tuple[int, float]]:
    question = CHOICE_QUESTION.format(column=column)
    results = survey(Scales=CHOICE, Questions=question, Responses=answers)
    assert results.problems == []
    frame = results["Distributions"]
    return {row["answer"]: (row["n"], row["share"]) for row in frame.iter_rows(named=True)}


def test_several_answers_in_one_column_are_counted_separately():
    answers = "| jobs |\n|---|\n" + "| no |\n" * 4 + "| inside; out |\n" * 3 + "| out |\n"
    assert shares(answers) == {
        "Not looking": (4, 4 / 8),
        "Yes, inside": (3, 3 / 8),
        "Yes, elsewhere": (4, 4 / 8),
    }


def test_shares_of_multiple_choice_in_columns_are_of_people_who_answered():
    answers = """
        | person | jobs_no | jobs_inside | jobs_out |
        |--------|---------|-------------|----------|
        | 1      | 1       | 0           | 0        |
        | 2      | 1       | 0           | 0        |
        | 3      | 0       | 1           | 1        |
        | 4      | 0       | 0           | 0        |
        | 5      |         | x           |          |
        | 6      |         |             |          |
    """
    assert shares(answers, "jobs_*") == {
        "Not looking": (2, 2 / 5),
        "Yes, inside": (2, 2 / 5),
        "Yes, elsewhere": (1, 1 / 5),
    }


def test_responses_may_hold_labels_instead_of_codes():
    answers = "| jobs |\n|---|\n" + "| Yes, inside |\n" * 5
    assert shares(answers)["Yes, inside"] == (5, 1.0)


def one_question(folder: Path, name: str, *, scale: str = "", smallest: int = 5) -> Report:
    """The survey with one question, `pride`, and its responses in a file."""
    table = f"| setting | value |\n|---|---|\n| responses | {name} |\n| language | en |\n"
    table += f"| smallest_group | {smallest} |\n"
    return survey(folder, Survey=table, Questions=QUESTIONS, **({"Scales": scale} if scale else {}))


FAULTY = {
    "more values than headings": (
        "pride;note\nagree;\nagree;one;two\n",
        'Survey!B2: row 3 of the responses "a.csv" has more values (3) than there are column '
        "names (2). Put quotation marks around texts that contain the separator, or save the "
        "answers as .xlsx. The column names must be in the first row.",
    ),
    "an open quote": (
        'pride;note\nagree;\n"agree;\nagree;\n',
        'Survey!B2: the responses "a.csv" contain a quotation mark that is not closed. Close or '
        "delete it, or save the answers as .xlsx.",
    ),
    "an open quote in a heading": (
        'pride;"note\nagree;\n',
        'Survey!B2: the responses "a.csv" contain a quotation mark that is not closed. Close or '
        "delete it, or save the answers as .xlsx.",
    ),
    "two columns of one name": (
        "pride;Pride\nagree;disagree\n",
        'a.csv!B1: the table "a.csv" has two columns "Pride". Rename or delete one of the two.',
    ),
    "headings only": (
        "pride;note\n",
        'Survey!B2: the responses "a.csv" contain no answers. Check which file '
        "stands on Survey at responses (where the answers are), or export the answers again.",
    ),
    "an empty file": (
        "",
        'Survey!B2: the responses "a.csv" contain no answers. Check which file '
        "stands on Survey at responses (where the answers are), or export the answers again.",
    ),
}


@pytest.mark.parametrize(("written", "message"), FAULTY.values(), ids=FAULTY)
def test_a_damaged_csv_file_is_an_error(tmp_path, written, message):
    (tmp_path / "a.csv").write_text(written, encoding="utf-8")
    assert [str(p) for p in one_question(tmp_path, "a.csv").problems] == [message]


def test_a_quotation_mark_inside_a_value_is_kept(tmp_path):
    (tmp_path / "a.csv").write_text('note;pride\n5" screen;agree\n' + "x;agree\n" * 5, "utf-8")
    assert one_question(tmp_path, "a.csv")["QuestionScores"]["n"].to_list() == [6]


def test_a_heading_that_is_not_used_may_occur_twice(tmp_path):
    (tmp_path / "a.csv").write_text("pride;note;note;;\n" + "agree;a;b;;\n" * 5, "utf-8")
    assert one_question(tmp_path, "a.csv").problems == []


def test_a_blank_row_of_responses_is_not_a_respondent(tmp_path):
    (tmp_path / "a.csv").write_text("pride;note\n" + "agree;\n" * 5 + ";\n\n;x\n;\n", "utf-8")
    assert one_question(tmp_path, "a.csv").groups.respondents == 6


def test_blank_rows_of_responses_do_not_shift_addresses(tmp_path):
    (tmp_path / "a.csv").write_text("sep=;\nnote;pride\n;agree\n;\n\n;agre\n", "utf-8")
    assert one_question(tmp_path, "a.csv").problems[0].place == "a.csv!B6"
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for row, answer in enumerate(["pride", "agree", " ", "", "agre"]):
            sheet.write(row, 2, answer)
    assert one_question(tmp_path, "a.xlsx").problems[0].place == "a.xlsx!C5"


NUMBERS = """
| scale     | answer | score |
|-----------|--------|-------|
| agreement | 1      | 0     |
| agreement | 5      | 10    |
"""


@pytest.mark.parametrize("written", ["5", "5.0", "5,0", "05", "5.00", "+5"])
def test_a_numeric_answer_is_recognised_in_every_notation(tmp_path, written):
    (tmp_path / "a.csv").write_text("pride;x\n" + f"{written};\n" * 5, encoding="utf-8")
    assert one_question(tmp_path, "a.csv", scale=NUMBERS)["QuestionScores"]["n"].to_list() == [5]


def test_codes_with_leading_zeros_differ_if_the_scale_has_both():
    answers = ["5", "05", "1"]
    scale = Scale("codes", pl.DataFrame({"answer": answers, "label": answers, "score": [1, 2, 3]}))
    assert [scale.code(value) for value in ("5", "05", 5.0, "01", "005")] == [0, 1, 0, 2, None]


COLUMNS = {
    "whole numbers": pl.Series([5] * 6 + [None]),
    "pandas' floats": pl.Series([5.0] * 6 + [float("nan")]),
    "decimals": pl.Series(["5"] * 6 + [None]).cast(pl.Decimal(10, 2)),
    "categories": pl.Series(["5"] * 6 + [None], dtype=pl.Categorical),
    "a closed list": pl.Series(["5"] * 6 + [None], dtype=pl.Enum(["1", "5"])),
    "lists": pl.Series([["5"]] * 6 + [None]),
}


@pytest.mark.parametrize("answers", COLUMNS.values(), ids=COLUMNS)
def test_parquet_columns_of_any_kind_are_read(tmp_path, answers):
    frame = pl.DataFrame({"pride": answers, "bytes": [b"x"] * 7, "parts": [{"a": 1}] * 7})
    frame.write_parquet(tmp_path / "a.parquet")
    results = one_question(tmp_path, "a.parquet", scale=NUMBERS)
    assert results.problems == []
    assert results["QuestionScores"].select("n", "score").rows() == [(6, 10.0)]


@pytest.mark.parametrize("values", [[b"x"] * 6, [{"a": 1}] * 6, [None] * 6, []])
def test_parquet_columns_without_answers_give_a_problem(tmp_path, values):
    pl.DataFrame({"pride": values}).write_parquet(tmp_path / "a.parquet")
    assert [p.code for p in one_question(tmp_path, "a.parquet").problems] == ["responses-empty"]


@pytest.mark.parametrize("name", ["x" * 300, "a\x00b", "no/such/folder.csv"])
def test_an_impossible_file_name_gives_the_problem_of_a_missing_file(tmp_path, name):
    assert [p.code for p in one_question(tmp_path, name).problems] == ["responses-missing"]


def test_a_misspelt_sheet_of_responses_is_suggested(tmp_path):
    table = "| setting | value |\n|---|---|\n| responses | Respones |\n| language | en |\n"
    made = survey(
        tmp_path, Survey=table, Questions=QUESTIONS, Responses="| pride |\n|---|\n| agree |"
    )
    (problem,) = made.problems
    assert str(problem).endswith('Did you mean "Responses"?')


def test_a_table_of_responses_without_rows_is_an_error():
    results = survey(Questions=QUESTIONS, Responses="| pride |\n|---|\n")
    assert [p.code for p in results.problems] == ["responses-empty"]


def test_people_who_answered_no_question_are_respondents():
    answers = "| pride | team |\n|---|---|\n" + "| | A |\n" * 6
    results = survey(Questions=QUESTIONS, Responses=answers)
    assert [str(p) for p in results.problems] == [
        'Questions!A2: nobody answered pride: the column "pride" of the responses is empty.'
        " Check the export, or delete the question."
    ]
    assert results.groups.respondents == 6


def test_a_column_full_of_other_answers_is_one_problem_of_its_question(tmp_path):
    answers = "".join(f"text {i};\n" for i in range(500))
    (tmp_path / "a.csv").write_text(f"pride;x\ntext 499;\n{answers}", encoding="utf-8")
    assert [str(p) for p in one_question(tmp_path, "a.csv").problems] == [
        'Questions!C2: 100% of the answers to pride are not on its scale "agreement": "text '
        '499", "text 0", "text 1", … (500). Up to 5% of the answers may be off the scale, and '
        "are then counted as missing; with more, the figures would be wrong. Check the column "
        "and the scale of the question in Questions, or add the answers to Scales."
    ]


def test_more_than_ten_answers_not_on_the_scale_are_summarised(tmp_path):
    slips = "".join(f"slip {i};\n" for i in range(20))
    (tmp_path / "a.csv").write_text(f"pride;x\nslip 19;\n{slips}" + "agree;\n" * 600, "utf-8")
    found = [str(p) for p in one_question(tmp_path, "a.csv").problems]
    assert len(found) == 11
    assert found[0].startswith('a.csv!A2: "slip 19" is not an answer'), "the most frequent first"
    assert found[-1] == (
        'a.csv!A12: 10 further answers are not on the scale "agreement" either, such as "slip 9"'
        " (given 10x in all); counted as missing. Add them to Scales, or correct the responses."
    )


def test_two_answers_to_a_single_choice_question_count_as_missing():
    answers = "| pride |\n|---|\n" + "| agree |\n" * 5 + "| agree; neutral |\n"
    results = survey(Questions=QUESTIONS, Responses=answers)
    assert results["QuestionScores"]["n"].to_list() == [5]
    assert [p.code for p in results.problems] == ["not-on-scale"]


@pytest.mark.parametrize("no", ["0", "0.0", "0,0", "no", "Nee", "ONWAAR", "false"])
def test_every_notation_of_no_is_read_as_not_ticked(tmp_path, no):
    (tmp_path / "a.csv").write_text("jobs_no;jobs_inside\n" + f"1.0;{no}\n" * 10, encoding="utf-8")
    results = survey(
        tmp_path,
        Survey="| setting | value |\n|---|---|\n| responses | a.csv |",
        Scales=CHOICE,
        Questions=CHOICE_QUESTION.format(column="jobs_*"),
    )
    assert results["Distributions"]["n"].to_list() == [10, 0, 0]


def test_a_label_may_contain_the_separator_of_answers():
    scale = CHOICE.replace("Not looking", "Not; at all")
    answers = "| jobs |\n|---|\n" + "| Not; at all |\n" * 3 + "| out; Not;  at all ;; |\n" * 2
    results = survey(Scales=scale, Questions=CHOICE_QUESTION.format(column=""), Responses=answers)
    assert results.problems == []
    assert results["Distributions"]["n"].to_list() == [5, 0, 2]


def test_a_column_pattern_is_literal_except_for_one_star():
    answers = "| job[1]?_no | job[1]?_out | job1x_inside |\n|---|---|---|\n" + "| 1 | 0 | 1 |\n" * 5
    assert shares(answers, "JOB[1]?_*")["Not looking"] == (5, 1.0)
    results = survey(
        Scales=CHOICE, Questions=CHOICE_QUESTION.format(column="job*_*"), Responses=answers
    )
    assert [str(p) for p in results.problems] == [
        'Questions!D2: the pattern "job*_*" has more than one *.'
        " Write it with a single *, which stands for the answer."
    ]


def test_columns_for_the_code_and_the_label_of_one_answer_count_together():
    answers = "| j_no | j_Not looking | j_out |\n|---|---|---|\n" + "| 0 | | 1 |\n| | 1 | 0 |\n" * 3
    assert shares(answers, "j_*") == {
        "Not looking": (3, 0.5),
        "Yes, inside": (0, 0.0),
        "Yes, elsewhere": (3, 0.5),
    }


@pytest.mark.parametrize(
    "name", ["group", "segment", "n", "score", "answer", "^.*$", "q0", "s0", "é"]
)
def test_questions_and_segments_may_have_names_that_the_engine_uses(name):
    results = survey(
        Questions=f"| question | column | theme | scale |\n|---|---|---|---|\n"
        f"| {name} | p | work | agreement |\n| other | o | work | agreement |",
        Responses="| p | o | team |\n|---|---|---|\n" + "| agree | disagree | A |\n" * 6,
        Segments=f"| segment | column |\n|---|---|\n| {name} | team |",
    )
    assert results.problems == []
    assert results["QuestionScores"]["score"].to_list() == [10, 0]
    assert results["SegmentScores"].select("segment", "Work").rows()[1] == (name, 5)


def test_the_opposite_of_an_answer_is_never_suggested():
    """If Scales lacks `Mee oneens` (disagree), `Mee eens` (agree) is not suggested for it."""
    scales = (
        "| scale | answer | score |\n|---|---|---|\n| s | Mee eens | 10 |\n| s | Neutraal | 5 |\n"
    )
    answers = "| pride |\n|---|\n" + "| Mee eens |\n" * 5 + "| Mee oneens |\n| Mee een |\n"
    question = "| question | theme | scale |\n|---|---|---|\n| pride | work | s |\n"
    results = survey(Scales=scales, Questions=question, Responses=answers)
    suggested = {p.value: p.facts["suggestion"] for p in results.problems}
    assert suggested == {"Mee oneens": None, "Mee een": "Mee eens"}


def labelled(frame: pl.DataFrame, **labels: dict) -> Responses:
    """Return responses with labels for their values, as SPSS has."""
    rows = range(1, len(frame) + 1)
    return without_blank_rows(frame, frame.columns, "answers.sav", rows, labels=labels)


def test_a_value_that_is_not_on_the_scale_is_recognised_by_its_label():
    segments = "| segment |\n|---|\n| team |"
    found = inputs(Questions=QUESTIONS, Segments=segments)
    catalogue, _ = read_catalogue(found.tables, found.names)
    frame = pl.DataFrame({"pride": [1, 2, 9, None, 7], "team": [1, 1, 2, 3, None]})
    meanings = {1: "Agree", 2: "Disagree", 9: "Don\N{RIGHT SINGLE QUOTATION MARK}t know"}
    coded, problems = code_responses(
        labelled(frame, pride=meanings, team={1: "North", 2: "South"}), catalogue
    )
    assert coded.frame["q0"].to_list() == [0, 2, 3, None, None]
    assert coded.segments["team"].groups == ["3", "North", "South"]
    assert [p.value for p in problems] == ["7"]


def test_a_column_of_ticks_may_have_values_labelled_yes_and_no():
    """As in SPSS: 1 is Yes and 2 is No, or 1 is labelled with the answer itself."""
    question = "| question | column | scale |\n|---|---|---|\n| job | job_* | jobs |\n"
    scale = "| scale | answer |\n|---|---|\n| jobs | none |\n| jobs | other |\n"
    found = inputs(Questions=question, Scales=scale)
    catalogue, _ = read_catalogue(found.tables, found.names)
    frame = pl.DataFrame({"job_none": [1, None, 1], "job_other": [2, 1, 2]})
    responses = labelled(frame, job_none={1: "No"}, job_other={1: "Yes", 2: "No"})
    coded, problems = code_responses(responses, catalogue)
    assert problems == []
    (item,) = coded.items
    chosen = coded.frame.select(a=item.chosen[0], b=item.chosen[1]).rows()
    assert chosen == [(True, False), (None, True), (True, False)]


@pytest.mark.parametrize("column", ["", "pride"])
def test_question_without_a_column_is_found_by_its_text(tmp_path, column):
    file = tmp_path / "answers.csv"
    file.write_text("I am\xa0proud of my WORK\n" + "agree\n" * 6, encoding="utf-8")
    questions = f"""
        | question | column   | text                  | theme | scale     |
        |----------|----------|-----------------------|-------|-----------|
        | pride    | {column} | I am proud of my work | work  | agreement |
    """
    found = survey(tmp_path, Survey=of_file(file), Questions=questions)
    assert not found.errors
    assert found["QuestionScores"]["n"].item() == 6


def test_heading_that_occurs_twice_is_named_with_a_number(tmp_path):
    file = tmp_path / "answers.csv"
    file.write_text("Why?,Why?\n" + "agree,disagree\n" * 6, encoding="utf-8")
    questions = """
        | question | column   | theme | scale     |
        |----------|----------|-------|-----------|
        | first    | Why? (1) | work  | agreement |
        | second   | Why? (2) | work  | agreement |
    """
    found = survey(tmp_path, Survey=of_file(file), Questions=questions)
    assert not found.errors
    assert found["QuestionScores"]["score"].to_list() == [10, 0]
    unclear = questions.replace("Why? (2)", "Why?")
    found = survey(tmp_path, Survey=of_file(file), Questions=unclear)
    assert [problem.code for problem in found.errors] == ["column-twice"]
