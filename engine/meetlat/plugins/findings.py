"""Findings: problems that a plugin reports, in its own words, about a survey or a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from meetlat.formatting import Number, in_languages, written
from meetlat.languages import LANGUAGES, Language, in_every_language
from meetlat.problems.problem import LONGEST_FACT, Place, Problem
from meetlat.problems.text import brief, nearest
from meetlat.reading.cells import as_it_stands

if TYPE_CHECKING:
    from meetlat.plugins.answered_survey import AnsweredSurvey
    from meetlat.reading.catalogue import Catalogue
    from meetlat.reading.responses.responses import Responses

# One text for every language, or a text by language: `{"en": …, "nl": …}`.
Words = str | Mapping[str, str]

# The table of a finding about a cell of the responses.
RESPONSES = "Responses"

# The names that the engine gives to facts of its own.
RESERVED_FACTS = ("words", "remedy", "suggestion", "value", "plugin", "rule", "wave")


@dataclass(frozen=True)
class Finding:
    """A problem that a plugin found: what is wrong, how to fix it, and in which cell.

    Attributes:
        words: what is wrong, in one sentence. Start in lower case, because the cell comes before
            it, and end with a full stop or a question mark.
        remedy: how to fix it; by default a sentence that names the plugin.
        table: the input table, such as `Questions`; `Responses` for the responses, whatever their
            table or file is called; blank if the finding has no cell.
        row: the row in that table's frame, from 0; None for the table as a whole.
        column: the column in that table.
        error: True for an error, which stops the recalculation; False for a remark.
        rule: a short name of the rule for programs, such as `age-out-of-range`. Keep it the same
            when you change the words.
        facts: what fills the braces in `words` and `remedy`: `{"mean": Number(6.25, 1)}` makes
            `{mean}` 6.3 in English and 6,3 in Dutch. Programs get the facts too. Without facts,
            braces stay as they are.
        value: the value to show with the problem; by default that of the cell.
        wave: the name of the earlier wave that the finding is about; blank for the current survey.
            The cell is then one of that wave, and its name comes before the words.
    """

    words: Words
    remedy: Words = ""
    table: str = ""
    row: int | None = None
    column: str = ""
    error: bool = False
    rule: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    value: Any = None
    wave: str = ""

    def in_catalogue(self, catalogue: Catalogue, plugin: str) -> Problem:
        """The finding as a problem in its cell of the catalogue.

        Raises:
            ValueError: the table, row or column does not exist; the message is for the plugin's
                author.
        """
        if self.wave:
            raise ValueError("only check_answers can report on an earlier wave")
        return self.problem(plugin, *self._catalogue_cell(catalogue))

    def in_survey(self, survey: AnsweredSurvey, plugin: str) -> Problem:
        """The finding as a problem in its cell of the catalogue or the responses.

        Raises:
            ValueError: the wave, table, row or column does not exist; the message is for the
                plugin's author.
        """
        waves = {wave.name: wave for wave in survey.waves}
        about = waves.get(self.wave) if self.wave else survey
        if about is None:
            raise ValueError(f"there is no earlier wave {self.wave}{_hint(self.wave, waves)}")
        is_of_responses = self.table == RESPONSES
        cell = self._response_cell(about.responses) if is_of_responses else None
        problem = self.problem(plugin, *(cell or self._catalogue_cell(about.catalogue)))
        if not self.wave:
            return problem
        wave = {"wave": f"{about.name} ({about.responses.source})", "comparison": about.name}
        return replace(problem, facts={**problem.facts, **wave})

    def problem(self, plugin: str, place: Place | None = None, value: Any = "") -> Problem:
        """The finding as a problem in this cell; `value` is that of the cell.

        Raises:
            ValueError: a fact has a reserved name.
        """
        if reserved := [name for name in RESERVED_FACTS if name in self.facts]:
            raise ValueError(f"its facts have the name {reserved[0]}, which Meetlat uses itself")
        facts = {name: _as_fact(fact) for name, fact in self.facts.items()}
        words = {name: text.rstrip(".") for name, text in _filled(self.words, facts).items()}
        remedy = _filled(self.remedy, facts) if self.remedy else _default_remedy(plugin)
        rule = {"rule": self.rule} if self.rule else {}
        facts |= {"words": words, "remedy": remedy, "plugin": plugin, **rule}
        value = value if self.value is None else _as_fact(self.value)
        code = "own-error" if self.error else "own-remark"
        return (place or Place()).problem(code, value, **facts)

    def _catalogue_cell(self, catalogue: Catalogue) -> tuple[Place, Any]:
        """The place and the value of its cell of the catalogue; of its heading without a row."""
        if not self.table:
            return Place(), ""
        if self.table not in catalogue.tables:
            raise ValueError(f"there is no table {self.table}{_hint(self.table, catalogue.tables)}")
        table = catalogue.tables[self.table]
        self._check_column(catalogue)
        position = catalogue.position(self.table, self.column) or 0
        if self.row is None:
            return Place(table.sheet, table.header_cell(position)), ""
        self._check_row(len(table.values))
        value = as_it_stands(table.values[self.row][position])
        return Place(table.sheet, table.cell(self.row, position)), value

    def _response_cell(self, responses: Responses) -> tuple[Place, Any]:
        """The place and the value of its cell of the responses; of its heading without a row."""
        frame = responses.frame
        column = self.column or frame.columns[0]
        if column not in frame.columns:
            raise ValueError(f"the responses have no column {column}{_hint(column, frame.columns)}")
        if self.row is None:
            cell = responses.header_cell(frame.get_column_index(column))
            return Place(responses.source, cell), ""
        self._check_row(len(frame))
        value = as_it_stands(frame[column][self.row])
        return Place(responses.source, responses.cell(self.row, column)), value

    def _check_row(self, rows: int) -> None:
        """Check that the table has this row.

        Raises:
            ValueError: it does not.
        """
        if self.row not in range(rows):
            raise ValueError(f"the table {self.table} has no row {self.row}")

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


def _filled(given: Words, facts: Mapping[str, Any]) -> dict[Language, str]:
    """A text by language, with its facts as that language writes them."""
    texts = _by_language(given)

    def fill(language: Language) -> str:
        short = {name: brief(written(fact, language), LONGEST_FACT) for name, fact in facts.items()}
        return texts[language].format(**short)

    return in_languages(fill) if facts else dict(texts)


def _by_language(given: Words) -> Mapping[Language, str]:
    """A text for each language; the first text stands in for one that is missing."""
    if isinstance(given, str):
        return dict.fromkeys(LANGUAGES, given)
    if not isinstance(given, Mapping) or not given:
        raise TypeError(f'{given!r} is no text, and no texts by language: {{"nl": "…"}}')
    first = next(iter(given.values()))
    return {language: given.get(language, first) for language in LANGUAGES}


def _as_fact(given: Any) -> Any:
    """A fact in a form that every language can write, whatever a plugin gave."""
    if isinstance(given, Mapping):
        return _by_language(given)
    if isinstance(given, (list, tuple)):
        return [_as_fact(member) for member in given]
    return given if isinstance(given, (str, int, float, dt.date, Number)) else str(given)


def _default_remedy(plugin: str) -> Mapping[Language, str]:
    """The remedy of a finding that has none of its own."""
    return in_every_language("problem_facts.rule_of_plugin", plugin=plugin)


def _hint(name: str, known: Iterable[str]) -> str:
    near = nearest(name, [str(one) for one in known])
    return f"; did you mean {near}?" if near else ""
