"""The rows of a table that have a name of their own, and the names that were lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from meetlat.problems.suggestions import are_of_a_row, is_a_slip, spelling
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.cells import text

# The column that names the rows of a table.
KEYS: Mapping[str, str] = {
    "Themes": "theme",
    "Questions": "question",
    "Scales": "scale",
    "Comparisons": "comparison",
    "Segments": "segment",
    "Metrics": "metric",
}

# Tables in which several rows have the same name.
SHARED = ("Scales", "Comparisons")


def unique_names(catalogue: Catalogue, table: str) -> list[str]:
    """The names in a table, each once."""
    names = dict.fromkeys(catalogue.frame(table)[KEYS[table]].to_list())
    return [name for name in names if name is not None]


def named_rows(catalogue: Catalogue, table: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The first row of each name, with its number; blank and repeated names have a problem."""
    return ((n, line) for n, line in own_rows(catalogue, table) if line[KEYS[table]] is not None)


def own_rows(catalogue: Catalogue, table: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The first row of each name and every row without a name, each with its number.

    A blank name is a problem, but the other cells of its row can be checked all the same.
    """
    key, seen = KEYS[table], set()
    for row, line in enumerate(catalogue.frame(table).iter_rows(named=True)):
        name = line[key]
        if name is None or spelling(name) not in seen:
            seen.add(None if name is None else spelling(name))
            yield row, line


class LostNames(NamedTuple):
    """Names that a table seems to lack because of a problem that is already reported.

    `blanks` counts those that are blank or cannot be read; `repeated` has each name that an earlier
    row has, with the text of its whole row.
    """

    blanks: int = 0
    repeated: Sequence[tuple[str, str]] = ()

    def among(self, names: Iterable[str], known: Sequence[str]) -> set[str]:
        """Which of these unknown names, the likeliest first, were lost rather than misspelt."""
        spellings = {spelling(name) for name in known}
        names = [name for name in names if spelling(name) not in spellings]
        overwritten = {name for name in names if self._was_overwritten(name)}
        rest = [n for n in names if n not in overwritten and not is_a_slip(n, known)]
        return overwritten | set(rest[: self.blanks])

    def _was_overwritten(self, name: str) -> bool:
        """Whether a repeated name was typed in its place.

        That name is a neighbour's (`work_1` for `work_2`), or the rest of its row has this name.
        """
        key = spelling(name)
        return any(are_of_a_row(name, other) or key in row for other, row in self.repeated)


def lost_names(catalogue: Catalogue, table: str) -> LostNames:
    """The names that a table may lack because of a problem that is already reported."""
    names = catalogue.frame(table)[KEYS[table]].to_list()
    blanks = names.count(None)
    if table in SHARED:
        return LostNames(min(blanks, 1))
    seen: set[str | None] = set()
    repeated = []
    for row, name in enumerate(names):
        if name is not None and name in seen:
            cells = catalogue.tables[table].values[row]
            repeated.append((name, "\n".join(spelling(text(cell) or "") for cell in cells)))
        seen.add(name)
    return LostNames(blanks, repeated)
