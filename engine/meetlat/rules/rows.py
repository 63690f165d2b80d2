"""Which rows of a table have a name of their own, and how many names went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from meetlat.catalogue import Catalogue
from meetlat.near import spelling

KEYS: Mapping[str, str] = {
    "Themes": "theme",
    "Questions": "question",
    "Scales": "scale",
    "Comparisons": "comparison",
    "Segments": "segment",
    "Metrics": "metric",
}
"""The column that names the rows of a table."""

SHARED = ("Scales", "Comparisons")
"""Tables in which several rows have one name."""


def ids(catalogue: Catalogue, table: str) -> list[str]:
    """The names in a table, each once."""
    return catalogue.frame(table)[KEYS[table]].drop_nulls().unique(maintain_order=True).to_list()


def named_rows(catalogue: Catalogue, table: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows with a name that no row above has: the others are problems already."""
    key, seen = KEYS[table], set()
    for row, line in enumerate(catalogue.frame(table).iter_rows(named=True)):
        name = line[key]
        if name is not None and spelling(name) not in seen:
            seen.add(spelling(name))
            yield row, line


def lost(catalogue: Catalogue, table: str) -> int:
    """How many names of a table may be missing for a problem that is told already.

    A name that is blank, cannot be read or stands in another row too was to be another one.
    """
    names = catalogue.frame(table)[KEYS[table]]
    spellings = {spelling(name) for name in names.drop_nulls()}
    if table in SHARED:
        return names.n_unique() - len(spellings)
    return len(names) - len(spellings)
