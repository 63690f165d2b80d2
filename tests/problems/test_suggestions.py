"""What HR probably meant: a slip of the pen, another spelling, or the Dutch word."""

import tomllib

import pytest

from meetlat.languages import LANGUAGES, words
from meetlat.problems.suggestions import are_of_a_row, is_a_slip, known_as, meant, spelling
from meetlat.problems.text import fold
from meetlat.reading.inputs import TABLES
from meetlat.reading.settings import CHOICES
from meetlat_schemas import INPUT_TABLES, SettingsSchema


@pytest.mark.parametrize(
    ("name", "written", "expected"),
    [
        ("theme", ["Thema", "nummer"], "Thema"),
        ("Questions", ["Blad1", "Vragen"], "Vragen"),
        ("Themes", ["Thema's"], "Thema's"),
        ("question", ["vraag", "questoin"], "vraag"),
        ("question", ["questoin"], "questoin"),
        ("text", ["Tekst::nl"], "Tekst::nl"),
        ("weight", ["nummer", "afdeling"], None),
        ("scale", [], None),
    ],
)
def test_the_dutch_word_comes_before_the_slip(name, written, expected):
    assert meant(name, written) == expected


@pytest.mark.parametrize(
    ("written", "expected"), [("Nederlands", "nl"), ("Engels", "en"), ("NL", "nl"), ("de", None)]
)
def test_a_language_is_known_by_its_name(written, expected):
    assert known_as(written, ("en", "nl"), cutoff=0.9) == expected


def synonyms_of(language: str) -> dict[str, list[str]]:
    """What stands in the file of a language under `synonyms`."""
    return tomllib.loads(words(language).file.read_text(encoding="utf-8"))["synonyms"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_with_synonyms_is_one_of_ours(language):
    schemas = (*INPUT_TABLES.values(), SettingsSchema)
    columns = {column for schema in schemas for column in schema.to_schema().columns}
    choices = {choice for several in CHOICES.values() for choice in several}
    ours = {*map(fold, TABLES), *columns, *choices, "setting", "value"}
    assert set(synonyms_of(language)) <= ours


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_synonym_is_an_english_name_of_ours(language):
    """Else a column that is rightly called so would be taken for another that is not there."""
    typed = {word for several in synonyms_of(language).values() for word in several}
    columns = {c for schema in INPUT_TABLES.values() for c in schema.to_schema().columns}
    assert typed.isdisjoint(columns)


def test_capitals_blanks_and_the_form_of_accents_make_no_difference_to_a_person():
    assert spelling("Café  Noord") == spelling(" cafe\u0301\u00a0noord")
    assert spelling("work_1") != spelling("work_2")


def test_the_next_of_a_row_is_no_slip():
    assert is_a_slip("wrok_1", ["work_1"])
    assert not is_a_slip("work_2", ["work_1"])
    assert are_of_a_row("work_10", "work_2")
