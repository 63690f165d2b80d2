"""What a plugin finds wrong, in words of its own: of the catalogue, or of a source it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from meetlat.languages import LANGUAGES, Language, in_every_language
from meetlat.problems.problem import Problem
from meetlat.problems.text import nearest
from meetlat.reading.cells import as_it_stands

if TYPE_CHECKING:
    from meetlat.reading.catalogue import Catalogue

Words = str | Mapping[str, str]
"""One text for every language, or `{"en": …, "nl": …}`."""


@dataclass(frozen=True)
class Finding:
    """One thing that a plugin found: what is wrong, what to do, and in which cell it stands.

    Attributes:
        words: what is wrong, in one sentence. It begins in lower case, because the cell stands
            before it, and ends in a full stop.
        remedy: what to do about it.
        table: the input table it stands in, such as `Questions`; blank where it has no cell.
        row: of that table's frame in the catalogue; None for the table as a whole.
        column: of that table.
        error: whether nothing may be recalculated until it is mended; else it is a remark.
    """

    words: Words
    remedy: Words = ""
    table: str = ""
    row: int | None = None
    column: str = ""
    error: bool = False

    def in_catalogue(self, catalogue: Catalogue, plugin: str) -> Problem:
        """The problem at the cell that is meant.

        Raises:
            ValueError: there is no such table or row, in words for the plugin's author.
        """
        if not self.table:
            return self.problem(plugin)
        if self.table not in catalogue.tables:
            raise ValueError(f"there is no table {self.table}{_hint(self.table, catalogue.tables)}")
        table = catalogue.tables[self.table]
        self._check_column(catalogue)
        position = table.position(self.column, catalogue.language) or 0
        if self.row is None:
            return self.problem(plugin, table.sheet, table.header_cell(position))
        if self.row not in range(len(table.values)):
            raise ValueError(f"the table {self.table} has no row {self.row}")
        value = as_it_stands(table.values[self.row][position])
        return self.problem(plugin, table.sheet, table.cell(self.row, position), value)

    def _check_column(self, catalogue: Catalogue) -> None:
        """One that the table has, or that it may have and HR left out."""
        table = catalogue.tables[self.table]
        own = getattr(catalogue, self.table.casefold(), None)
        known = [*table.header, *getattr(own, "columns", ("setting", "value"))]
        missing = table.position(self.column, catalogue.language) is None
        if self.column and missing and self.column not in known:
            hint = _hint(self.column, known)
            raise ValueError(f"the table {self.table} has no column {self.column}{hint}")

    def problem(self, plugin: str, sheet: str = "", cell: str = "", value: Any = "") -> Problem:
        """The problem at a cell that is known."""
        told = {name: one.rstrip(".") for name, one in _by_language(self.words).items()}
        advised = _by_language(self.remedy) if self.remedy else _usual_remedy(plugin)
        facts = {"words": told, "remedy": advised, "plugin": plugin}
        return Problem("own-error" if self.error else "own-remark", sheet, cell, value, facts)


def _by_language(given: Words) -> Mapping[Language, str]:
    """A text by language; the first that there is stands in for one that is missing."""
    if isinstance(given, str):
        return dict.fromkeys(LANGUAGES, given)
    if not isinstance(given, Mapping) or not given:
        raise TypeError(f'{given!r} is no text, and no texts by language: {{"nl": "…"}}')
    first = next(iter(given.values()))
    return {language: given.get(language, first) for language in LANGUAGES}


def _usual_remedy(plugin: str) -> Mapping[Language, str]:
    """What a finding without a remedy says."""
    return in_every_language("problem_facts.rule_of_plugin", plugin=plugin)


def _hint(name: str, known: Iterable[str]) -> str:
    near = nearest(name, [str(one) for one in known])
    return f"; did you mean {near}?" if near else ""
