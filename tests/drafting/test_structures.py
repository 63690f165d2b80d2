"""Structure files of survey tools: alone, with answers that come later, and beside an export."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.drafting.structures.files import read_structure
from meetlat.opening import opened
from meetlat.recalculation import run
from tests.drafting import limesurvey, panels, structure_files
from tests.drafting.comparing import Drafted, compare
from tests.drafting.exports import Make, as_expected, language_of, name_of, started
from tests.drafting.test_typing import cells_of

# The answers that belong to a structure.
ANSWERS: list[tuple[Make, Make]] = [
    (structure_files.lss_en, limesurvey.limesurvey_en),
    (structure_files.qsf_nl, panels.qualtrics_nl),
    (structure_files.xlsform_nl, structure_files.kobo_without_groups),
]


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Callable[[Make], tuple[Path, str]]:
    """Sets up a survey from a structure, once; returns its folder and the output."""

    @cache
    def set_up(make: Make) -> tuple[Path, str]:
        place = tmp_path_factory.mktemp(make.__name__)
        return place / "survey", started(make(place), place / "survey", *language_of(make))

    return set_up


@pytest.fixture(scope="module")
def described(tmp_path_factory) -> Callable[[Make, Make], Path]:
    """Sets up a survey from an export and its structure, once; returns the workbook."""

    @cache
    def set_up(make: Make, answers: Make) -> Path:
        place = tmp_path_factory.mktemp(make.__name__)
        options = ["--structure", str(make(place)), *language_of(make)]
        started(answers(place), place / "survey", *options)
        return place / "survey" / "survey.xlsx"

    return set_up


def test_output_names_the_command_that_adds_the_answers(alone):
    folder, output = alone(structure_files.lss_en)
    assert f"meetlat update {folder / 'survey.xlsx'} --from" in output
    assert "error" not in output


@pytest.mark.parametrize(("make", "answers"), ANSWERS, ids=name_of)
def test_answers_that_come_later_fit_a_survey_made_from_its_structure(
    tmp_path, alone, make, answers
):
    copytree(alone(make)[0], tmp_path / "survey")
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
def test_structure_beside_an_export_gives_texts_labels_and_sections(described, make, answers):
    has_more = answers in (structure_files.kobo_nl, panels.qualtrics_nl)
    facts = (answers if has_more else make).__name__ + "_described" * has_more
    as_expected(compare(described(make, answers), facts))


def test_form_in_two_languages_is_read_in_the_language_that_is_asked_for(tmp_path):
    form = structure_files.xlsform_nl(tmp_path)
    texts = {
        language: [own.text for own in structure.fields]
        for language in ("en", "nl")
        if (structure := read_structure(form, language))
    }
    assert "I like my work." in texts["en"]
    assert "Ik werk met plezier." in texts["nl"]


def test_title_of_the_survey_comes_from_its_structure(alone):
    drafted = Drafted.read(alone(structure_files.lss_nl)[0] / "survey.xlsx")
    assert drafted.catalogue.settings.title == "Medewerkersonderzoek & meer"


def test_survey_without_answers_has_no_figure_or_theme_of_the_example(alone):
    for name in ("survey.xlsx", "survey.xlsm"):
        words = cells_of(alone(structure_files.lss_en)[0] / name)
        for left in ("Joy at work", "I enjoy my work", "How gladly do you recommend", "60 of 84"):
            assert left not in words, left


def test_structure_with_names_of_persons_is_not_copied(alone):
    assert not list(alone(structure_files.lss_en)[0].glob("*.lss"))


def test_numbers_get_the_words_and_the_order_of_the_structure(described):
    """Without the structure, 5 is only the highest number."""
    scales = Drafted.read(described(structure_files.qsf_nl, panels.qualtrics_nl)).catalogue.scales
    found = scales.filter(scale="eens").select("answer", "label", "score").rows()
    assert found[0] == ("5", "Helemaal mee eens", 10.0)
    assert found[-1] == ("1", "Helemaal mee oneens", 0.0)


def test_segment_with_codes_is_to_be_exported_again(described):
    workbook = described(structure_files.xlsform_nl, structure_files.kobo_nl)
    notes = Drafted.read(workbook).notes
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
