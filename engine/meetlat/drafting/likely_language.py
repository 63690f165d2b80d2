"""The language of a survey, from the common words in its headings."""

from __future__ import annotations

from collections.abc import Sequence

from meetlat.drafting.export import Column
from meetlat.drafting.vocabulary import plain_words, vocabulary
from meetlat.languages import LANGUAGES, Language


def likely_language(columns: Sequence[Column]) -> Language:
    """The language of which the headings have most common words; the first language if none."""
    used = [word for column in columns for word in plain_words(column.text)]
    common = {name: set(own) for name, own in vocabulary("words")["common"].items()}
    counted = {name: sum(word in common.get(name, ()) for word in used) for name in LANGUAGES}
    return max(LANGUAGES, key=lambda name: counted[name])
