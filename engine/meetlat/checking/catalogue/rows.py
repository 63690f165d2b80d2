"""Which rows of a table have a name of their own, and which names were lost."""

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

# Tables in which several rows have one name.
SHARED = ("Scales", "Comparisons")


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


class Lost(NamedTuple):
    """Names that a table seems not to have, for problems that are told already.

    Attributes:
        blanks: how many names are blank or cannot be read.
        doubled: of rows whose name another row has: that name, and all that stands in the row.
    """

    blanks: int = 0
    doubled: Sequence[tuple[str, str]] = ()

    def among(self, names: Iterable[str], known: Sequence[str]) -> set[str]:
        """Which of these unknown names were lost, the most used first; slips of the pen aside."""
        spellings = {spelling(name) for name in known}
        names = [name for name in names if spelling(name) not in spellings]
        renamed = {name for name in names if self._was_overwritten(name)}
        rest = [n for n in names if n not in renamed and not is_a_slip(n, known)]
        return renamed | set(rest[: self.blanks])

    def _was_overwritten(self, name: str) -> bool:
        """Whether a doubled name is its neighbour's (`work_1` for `work_2`), or its row tells."""
        key = spelling(name)
        return any(are_of_a_row(name, double) or key in row for double, row in self.doubled)


def lost(catalogue: Catalogue, table: str) -> Lost:
    """The names of a table that may be missing for a problem that is told already."""
    names = catalogue.frame(table)[KEYS[table]].to_list()
    blanks = names.count(None)
    if table in SHARED:
        return Lost(min(blanks, 1))
    seen: set[str | None] = set()
    doubled = []
    for row, name in enumerate(names):
        if name is not None and name in seen:
            cells = catalogue.tables[table].values[row]
            doubled.append((name, "\n".join(spelling(text(cell) or "") for cell in cells)))
        seen.add(name)
    return Lost(blanks, doubled)
