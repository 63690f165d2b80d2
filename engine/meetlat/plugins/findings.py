"""Findings: problems that a plugin reports, in its own words, about a survey or a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from meetlat.formatting import in_every_language
from meetlat.languages import LANGUAGES, Language
from meetlat.problems.problem import Problem
from meetlat.problems.severities import SEVERITIES
from meetlat.problems.text import nearest
from meetlat.reading.cells import as_it_stands

if TYPE_CHECKING:
    from meetlat.plugins.answered_survey import AnsweredSurvey
    from meetlat.reading.catalogue import Catalogue
    from meetlat.reading.responses.responses import Responses

# One text for every language, or a text by language: `{"en": …, "nl": …}`.
Words = str | Mapping[str, str]


@dataclass(frozen=True)
class Finding:
    """A problem that a plugin found: what is wrong, how to fix it, and in which cell.

    Attributes:
        words: what is wrong, in one sentence. Start in lower case, because the cell comes before
            it, and end with a full stop or a question mark.
        remedy: how to fix it; by default a sentence that names the plugin.
        table: the input table, such as `Questions`, or the source of the responses
            (`survey.responses.source`); blank if the finding has no cell.
        row: the row in that table's frame, from 0; None for the table as a whole.
        column: the column in that table.
        error: True for an error, which stops the recalculation; False for a remark.
        code: a name of the rule for programs, such as `age-too-high`. Keep it the same when you
            change the words. By default `own-error` or `own-remark`.
    """

    words: Words
    remedy: Words = ""
    table: str = ""
    row: int | None = None
    column: str = ""
    error: bool = False
    code: str = ""

    def in_catalogue(self, catalogue: Catalogue, plugin: str) -> Problem:
        """The finding as a problem in its cell of the catalogue.

        Raises:
            ValueError: the table, row or column does not exist; the message is for the plugin's
                author.
        """
        if not self.table:
            return self.problem(plugin)
        if self.table not in catalogue.tables:
            raise ValueError(f"there is no table {self.table}{_hint(self.table, catalogue.tables)}")
        table = catalogue.tables[self.table]
        self._check_column(catalogue)
        position = catalogue.position(self.table, self.column) or 0
        if self.row is None:
            return self.problem(plugin, table.sheet, table.header_cell(position))
        if self.row not in range(len(table.values)):
            raise ValueError(f"the table {self.table} has no row {self.row}")
        value = as_it_stands(table.values[self.row][position])
        return self.problem(plugin, table.sheet, table.cell(self.row, position), value)

    def in_survey(self, survey: AnsweredSurvey, plugin: str) -> Problem:
        """The finding as a problem in its cell: of responses, also of a wave, or the catalogue.

        Raises:
            ValueError: the table, row or column does not exist; the message is for the plugin's
                author.
        """
        for responses in (survey.responses, *(wave.responses for wave in survey.waves)):
            if self.table == responses.source:
                return self._in_responses(responses, plugin)
        return self.in_catalogue(survey.catalogue, plugin)

    def _in_responses(self, responses: Responses, plugin: str) -> Problem:
        """The finding as a problem in its cell of the responses."""
        columns, source = responses.columns, responses.source
        column = self.column or columns[0]
        if column not in columns:
            hint = _hint(column, columns)
            raise ValueError(f"the responses {source} have no column {column}{hint}")
        if self.row is None:
            cell = responses.header_cell(columns.index(column))
            return self.problem(plugin, source, cell)
        if self.row not in range(responses.rows.height):
            raise ValueError(f"the responses {source} have no row {self.row}")
        value = as_it_stands(responses.column(column)[self.row])
        return self.problem(plugin, source, responses.cell(self.row, column), value)

    def _check_column(self, catalogue: Catalogue) -> None:
        """Check that the table has this column, or could have it.

        Raises:
            ValueError: it could not.
        """
        table = catalogue.tables[self.table]
        own = getattr(catalogue, self.table.casefold(), None)
        known = [*table.header, *getattr(own, "columns", ("setting", "value"))]
        missing = catalogue.position(self.table, self.column) is None
        if self.column and missing and self.column not in known:
            hint = _hint(self.column, known)
            raise ValueError(f"the table {self.table} has no column {self.column}{hint}")

    def problem(self, plugin: str, sheet: str = "", cell: str = "", value: Any = "") -> Problem:
        """The finding as a problem in this cell.

        Raises:
            ValueError: its code is one of Meetlat's own.
        """
        if self.code in SEVERITIES:
            raise ValueError(f"the code {self.code} is one of Meetlat's own")
        words = {name: text.rstrip(".") for name, text in _by_language(self.words).items()}
        remedy = in_every_language("problem_facts.rule_of_plugin", plugin=plugin)
        remedy = _by_language(self.remedy) if self.remedy else remedy
        facts = {"words": words, "remedy": remedy, "plugin": plugin}
        message = "own-error" if self.error else "own-remark"
        return Problem(self.code or message, sheet, cell, value, facts, message)


def _by_language(given: Words) -> Mapping[Language, str]:
    """A text for each language; the first text stands in for one that is missing."""
    if isinstance(given, str):
        return dict.fromkeys(LANGUAGES, given)
    if not isinstance(given, Mapping) or not given:
        raise TypeError(f'{given!r} is no text, and no texts by language: {{"nl": "…"}}')
    first = next(iter(given.values()))
    return {language: given.get(language, first) for language in LANGUAGES}


def _hint(name: str, known: Iterable[str]) -> str:
    near = nearest(name, [str(one) for one in known])
    return f"; did you mean {near}?" if near else ""
