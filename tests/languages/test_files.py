"""The files of languages: the same keys and facts in each, and read section by section."""

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
    """All that stands in a file, read by `tomllib` as a whole, with dots in the keys."""
    text = words(language).file.read_text(encoding="utf-8")
    return dict(flat(tomllib.loads(text)))


def flat(values: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from flat(value, f"{start}{name}.")
        else:
            yield f"{start}{name}", value


def facts_of(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def is_list_of_words(key: str) -> bool:
    """Whether the length of a list is the language's own: it holds no plural forms."""
    return key.startswith(("synonyms.", "survey_tools.", "yes_no.other", "format.months"))


@pytest.mark.parametrize("language", OTHERS)
def test_every_file_has_the_same_keys(language):
    """But for synonyms, of which a language has as many as its people use."""
    own, first = values_of(language), values_of(FIRST)
    assert {key for key in own if not key.startswith("synonyms.")} == {
        key for key in first if not key.startswith("synonyms.")
    }
    assert {key: type(own[key]) for key in own if key in first} == {
        key: type(first[key]) for key in own if key in first
    }


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_the_same_facts_in_each_language(language):
    own, first = values_of(language), values_of(FIRST)
    forms = {key: [text] if isinstance(text, str) else text for key, text in own.items()}
    for key, texts in forms.items():
        if not is_list_of_words(key):
            wanted = facts_of(first[key] if isinstance(first[key], str) else first[key][-1])
            assert facts_of(texts[-1]) == wanted, key
            assert all(facts_of(text) <= wanted for text in texts), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_a_form_for_each_number(language):
    for key, value in values_of(language).items():
        if isinstance(value, list) and not is_list_of_words(key):
            facts = dict.fromkeys(facts_of(value[-1]) - {"n"}, "")
            told = {words(language).text(key, n, **facts) for n in range(200)}
            assert len({re.sub(r"\d+", "", text) for text in told}) == len(value), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_read_by_section_holds_what_it_holds_as_a_whole(language):
    fresh = Words(words(language).file)
    whole = values_of(language)
    assert {key: fresh[key] for key, text in whole.items() if isinstance(text, str)} == dict(fresh)
    lists = {key: several for key, several in whole.items() if isinstance(several, list)}
    assert {key: fresh.several(key) for key in lists} == lists


def test_only_the_sections_that_are_asked_for_are_parsed(tmp_path):
    file = tmp_path / "xx.toml"
    file.write_text('[a]\nword = "w"\n\n[a.damaged]\nword = \n\n[a.b]\nword = "m"\n')
    assert Words(file)["a.b.word"] == "m"
    assert Words(file).under("a.b") == {"word": "m"}
    with pytest.raises(tomllib.TOMLDecodeError):
        Words(file).under("a")


def test_a_key_that_is_not_there_is_named_with_its_file():
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
def test_a_number_chooses_the_form(n, dutch, english):
    assert in_every_language("severity.counted.error", n) == {"nl": dutch, "en": english}


def test_a_language_may_have_more_than_two_forms(tmp_path):
    """Polish, for one: `1 błąd`, `2 błędy`, `5 błędów`, `22 błędy`."""
    rule = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
    file = tmp_path / "pl.toml"
    text = f'[format]\nplural = "{rule}"\n[a]\nb = ["{{n}} błąd", "{{n}} błędy", "{{n}} błędów"]\n'
    file.write_text(text, encoding="utf-8")
    polish = Words(file)
    told = [polish.text("a.b", n) for n in (1, 2, 5, 12, 22)]
    assert told == ["1 błąd", "2 błędy", "5 błędów", "12 błędów", "22 błędy"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_words_and_no_other_does(language):
    told = Words(words(language).file).under("problems")  # unread, so in the order of the file
    codes = {key.partition(".")[0] for key in told if "." in key}
    assert codes == set(SEVERITIES)
    order = list(dict.fromkeys(key.partition(".")[0] for key in told if "." in key))
    assert order == list(SEVERITIES), "as a recalculation may find them"


def test_no_word_means_yes_in_one_language_and_no_in_another():
    typed: dict[str, set[str]] = {"yes": set(), "no": set()}
    for language in LANGUAGES:
        for answer, known in typed.items():
            known |= {words(language)[f"yes_no.{answer}"]}
            known |= {*words(language).several(f"yes_no.other_{answer}")}
    assert typed["yes"].isdisjoint(typed["no"])


def test_dutch_comes_first_then_english():
    assert LANGUAGES[:2] == ("nl", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_called_as_web_pages_call_the_language(language):
    assert re.fullmatch(r"[a-z]{2,3}(-[a-z]+)?", language)
