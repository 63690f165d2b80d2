"""Faults in the responses, and in how the catalogue refers to them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from meetlat.reading.inputs import column_letters
from meetlat.reading.responses.file_types import OLE
from tests.faults import Fault

# The first and last row of the respondents.
FIRST, LAST = 2, 41

SEGMENTS = "ABC"
QUESTIONS = "DEFGHIJKLMNOPQ"
AGREEMENT = ("strongly agree", "agree", "neutral", "disagree", "strongly disagree")


def column(letter: str, values: Sequence[Any], heading: str | None = None) -> dict[str, Any]:
    """Return cells with values in a column, from the first respondent on."""
    cells = {f"Responses!{letter}{row}": v for row, v in enumerate(values, start=FIRST)}
    return cells if heading is None else {f"Responses!{letter}1": heading, **cells}


def emptied(letters: str) -> dict[str, Any]:
    """Return cells that empty columns of the responses."""
    return {k: v for c in letters for k, v in column(c, [None] * (LAST - FIRST + 1)).items()}


def many_questions(repeated: int) -> dict[str, Any]:
    """Return cells that add 24 questions and repeat the first respondents below the others."""
    draw = random.Random(5)  # noqa: S311
    cells: dict[str, Any] = {}
    for number in range(24):
        cells |= {
            f"Questions!A{14 + number}": f"more_{number}",
            f"Questions!D{14 + number}": "team",
        }
        cells |= {f"Questions!F{14 + number}": "agreement"}
        answers = [draw.choice(AGREEMENT) for _ in range(FIRST, LAST + 1)]
        letter = column_letters(18 + number)
        cells |= column(letter, [*answers, *answers[:repeated]], f"more_{number}")
    # Repeated rows and the rows that they repeat have blanks for all earlier questions.
    rows = [*range(FIRST, FIRST + repeated), *range(LAST + 1, LAST + 1 + repeated)]
    cells |= {f"Responses!{c}{row}": None for c in SEGMENTS + QUESTIONS for row in rows}
    return cells


def file(name: str, content: bytes | str) -> dict[str, Any]:
    """Return a file of responses beside the workbook, and its name in the settings."""
    raw = content.encode() if isinstance(content, str) else content
    return {"cells": {"Survey!B8": name}, "files": {name: raw}, "apart": True}


def in_one_column() -> bytes:
    """Return the workbook that Excel saves after opening a .csv with another separator."""
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate([HEADINGS, *[ANSWERS] * 6]):
            sheet.write_string(row, 0, line)
    return raw.getvalue()


def a_zip() -> bytes:
    """Return a zip file that is not a workbook."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("notes.txt", "nothing")
    return raw.getvalue()


HEADINGS = (
    "division;unit;age;work_1;work_2;pressure;team_1;team_2;team_3;lead_1;lead_2;recommend"
    ";contract;reasons;channel_mail;channel_phone;channel_chat"
)
ANSWERS = "North;Mill;35 to 54;agree;;;;;;;;7;permanent;pay;yes;no;no"
LINES = f"{HEADINGS}\n" + f"{ANSWERS}\n" * 6
ELSEWHERE = "name;colour;size\n" + "a;red;1\nb;blue;2\n" * 5
PROTECTED = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)

TEXTS = ("My work is varied", "My work matters", "It is too much", "We help each other")
TEXTS += ("We learn", "We know who does what", "My manager listens", "My manager tells me")
TEXTS += ("Would you recommend us", "What is your contract", "What keeps you here")

# Faults in one cell of the responses: code, cell and value.
SLIPS: Mapping[str, tuple[str, str, Any]] = {
    "a slip in an answer": ("not-on-scale", "D3", "agre"),
    "an answer that is not an answer": ("not-on-scale", "G5", "n/a"),
    "an answer of another scale": ("not-on-scale", "E4", "permanent"),
    "two answers where one is asked": ("not-on-scale", "H9", "agree; neutral"),
    "a formula that shows an error": ("not-on-scale", "I10", "#N/A"),
    "a wrong encoding of a quote": ("not-on-scale", "J7", "donâ€™t know"),
    "an unknown answer to a choice": ("not-on-scale", "M13", "fixed"),
    "an unknown answer among several": ("not-on-scale", "N4", "travel; food"),
    "a slip in one of several answers": ("not-on-scale", "N9", "pay; colleages"),
    "11 on a scale to 10": ("outside-scale", "L8", 11.0),
    "a code for no answer": ("outside-scale", "L10", 99.0),
    "half a point": ("between-answers", "L11", 8.5),
    "half a point with a decimal comma": ("between-answers", "L13", "6,5"),
    "capitals": ("spelt-otherwise", "D20", "NEUTRAL"),
    "capitals in a choice": ("spelt-otherwise", "M14", "PERMANENT"),
    "an accent": ("spelt-otherwise", "D21", "néutral"),
    "a blank in a word": ("spelt-otherwise", "E21", "dis agree"),
    "several answers separated by commas": ("commas-between", "N6", "pay, travel"),
    "capitals in one of several answers": ("spelt-otherwise", "N8", "CONTENT"),
    "a group with a small letter": ("groups-alike", "B2", "harbour"),
    "a group in capitals": ("groups-alike", "A3", "SOUTH"),
}

ALIKE = {
    "a hard space": ("D6", "strongly\u00a0agree"),
    "two blanks": ("D6", "strongly  agree"),
    "a curly quote": ("F6", "don’t know"),
    "a character without width": ("D6", "strongly agree\u200b"),
}

CANNOT_BE_READ = {
    "an empty text file": ("a.csv", "", "responses-empty"),
    "headings only": ("a.csv", HEADINGS, "responses-empty"),
    "an empty workbook file": ("a.xlsx", "", "responses-empty"),
    "an unknown kind of file": ("a.docx", "x", "responses-kind"),
    "a quote that is not closed": ("a.csv", f'{HEADINGS}\n"{ANSWERS}\n', "responses-quotes"),
    "a row that is too long": ("a.csv", f"{LINES}{ANSWERS};more\n", "responses-ragged"),
    "a zip file named .xlsx": ("a.xlsx", a_zip(), "responses-unreadable"),
    "a Parquet file that is cut off": ("a.parquet", "PAR1....", "responses-unreadable"),
    "a web page named .xls": ("a.xls", "<html><table></table></html>", "responses-disguised"),
    "a text file named .xlsx": ("a.xlsx", LINES, "responses-disguised"),
    "a workbook named .csv": ("a.csv", in_one_column(), "responses-disguised"),
    "a workbook with a password": ("a.xlsx", PROTECTED, "responses-password"),
}


def typed(row: int, comparison: str, subject: str, value: float, **more: Any) -> dict[str, Any]:
    """Return the cells of a row of Comparisons."""
    cells = {"A": comparison, "B": subject, "D": value, "E": more.get("n"), "G": more.get("group")}
    return {f"Comparisons!{column}{row}": cell for column, cell in cells.items()}


RESPONSES = [
    *[
        Fault(name, code, f"Responses!{cell}", {f"Responses!{cell}": value})
        for name, (code, cell, value) in SLIPS.items()
    ],
    *[
        Fault(
            name, "spelt-otherwise", f"Responses!{cell}", {f"Responses!{cell}": value}, apart=True
        )
        for name, (cell, value) in ALIKE.items()
    ],
    *[
        Fault(name, code, "Survey!B8", **file(*content))
        for name, (*content, code) in CANNOT_BE_READ.items()
    ],
    Fault(
        "a file outside the folder",
        "responses-outside",
        "Survey!B8",
        {"Survey!B8": "../answers.csv"},
        apart=True,
    ),
    Fault(
        "a slip in the answers to two questions",
        "not-on-scale",
        "Responses!K7",
        {"Responses!J12": "agreee", "Responses!K7": "agreee"},
    ),
    Fault(
        "a column for an answer that the scale does not have",
        "not-on-scale",
        "Responses!R1",
        {"Responses!R1": "channel_fax", "Responses!R2": "yes", "Responses!R3": "yes"},
    ),
    Fault(
        "an answer that was removed from its scale",
        "too-often-not-on-scale",
        "Responses!J2",
        {"Scales!B5": "mostly not", "Scales!C5": "Mostly not"},
        apart=True,
    ),
    Fault(
        "the answers of a choice in another language",
        "answers-of-other-scale",
        "Questions!F12",
        {"Scales!B21": "geld", "Scales!B22": "reis", "Scales!B23": "werk", "Scales!B24": "mensen"}
        | {"Scales!C21": "Geld", "Scales!C22": "Reis", "Scales!C23": "Werk", "Scales!C24": "Zij"},
        apart=True,
    ),
    Fault(
        "a different text from everyone in place of an answer",
        "answers-of-other-scale",
        "Questions!F2",
        column("D", [f"because {i}" for i in range(40)]),
        apart=True,
    ),
    Fault(
        "six answers of one question that are not on its scale",
        "answers-of-other-scale",
        "Questions!F5",
        {f"Responses!G{row}": f"because {row}" for row in range(10, 16)},
        apart=True,
    ),
    Fault(
        "an answer that is a label of another answer in English",
        "answer-ambiguous",
        "Responses!M2",
        {
            "Scales!E1": "label::nl",
            "Scales!E19": "Permanent",
            "Scales!E20": "Los",
            "Scales!C19": "Steady",
            "Scales!C20": "Permanent",
            "Scales!B19": "p",
            "Scales!B20": "t",
            "Comparisons!C9": "p",
            "Comparisons!C10": "t",
            **column("M", ["Permanent", *["p", "t"] * 19, "p"]),
        },
        apart=True,
    ),
    Fault(
        "a text of their own from a tenth of the people",
        "answers-unlisted",
        "Questions!F11",
        {f"Responses!M{row}": f"via bureau {row}" for row in range(10, 18)},
        apart=True,
    ),
    Fault(
        "a text of their own from a tenth of the people, with the answer *",
        "answers-caught",
        "Questions!F11",
        {f"Responses!M{row}": f"via bureau {row}" for row in range(10, 18)}
        | {"Scales!A28": "contract", "Scales!B28": "*"},
        apart=True,
    ),
    Fault(
        "the answer * on a scale with scores",
        "unlisted-scored",
        "Scales!B7",
        {"Scales!B7": "*", **{f"Responses!{c}{r}": None for c, r in (("F", 6), ("J", 19))}},
        apart=True,
    ),
    Fault(
        "a scale of numbers for answers in words",
        "scale-not-used",
        "Scales!B2",
        {f"Scales!{c}{row}": 7.0 - row for row in range(2, 8) for c in "BC"},
        apart=True,
    ),
    Fault(
        "a file that does not exist",
        "responses-missing",
        "Survey!B8",
        {"Survey!B8": "a.csv"},
        apart=True,
    ),
    Fault(
        "a folder as the file of responses",
        "responses-folder",
        "Survey!B8",
        {"Survey!B8": "."},
        apart=True,
    ),
    Fault(
        "the responses of another survey", "other-responses", "b.csv!A1", **file("b.csv", ELSEWHERE)
    ),
    Fault(
        "a title above the headings",
        "headings-lower",
        "a.csv!A3",
        **file("a.csv", "Export of 3 March" + ";" * 16 + f"\n{';' * 16}\n{LINES}"),
    ),
    Fault(
        "a .csv saved as a workbook in one column",
        "headings-in-one-cell",
        "a.xlsx!A1",
        **file("a.xlsx", in_one_column()),
    ),
    Fault(
        "the texts of the questions in a row below the headings",
        "second-headings",
        "Responses!D2",
        {f"Responses!{c}2": t for c, t in zip("DEFGHIJKLMN", TEXTS, strict=True)},
        apart=True,
    ),
    Fault(
        "a slip in the column of a question",
        "no-such-column",
        "Questions!B4",
        {"Questions!B4": "presure"},
    ),
    Fault(
        "a slip in the column of a segment",
        "no-such-column",
        "Segments!B4",
        {"Segments!B4": "aeg"},
    ),
    Fault(
        "a heading that resembles no question",
        "no-such-column",
        "Questions!B7",
        {"Responses!I1": "v17"},
        apart=True,
    ),
    Fault(
        "a pattern without its star",
        "no-such-column",
        "Questions!B13",
        {"Questions!B13": "channel_"},
        apart=True,
    ),
    Fault(
        "a pattern that matches no column",
        "no-such-column",
        "Questions!B13",
        {"Questions!B13": "medium_*"},
        apart=True,
    ),
    Fault("a heading twice", "column-twice", "Responses!S1", {"Responses!S1": "work_1"}),
    Fault(
        "a heading twice, with other capitals",
        "column-twice",
        "Responses!T1",
        {"Responses!T1": "Team 1", "Responses!G1": "team 1", "Questions!B5": "team 1"},
        apart=True,
    ),
    Fault(
        "a column that Segments leaves out",
        "columns-unused",
        "Responses!R1",
        column("R", ["day", "night"] * 20, "shift"),
        apart=True,
    ),
    Fault(
        "a question that nobody answered", "column-empty", "Questions!B9", emptied("K"), apart=True
    ),
    Fault(
        "an export without answers",
        "columns-empty",
        "Questions!B2",
        emptied(QUESTIONS) | {"Questions!G4": "no"},
        apart=True,
    ),
    Fault(
        "a segment with an empty column", "segment-empty", "Segments!B4", emptied("C"), apart=True
    ),
    Fault(
        "a segment with one person in each group",
        "segment-of-one",
        "Segments!B4",
        column("C", [f"P{i}" for i in range(40)]),
        apart=True,
    ),
    Fault(
        "a unit in two divisions",
        "two-parents",
        "Responses!A7",
        {"Responses!A7": "North"},
    ),
    Fault(
        "a respondent with a unit and without a division",
        "no-parent",
        "Responses!A11",
        {"Responses!A11": None},
        apart=True,
    ),
    Fault(
        "ages with divisions as their parent",
        "two-parents",
        "Responses!A5",
        {"Segments!D4": "division"},
        apart=True,
    ),
    Fault(
        "a respondent twice",
        "respondent-twice",
        "Responses!R9",
        column("R", [*range(1, 8), 1, *range(9, 41)], "Response ID"),
        apart=True,
    ),
    Fault(
        "a respondent twice, by a Dutch serial number",
        "respondent-twice",
        "Responses!R9",
        column("R", [*range(1, 8), 1, *range(9, 41)], "Volgnr."),
        apart=True,
    ),
    Fault(
        "one row pasted once more",
        "rows-alike",
        "Responses!A42",
        many_questions(1),
        apart=True,
    ),
    Fault(
        "all rows pasted twice, and numbered",
        "respondents-doubled",
        "Responses!R22",
        column("R", [*range(20), *range(20)], "respondent"),
        apart=True,
    ),
    Fault(
        "ten rows pasted twice",
        "respondents-doubled",
        "Responses!A42",
        many_questions(10),
        apart=True,
    ),
    Fault(
        "fewer invited than answered",
        "more-than-invited",
        "Survey!B7",
        {"Survey!B7": 30.0},
        apart=True,
    ),
    Fault(
        "a smallest group larger than the number of respondents",
        "withheld",
        "Survey!B9",
        {"Survey!B9": 50.0, "Questions!G4": "no"},
        apart=True,
    ),
    Fault(
        "a group chosen that is too small",
        "group-withheld",
        "Survey!B10",
        {"Survey!B9": 15.0, "Survey!B10": "unit=Mill"},
        apart=True,
    ),
    Fault(
        "a group chosen that others can be computed from",
        "group-withheld",
        "Survey!B10",
        {"Survey!B10": "unit=Harbour", "Responses!B2": None, "Responses!B6": None},
        apart=True,
    ),
    Fault(
        "a group of Population with a slip in it",
        "group-unanswered",
        "Population!B6",
        {"Population!B6": "Markte"},
    ),
    Fault(
        "a group without respondents",
        "group-unanswered",
        "Population!B11",
        {
            "Population!A11": "unit",
            "Population!B11": "Sawmill",
            "Population!C11": 4.0,
            "Population!C4": 10.0,
        },
    ),
    Fault(
        "a group to be reported together with others that are not named",
        "merge-alone",
        "Population!D8",
        {"Population!D1": "merge", "Population!D8": "younger people"},
        apart=True,
    ),
    Fault(
        "a slip in the name under which groups are reported together",
        "merge-alone",
        "Population!D8",
        {"Population!D1": "merge", "Population!D8": "under 55", "Population!D9": "udner 55"},
        apart=True,
    ),
    Fault(
        "groups that are not shown, in a table without the column merge",
        "groups-not-shown",
        "Segments!A4",
        {"Survey!B9": 14.0},
        apart=True,
    ),
    Fault(
        "groups that are not shown, in a table with the column merge",
        "groups-not-shown",
        "Population!D8",
        {"Survey!B9": 14.0, "Population!D1": "merge"},
        apart=True,
    ),
    Fault(
        "a row with the total of Population",
        "population-total",
        "Population!B11",
        {"Population!A11": "unit", "Population!B11": "Total", "Population!C11": 40.0},
    ),
    Fault(
        "a group that is not in Population",
        "groups-unlisted",
        "Population!A8",
        {f"Population!{column}10": None for column in "ABC"},
    ),
    Fault(
        "fewer people of a group invited than answered",
        "group-over-invited",
        "Population!C4",
        {"Population!C4": 8.0, "Population!C5": 20.0},
    ),
    Fault(
        "a segment in Population with more people than were invited",
        "population-sum",
        "Population!C2",
        {"Population!C3": 42.0},
    ),
    Fault(
        "segments in Population with different totals",
        "population-sums",
        "Population!C4",
        {"Survey!B7": None, "Population!C4": 41.0},
        apart=True,
    ),
    Fault(
        "figures of a group that is withheld",
        "comparison-of-withheld",
        "Comparisons!G13",
        {
            "Survey!B9": 11.0,
            "Comparisons!G1": "group",
            **typed(13, "Previous", "work", 7.1, group="unit=Harbour"),
            **typed(14, "Previous", "team", 6.1, n=10, group="unit=Harbour"),
            **typed(15, "Previous", "team", 6.4, n=20, group="unit=Mill"),
            **typed(16, "Previous", "invited", 14, group="unit=Market"),
        },
        apart=True,
    ),
    Fault(
        "a question that everyone answered in the same way",
        "question-withheld",
        "Survey!B11",
        {
            "Survey!A11": "withhold_unanimous",
            "Survey!B11": "ja",
            **column("M", ["permanent"] * 40),
        },
        apart=True,
    ),
]
