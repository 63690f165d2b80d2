"""The lists, limits and explanations on the input sheets."""

from __future__ import annotations

import re
import shutil

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from workbook_parts import parts, sheets, tables

from meetlat import recalculate
from meetlat.groups import WHOLE, parse_group
from meetlat_schemas import INPUT_TABLES, SettingsSchema
from meetlat_workbooks.content import HOME
from meetlat_workbooks.workbook import read_labels
from tests.conversions import converted
from tests.example import example_results
from tests.surveys import shown

STARTER = HOME / "starter" / "survey.xlsx"


@pytest.fixture(scope="module")
def aids() -> dict[str, dict[str, openpyxl.worksheet.datavalidation.DataValidation]]:
    """The data validations of each sheet, by their cells."""
    book = openpyxl.load_workbook(STARTER)
    return {
        sheet.title: {str(v.sqref): v for v in sheet.data_validations.dataValidation}
        for sheet in book
    }


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_column_and_setting_has_an_explanation_that_fits(language):
    """Excel allows 255 characters, and 32 in a title."""
    labels = read_labels(language)
    for name, schema in INPUT_TABLES.items():
        assert set(labels[f"columns_{name}"]) >= set(schema.to_schema().columns)
    assert set(labels["settings"]) == set(SettingsSchema.to_schema().columns)
    explained = [t for k, t in labels.items() if k.startswith("columns_") or k == "settings"]
    assert all(len(text) <= 255 for texts in explained for text in texts.values())
    assert all(len(t) <= (32 if "title" in k else 255) for k, t in labels["typing"].items())


def test_headings_of_input_columns_have_an_input_message(aids):
    message = aids["Questions"]["E4:E5"]
    assert (message.promptTitle, message.showInputMessage) == ("theme", True)
    assert message.prompt == read_labels("nl")["columns_Questions"]["theme"]


def test_name_columns_have_lists_that_warn_about_new_names(aids):
    chosen = {cells: v for cells, v in aids["Questions"].items() if v.type == "list"}
    found = {cells: (v.formula1, v.errorStyle or "stop") for cells, v in chosen.items()}
    assert found == {
        "E6:E1005": ("ThemeList", "warning"),
        "F6:F1005": ("MetricList", "warning"),
        "G6:G1005": ("ScaleList", "warning"),
        "H6:H1005": ("YesOrNo", "stop"),
    }


def test_impossible_input_is_refused_by_data_validation(aids):
    assert aids["Questions"]["I6:I1005"].operator == "greaterThanOrEqual"
    refused = {v.promptTitle: v.type for v in aids["Survey"].values() if v.errorStyle is None}
    assert {
        "language": "list",
        "invited": "whole",
        "fieldwork_end": "date",
    }.items() <= refused.items()


METRIC = '''
"""Mine."""
import polars as pl
from meetlat import Counts, hookimpl, metric

@metric(table="Mine")
def mine(counts: Counts) -> pl.DataFrame:
    """Mine: how many answered."""
    return counts.group_by(Counts.KEYS).agg(pl.col("n").sum())

@hookimpl
def register_metrics(register):
    register(mine)
'''


def test_data_validation_is_kept_when_metrics_grows(tmp_path):
    """A recalculation adds rows to Metrics, and the lists cover more rows than that."""
    folder = shutil.copytree(HOME / "starter", tmp_path / "s")
    (folder / "plugins" / "mine.py").write_text(METRIC, encoding="utf-8")
    before, after = parts(STARTER), folder / "survey.xlsx"
    assert "Mine" in recalculate(after)
    recalculated = parts(after)
    for sheet, part in sheets(before).items():
        found = [
            re.findall(rb"<dataValidations.*?</dataValidations>", p[part])
            for p in (before, recalculated)
        ]
        assert found[0] == found[1], sheet
    names = [
        re.findall(rb'<definedName name="[A-Z]\w+List">.*?<', p["xl/workbook.xml"])
        for p in (before, recalculated)
    ]
    assert names[0] == names[1]
    assert len(names[0]) == 5


def test_lists_include_typed_rows_and_follow_the_language(tmp_path):
    """LibreOffice does not add a typed row to the table."""
    book = openpyxl.load_workbook(STARTER)
    for name in ("Themes", "Scales"):
        book[name].cell(book[name].max_row + 1, 1, "new")
    book["Survey"].cell(tables(parts(STARTER))["Segments"].body_rows[1] + 1, 1, "new")
    (language,) = (row for row in book["Survey"].iter_rows() if row[0].value == "language")
    language[1].value = "en"
    sheet = book.create_sheet("Sizes")
    lists = ("ThemeList", "ScaleList", "SegmentList", "GroupList", "YesOrNo")
    for row, name in enumerate(lists, start=1):
        sheet.cell(row, 1, f"=ROWS({name})")
        sheet.cell(row, 2, f"=INDEX({name},ROWS({name}))")
    book.save(tmp_path / "typed.xlsx")
    saved = converted(tmp_path / "typed.xlsx", "ods", tmp_path)
    found = CalamineWorkbook.from_path(saved).get_sheet_by_name("Sizes").to_python()
    assert found[:3] == [[4, "new"], [5, "new"], [3, "new"]]
    assert found[4:] == [[2, "no"]], "in English"
    groups, last = found[3]
    assert groups == 1 + 5, "five of the six groups of the starter, and a blank"
    assert last.startswith("tenure=")


def test_group_choices_are_all_groups_that_are_not_withheld():
    """The first choice is blank, for everyone."""
    file = HOME / "provincie-utrecht" / "survey.xlsx"
    results = example_results()
    everyone, *choices = (row[0] for row in shown(file, "GroupChoices")[1:])
    assert not everyone
    withheld = results.groups.sizes.filter("withheld").select("segment", "group").rows()
    assert ("team", "Europa") in withheld
    all_groups = results.groups.sizes.select("segment", "group").rows()
    known = {
        parse_group(choice, ["division", "department", "team", "age", "tenure"])
        for choice in choices
    }
    assert known == {*all_groups} - {*withheld, WHOLE}
