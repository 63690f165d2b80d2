"""The shipped workbooks: reproducible, well-formed, with the right figures, and printable."""

import csv
import re
import sys
import zipfile
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from recount import printed, published
from workbook_parts import chart_references, parts, sheets, tables

from meetlat.reporting.drawing.palette import SHADES
from meetlat_workbooks.build import SURVEYS, WORKBOOKS, build
from meetlat_workbooks.content import HOME, read_content
from meetlat_workbooks.workbook import read_labels
from tests.audit import findings
from tests.conversions import converted

EXAMPLE = HOME / "provincie-utrecht" / "survey.xlsx"
COMPARED = ["Vorig onderzoek", "Benchmark"]


def sheet_names_of(survey: Path) -> Mapping[str, str]:
    """The names of the sheets of a survey, by key."""
    return read_labels(read_content(survey.parent.name).language)["sheets"]


@pytest.fixture(scope="module", params=[f"{s}/{w}" for s in SURVEYS for w in WORKBOOKS])
def survey(request) -> Path:
    return HOME / request.param


@lru_cache(2)  # the tests of one survey follow each other
def loaded(survey: Path, *, values: bool = False) -> openpyxl.Workbook:
    """A shipped workbook with its formulas, or with their values. Do not change it."""
    return openpyxl.load_workbook(survey, data_only=values)


@pytest.fixture(scope="module")
def example() -> dict[str, list[dict]]:
    """The result tables in the file of the example, one dictionary for each row."""
    found = tables(parts(EXAMPLE))
    book = CalamineWorkbook.from_path(str(EXAMPLE))
    return {name: list(rows_of(book, table)) for name, table in found.items()}


def rows_of(book, table):
    left, top, right, bottom = table.corners
    cells = book.get_sheet_by_name(table.sheet).to_python(skip_empty_area=False)
    first, last = column_number(left), column_number(right)
    for row in cells[top:bottom]:
        filled = [*row, *[""] * (last - len(row))]
        yield dict(zip(table.columns, filled[first - 1 : last], strict=True))


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@pytest.fixture(scope="module", params=SURVEYS)
def rebuilt(request, tmp_path_factory) -> Path:
    """A survey, rebuilt in a folder of its name."""
    folder = tmp_path_factory.mktemp("built") / request.param
    build(request.param, folder)
    return folder


@pytest.mark.skipif(
    sys.platform == "win32",
    reason="XlsxWriter ends some lines differently there, which changes the responses' fingerprint",
)
def test_rebuilt_workbooks_equal_the_shipped_ones(rebuilt):
    """Compares parts, because compression differs between versions of Python."""
    home = HOME / rebuilt.name
    shipped = {p.relative_to(home) for p in home.rglob("*") if p.is_file()}
    assert {p.relative_to(rebuilt) for p in rebuilt.rglob("*") if p.is_file()} == shipped
    for file in shipped:
        old, new = home / file, rebuilt / file
        if file.suffix in (".xlsx", ".xlsm"):
            assert list(parts(old)) == list(parts(new))
            assert parts(old) == parts(new), f"{file}: run python -m meetlat_workbooks"
        else:
            assert old.read_bytes() == new.read_bytes(), file


@pytest.mark.parametrize("rebuilt", ["starter"], indirect=True)
def test_building_a_workbook_twice_gives_the_same_bytes(rebuilt, tmp_path):
    """One survey is enough, because all are built in the same way."""
    build(rebuilt.name, tmp_path)
    for file in rebuilt.rglob("*.xls?"):
        again = tmp_path / file.relative_to(rebuilt)
        assert file.read_bytes() == again.read_bytes(), file.name


def test_shipped_workbooks_are_small():
    for file in HOME.rglob("*.xls?"):
        assert file.stat().st_size < 400_000, file


def test_audit_finds_nothing_in_shipped_workbooks(survey):
    assert findings(survey) == []


def test_audit_finds_nothing_in_the_shipped_responses(tmp_path):
    """In the first hundred rows: all rows have the same columns, written in the same way."""
    rest = re.compile(rb'<row r="101".*</row>(?=</sheetData>)', re.DOTALL)
    few, sheet = tmp_path / "responses.xlsx", "xl/worksheets/sheet1.xml"
    shipped = HOME / "provincie-utrecht" / "responses.xlsx"
    with zipfile.ZipFile(shipped) as old, zipfile.ZipFile(few, "w") as new:
        for name in old.namelist():
            content, cut = rest.subn(b"", old.read(name), 1)
            assert cut == (name == sheet)
            new.writestr(name, content)
    assert findings(few) == []


INPUTS = {
    "Survey": {"setting", "value"},
    "Themes": {"theme", "name::nl", "name::en", "description::nl", "note::nl", "rule"},
    "Questions": {"question", "column", "text::nl", "text::en", "theme", "metric", "scale"}
    | {"reverse", "weight"},
    "Scales": {"scale", "answer", "label::nl", "label::en", "score"},
    "Comparisons": {"comparison", "subject", "answer", "value", "n", "sd"},
    "Segments": {"segment", "column", "name::nl", "name::en", "parent"},
    "Metrics": {"metric", "title", "on", "questions", "parameters"},
}


SHARED = ("Survey", "Segments", "Metrics")


def test_input_tables_are_on_sheets_of_their_name_or_on_survey(survey):
    found = tables(parts(survey))
    for name, columns in INPUTS.items():
        assert found[name].sheet == ("Survey" if name in SHARED else name)
        assert columns <= set(found[name].columns)


def test_tables_on_survey_share_no_rows_and_the_middle_one_has_room_to_grow(survey):
    """HR can insert, delete and sort rows of one table without touching another."""
    found = tables(parts(survey))
    settings, segments, metrics = (found[name].corners for name in SHARED)
    assert settings[3] < segments[1] < segments[3] < metrics[1]
    (listed,) = re.findall(
        r'name="SegmentList">OFFSET\(Survey!\$A\$\d+,.*?\$A\$(\d+)\)',
        parts(survey)["xl/workbook.xml"].decode(),
    )
    assert segments[3] + 10 < int(listed) < metrics[1] - 3, "the list ends before the next title"


def test_every_input_column_has_a_heading_in_the_language_of_the_survey(survey):
    language = read_content(survey.parent.name).language
    labels, found = read_labels(language), tables(parts(survey))
    book = loaded(survey, values=True)
    for name in INPUTS:
        left, top, right, _ = found[name].corners
        headings, keys = book[found[name].sheet][f"{left}{top - 1}:{right}{top}"]
        assert [key.value for key in keys] == found[name].columns
        assert keys[0].font.size < headings[0].font.size
        for heading, key in zip(headings, keys, strict=True):
            column, _, translated = key.value.partition("::")
            expected = labels[f"input_headings_{name}"][column]
            assert heading.value == (f"{expected} ({translated})" if translated else expected)


def test_settings_have_a_meaning_beside_them(survey):
    language = read_content(survey.parent.name).language
    book = loaded(survey, values=True)
    rows = book["Survey"].iter_rows(min_row=6, max_row=22, values_only=True)
    assert {row[0]: row[2] for row in rows} == read_labels(language)["setting_names"]


EXPLAINED = {"Metrics": {"title"}, "Survey": {"meaning"}}


def test_input_tables_contain_no_formulas_except_explanations(survey):
    """HR does not type these texts, which follow the language, and nothing reads them."""
    book, found = loaded(survey), tables(parts(survey))
    for name in INPUTS:
        header, *body = book[found[name].sheet][found[name].ref]
        headings = [cell.value for cell in header]
        formulas = {headings[i] for row in body for i, c in enumerate(row) if c.data_type == "f"}
        assert formulas == EXPLAINED.get(name, set())


def test_rows_of_input_tables_have_no_fixed_height(survey):
    """Excel would not change a fixed height."""
    found = parts(survey)
    for name in INPUTS:
        table = tables(found)[name]
        rows = re.findall(r'<row r="(\d+)"([^>]*)>', found[sheets(found)[table.sheet]].decode())
        first, last = table.body_rows
        fixed = [int(row) for row, rest in rows if "customHeight" in rest]
        assert not [row for row in fixed if first <= row <= last], name


# The columns of a confidence interval.
BOUNDS = ("low", "high")


def test_result_tables_have_the_documented_columns():
    found = {name: table.columns for name, table in tables(parts(EXAMPLE)).items()}
    theme_names = [row["name"] for row in published("themes")]
    assert found["Summary"] == ["name", "measure", "current", *COMPARED]
    assert found["ThemeScores"] == ["theme", "name", "questions", "n", "score", *BOUNDS, *COMPARED]
    assert found["QuestionScores"] == [
        *("question", "text", "theme", "theme_name", "n", "score"), *BOUNDS, *COMPARED,
    ]  # fmt: skip
    assert found["Distributions"] == [
        "question",
        "text",
        "answer",
        "n",
        "share",
        *BOUNDS,
        *COMPARED,
    ]
    groups = ["segment", "segment_name", "group", "n", "withheld", "enps", *theme_names]
    assert found["SegmentScores"] == groups
    assert found["Problems"] == ["severity", "sheet", "cell", "value", "problem", "remedy"]
    figures = ["n", "promoters", "passives", "detractors", "enps"]
    assert found["Enps"] == ["question", "text", *figures, *BOUNDS, *COMPARED]


def test_result_tables_of_the_example_have_no_blank_rows(example):
    """A blank row would be an empty bar in a chart."""
    sizes = {name: len(example[name]) for name in ("ThemeScores", "QuestionScores", "Summary")}
    assert sizes == {"ThemeScores": 17, "QuestionScores": 68, "Summary": 4}
    assert len(example["Distributions"]) == 26
    assert len(example["SegmentScores"]) == 1 + 4 + 18 + 60 + 6 + 6
    for name in ("ThemeScores", "QuestionScores", "Distributions", "Enps"):
        assert all(row[next(iter(row))] for row in example[name])


def test_scores_of_the_example_print_as_published(example):
    for name, key, file in (
        ("ThemeScores", "theme", "themes"),
        ("QuestionScores", "question", "questions"),
    ):
        for row, figures in zip(example[name], published(file), strict=True):
            shown = {k: v if v == "-" else printed(v, 1) for k, v in row.items() if k in COMPARED}
            assert row[key] == figures[key]
            assert printed(row["score"], 1) == figures["current"]
            assert shown["Vorig onderzoek"] == (figures["previous"] or "-")
            assert shown["Benchmark"] == (figures["benchmark"] or "-")


def test_distributions_of_the_example_print_as_published(example):
    expected = published("distributions")
    for row, figures in zip(example["Distributions"], expected, strict=True):
        assert row["question"] == figures["question"]
        assert printed(100 * row["share"]) == figures["current"]
        assert str(int(row["n"])) == (figures["count"] or str(int(row["n"])))
        for column, published_as in zip(COMPARED, ("previous", "benchmark"), strict=True):
            shown = row[column] if row[column] == "-" else printed(round(100 * row[column], 9))
            assert shown == (figures[published_as] or "-")


def test_weights_and_reversal_of_the_example_match_the_published_figures():
    catalogue = {row["question"]: row for row in read_content("provincie-utrecht").questions}
    for row in published("questions"):
        question = catalogue[row["question"]]
        assert question["weight"] == row["weight"]
        assert question["theme"] == row["theme"]
        assert (question["reverse"] or "no") == row["reverse"]


def test_every_shipped_question_has_a_text_in_two_languages(survey):
    content = read_content(survey.parent.name)
    for column in ("text::nl", "text::en"):
        texts = [row[column] for row in content.questions]
        assert all(texts)
        assert len(set(texts)) == len(texts)


def test_shipped_workbooks_say_that_the_answers_are_synthetic(survey):
    start = CalamineWorkbook.from_path(str(survey)).get_sheet_by_name("Start")
    texts = " ".join(str(cell) for row in start.to_python() for cell in row)
    assert re.search("SYNTHETI(SCH|C)", texts)
    assert survey.parent.name.startswith("starter") or "AFGELEID" in texts


def test_visible_sheets_are_few_and_in_the_order_of_work(survey):
    """Sheets that are only looked up are hidden behind them; HR can make them visible."""
    book, names = loaded(survey), sheet_names_of(survey)
    states = [sheet.sheet_state for sheet in book]
    visible = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    inputs = ["Survey", "Themes", "Questions", "Scales", "Comparisons"]
    report = [names[key] for key in ("report", "chapters", "groups", "distributions", "method")]
    assert visible == [names["start"], *inputs, names["problems"], *report]
    assert states == ["visible"] * len(visible) + ["hidden"] * (len(states) - len(visible))


def test_start_links_to_every_visible_sheet_in_order_and_to_every_input_table(survey):
    """Excel does not follow a link to a hidden sheet."""
    book = loaded(survey, values=True)
    start, found = book["Start"], tables(parts(survey))
    links = {cell.value: cell.hyperlink.location for (cell,) in start["B1:B60"] if cell.hyperlink}
    targets = {}
    for name, location in links.items():
        sheet, cell = re.fullmatch(r"'(.+)'!(A\d+)", location).groups()
        assert start.cell(next(c.row for (c,) in start["B1:B60"] if c.value == name), 3).value
        targets[name] = sheet
        if name in INPUTS:
            assert sheet == found[name].sheet
            assert book[sheet][cell].value == name, "the title of the table"
    visible = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert list(dict.fromkeys(targets.values())) == visible[1:]
    assert {*INPUTS} <= {*links}


def test_charts_refer_to_cells_on_their_own_sheet_or_to_the_tables_of_the_report(survey):
    """Charts of rows are beside the rows, so that they leave out hidden ones; rings are not."""
    references = [ref for refs in chart_references(parts(survey)).values() for ref in refs]
    assert references
    assert {cells(reference)[0] for reference in references} == {
        "Lists",
        sheet_names_of(survey)["report"],
    }


def cells(reference: str) -> tuple[str, int, int]:
    found = re.fullmatch(r"'?([^'!]+)'?!\$[A-Z]+\$(\d+)(?::\$[A-Z]+\$(\d+))?", reference)
    assert found, reference
    return found[1], int(found[2]), int(found[3] or found[2])


def test_shipped_workbooks_use_only_theme_colours_and_the_shades_of_the_heat_map(survey):
    """Theme colours follow the accent; Excel's own colours of negative bars are never shown.

    The shades are those of the page and of the slides, whatever the accent.
    """
    shades = {f"FF{colour}".encode() for colour in SHADES.values()}
    for name, xml in parts(survey).items():
        if name.startswith("xl/worksheets/sheet") or name == "xl/styles.xml":
            text = re.sub(rb"<x14:(?:negative|axis)\w+ [^>]*>", b"", xml)
            assert {*re.findall(rb'<[\w:]*[cC]olor rgb="([^"]*)"/>', text)} <= shades, name


def xfs(text: str, box: str) -> list[str]:
    inside = re.search(rf"<{box} [^>]*>(.*?)</{box}>", text, re.DOTALL)
    assert inside
    return re.findall(r"<xf [^>]*>", inside[1])


def test_titles_and_headings_use_built_in_cell_styles(survey):
    """A cell without its own font follows the font of its style."""
    found = parts(survey)
    text = found["xl/styles.xml"].decode()
    cells, styles = xfs(text, "cellXfs"), xfs(text, "cellStyleXfs")
    numbered = {
        int(built_in): int(xf)
        for xf, built_in in re.findall(
            r'<cellStyle name="[^"]+" xfId="(\d+)" builtinId="(\d+)"', text
        )
    }
    names, place = sheet_names_of(survey), sheets(found)
    for key, cell, built_in in (
        ("report", "B1", 15), ("report", "B6", 17), ("report", "B16", 16), ("themes", "A1", 15),
        ("start", "B4", 16), ("chapters", "D1", 15),
    ):  # fmt: skip
        sheet = found[place[names[key]]].decode()
        style = re.search(rf'<c r="{cell}" s="(\d+)"', sheet)
        assert style, (key, cell)
        xf = cells[int(style[1])]
        assert f'xfId="{numbered[built_in]}"' in xf, (key, cell)
        assert "applyFont" not in xf, (key, cell)
        font = re.search(r'fontId="\d+"', xf)
        assert font
        assert font[0] in styles[numbered[built_in]]


def test_every_chart_has_an_alternative_text(survey):
    drawings = [xml.decode() for name, xml in parts(survey).items() if "/drawings/drawing" in name]
    shown = [tag for xml in drawings for tag in re.findall(r"<xdr:cNvPr [^>]*>", xml)]
    assert len(shown) == len(chart_references(parts(survey))) + 1, "the charts and the logo"
    assert all(re.search(r'descr="[^"]{20,}"', tag) for tag in shown)


ON_ONE_PAGE = ("start", "report")
UNPRINTED = ("Lists",)


def test_pages_are_a4_with_page_numbers_and_repeated_headings(survey):
    """Headings are repeated on each page, and pages are as wide as the tables."""
    found, sheet_names = parts(survey), sheet_names_of(survey)
    names = defined_names(found)
    headed = {*sheets(found)} - {"Survey", *(sheet_names[key] for key in ON_ONE_PAGE)}
    for sheet, part in sheets(found).items():
        if sheet in UNPRINTED:
            continue
        xml = found[part].decode()
        assert 'paperSize="9"' in xml, sheet
        assert "&amp;P / &amp;N" in xml or sheet == sheet_names["start"], sheet
        assert 'fitToPage="1"' in xml or sheet == sheet_names["groups"], sheet
        if sheet in headed:
            assert sheet in names["_xlnm.Print_Titles"], sheet
            assert 'state="frozen"' in xml, sheet
    groups = sheet_names["groups"]
    assert f"{groups}!$A:$E,{groups}!$4:$5" in names["_xlnm.Print_Titles"]


def defined_names(found: dict[str, bytes]) -> dict[str, str]:
    """The references of all defined names of each kind."""
    xml = found["xl/workbook.xml"].decode()
    listed = re.findall(r'<definedName name="([^"]+)"[^>]*>([^<]*)<', xml)
    names: dict[str, str] = {}
    for name, refers_to in listed:
        names[name] = f"{names.get(name, '')} {refers_to}"
    return names


def test_the_cell_of_a_problem_is_underlined(survey):
    book = loaded(survey)
    assert book["Problems"]["C6"].font.u == "single"


def test_dutch_and_english_have_the_same_labels():
    dutch, english = read_labels("nl"), read_labels("en")
    assert {k: set(v) for k, v in dutch.items()} == {k: set(v) for k, v in english.items()}


def test_english_starter_contains_no_dutch_answers_or_codes():
    book = HOME / "starter-en" / "survey.xlsx"
    found = tables(parts(book))
    assert found["ThemeScores"].sheet == "Theme scores"
    assert {"Workload", "Cooperation"} <= set(found["SegmentScores"].columns)
    answers = (HOME / "starter-en" / "responses.csv").read_text(encoding="utf-8-sig")
    dutch = read_content("starter")
    answers_nl = {row["answer"] for row in dutch.scales if not row["answer"].isdigit()}
    ids = {row["question"] for row in dutch.questions} - {"enps"}
    assert not [word for word in {*answers_nl, *ids, "Afdeling"} if word in answers]


def soffice_lines(workbook: Path, folder: Path) -> list[list[str]]:
    """The sheet `Rapport`, the eighth, as LibreOffice computes it, with unrounded figures."""
    # Separator, quote, UTF-8, first line, one sheet only.
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,8"
    made = converted(workbook, options, folder, "en")
    with made.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_first_page_of_the_example_computes_in_libreoffice(tmp_path):
    lines = [row[:9] for row in soffice_lines(EXAMPLE, tmp_path)]  # other columns are hidden
    shown = [cell for row in lines for cell in row if cell]
    assert not [cell for cell in shown if cell.startswith("#") or "Err:" in cell]
    assert shown[:2] == ["Medewerkersonderzoek 2025", "Provincie Utrecht (synthetisch)"]
    expected = ["Onderzoeksperiode: 10 maart 2025 t/m 23 maart 2025", "919 van 1.388 medewerkers"]
    expected += ["■ Promotors 18%", "■ Neutralen 65%", "■ Criticasters 17%"]
    expected += ["Ongewenste omgangsvormen", "Werkdruk", "Top 3 t.o.v. Vorig onderzoek"]
    expected += ["+10 ▲ t.o.v. Vorig onderzoek", "Verschil t.o.v. Vorig onderzoek", "0 10"]
    expected += ["Vorig onderzoek 65%\nBenchmark 63%", "Vorig onderzoek -9\nBenchmark +2"]
    expected += ["+0,3   Werkdruk ▲", "-0,1   Leiderschap", "-0,1   Het goede gesprek"]
    assert set(expected) <= set(shown)
    figures = [Fraction(cell.rstrip("%")) for cell in shown if re.fullmatch(r"[\d.]+%?", cell)]
    response, enps, *best_and_worst = figures[:4]
    assert (printed(response), printed(enps)) == ("66", "1")
    assert [printed(score, 1) for score in best_and_worst] == ["8.8", "5.0"]
