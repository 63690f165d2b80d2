"""Suggestions for a misspelt name: a slip, another spelling, or the Dutch word."""

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
def test_the_dutch_word_is_suggested_before_a_similar_spelling(name, written, expected):
    assert meant(name, written) == expected


@pytest.mark.parametrize(
    ("written", "expected"), [("Nederlands", "nl"), ("Engels", "en"), ("NL", "nl"), ("de", None)]
)
def test_a_language_is_recognised_by_its_name(written, expected):
    assert known_as(written, ("en", "nl"), cutoff=0.9) == expected


def synonyms_of(language: str) -> dict[str, list[str]]:
    """Return the section `synonyms` of the file of a language."""
    return tomllib.loads(words(language).file.read_text(encoding="utf-8"))["synonyms"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_with_synonyms_is_a_table_column_setting_or_choice(language):
    schemas = (*INPUT_TABLES.values(), SettingsSchema)
    columns = {column for schema in schemas for column in schema.to_schema().columns}
    choices = {choice for several in CHOICES.values() for choice in several}
    names = {*map(fold, TABLES), *columns, *choices, "setting", "value"}
    assert set(synonyms_of(language)) <= names


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_synonym_is_the_name_of_an_input_column(language):
    """Otherwise a column with its proper name could be taken for a missing one."""
    synonyms = {word for several in synonyms_of(language).values() for word in several}
    columns = {c for schema in INPUT_TABLES.values() for c in schema.to_schema().columns}
    assert synonyms.isdisjoint(columns)


def test_spellings_that_differ_in_capitals_blanks_or_accent_encoding_are_equal():
    assert spelling("Café  Noord") == spelling(" cafe\u0301\u00a0noord")
    assert spelling("work_1") != spelling("work_2")


def test_consecutive_names_such_as_work_1_and_work_2_are_not_slips():
    assert is_a_slip("wrok_1", ["work_1"])
    assert not is_a_slip("work_2", ["work_1"])
    assert are_of_a_row("work_10", "work_2")
