"""Match the columns of the responses with the catalogue: found, missing and unused columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import polars as pl

from meetlat.languages import LANGUAGES, words
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing, nearest
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.header_rows import misplaced_headings
from meetlat.reading.responses.responses import Responses
from meetlat.reading.responses.rows import Rows
from meetlat.reading.scale import answer_key

# Missing columns reported one by one; if more are missing, and most of them, it is another file.
MOST_MISSING = 3

# Headings that a message names, to be copied to the catalogue.
MOST_HEADINGS = 30

# The average number of times that each value of a question or background fact occurs, at least.
LEAST_PER_VALUE = 2


class WantedColumn(NamedTuple):
    """A column or pattern that a row of the catalogue names.

    Attributes:
        table: the input table.
        row: the row of that table.
        name: the name or pattern as typed.
        found: the matching columns of the responses, each with the text that its `*` stands for.
    """

    table: str
    row: int
    name: str
    found: Sequence[tuple[str, str]]


class Columns:
    """The columns that the catalogue names, in order: questions first, then segments.

    Names are compared as answers are, ignoring case, blanks and look-alike characters, because
    some tools use the text of a question as the heading. A row that names no column is found by its
    name or else by its text. A heading that occurs twice can be named with a number: `Why? (2)`.

    Attributes:
        wanted: each row that names a column, with the columns that it finds.
    """

    def __init__(self, responses: Responses, catalogue: Catalogue) -> None:
        self._responses, self._catalogue = responses, catalogue
        self._by_key: dict[str, str] = {}
        self._twice: dict[str, int] = {}
        for position, heading in enumerate(responses.headings):
            column = responses.columns[position]
            first = self._by_key.setdefault(answer_key(heading), column) if heading else column
            if first != column:
                self._twice.setdefault(first, position)
        for key, column in numbered_headings(responses).items():
            self._by_key.setdefault(answer_key(key), column)
        self.wanted: list[WantedColumn] = [
            WantedColumn(table, row, name, self._matches(name) or self._called(text))
            for table, frame, text_column in (
                ("Questions", catalogue.questions, "text"),
                ("Segments", catalogue.segments, "name"),
            )
            for row, name, text in _wanted_names(frame, text_column)
        ]
        self._found = {wanted.name: wanted.found for wanted in self.wanted}
        names = [*catalogue.questions["column"], *catalogue.segments["column"]]
        self._has_all_names = None not in names and not catalogue.questions.is_empty()
        named = {name for name in [*names, catalogue.settings.weights] if name is not None}
        self._named = {column for name in named for column, _ in self._matches(name)} | self.used

    @property
    def used(self) -> set[str]:
        """The columns that the catalogue uses."""
        return {column for wanted in self.wanted for column, _ in wanted.found}

    def find(self, name: str) -> Sequence[tuple[str, str]]:
        """The columns that match a name or pattern, each with the text that `*` stands for."""
        return self._found.get(name, ())

    def problems(self) -> Iterator[Problem]:
        """Everything that does not match between the headings and the catalogue, each once."""
        missing = [wanted for wanted in self.wanted if not wanted.found]
        yield from self._repeated()
        if len(missing) > MOST_MISSING and 2 * len(missing) > len(self.wanted):
            yield self._another_file(missing)
        elif missing:
            yield from map(self._missing, missing)
        elif self._has_all_names:
            yield from self._unused()

    def _matches(self, name: str) -> list[tuple[str, str]]:
        before, star, after = answer_key(name).partition("*")
        if not star:
            return [(self._by_key[before], "")] if before in self._by_key else []
        pattern = re.compile(f"{re.escape(before)}(.*){re.escape(after)}", re.DOTALL)
        found = [(column, pattern.fullmatch(key)) for key, column in self._by_key.items()]
        return [(column, match[1]) for column, match in found if match]

    def _called(self, text: str | None) -> list[tuple[str, str]]:
        """The column whose heading is a text; none if there is no text."""
        column = self._by_key.get(answer_key(text)) if text else None
        return [(column, "")] if column else []

    def _repeated(self) -> Iterator[Problem]:
        """Columns that are used and occur twice: either may be meant, unless it has a number."""
        source = self._responses.source
        clear = {answer_key(name) for name in numbered_headings(self._responses)}
        unclear = [wanted for wanted in self.wanted if answer_key(wanted.name) not in clear]
        used = {column for wanted in unclear for column, _ in wanted.found}
        for column, position in self._twice.items():
            if column in used:
                heading = self._responses.headings[position]
                cell = self._responses.header_cell(position)
                yield Problem("column-twice", source, cell, heading, {"table": source})

    def _missing(self, wanted: WantedColumn) -> Problem:
        columns = zip(self._responses.headings, self._responses.columns, strict=True)
        spare = [heading for heading, column in columns if heading and column not in self._named]
        pattern = f"{wanted.name}*"
        is_pattern = "*" not in wanted.name and len(self._matches(pattern)) > 1
        facts = {
            "table": wanted.table,
            "unused": listing(self._unused_headings()) or "-",
            "suggestion": pattern if is_pattern else nearest(wanted.name, spare),
        }
        return self._catalogue.problem_at(
            wanted.table, wanted.row, "column", "no-such-column", wanted.name, **facts
        )

    def _another_file(self, missing: Sequence[WantedColumn]) -> Problem:
        """Most columns are missing: one problem, because it is one mistake."""
        names = [answer_key(wanted.name) for wanted in self.wanted]
        if problem := misplaced_headings(self._responses, names):
            return problem
        facts = {
            "missing": len(missing),
            "wanted": len(self.wanted),
            "example": listing([wanted.name for wanted in missing], 3),
            "headings": listing([h for h in self._responses.headings if h], MOST_HEADINGS) or "-",
        }
        cell = self._responses.header_cell(0)
        source = self._responses.source
        return Problem("other-responses", source, cell, source, facts)

    def _unused(self) -> Iterator[Problem]:
        """Columns that look like a forgotten question or background fact, in one problem."""
        if headings := self._unused_headings():
            position = self._responses.headings.index(headings[0])
            cell = self._responses.header_cell(position)
            facts = {"columns": listing(headings, 8), "times": len(headings)}
            source = self._responses.source
            yield Problem("columns-unused", source, cell, headings[0], facts)

    def _unused_headings(self) -> list[str]:
        columns, ignored = self._responses.columns, {*self._named, *self._responses.aside}
        headings = [
            heading
            for heading, column in zip(self._responses.headings, columns, strict=True)
            if heading == column and heading not in ignored and not is_of_the_tool(heading)
        ]
        repeating = _with_repeated_values(self._responses.rows, headings)
        return [heading for heading in headings if heading in repeating]


def numbered_headings(responses: Responses) -> dict[str, str]:
    """The columns whose heading occurs more than once, by their heading with a number."""
    times = Counter(map(answer_key, responses.headings))
    seen: Counter[str] = Counter()
    numbered = {}
    for heading, column in zip(responses.headings, responses.columns, strict=True):
        key = answer_key(heading)
        seen[key] += 1
        if heading and times[key] > 1:
            numbered[f"{heading} ({seen[key]})"] = column
    return numbered


def _wanted_names(frame: pl.DataFrame, text: str) -> Iterator[tuple[int, str, str | None]]:
    """The rows of an input table that name a column, each with that name or pattern.

    A row that leaves its column to its key also has its text, from the column `text`.

    Rows with a repeated key and patterns with two stars are left out: the catalogue has a problem
    for them already.
    """
    key = frame.columns[0]
    rows = frame.with_row_index("\x00row").drop_nulls("column")
    typed = pl.col("column").ne_missing(pl.col(key)).alias("\x00typed")
    rows = rows.with_columns(pl.col(key).fill_null(pl.col("column")), typed)
    for row in rows.unique(key, keep="first", maintain_order=True).iter_rows(named=True):
        if row["column"].count("*") <= 1:
            yield row["\x00row"], row["column"], None if row["\x00typed"] else row[text]


def _with_repeated_values(rows: Rows, columns: Sequence[str]) -> Collection[str]:
    """The columns with more than one value, each of which occurs twice or more on average.

    This leaves out respondent numbers, times, open text, and columns that are blank or always the
    same: nobody misses those in the catalogue.
    """
    counts = zip(columns, rows.numbers_of_values(columns), strict=True)
    return {name for name, (values, n) in counts if 1 < values <= n / LEAST_PER_VALUE}


def is_of_respondents(heading: str) -> bool:
    """Whether the name is that of a column that tells respondents apart, such as `Response ID`."""
    return _plain(heading) in _named("respondents")


def is_of_the_tool(heading: str) -> bool:
    """Whether the name is that of a column that a survey tool adds."""
    return is_of_respondents(heading) or _plain(heading) in _named("others")


def _plain(heading: str) -> str:
    """Letters and digits only, so that `Response ID` and `response_id` are the same."""
    return re.sub(r"[\W_]+", "", heading).casefold()


@cache
def _named(kind: str) -> frozenset[str]:
    """The names that survey tools give to such columns, in any language."""
    keys = [(language, f"survey_tools.{kind}") for language in LANGUAGES]
    return frozenset(name for language, key in keys for name in words(language).several(key))
