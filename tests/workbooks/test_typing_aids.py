"""The lists, limits and explanations on the input sheets."""

from __future__ import annotations

import re
import shutil

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from workbook_parts import parts, sheets

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
    """What openpyxl finds on each sheet, by the cells it is for."""
    book = openpyxl.load_workbook(STARTER)
    return {
        sheet.title: {str(v.sqref): v for v in sheet.data_validations.dataValidation}
        for sheet in book
    }


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_column_and_setting_is_explained_in_words_that_fit(language):
    """Excel takes 255 characters, and 32 for a title."""
    labels = read_labels(language)
    for name, schema in INPUT_TABLES.items():
        assert set(labels[f"columns_{name}"]) >= set(schema.to_schema().columns)
    assert set(labels["settings"]) == set(SettingsSchema.to_schema().columns)
    explained = [t for k, t in labels.items() if k.startswith("columns_") or k == "settings"]
    assert all(len(words) <= 255 for texts in explained for words in texts.values())
    assert all(len(t) <= (32 if "title" in k else 255) for k, t in labels["typing"].items())


def test_a_heading_says_what_its_column_is_for(aids):
    told = aids["Questions"]["E4"]
    assert (told.promptTitle, told.showInputMessage) == ("theme", True)
    assert told.prompt == read_labels("nl")["columns_Questions"]["theme"]


def test_a_name_is_chosen_from_its_table_and_a_new_one_is_asked_about(aids):
    chosen = {cells: v for cells, v in aids["Questions"].items() if v.type == "list"}
    found = {cells: (v.formula1, v.errorStyle or "stop") for cells, v in chosen.items()}
    assert found == {
        "E5:E1004": ("ThemeList", "warning"),
        "F5:F1004": ("MetricList", "warning"),
        "G5:G1004": ("ScaleList", "warning"),
        "H5:H1004": ("YesOrNo", "stop"),
    }


def test_what_can_only_be_wrong_is_refused(aids):
    assert aids["Questions"]["I5:I1004"].operator == "greaterThanOrEqual"
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


def test_they_are_there_when_the_table_of_metrics_has_grown(tmp_path):
    """A recalculation adds rows to it; its lists reach further than that."""
    folder = shutil.copytree(HOME / "starter", tmp_path / "s")
    (folder / "plugins" / "mine.py").write_text(METRIC, encoding="utf-8")
    before, after = parts(STARTER), folder / "survey.xlsx"
    assert "Mine" in recalculate(after)
    grown = parts(after)
    for sheet, part in sheets(before).items():
        found = [
            re.findall(rb"<dataValidations.*?</dataValidations>", p[part]) for p in (before, grown)
        ]
        assert found[0] == found[1], sheet
    names = [
        re.findall(rb'<definedName name="[A-Z]\w+List">.*?<', p["xl/workbook.xml"])
        for p in (before, grown)
    ]
    assert names[0] == names[1]
    assert len(names[0]) == 5


def test_lists_grow_with_a_row_typed_below_a_table_and_speak_the_language_of_the_survey(tmp_path):
    """In LibreOffice, which does not take such a row into the table; no other calculates here."""
    book = openpyxl.load_workbook(STARTER)
    for name in ("Themes", "Scales", "Segments"):
        book[name].cell(book[name].max_row + 1, 1, "new")
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
    assert found[4:] == [[2, "no"]], "and not nee"
    groups, last = found[3]
    assert groups == 1 + 5, "of the starter's six groups one protects another; and a blank"
    assert last.startswith("tenure=")


def test_the_group_is_chosen_from_those_that_can_be_shown_or_left_blank():
    """Each of them is a group; the small teams are no choice."""
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
