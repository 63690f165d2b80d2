"""The language files: the same keys and placeholders in each, read section by section."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

import pytest

from meetlat.formatting import in_every_language
from meetlat.languages import LANGUAGES, Words, words
from meetlat.problems.severities import SEVERITIES

OTHERS = LANGUAGES[1:]
FIRST = LANGUAGES[0]


def values_of(language: str) -> dict[str, Any]:
    """Read a whole file with `tomllib`; return its values by dotted key."""
    text = words(language).file.read_text(encoding="utf-8")
    return dict(flat(tomllib.loads(text)))


def flat(values: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from flat(value, f"{start}{name}.")
        else:
            yield f"{start}{name}", value


def facts_of(text: str) -> set[str]:
    """Return the placeholders of a text: the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def is_list_of_words(key: str) -> bool:
    """Whether a list holds words, not plural forms: its length may differ by language."""
    lists = ("synonyms.", "survey_tools.", "yes_no.other", "format.months", "open_answers.nothing")
    return key.startswith(lists)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_file_has_the_same_keys(language):
    """Synonyms are an exception: a language has as many as people use."""
    own, first = values_of(language), values_of(FIRST)
    assert {key for key in own if not key.startswith("synonyms.")} == {
        key for key in first if not key.startswith("synonyms.")
    }
    assert {key: type(own[key]) for key in own if key in first} == {
        key: type(first[key]) for key in own if key in first
    }


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_the_same_placeholders_in_each_language(language):
    own, first = values_of(language), values_of(FIRST)
    forms = {key: [text] if isinstance(text, str) else text for key, text in own.items()}
    for key, texts in forms.items():
        if not is_list_of_words(key):
            wanted = facts_of(first[key] if isinstance(first[key], str) else first[key][-1])
            assert facts_of(texts[-1]) == wanted, key
            assert all(facts_of(text) <= wanted for text in texts), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_plural_is_used_by_some_number(language):
    for key, value in values_of(language).items():
        if isinstance(value, list) and not is_list_of_words(key):
            facts = dict.fromkeys(facts_of(value[-1]) - {"n"}, "")
            texts = {words(language).text(key, n, **facts) for n in range(200)}
            assert len({re.sub(r"\d+", "", text) for text in texts}) == len(value), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_a_language_file_by_section_gives_the_same_texts(language):
    fresh = Words(words(language).file)
    whole = values_of(language)
    assert {key: fresh[key] for key, text in whole.items() if isinstance(text, str)} == dict(fresh)
    lists = {key: several for key, several in whole.items() if isinstance(several, list)}
    assert {key: fresh.several(key) for key in lists} == lists


def test_only_the_sections_that_are_needed_are_parsed(tmp_path):
    file = tmp_path / "xx.toml"
    file.write_text('[a]\nword = "w"\n\n[a.damaged]\nword = \n\n[a.b]\nword = "m"\n')
    assert Words(file)["a.b.word"] == "m"
    assert Words(file).under("a.b") == {"word": "m"}
    with pytest.raises(tomllib.TOMLDecodeError):
        Words(file).under("a")


def test_the_error_for_a_missing_key_names_the_key_and_the_file():
    with pytest.raises(KeyError, match=r"nl\.toml has no text page\.respons'"):
        words("nl")["page.respons"]
    with pytest.raises(KeyError, match=r"nl\.toml has no text severity\.counted\.error"):
        words("nl")["severity.counted.error"]
    with pytest.raises(KeyError, match=r"nl\.toml has no list severity\.error"):
        words("nl").several("severity.error")


@pytest.mark.parametrize(
    ("n", "dutch", "english"),
    [(0, "0 fouten", "0 errors"), (1, "1 fout", "1 error"), (2, "2 fouten", "2 errors")],
)
def test_the_number_decides_between_singular_and_plural(n, dutch, english):
    assert in_every_language("severity.counted.error", n) == {"nl": dutch, "en": english}


def test_a_language_may_have_more_than_two_plural_forms(tmp_path):
    """Such as Polish: `1 błąd`, `2 błędy`, `5 błędów`, `22 błędy`."""
    rule = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
    file = tmp_path / "pl.toml"
    text = f'[format]\nplural = "{rule}"\n[a]\nb = ["{{n}} błąd", "{{n}} błędy", "{{n}} błędów"]\n'
    file.write_text(text, encoding="utf-8")
    polish = Words(file)
    texts = [polish.text("a.b", n) for n in (1, 2, 5, 12, 22)]
    assert texts == ["1 błąd", "2 błędy", "5 błędów", "12 błędów", "22 błędy"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_files_have_messages_for_exactly_the_problem_codes(language):
    # Read afresh: otherwise sections that another test has read come first.
    keys = Words(words(language).file).under("problems")
    codes = list(dict.fromkeys(key.partition(".")[0] for key in keys if "." in key))
    assert codes == list(SEVERITIES), "in the order in which a recalculation may find them"


def test_no_word_means_yes_in_one_language_and_no_in_another():
    typed: dict[str, set[str]] = {"yes": set(), "no": set()}
    for language in LANGUAGES:
        for answer, known in typed.items():
            known |= {words(language)[f"yes_no.{answer}"]}
            known |= {*words(language).several(f"yes_no.other_{answer}")}
    assert typed["yes"].isdisjoint(typed["no"])


def test_the_first_languages_are_dutch_and_english():
    assert LANGUAGES[:2] == ("nl", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_a_language_file_is_a_language_tag(language):
    assert re.fullmatch(r"[a-z]{2,3}(-[a-z]+)?", language)
