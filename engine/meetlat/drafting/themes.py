"""Themes: those of grids and codes, or else a proposal from answers that go together.

Questions that run against their theme are perhaps worded negatively, which only HR can say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np
import polars as pl

from meetlat.checking.catalogue.names import HEAT_MAP, result_columns
from meetlat.drafting.draft_scale import DraftScale
from meetlat.drafting.export import one_line
from meetlat.drafting.vocabulary import common_words, is_code, plain_words
from meetlat.languages import Language, words
from meetlat.problems.text import fold
from meetlat.reading.cells import text as text_of
from meetlat.reading.scale import answer_key

# A longer stem, or one that asks, may be no name for a theme; one longer still is none.
LONGEST_NAME, LONGEST_STEM = 40, 60

# With fewer people, correlations say little.
FEWEST_PEOPLE = 30

# What a shared word adds to the likeness of two questions.
WORD = 0.15

MOST_THEMES = 12

# Columns that the heat map may get beside those of its schema and the themes.
MORE_HEADINGS = ("enps", "invited", "response")

# The least loading on what the questions of a theme share.
LEAST_LOADING = 0.2

# Words of a long heading that may be the name of its theme.
MOST_WORDS = 3


class Theme(NamedTuple):
    """A theme, its questions (by column), and why they are together.

    A blank name is one that nothing gives, `reason` is the key of a text, `sure` says that HR need
    not confirm it, and `heading` stands above its questions, if that is no name.
    """

    name: str
    members: Sequence[str]
    reason: str
    sure: bool = True
    heading: str = ""


def by_section(sections: Mapping[str, str], asked: Sequence[str]) -> list[Theme]:
    """A theme for each section with several questions, unless one section holds them all.

    Args:
        sections: the section of a column: the stem of its grid, or the start of its code.
        asked: the columns with scored questions, in order.
    """
    members: dict[str, list[str]] = {}
    for name in asked:
        if section := sections.get(name):
            members.setdefault(section, []).append(name)
    kept = {section: names for section, names in members.items() if len(names) > 1}
    if len(kept) < 2:
        return []
    return [_of_section(section, names, list(kept)) for section, names in kept.items()]


def _of_section(section: str, members: Sequence[str], sections: Sequence[str]) -> Theme:
    """The theme of a section, called as the section or after the words that only this one has."""
    if is_code(section):
        return Theme(section, members, "theme_code", sure=False)
    if len(section) <= LONGEST_STEM:
        sure = len(section) <= LONGEST_NAME and not section.endswith("?")
        return Theme(section, members, "theme_section", sure=sure)
    others = {word for other in sections if other != section for word in plain_words(other)}
    own = [word for word in plain_words(section) if len(word) > 3 and word not in others]
    name = " ".join(own).capitalize() if len(own) <= MOST_WORDS else ""
    return Theme(name, members, "theme_heading", sure=False, heading=section)


def by_answers(texts: Mapping[str, str], scores: np.ndarray) -> list[Theme]:
    """A proposal: questions with answers that go together, helped by the words that they share.

    Args:
        texts: the text of each question, in order.
        scores: a column for each question and a row for each person; nan is no answer.
    """
    names = list(texts)
    if len(names) < 4 or len(scores) < FEWEST_PEOPLE:
        return [Theme("", names, "theme_all", sure=False)] if names else []
    likeness = np.abs(correlations(scores))
    number = int((np.linalg.eigvalsh(likeness) > 1).sum())
    used = [_own_words(text) for text in texts.values()]
    for i, own in enumerate(used):
        for j in range(i):
            if own & used[j]:
                likeness[i, j] = likeness[j, i] = likeness[i, j] + WORD
    clusters = _merged(likeness, min(max(number, 1), MOST_THEMES))
    taken: set[str] = set()
    themes = []
    for cluster in sorted(map(sorted, clusters)):
        name = _common_word([used[i] for i in cluster], taken)
        taken.add(name)
        themes.append(Theme(name, [names[i] for i in cluster], "theme_answers", sure=False))
    return themes


def correlations(scores: np.ndarray) -> np.ndarray:
    """Pearson's correlations of columns, each from the people who answered both; 0 if unknown."""
    known = np.isfinite(scores)
    given = np.where(known, scores, 0.0)
    present = known.astype(float)
    n = present.T @ present
    sums, squares = given.T @ present, (given**2).T @ present
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(squares * n - sums**2)
        found = ((given.T @ given) * n - sums * sums.T) / (spread * spread.T)
    found = np.where((n >= FEWEST_PEOPLE) & np.isfinite(found), found, 0.0)
    np.fill_diagonal(found, 1.0)
    return found


def _merged(likeness: np.ndarray, count: int) -> list[list[int]]:
    """Join the two most alike groups until there are so many (average linkage)."""
    groups = [[i] for i in range(len(likeness))]
    while len(groups) > count:
        pairs = [
            (likeness[np.ix_(a, b)].mean(), i, j)
            for i, a in enumerate(groups)
            for j, b in enumerate(groups[:i])
        ]
        _, i, j = max(pairs)
        groups[j] += groups.pop(i)
    return groups


def _own_words(text: str) -> set[str]:
    """The words of a question that may be about its theme."""
    return {word for word in plain_words(text) if len(word) > 3 and word not in common_words()}


def _common_word(texts: Sequence[set[str]], taken: set[str]) -> str:
    """The word that most questions of a theme share; blank if no two do."""
    counted = Counter(word for own in texts for word in sorted(own) if word not in taken)
    word, times = max(counted.items(), key=lambda item: item[1], default=("", 0))
    return word[:1].upper() + word[1:] if times > 1 else ""


def scores_of(values: pl.Series, scale: DraftScale) -> np.ndarray:
    """A score for each person; nan is no score."""
    scored = [answer for answer in scale.answers if answer.score is not None]
    by_key = {answer_key(answer.answer): answer.score for answer in scored}
    keys = {
        value: answer_key(one_line(text_of(value) or "")) for value in values.drop_nulls().unique()
    }
    scores = {value: by_key[key] for value, key in keys.items() if key in by_key}
    if not scores:
        return np.full(len(values), np.nan)
    old, new = pl.Series([*scores], dtype=values.dtype), pl.Series([*scores.values()])
    coded = values.replace_strict(old, new, default=None, return_dtype=pl.Float64)
    return coded.fill_null(float("nan")).to_numpy()


def against_theme(scores: np.ndarray) -> list[int]:
    """The questions whose answers fall as those of most others in the theme rise.

    Args:
        scores: a column for each question of one theme and a row for each person.
    """
    if scores.shape[1] < 3 or len(scores) < FEWEST_PEOPLE:
        return []
    values, vectors = np.linalg.eigh(correlations(scores))
    loadings = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
    if (loadings < 0).sum() > (loadings > 0).sum():
        loadings = -loadings
    return [int(i) for i in np.flatnonzero(loadings < -LEAST_LOADING)]


# Their names, which become headings of columns in the report


def named(themes: Sequence[Theme], language: Language) -> list[Theme]:
    """The themes with names that can be headings: each differs from all others."""
    taken = set(map(fold, (*result_columns(HEAT_MAP), *MORE_HEADINGS)))
    found = []
    for theme in themes:
        name = next(own for own in _names(theme.name, language) if fold(own) not in taken)
        taken.add(fold(name))
        found.append(theme._replace(name=name))
    return found


def _names(name: str, language: Language) -> Iterator[str]:
    """A name, and what to use if it is taken: `Theme Leader`, and then `Theme Leader 2`."""
    text = words(language)
    if name:
        yield name
        yield text.text("drafting.theme", number=name)
    for n in count(2 if name else 1):
        yield text.text("drafting.theme", number=f"{name} {n}".strip())
