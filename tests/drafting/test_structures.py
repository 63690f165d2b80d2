"""Structure files of survey tools: alone, with answers that come later, and beside an export."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.drafting.structures.files import read_structure
from meetlat.opening import opened
from meetlat.recalculation import run
from tests.drafting import limesurvey, panels, structure_files
from tests.drafting.comparing import Drafted, Fact, compare, counted
from tests.drafting.test_exports import LEAST_RIGHT, started
from tests.drafting.test_typing import cells_of, everything

Make = Callable[[Path], Path]

STRUCTURES: list[Make] = [
    *(structure_files.lss_en, structure_files.lss_nl, structure_files.qsf_nl),
    *(structure_files.qsf_en, structure_files.xlsform_nl),
]
# The answers that belong to a structure.
ANSWERS: list[tuple[Make, Make]] = [
    (structure_files.lss_en, limesurvey.limesurvey_en),
    (structure_files.qsf_nl, panels.qualtrics_nl),
    (structure_files.xlsform_nl, structure_files.kobo_without_groups),
]


def name_of(value: object) -> str:
    return getattr(value, "__name__", "")


def as_expected(facts: list[Fact]) -> None:
    """No fact is wrong, and nearly all are as a person would set them."""
    found = counted(facts)
    print(dict(found))
    assert not [fact for fact in facts if fact.verdict == "wrong"]
    assert found["right"] >= LEAST_RIGHT * sum(found.values()), facts


@pytest.mark.parametrize("make", STRUCTURES, ids=name_of)
def test_structure_alone_gives_the_catalogue_that_a_person_would_make(tmp_path, make):
    output = started(make(tmp_path), tmp_path / "survey", *language_of(make))
    workbook = tmp_path / "survey" / "survey.xlsx"
    as_expected(compare(workbook, make.__name__))
    assert f"meetlat update {workbook} --from" in output
    assert "error" not in output


@pytest.mark.parametrize(("make", "answers"), ANSWERS, ids=name_of)
def test_answers_that_come_later_fit_a_survey_made_from_its_structure(tmp_path, make, answers):
    started(make(tmp_path), tmp_path / "survey", *language_of(make))
    workbook, export = tmp_path / "survey" / "survey.xlsx", answers(tmp_path)
    before = Drafted.read(workbook).rows
    ran = CliRunner().invoke(app, ["update", str(workbook), "--from", str(export)])
    assert ran.exit_code == 0, ran.output
    extra = Drafted.read(workbook).rows - before
    assert extra <= {("Segments", len([r for r in before if r[0] == "Segments"]))}
    report = run(workbook)
    assert not report.errors, report.problems
    assert report["Summary"].filter(measure="respondents")["current"].item() > 70


@pytest.mark.parametrize(
    ("make", "answers"),
    [*ANSWERS, (structure_files.xlsform_nl, structure_files.kobo_nl)],
    ids=name_of,
)
def test_structure_beside_an_export_gives_texts_labels_and_sections(tmp_path, make, answers):
    structure = make(tmp_path)
    options = ["--structure", str(structure), *language_of(make)]
    started(answers(tmp_path), tmp_path / "survey", *options)
    workbook = tmp_path / "survey" / "survey.xlsx"
    has_more = answers in (structure_files.kobo_nl, panels.qualtrics_nl)
    as_expected(
        compare(workbook, (answers if has_more else make).__name__ + "_described" * has_more)
    )


def language_of(make: Make) -> list[str]:
    """The language of a form in two languages, which the user must choose."""
    return ["--language", "nl"] if make is structure_files.xlsform_nl else []


def test_form_in_two_languages_is_read_in_the_language_that_is_asked_for(tmp_path):
    form = structure_files.xlsform_nl(tmp_path)
    texts = {
        language: [own.text for own in structure.fields]
        for language in ("en", "nl")
        if (structure := read_structure(form, language))
    }
    assert "I like my work." in texts["en"]
    assert "Ik werk met plezier." in texts["nl"]


def test_title_of_the_survey_comes_from_its_structure(tmp_path):
    started(structure_files.lss_nl(tmp_path), tmp_path / "survey")
    drafted = Drafted.read(tmp_path / "survey" / "survey.xlsx")
    assert drafted.catalogue.settings.title == "Medewerkersonderzoek & meer"


def test_survey_without_answers_has_no_figure_or_theme_of_the_example(tmp_path):
    started(structure_files.lss_en(tmp_path), tmp_path / "survey")
    for name in ("survey.xlsx", "survey.xlsm"):
        words = cells_of(tmp_path / "survey" / name)
        for left in ("Joy at work", "I enjoy my work", "How gladly do you recommend", "60 of 84"):
            assert left not in words, left


def test_administrator_of_the_survey_tool_does_not_reach_the_workbook(tmp_path):
    started(structure_files.lss_en(tmp_path), tmp_path / "survey")
    assert not list((tmp_path / "survey").glob("*.lss"))
    for name in ("survey.xlsx", "survey.xlsm"):
        words = everything(tmp_path / "survey" / name)
        assert structure_files.ADMIN not in words
        assert "Pietersen" not in words


def test_numbers_get_the_words_and_the_order_of_the_structure(tmp_path):
    """Without the structure, 5 is only the highest number."""
    options = ["--structure", str(structure_files.qsf_nl(tmp_path))]
    started(panels.qualtrics_nl(tmp_path), tmp_path / "survey", *options)
    scales = Drafted.read(tmp_path / "survey" / "survey.xlsx").catalogue.scales
    found = scales.filter(scale="eens").select("answer", "label", "score").rows()
    assert found[0] == ("5", "Helemaal mee eens", 10.0)
    assert found[-1] == ("1", "Helemaal mee oneens", 0.0)


def test_segment_with_codes_is_to_be_exported_again(tmp_path):
    options = ["--structure", str(structure_files.xlsform_nl(tmp_path)), "--language", "nl"]
    started(structure_files.kobo_nl(tmp_path), tmp_path / "survey", *options)
    notes = Drafted.read(tmp_path / "survey" / "survey.xlsx").notes
    assert [note[2] for note in notes if "codes van groepen" in str(note[3])] == ["Afdeling"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.lss", b"<document><LimeSurveyDocType>Question</LimeSurveyDocType></document>"),
        ("a.lss", b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>"),
        ("a.lss", b"<document><unclosed></document>"),
        ("a.lss", b'<!DOCTYPE a [<!ENTITY b "c">]><document>&b;</document>'),
        ("a.lss", b"\xff\xfe\x00"),
        ("a.qsf", b"{}"),
        ("a.qsf", b"[1, 2]"),
        ("a.qsf", b'{"SurveyEntry": {}, "SurveyElements": [1]}'),
        ("a.qsf", b"not json"),
        ("a.qsf", b""),
    ],
)
def test_damaged_structure_gets_a_sentence_and_leaves_no_folder(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    ran = CliRunner().invoke(app, ["new", str(tmp_path / "s"), "--from", str(tmp_path / name)])
    assert ran.exit_code == 1
    assert not isinstance(ran.exception, Exception) or isinstance(ran.exception, SystemExit)
    assert "XLSForm" in ran.output
    assert not (tmp_path / "s").exists()


def test_structure_of_another_survey_is_refused(tmp_path):
    options = ["--structure", str(structure_files.qsf_en(tmp_path))]
    export = limesurvey.limesurvey_nl(tmp_path)
    ran = CliRunner().invoke(app, ["new", str(tmp_path / "s"), "--from", str(export), *options])
    assert ran.exit_code == 1
    assert export.name in ran.output


def test_structure_without_the_file_with_answers_is_explained(tmp_path):
    file = str(structure_files.qsf_en(tmp_path))
    ran = CliRunner().invoke(app, ["new", str(tmp_path / "s"), "--structure", file])
    assert ran.exit_code == 2
    assert "--from" in ran.output


def test_lists_and_objects_of_qualtrics_are_both_read(tmp_path):
    """Qualtrics writes blocks, choices and answers as a list if their numbers go on from 0."""
    file = structure_files.qsf_en(tmp_path)
    whole = json.loads(file.read_text(encoding="utf-8"))
    blocks = whole["SurveyElements"][0]
    blocks["Payload"] = {str(i): own for i, own in enumerate(blocks["Payload"])}
    other = tmp_path / "other.qsf"
    other.write_text(json.dumps(whole), encoding="utf-8")
    assert read_structure(other, None) == read_structure(file, None)


def test_ordinary_workbook_with_answers_is_no_structure(tmp_path):
    export = panels.qualtrics_nl(tmp_path)
    assert read_structure(export, None) is None
    with opened(export, save=False) as book:
        assert "survey" not in [sheet.name for sheet in book.sheets]
