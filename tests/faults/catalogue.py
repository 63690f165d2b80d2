"""Faults in the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import xlsxwriter

from tests.faults import Fault

Draw = Callable[[xlsxwriter.Workbook], object]

# A theme with another name, also in the report: the name in the report refers to a theme too.
RENAMED = {"Themes!A3": "cooperation", "Themes!B3": "Cooperation"}


def merged(sheet: str, cells: str, value: str) -> Draw:
    """Merge cells of a sheet."""
    return lambda book: book.get_worksheet_by_name(sheet).merge_range(cells, value)


def hidden(sheet: str, row: int) -> Draw:
    """Hide a row of a sheet, as a filter does."""
    options = {"hidden": True}
    return lambda book: book.get_worksheet_by_name(sheet).set_row(row - 1, None, None, options)


def typed(sheet: str, cell: str, value: str) -> Draw:
    """Type a value beside a table, which does not grow."""
    return lambda book: book.get_worksheet_by_name(sheet).write(cell, value)


class Nothing:
    """The missing value of a formula that no program has computed."""

    def __str__(self) -> str:
        return ""


def uncomputed(sheet: str, cell: str, formula: str) -> Draw:
    """Write a formula without a value, as scripts do."""
    return lambda book: book.get_worksheet_by_name(sheet).write_formula(
        cell, formula, None, Nothing()
    )


def computed(sheet: str, cell: str, formula: str, value: float) -> Draw:
    """Write a formula with the value that Excel computed."""
    return lambda book: book.get_worksheet_by_name(sheet).write_formula(cell, formula, None, value)


# A heading after a blank one, so that the sheet has no Excel table.
NO_TABLE = {"Questions!J1": "mine"}

TABLES = [
    Fault(
        "no sheet Themes, and one with a similar name",
        "table-missing",
        renamed={"Themes": "Thems"},
        apart=True,
    ),
    Fault(
        "a sheet with the Dutch name of questions",
        "table-missing",
        renamed={"Questions": "Vragen"},
        apart=True,
    ),
    Fault(
        "no scales, and no similar sheet",
        "table-missing",
        without=("Scales",),
        apart=True,
    ),
    Fault(
        "the optional table of comparisons with its Dutch name",
        "table-misnamed",
        renamed={"Comparisons": "Vergelijkingen"},
        apart=True,
    ),
    Fault(
        "segments with a slip in their name",
        "table-misnamed",
        renamed={"Segments": "Segmets"},
        apart=True,
    ),
    Fault(
        "a copy of the sheet Questions",
        "table-copied",
        also=lambda book: book.add_worksheet("Questions (2)"),
        apart=True,
    ),
    Fault(
        "a second table called Questions",
        "table-twice",
        "Questions elsewhere!A1",
        twice=("Questions",),
        apart=True,
    ),
    Fault(
        "themes without rows that questions refer to",
        "table-empty",
        "Themes!A1",
        {f"Themes!{column}{row}": None for column in "ABC" for row in (2, 3, 4)},
        apart=True,
    ),
    Fault(
        "a table of questions without rows",
        "table-empty",
        "Questions!A1",
        {f"Questions!{column}{row}": None for column in "ABCDEFGH" for row in range(2, 14)},
        apart=True,
    ),
    Fault(
        "merged cells in a column that is read",
        "merged-cells",
        "Questions!D2",
        {"Questions!D3": None, **NO_TABLE},
        also=merged("Questions", "D2:D3", "work"),
        apart=True,
    ),
    Fault(
        "a row typed below a table that did not grow",
        "rows-below",
        "Themes!A5",
        also=typed("Themes", "A5", "commuting"),
    ),
    Fault(
        "a row that a filter hides",
        "rows-hidden",
        "Questions!A4",
        also=hidden("Questions", 4),
    ),
    Fault(
        "a weight that is computed from itself",
        "formula-circular",
        "Questions!H6",
        also=computed("Questions", "H6", "=H6*2", 0),
    ),
    Fault(
        "a weight that depends on itself through a cell beside the table",
        "formula-circular",
        "Questions!H7",
        also=lambda book: [
            computed("Questions", "H7", "=SUM(N7:N8)", 0)(book),
            computed("Questions", "N8", "=Questions!H7+1", 0)(book),
        ],
        apart=True,
    ),
    Fault(
        "a weight that depends on its own column",
        "formula-circular",
        "Questions!H8",
        also=computed("Questions", "H8", "=MAX(Questions[weight])", 0),
        apart=True,
    ),
    Fault(
        "a formula that was never computed",
        "formula-uncomputed",
        "Questions!H6",
        also=uncomputed("Questions", "H6", "=1+1"),
    ),
]

HEADINGS = [
    Fault(
        "a Dutch heading for the optional column theme",
        "column-missing",
        "Questions!D1",
        {"Questions!D1": "Thema"},
        apart=True,
    ),
    Fault(
        "a Dutch heading for the required column question",
        "column-missing",
        "Questions!A1",
        {"Questions!A1": "vraag"},
        apart=True,
    ),
    Fault(
        "a Dutch heading for the scale",
        "column-missing",
        "Questions!F1",
        {"Questions!F1": "Schaal"},
        apart=True,
    ),
    Fault(
        "a Dutch heading for the answer",
        "column-missing",
        "Scales!B1",
        {"Scales!B1": "antwoord"},
        apart=True,
    ),
    Fault(
        "a Dutch heading for the weight",
        "column-missing",
        "Questions!H1",
        {"Questions!H1": "gewicht"},
        apart=True,
    ),
    Fault(
        "a slip in the heading of the scores",
        "column-missing",
        "Scales!D1",
        {"Scales!D1": "scores"},
        apart=True,
    ),
    Fault(
        "no column of scores, and another column in its place",
        "column-missing",
        "Scales!A1",
        {"Scales!D1": "colour"},
        apart=True,
    ),
    Fault(
        "the value of a comparison under another heading",
        "column-missing",
        "Comparisons!D1",
        {"Comparisons!D1": "waarde"},
        apart=True,
    ),
    Fault(
        "two columns of one heading",
        "column-twice",
        "Questions!I1",
        {"Questions!I1": "Weight"},
        apart=True,
    ),
    Fault(
        "a Dutch heading for the subject of comparisons",
        "column-missing",
        "Comparisons!B1",
        {"Comparisons!B1": "onderwerp"},
        apart=True,
    ),
    Fault(
        "a Dutch heading for the answer of comparisons",
        "column-missing",
        "Comparisons!C1",
        {"Comparisons!C1": "antwoord"},
        apart=True,
    ),
    Fault(
        "a Dutch heading for the column of responses",
        "column-missing",
        "Questions!B1",
        {"Questions!B1": "kolom"},
        apart=True,
    ),
    Fault(
        "a Dutch heading for the metric",
        "column-missing",
        "Questions!E1",
        {"Questions!E1": "maat"},
        apart=True,
    ),
    Fault(
        "a Dutch heading of two words for the parent",
        "column-missing",
        "Segments!D1",
        {"Segments!D1": "valt onder"},
        apart=True,
    ),
    Fault(
        "a Dutch heading for the parameters",
        "column-missing",
        "Metrics!D1",
        {"Metrics!D1": "instellingen"},
        apart=True,
    ),
    Fault(
        "a Dutch heading for the number invited",
        "column-missing",
        "Population!C1",
        {"Population!C1": "aantal"},
        apart=True,
    ),
    Fault(
        "settings under a Dutch heading",
        "column-missing",
        "Survey!B1",
        {"Survey!B1": "waarde"},
        apart=True,
    ),
]

SETTINGS = [
    Fault(
        "a language by its name",
        "not-one-of",
        "Survey!B4",
        {"Survey!B4": "Nederlands"},
    ),
    Fault(
        "an unknown way to mark differences",
        "not-one-of",
        "Survey!B11",
        {"Survey!A11": "mark_differences", "Survey!B11": "beide"},
    ),
    Fault(
        "neither yes nor no for a setting",
        "not-yes-or-no",
        "Survey!B11",
        {"Survey!A11": "withhold_unanimous", "Survey!B11": "soms"},
        apart=True,
    ),
    Fault(
        "a threshold below zero",
        "too-low",
        "Survey!B11",
        {"Survey!A11": "remarkable_difference", "Survey!B11": -0.3},
    ),
    Fault(
        "a threshold that was meant as 3 %",
        "odd-threshold",
        "Survey!B11",
        {"Survey!A11": "remarkable_difference", "Survey!B11": 0.03},
    ),
    Fault(
        "an accent colour without #",
        "not-a-colour",
        "Survey!B12",
        {"Survey!A12": "accent", "Survey!B12": "00637C"},
        apart=True,
    ),
    Fault(
        "a threshold as a percentage",
        "percentage-as-text",
        "Survey!B13",
        {"Survey!A13": "remarkable_difference", "Survey!B13": "3%"},
        apart=True,
    ),
    Fault(
        "a threshold that Excel changed into a date",
        "number-as-date",
        "Survey!B14",
        {"Survey!A14": "remarkable_difference", "Survey!B14": dt.datetime(2026, 3, 1)},
        apart=True,
    ),
    Fault(
        "an accent that is not a colour",
        "not-a-colour",
        "Survey!B11",
        {"Survey!A11": "accent", "Survey!B11": "petrol"},
    ),
    Fault(
        "a setting nobody knows",
        "unknown-setting",
        "Survey!A11",
        {"Survey!A11": "colour", "Survey!B11": "red"},
    ),
    Fault(
        "a required setting with a slip in its name",
        "setting-missing",
        "Survey!A8",
        {"Survey!A8": "respones"},
        apart=True,
    ),
    Fault(
        "a setting with a blank in its name",
        "setting-missing",
        "Survey!A9",
        {"Survey!A9": "smallest group"},
        apart=True,
    ),
    Fault(
        "a required setting that is blank",
        "setting-missing",
        "Survey!B8",
        {"Survey!B8": None},
        apart=True,
    ),
    Fault(
        "a setting twice",
        "setting-twice",
        "Survey!A11",
        {"Survey!A11": "Invited", "Survey!B11": 70.0},
    ),
    Fault(
        "the end of the fieldwork before its start",
        "fieldwork-order",
        "Survey!B6",
        {"Survey!B6": dt.datetime(2026, 8, 21)},
    ),
    Fault(
        "a date as text",
        "date-as-text",
        "Survey!B5",
        {"Survey!B5": "01-09-2026"},
    ),
    Fault(
        "a day that does not exist",
        "no-such-day",
        "Survey!B6",
        {"Survey!B6": "31-09-2026"},
    ),
    Fault(
        "a date that is shown as a number",
        "date-as-number",
        "Survey!B5",
        {"Survey!B5": 46266.0},
    ),
    Fault(
        "a date in words",
        "not-a-date",
        "Survey!B6",
        {"Survey!B6": "eind september"},
    ),
    Fault(
        "a point between thousands, as text",
        "thousands",
        "Survey!B7",
        {"Survey!B7": "1.388"},
    ),
    Fault(
        "a point between thousands that Excel read as a decimal point",
        "thousands",
        "Survey!B7",
        {"Survey!B7": 1.388},
    ),
    Fault(
        "half a person invited",
        "not-a-whole-number",
        "Survey!B7",
        {"Survey!B7": 60.5},
    ),
    Fault(
        "a number of people in words",
        "not-a-whole-number",
        "Survey!B7",
        {"Survey!B7": "sixty"},
    ),
    Fault(
        "a number of people as text",
        "number-as-text",
        "Survey!B7",
        {"Survey!B7": "60"},
    ),
    Fault(
        "a smallest group below what privacy allows",
        "too-low",
        "Survey!B9",
        {"Survey!B9": 3.0},
    ),
    Fault(
        "a formula error in a setting",
        "cell-error",
        "Survey!B7",
        {"Survey!B7": "#DIV/0!"},
    ),
    Fault(
        "a group that does not exist",
        "unknown-group",
        "Survey!B10",
        {"Survey!B10": "division=East"},
    ),
]

THEMES = [
    Fault(
        "a parameter of a theme's rule twice",
        "parameter-twice",
        "Themes!E2",
        {"Themes!E2": "respondents; minimum=1; minimum=2"},
    ),
    Fault(
        "a theme without its name, and three questions that use it",
        "blank",
        "Themes!A3",
        {"Themes!A3": None},
        apart=True,
    ),
    Fault(
        "a formula error in the name of a theme",
        "cell-error",
        "Themes!A3",
        {"Themes!A3": "#REF!"},
        apart=True,
    ),
    Fault(
        "a theme twice, in the place of another",
        "duplicate",
        "Themes!A4",
        {"Themes!A4": "team"},
        apart=True,
    ),
    Fault(
        "themes that differ in capitals only",
        "names-alike",
        "Themes!A5",
        {"Themes!A5": "Work", "Themes!B5": "Working"},
    ),
    Fault(
        "a theme that no question belongs to",
        "theme-unused",
        "Themes!A6",
        {"Themes!A6": "future", "Themes!B6": "Future"},
    ),
    Fault(
        "a column of themes that was cleared",
        "themes-unnamed",
        "Questions!D1",
        {f"Questions!D{row}": None for row in range(2, 14)},
        apart=True,
    ),
    Fault(
        "columns of themes and metrics that were cleared",
        "themes-unnamed",
        "Questions!D1",
        {f"Questions!{column}{row}": None for column in "DE" for row in range(2, 10)},
        apart=True,
    ),
    Fault(
        "a theme whose questions all have weight zero",
        "theme-weightless",
        "Themes!A4",
        {"Questions!H8": 0.0, "Questions!H9": 0.0},
    ),
    Fault(
        "two themes with one name",
        "heading-taken",
        "Themes!B4",
        {"Themes!B4": "TEAM"},
    ),
    Fault(
        "a theme with the name of a column of results",
        "heading-taken",
        "Themes!B2",
        {"Themes!B2": "group"},
    ),
    Fault(
        "a name of a theme on two lines",
        "heading-breaks",
        "Themes!B4",
        {"Themes!B4": "Leader\nship"},
        apart=True,
    ),
    Fault(
        "a theme name that is too long for a heading",
        "heading-long",
        "Themes!B3",
        {"Themes!B3": "team " * 60},
    ),
]

QUESTIONS = [
    Fault(
        "a slip in the name of a theme",
        "unknown-theme",
        "Questions!D5",
        {"Questions!D5": "taem"},
    ),
    Fault(
        "a theme renamed in Themes and Comparisons, and not in three questions",
        "unknown-theme",
        "Questions!D5",
        {**RENAMED, "Comparisons!B11": "cooperation"},
        apart=True,
    ),
    Fault(
        "a theme renamed in Themes, and nowhere else",
        "unknown-theme",
        "Questions!D5",
        RENAMED,
        apart=True,
    ),
    Fault(
        "a theme with a capital that Themes does not have",
        "name-respelt",
        "Questions!D6",
        {"Questions!D6": "Team"},
    ),
    Fault(
        "a theme with a blank in the middle, twice",
        "name-respelt",
        "Questions!D5",
        {"Questions!D5": "te am", "Questions!D7": "te am"},
    ),
    Fault(
        "a theme that may be either of two",
        "name-ambiguous",
        "Questions!D2",
        {"Questions!D2": "WÖRK", "Themes!A5": "wörk", "Themes!B5": "Other", "Questions!D3": "wörk"},
        apart=True,
    ),
    Fault(
        "a metric with a capital",
        "name-otherwise",
        "Questions!E10",
        {"Questions!E10": "Enps"},
        apart=True,
    ),
    Fault(
        "a scale that is not in Scales",
        "unknown-scale",
        "Questions!F7",
        {"Questions!F7": "agreemint"},
    ),
    Fault(
        "a scale renamed in Scales, and not in eight questions",
        "unknown-scale",
        "Questions!F2",
        {f"Scales!A{row}": "five points" for row in range(2, 8)},
        apart=True,
    ),
    Fault(
        "a scale with a capital that Scales does not have",
        "name-respelt",
        "Questions!F11",
        {"Questions!F11": "Contract"},
    ),
    Fault(
        "a question without its scale",
        "blank",
        "Questions!F3",
        {"Questions!F3": None},
    ),
    Fault(
        "a slip in the name of a metric",
        "unknown-metric",
        "Questions!E8",
        {"Questions!E8": "lickert"},
    ),
    Fault(
        "a metric of three questions that is not installed",
        "unknown-metric",
        "Questions!E11",
        {f"Questions!E{row}": "histogram" for row in (11, 12, 13)},
        apart=True,
    ),
    Fault(
        "a question twice, in a row below the others",
        "duplicate",
        "Questions!A14",
        {"Questions!A14": "work_1", "Questions!F14": "agreement"},
    ),
    Fault(
        "a question twice, in the place of another that is compared",
        "duplicate",
        "Questions!A3",
        {"Questions!A3": "work_1"},
        apart=True,
    ),
    Fault(
        "questions that differ in capitals only",
        "names-alike",
        "Questions!A14",
        {"Questions!A14": "Reasons", "Questions!E14": "distribution", "Questions!F14": "reasons"},
    ),
    Fault(
        "a question without its name, which is compared",
        "blank",
        "Questions!A2",
        {"Questions!A2": None},
        apart=True,
    ),
    Fault(
        "a weight below zero",
        "too-low",
        "Questions!H6",
        {"Questions!H6": -1.0},
    ),
    Fault(
        "a weight in words",
        "not-a-number",
        "Questions!H7",
        {"Questions!H7": "double"},
    ),
    Fault(
        "a weight as text",
        "number-as-text",
        "Questions!H9",
        {"Questions!H9": "2"},
    ),
    Fault(
        "a weight with a comma, as text",
        "decimal-comma",
        "Questions!H2",
        {"Questions!H2": "1,5"},
    ),
    Fault(
        "a weight that Excel changed into a date",
        "number-as-date",
        "Questions!H5",
        {"Questions!H5": dt.datetime(2026, 2, 1)},
    ),
    Fault(
        "a reverse that is neither yes nor no",
        "not-yes-or-no",
        "Questions!G12",
        {"Questions!G12": "perhaps"},
    ),
    Fault(
        "a formula error in the theme of a question",
        "cell-error",
        "Questions!D9",
        {"Questions!D9": "#N/A"},
    ),
    Fault(
        "a pattern with two stars",
        "two-stars",
        "Questions!B13",
        {"Questions!B13": "channel_*_*"},
        apart=True,
    ),
    Fault(
        "a question with neither theme nor metric",
        "question-belongs-nowhere",
        "Questions!D4",
        {"Questions!D4": None, "Questions!E4": None},
    ),
    Fault(
        "two questions that ask the same",
        "text-twice",
        "Questions!C9",
        {"Questions!C9": "My  manager listens"},
    ),
    Fault(
        "two questions with the same column",
        "column-shared",
        "Questions!B14",
        {
            "Questions!A14": "work_4",
            "Questions!B14": "work_1",
            "Questions!C14": "My work is fun",
            "Questions!D14": "work",
            "Questions!E14": "likert",
            "Questions!F14": "agreement",
        },
    ),
]

SCALES = [
    Fault(
        "an answer without its scale",
        "blank",
        "Scales!A4",
        {"Scales!A4": None},
    ),
    Fault(
        "a row of a scale without its answer",
        "blank",
        "Scales!B22",
        {"Scales!B22": None, "Scales!C22": None},
    ),
    Fault(
        "a scale with a capital in one row",
        "names-alike",
        "Scales!A5",
        {"Scales!A5": "Agreement"},
    ),
    Fault(
        "an answer twice",
        "duplicate",
        "Scales!B28",
        {"Scales!A28": "channels", "Scales!B28": "chat"},
    ),
    Fault(
        "answers that differ in capitals only",
        "answers-alike",
        "Scales!B28",
        {"Scales!A28": "reasons", "Scales!B28": "PAY"},
    ),
    Fault(
        "two equal labels without scores",
        "labels-alike",
        "Scales!C27",
        {"Scales!C27": "e-mail"},
    ),
    Fault(
        "two equal labels with different scores",
        "answers-alike",
        "Scales!C4",
        {"Scales!C4": "Agree"},
    ),
    Fault(
        "a scale without scores, of eight questions",
        "scale-unscored",
        "Questions!F2",
        {f"Scales!D{row}": None for row in range(2, 7)},
        apart=True,
    ),
    Fault(
        "a scale with a single score",
        "scale-one-score",
        "Scales!D2",
        {f"Scales!D{row}": None for row in range(3, 7)},
        apart=True,
    ),
    Fault(
        "a score without its decimal point",
        "scores-unordered",
        "Scales!D5",
        {"Scales!D5": 25.0},
    ),
    Fault(
        "the highest score without its decimal point",
        "score-apart",
        "Scales!D2",
        {"Scales!D2": 100.0},
        apart=True,
    ),
    Fault(
        "a score with a comma, as text",
        "decimal-comma",
        "Scales!D3",
        {"Scales!D3": "7,5"},
    ),
    Fault(
        "a formula error in a score",
        "cell-error",
        "Scales!D6",
        {"Scales!D6": "#VALUE!"},
    ),
]

COMPARISONS = [
    Fault(
        "a slip in the subject of a comparison",
        "unknown-subject",
        "Comparisons!B3",
        {"Comparisons!B3": "work_22"},
    ),
    Fault(
        "a theme in two comparisons that no longer exists",
        "unknown-subject",
        "Comparisons!B6",
        {"Comparisons!B6": "management", "Comparisons!B12": "management"},
    ),
    Fault(
        "a measure with a capital",
        "name-respelt",
        "Comparisons!B8",
        {"Comparisons!B8": "Response"},
    ),
    Fault(
        "an answer that its scale does not have",
        "unknown-answer",
        "Comparisons!C10",
        {"Comparisons!C10": "temporarily"},
    ),
    Fault(
        "a figure of a choice without an answer",
        "answer-blank",
        "Comparisons!C16",
        {
            "Comparisons!A16": "Benchmark",
            "Comparisons!B16": "contract",
            "Comparisons!D16": 0.8,
        },
        apart=True,
    ),
    Fault(
        "a figure of one answer to a question that is scored",
        "answer-idle",
        "Comparisons!C17",
        {
            "Comparisons!A17": "Benchmark",
            "Comparisons!B17": "team_1",
            "Comparisons!C17": "agree",
            "Comparisons!D17": 0.4,
        },
        apart=True,
    ),
    Fault(
        "a figure of one answer by its code and by its label",
        "comparison-twice",
        "Comparisons!C13",
        {
            "Comparisons!A13": "Previous",
            "Comparisons!B13": "contract",
            "Comparisons!C13": "Permanent",
            "Comparisons!D13": 0.8,
        },
    ),
    Fault(
        "a figure twice",
        "duplicate",
        "Comparisons!B14",
        {"Comparisons!A14": "Benchmark", "Comparisons!B14": "team", "Comparisons!D14": 6.5},
    ),
    Fault(
        "a response as a percentage",
        "share-as-percentage",
        "Comparisons!D8",
        {"Comparisons!D8": 63.0},
    ),
    Fault(
        "the shares of a question as percentages",
        "share-as-percentage",
        "Comparisons!D9",
        {"Comparisons!D9": 80.0, "Comparisons!D10": 20.0},
    ),
    Fault(
        "a percentage as text",
        "percentage-as-text",
        "Comparisons!D8",
        {"Comparisons!D8": "63%"},
    ),
    Fault(
        "a share below zero",
        "no-share",
        "Comparisons!D10",
        {"Comparisons!D10": -0.2},
    ),
    Fault(
        "a figure with a comma, as text",
        "decimal-comma",
        "Comparisons!D2",
        {"Comparisons!D2": "6,4"},
    ),
    Fault(
        "a number of respondents below zero",
        "too-low",
        "Comparisons!E4",
        {"Comparisons!E4": -38.0},
    ),
    Fault(
        "a comparison without its name",
        "blank",
        "Comparisons!A5",
        {"Comparisons!A5": None},
    ),
    Fault(
        "a figure without a subject",
        "blank",
        "Comparisons!B7",
        {"Comparisons!B7": None},
    ),
    Fault(
        "an sd below zero",
        "too-low",
        "Comparisons!F11",
        {"Comparisons!F11": -1.0},
    ),
    Fault(
        "a text for a missing figure",
        "not-a-number",
        "Comparisons!D3",
        {"Comparisons!D3": "n.v.t."},
    ),
    Fault(
        "a formula error in the group of a figure",
        "cell-error",
        "Comparisons!G2",
        {"Comparisons!G1": "group", "Comparisons!G2": "#NAME?"},
        apart=True,
    ),
    Fault(
        "figures of a group that does not exist",
        "comparison-of-no-group",
        "Comparisons!G2",
        {"Comparisons!G1": "group", "Comparisons!G2": "division=East"}
        | {f"Comparisons!G{row}": "division=East" for row in (3, 4)},
        apart=True,
    ),
    Fault(
        "a report of a group with comparisons of the whole organisation",
        "comparison-of-whole",
        "Comparisons!A2",
        {"Survey!B10": "division=North"},
        apart=True,
    ),
    Fault(
        "comparisons that differ in capitals only",
        "names-alike",
        "Comparisons!A7",
        {"Comparisons!A7": "previous"},
    ),
    Fault(
        "a comparison on two lines",
        "heading-breaks",
        "Comparisons!A11",
        {"Comparisons!A11": "Bench\nmark"},
        apart=True,
    ),
    Fault(
        "a comparison with the name of a result column",
        "heading-taken",
        "Comparisons!A11",
        {"Comparisons!A11": "Score"},
    ),
    Fault(
        "a question with the name of a theme that is compared",
        "ambiguous-subject",
        "Comparisons!B11",
        {
            "Questions!A14": "team",
            "Questions!B14": "team_0",
            "Questions!D14": "team",
            "Questions!F14": "agreement",
            "Responses!R1": "team_0",
            "Responses!R2": "agree",
        },
    ),
]

POPULATION = [
    Fault(
        "a table Population without a table Segments",
        "table-missing",
        without=("Segments",),
        apart=True,
    ),
    Fault(
        "a sheet with another Dutch word for population",
        "table-misnamed",
        renamed={"Population": "Bevolking"},
        apart=True,
    ),
    Fault(
        "a formula error in the name of a group",
        "cell-error",
        "Population!B3",
        {"Population!B3": "#N/A"},
    ),
    Fault(
        "people as a percentage", "not-a-whole-number", "Population!C3", {"Population!C3": "50%"}
    ),
    Fault(
        "a point between thousands of people",
        "thousands",
        "Population!C5",
        {"Population!C5": 1.032},
    ),
    Fault(
        "a number of people that Excel changed into a date",
        "number-as-date",
        "Population!C10",
        {"Population!C10": dt.datetime(2026, 1, 18)},
    ),
    Fault(
        "a row of Population that a filter hides",
        "rows-hidden",
        "Population!A3",
        also=hidden("Population", 3),
        apart=True,
    ),
    Fault(
        "a formula in Population that was never computed",
        "formula-uncomputed",
        "Population!C3",
        also=uncomputed("Population", "C3", "=16*2"),
        apart=True,
    ),
    Fault(
        "a sheet with the Dutch word for population",
        "table-misnamed",
        renamed={"Population": "Populatie"},
        apart=True,
    ),
    Fault(
        "a slip in the heading of the number invited",
        "column-missing",
        "Population!C1",
        {"Population!C1": "invitd"},
        apart=True,
    ),
    Fault(
        "people of a segment that is not in Segments",
        "unknown-segment",
        "Population!A4",
        {"Population!A4": "office"},
    ),
    Fault(
        "a segment in capitals",
        "name-respelt",
        "Population!A5",
        {"Population!A5": "UNIT"},
    ),
    Fault(
        "a group twice",
        "duplicate",
        "Population!B11",
        {"Population!A11": "unit", "Population!B11": "Mill", "Population!C11": 14.0},
    ),
    Fault(
        "a group twice, once in capitals",
        "names-alike",
        "Population!B12",
        {"Population!A12": "unit", "Population!B12": "MARKET", "Population!C12": 14.0},
    ),
    Fault(
        "a heading in Dutch for groups that are reported together",
        "column-missing",
        "Population!D1",
        {"Population!D1": "samenvoegen", "Population!D8": "under 55", "Population!D9": "under 55"},
        apart=True,
    ),
    Fault(
        "a group reported together with one that is itself reported under another name",
        "merge-chain",
        "Population!D8",
        {
            "Population!D1": "merge",
            "Population!D8": "35 to 54",
            "Population!D9": "55 and over",
        },
        apart=True,
    ),
    Fault("a group without the number invited", "blank", "Population!C6", {"Population!C6": None}),
    Fault("a group without a name", "blank", "Population!B7", {"Population!B7": None}),
    Fault("a number invited below zero", "too-low", "Population!C8", {"Population!C8": -20.0}),
    Fault(
        "half a person in a group", "not-a-whole-number", "Population!C9", {"Population!C9": 22.5}
    ),
]

SEGMENTS = [
    Fault(
        "a parent that is not a segment",
        "unknown-parent",
        "Segments!D4",
        {"Segments!D4": "decade"},
    ),
    Fault(
        "segments that are each other's parent",
        "parent-cycle",
        "Segments!D2",
        {"Segments!D2": "unit"},
    ),
    Fault(
        "a segment with the column of another segment",
        "column-shared",
        "Segments!B4",
        {"Segments!B4": "unit"},
        apart=True,
    ),
    Fault(
        "two segments with the same column",
        "column-shared",
        "Segments!B6",
        {"Segments!A6": "age_again", "Segments!B6": "age"},
        apart=True,
    ),
    Fault(
        "a segment twice",
        "duplicate",
        "Segments!A5",
        {"Segments!A5": "age"},
    ),
    Fault(
        "segments that differ in capitals only",
        "names-alike",
        "Segments!A5",
        {"Segments!A5": "Division"},
    ),
    Fault(
        "a segment without its name, which is a parent",
        "blank",
        "Segments!A2",
        {"Segments!A2": None},
        apart=True,
    ),
]

METRICS = [
    Fault(
        "a slip in a metric in the table Metrics",
        "unknown-metric",
        "Metrics!A6",
        {"Metrics!A6": "favourabel"},
        apart=True,  # not a slip if another row has that metric
    ),
    Fault(
        "a metric twice",
        "duplicate",
        "Metrics!A7",
        {"Metrics!A7": "enps"},
    ),
    Fault(
        "a metric that is neither on nor off",
        "not-yes-or-no",
        "Metrics!B3",
        {"Metrics!B3": "sometimes"},
    ),
    Fault(
        "a metric for a question that does not exist",
        "unknown-question",
        "Metrics!C2",
        {"Metrics!C2": "work_1, wrok_2"},
    ),
    Fault(
        "questions separated by a semicolon",
        "unknown-question",
        "Metrics!C2",
        {"Metrics!C2": "work_1; work_2"},
    ),
    Fault(
        "a metric of scores for a choice",
        "question-unscored",
        "Metrics!C2",
        {"Metrics!C2": "work_1, contract"},
        apart=True,
    ),
    Fault(
        "a parameter without its value",
        "bad-parameter",
        "Metrics!D12",
        {"Metrics!A12": "favourable", "Metrics!D12": "boxes"},
        apart=True,
    ),
    Fault(
        "a parameter that a metric does not have",
        "unknown-parameter",
        "Metrics!D5",
        {"Metrics!D5": "boxes=2"},
    ),
    Fault(
        "a parameter twice",
        "parameter-twice",
        "Metrics!D9",
        {"Metrics!A9": "drivers", "Metrics!D9": "outcome=enps; outcome=enps"},
    ),
    Fault(
        "a metric whose plugin is gone",
        "metric-gone",
        "Metrics!A10",
        {"Metrics!A10": "net_satisfaction", "Metrics!B10": "yes"},
    ),
    Fault(
        "a metric whose plugin is gone, with a figure to compare",
        "metric-gone",
        "Metrics!A11",
        {
            "Metrics!A11": "burnout",
            "Comparisons!A15": "Previous",
            "Comparisons!B15": "burnout:work_1",
            "Comparisons!D15": 0.2,
        },
        apart=True,
    ),
    Fault(
        "a parameter that a metric cannot read",
        "bad-parameter",
        "Metrics!D8",
        {"Metrics!A8": "favourable", "Metrics!D8": "boxes=many"},
    ),
]

CATALOGUE = [
    *TABLES,
    *HEADINGS,
    *SETTINGS,
    *THEMES,
    *QUESTIONS,
    *SCALES,
    *COMPARISONS,
    *SEGMENTS,
    *POPULATION,
    *METRICS,
]
