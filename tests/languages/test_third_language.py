"""A third language needs one new file: no text that people see comes from the code.

The toy language is English in Cyrillic letters (`tests/languages/toy.py`). Anything still in Latin
letters must be a name (of a table, column, setting, metric or file) or typed by HR.
"""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from meetlat.formatting import in_every_language
from meetlat.languages import words
from meetlat.plugins.manager import load_plugins
from meetlat.reading.inputs import TABLES
from meetlat.reading.settings import CHOICES
from meetlat_report_sheets.theme_rows import PIECES
from meetlat_schemas import INPUT_TABLES, RESULT_TABLES, SettingsSchema
from meetlat_workbooks.content import read_content
from meetlat_workbooks.report_tables import TABLES as REPORT_TABLES
from meetlat_workbooks.theme_rows import HEADERS
from tests.languages.toy import NAME, ROOT, disguised, install, latin, run, run_commands, started
from tests.surveys import workbook

QUESTIONS = """
| question | text             | theme | scale     |
|----------|------------------|-------|-----------|
| pride    | Ж                | work  | agreement |
| advice   | Ж, цоулг рфдтуои |       | agreement |
"""
THEMES = "| theme | name |\n|---|---|\n| work | Ж |"
SCALES = "| scale | answer | score |\n|---|---|---|\n| agreement | А | 10 |\n| agreement | Б | 0 |"
SURVEY = """
| setting        | value     |
|----------------|-----------|
| title          | Ж         |
| language       | {}        |
| responses      | Responses |
| smallest_group | 5         |
"""
RESPONSES = "| pride | advice | unit |\n|---|---|---|\n" + "| А | Б | Ш |\n" * 6
SEGMENTS = "| segment | name |\n|---|---|\n| unit | Ш |"
METRICS = "| metric | on |\n|---|---|\n| reliability | шдт |\n| polarisation | шдт |"
BARE = {"Questions": QUESTIONS, "Themes": THEMES, "Scales": SCALES, "Segments": SEGMENTS}
BARE |= {"Responses": RESPONSES, "Metrics": METRICS, "Survey": SURVEY.format(NAME)}


@cache
def names() -> frozenset[str]:
    """Return all names that are in Latin letters in a report of any language."""
    schemas = [*INPUT_TABLES.values(), *RESULT_TABLES.values(), SettingsSchema]
    plugins = load_plugins()
    declared = [*plugins.metrics.values(), *plugins.theme_rules.values()]
    parameters = [p for one in declared for p in one.parameters.values()]
    starter = read_content("starter-en")
    ids = [row[key] for key in ("theme", "metric", "scale") for row in starter.questions]
    ids += [row["question"] for row in starter.questions]
    found = [
        *TABLES,
        *RESULT_TABLES,
        *(column for schema in schemas for column in schema.to_schema().columns),
        *(choice for several in CHOICES.values() for choice in several),
        *(metric.table for metric in plugins.metrics.values()),
        *(column for metric in plugins.metrics.values() for column in metric.own_headings),
        *(one.name for one in declared),
        *(f"{p.name} {p.default} {p.choices}" for p in parameters),
        *(segment["segment"] for segment in starter.survey["segments"]),
        *ids,
        f"Meetlat meetlat {NAME} nl en csv xlsx setting value survey",
        "pride advice work unit respondents invited response effective",
        "Chapters Differences Highlights Method Problems",
        *REPORT_TABLES,
        *(column for columns in REPORT_TABLES.values() for column in columns),
        *HEADERS,
        *PIECES,
        "Chart Picture logo",  # names of drawings in Excel
    ]
    return frozenset(latin(" ".join(found)))


# Columns of tables without a schema; formulas use these names.
COLUMNS = latin(
    "kind text description note topic item choice key table subject name comparison rank change"
    " highlight highest lowest risen fallen current value difference mark significant remarkable"
    " p_adjusted segment_name group n score meaning theme_name count sd severity sheet cell"
    " problem remedy"
)

LAST_RUN = latin(
    "recalculated remarks respondents questions catalogue responses comparison whole tables"
    " Weights Summary SegmentScores GroupChoices Headline Beside TopThree ThemeRows"
)


@pytest.fixture(scope="session")
def engine(tmp_path_factory) -> Path:
    """A copy of the engine that has the file of the toy language."""
    folder = tmp_path_factory.mktemp("engine")
    install(folder)
    return folder


@pytest.fixture(scope="session")
def starter(engine, tmp_path_factory) -> Path:
    """The English starter in the toy language, built and filled."""
    folder = tmp_path_factory.mktemp("starter")
    run(engine, "-m", "tests.languages.toy_survey", folder, cwd=ROOT)
    return folder / "survey.xlsm"


SERVICES = ("--group", f"department={disguised('Services')}")
TERMINAL = ("recalculate", "check", "plugins")


@dataclass(frozen=True)
class Reports:
    """The reports of the starter, in a folder, and what the commands printed.

    The folder also has two recalculated surveys without sheets for results: `bare.xlsx`, and
    `wrong.xlsx` with an error.
    """

    folder: Path
    each: str
    terminal: tuple[str, ...]


@pytest.fixture(scope="session")
def reports(engine, starter, tmp_path_factory) -> Reports:
    """Everything that the commands make, by one process."""
    folder, report = tmp_path_factory.mktemp("reports"), ("report", starter)
    wrong = BARE | {"Questions": QUESTIONS.replace("work ", "wrk ")}
    commands = [
        ("recalculate", workbook(folder / "bare.xlsx", **BARE)),
        ("recalculate", workbook(folder / "wrong.xlsx", **wrong)),
        (*report, "--html", folder / "all.html", "--pptx", folder / "all.pptx"),
        (*report, "--html", folder / "group.html", "--pptx", folder / "group.pptx", *SERVICES),
        (*report, "--html", folder / "pages", "--each", "department"),
        *((command, starter) for command in TERMINAL),
    ]
    printed = run_commands(engine, [[*map(str, one)] for one in commands])
    each, *terminal = printed[-1 - len(TERMINAL) :]
    return Reports(
        folder,
        each.replace(str(folder / "pages"), ""),
        tuple(shown.replace(str(starter), "") for shown in terminal),
    )


class Texts(HTMLParser):
    """The texts of a page, both visible and for screen readers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._reads = True
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._reads = tag != "style"
        self.found += [v for k, v in attrs if v and k in ("aria-label", "alt", "title")]

    def handle_endtag(self, tag: str) -> None:
        self._reads = True

    def handle_data(self, data: str) -> None:
        if self._reads:
            self.found.append(data)


def without_fingerprints(text: str) -> str:
    return re.sub(r"\b[0-9a-f]{16}\b", "", text)


def cells_of(file: Path) -> dict[str, str]:
    """Return every text of a workbook, as stored in the file, by sheet and cell."""
    book = openpyxl.load_workbook(file, data_only=True)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_all_texts_in_the_cells_of_a_built_workbook_are_in_the_third_language(starter):
    known = names() | COLUMNS | LAST_RUN
    cells = {place: without_fingerprints(text) for place, text in cells_of(starter).items()}
    assert {place: text for place, text in cells.items() if latin(text) - known} == {}
    assert len({text for text in cells.values() if not latin(text)}) > 200


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_all_input_help_in_a_workbook_is_in_the_third_language(starter):
    book = openpyxl.load_workbook(starter)
    rules = [rule for sheet in book for rule in sheet.data_validations.dataValidation]
    texts = {text for r in rules for text in (r.prompt, r.error, r.errorTitle) if text}
    assert len(texts) > 40
    examples = latin("department division age boxes respondents minimum Staff Policy")
    assert {text for text in texts if latin(text) - examples - names() - COLUMNS} == set()


def test_descriptions_of_drawings_are_in_the_third_language(starter):
    with zipfile.ZipFile(starter) as package:
        drawings = [package.read(n).decode() for n in package.namelist() if "drawings/" in n]
    texts = {t for d in drawings for t in re.findall(r'(?:descr|alt|title)="([^"]*)"', d)}
    assert len(texts) > 4
    assert {text for text in texts if latin(text)} == set()
    assert any(disguised(words("en")["workbook.button.caption"]) in d for d in drawings)


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_every_formula_that_depends_on_the_language_knows_the_third_language(starter):
    book = openpyxl.load_workbook(starter)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    switching = [text for text in formulas if isinstance(text, str) and '="en"' in text]
    assert len(switching) > 100
    assert [text for text in switching if f'="{NAME}"' not in text] == []


def test_all_texts_of_the_page_are_in_the_third_language(reports):
    texts = Texts((reports.folder / "all.html").read_text(encoding="utf-8")).found
    assert len(texts) > 300
    assert [text for text in texts if latin(without_fingerprints(text))] == []


def test_all_texts_of_the_page_of_a_group_are_in_the_third_language(reports):
    texts = Texts((reports.folder / "group.html").read_text(encoding="utf-8")).found
    assert [text for text in texts if latin(without_fingerprints(text))] == []


@pytest.mark.parametrize("name", ["all", "group"])
def test_all_texts_of_the_slides_are_in_the_third_language(reports, name):
    """Also the texts for screen readers, and the names in charts."""
    with zipfile.ZipFile(reports.folder / f"{name}.pptx") as package:
        drawn = [n for n in package.namelist() if re.match(r"ppt/(slides|charts)/\w+\.xml", n)]
        parts = [package.read(name).decode() for name in drawn]
    shown = r"<a:t>([^<]*)</a:t>|descr=\"([^\"]*)\"|<c:strCache>.*?<c:v>([^<]*)</c:v>"
    texts = {text for part in parts for found in re.findall(shown, part) for text in found}
    assert len(texts) > 60
    assert {text for text in texts if latin(text)} == set()


def test_the_terminal_output_is_in_the_third_language(reports):
    """Except paths, and group codes as the setting `group` writes them."""
    for command, output in zip(TERMINAL, reports.terminal, strict=True):
        plugins = latin(" ".join(load_plugins().hooks()) + " result_tables read_responses")
        plugins |= latin("check_catalogue check_answers")
        assert latin(output) <= names() | plugins, command


def test_the_summary_of_reports_for_each_group_is_in_the_third_language(reports):
    assert latin(reports.each) <= names()
    assert disguised("reports by") in reports.each


def test_new_sheets_for_results_are_in_the_third_language(reports):
    cells = cells_of(reports.folder / "bare.xlsx")
    made = {place.split("!")[0] for place in cells} - {*BARE}
    assert {"ThemeScores", "QuestionScores", "Reliability", "SegmentScores", "Summary"} <= made
    texts = {place: text for place, text in cells.items() if place.split("!")[0] in made}
    titles = {f"{metric.table}" for metric in load_plugins().metrics.values()}
    assert {p: t for p, t in texts.items() if latin(t) - names() - latin(" ".join(titles))} == {}
    headings = {text for place, text in texts.items() if re.fullmatch(r".*![A-Z]4", place)}
    assert {text for text in headings if latin(text)} == set()


def test_the_problems_sheet_is_in_the_third_language(reports):
    cells = cells_of(reports.folder / "wrong.xlsx")
    output = {p: t for p, t in cells.items() if p.startswith("Problems!")}
    assert disguised("error") in output.values()
    assert {
        text for text in output.values() if latin(text) - names() - {"wrk", "HYPERLINK"}
    } == set()


@pytest.mark.parametrize("one_in", [12, pytest.param(1, marks=pytest.mark.nightly)])
def test_problems_are_in_the_third_language(engine, one_in):
    """Only names and values typed in the workbook may be in Latin letters."""
    found = json.loads(run(engine, "-m", "tests.languages.toy_problems", str(one_in), cwd=ROOT))
    assert len(found) >= 100 // one_in
    kinds = latin("csv txt tsv xlsx xlsm xlsb xls ods parquet sav zsav vv html")
    allowed = names() | COLUMNS | kinds
    assert {
        f: left for f, latin_words in found.items() if (left := set(latin_words) - allowed)
    } == {}


def test_the_status_bar_of_the_button_is_in_the_third_language(engine):
    code = (
        "from meetlat.languages import words; from meetlat.button import click\n"
        "class App:\n"
        "    shown = []\n"
        "    def __setattr__(self, name, value): App.shown.append(value)\n"
        "with click._screen(App(), 'xx') as show:\n"
        "    for step in ('read', 'check', 'count', 'score', 'report'): show(step)\n"
        "print([text for text in App.shown if isinstance(text, str)])\n"
    )
    output = run(engine, "-c", code)
    assert output.count("Meetlat: ") == 5
    assert latin(output) == {"Meetlat"}


def test_the_line_of_a_watched_survey_is_in_the_third_language(engine, starter):
    code = (
        "from pathlib import Path\nfrom meetlat import preview\n"
        "from meetlat.cli.watcher import report\n"
        f"print(*report('', preview(Path({str(starter)!r})), 1.0), sep='\\n')\n"
    )
    assert latin(run(engine, "-c", code)) <= names()


def test_new_in_a_language_without_a_starter_gives_a_message(engine, tmp_path):
    command = ["-m", "meetlat", "new", tmp_path / "mine", "--language", NAME]
    done = started(engine, *command)
    assert done.returncode == 2
    assert f"There is no starter in {NAME}" in done.stderr
    assert not (tmp_path / "mine").exists()


def test_a_third_language_changes_no_dutch_or_english_text(engine):
    code = "from meetlat.languages import *; print(LANGUAGES, words('nl')['severity.error'])"
    assert run(engine, "-c", code).strip() == f"('nl', 'en', '{NAME}') fout"
    assert in_every_language("severity.error") == {"nl": "fout", "en": "error"}
