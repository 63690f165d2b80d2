"""The language of a survey, from the common words in its headings, or else from its answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from meetlat.drafting.export import Column
from meetlat.drafting.vocabulary import is_code, plain_words, vocabulary
from meetlat.languages import LANGUAGES, Language


def likely_language(columns: Sequence[Column]) -> Language:
    """The language of which the headings have most common words; of codes, that of the answers.

    Some tools write the language of each respondent beside the answers. The first language if
    nothing says which.
    """
    texts = [column.text for column in columns if not is_code(column.text)]
    headings = [word for text in texts for word in plain_words(text)]
    answers = [w for column in columns for a in column.meanings for w in plain_words(a)]
    for counted in (_common(headings), _named(columns), _common(answers)):
        if any(counted.values()):
            return max(LANGUAGES, key=lambda name: counted[name])
    return LANGUAGES[0]


def _common(used: Sequence[str]) -> Mapping[Language, int]:
    """How many of the words are common words of each language."""
    common = {name: set(own) for name, own in vocabulary("words")["common"].items()}
    return {name: sum(word in common.get(name, ()) for word in used) for name in LANGUAGES}


def _named(columns: Sequence[Column]) -> Mapping[Language, int]:
    """How many people have each language in a column of nothing else: `nl` or `nl-informal`."""
    named: Counter[Language] = Counter()
    for column in columns:
        own = {answer: answer.partition("-")[0].lower() for answer in column.answers}
        if all(name in LANGUAGES for name in own.values()):
            for answer, n in column.answers.items():
                named[own[answer]] += n
    return named
