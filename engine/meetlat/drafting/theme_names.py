"""The names of drafted themes, which become headings of columns in the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from meetlat.checking.catalogue.names import HEAT_MAP, result_columns
from meetlat.drafting.themes import Theme
from meetlat.languages import Language, words
from meetlat.problems.text import fold

# Columns that the heat map may get beside those of its schema and the themes.
MORE_HEADINGS = ("enps", "invited", "response")


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
