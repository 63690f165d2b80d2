"""The `Survey` table: one setting a row, read as one typed row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from meetlat.languages import LANGUAGES, Language
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import known_as, meant
from meetlat.problems.text import fold, listing
from meetlat.reading.cells import as_it_stands, text
from meetlat.reading.inputs import InputTable
from meetlat.reading.typed_tables import typed_frame
from meetlat_schemas import SettingsSchema

SMALLEST_GROUP = 10
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")

# How many times the mean weight one person may count for: usual in election studies and polls.
LARGEST_WEIGHT = 5.0

# The difference that stands out on a scale of ten points, and the lowest and highest plausible
# value of that setting.
REMARKABLE_DIFFERENCE, LIKELY = 0.3, (0.05, 5.0)

# Which differences get a mark.
Mark = Literal["significant", "remarkable", "both", "either"]

# How p-values are adjusted for the number of differences that are read together.
Correction = Literal["holm", "bh"]

# The values of a setting that must be one of a few.
CHOICES: dict[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "mark_differences": get_args(Mark),
    "correction": get_args(Correction),
}


@dataclass(frozen=True)
class Settings:
    """What HR said about the survey as a whole."""

    title: str = ""
    organisation: str = ""
    language: Language = "nl"
    fieldwork_start: dt.date | None = None
    fieldwork_end: dt.date | None = None
    invited: int | None = None
    responses: str = ""
    smallest_group: int = SMALLEST_GROUP
    withhold_unanimous: bool = False
    group: str = ""
    accent: str = ""
    logo: str = ""
    remarkable_difference: float = REMARKABLE_DIFFERENCE
    mark_differences: Mark = "both"
    correction: Correction = "holm"
    weights: str = ""
    largest_weight: float = LARGEST_WEIGHT


@dataclass(frozen=True)
class SettingsTable(InputTable):
    """The `Survey` table turned on its side: a setting is a column, `places` its value cell."""

    places: tuple[str, ...] = ()

    def cell(self, row: int, column: int) -> str:
        """Where the value of a setting stands."""
        return self.header_cell(column)

    def header_cell(self, column: int) -> str:
        """Where the value of a setting stands; the top of the table for one that is not there."""
        return self.places[column] if column < len(self.places) else super().header_cell(0)


def turn(table: InputTable) -> SettingsTable:
    """Rows of `setting`, `value` as columns of one row; a repeated setting stays visible."""
    name, value = table.position("setting") or 0, table.position("value") or 0
    return SettingsTable(
        name=table.name,
        sheet=table.sheet,
        header=[row[name] for row in table.values],
        values=[[row[value] for row in table.values]],
        row_numbers=[table.header_row],
        header_row=table.header_row,
        first_column=table.first_column,
        places=tuple(table.cell(i, value) for i in range(len(table.values))),
    )


def read_settings(table: InputTable) -> tuple[Settings, list[Problem]]:
    """The settings, and what is wrong with them; unknown ones are remarked on."""
    if missing := list(_missing_columns(table)):
        return Settings(), missing
    turned = _in_lower_case(turn(table))
    frame, problems = typed_frame(turned, SettingsSchema, "")
    row = frame.row(0, named=True)
    problems += _unknown_language(row["language"], turned)
    problems = [_for_a_setting(problem, turned, table) for problem in problems]
    wrong = [p.facts["column"] for p in problems if p.code == "not-one-of"]
    given: dict[str, Any] = {k: v for k, v in row.items() if v is not None and k not in wrong}
    explained = {problem.facts.get("suggestion") for problem in problems}
    unknown = [p for p in _unknown(turned, table) if p.value not in explained]
    settings = Settings(**given)
    return settings, [
        *problems,
        *unknown,
        *_fieldwork(settings, turned),
        *_colour(settings, turned),
        *_threshold(settings, turned),
    ]


def _in_lower_case(turned: SettingsTable) -> SettingsTable:
    """Spell the values of `CHOICES` as Meetlat does, however they are capitalised."""
    values = [*turned.values[0]]
    for setting, choices in CHOICES.items():
        place = turned.position(setting)
        if place is not None and (folded := fold(text(values[place]) or "")) in choices:
            values[place] = folded
    return replace(turned, values=[values])


def _missing_columns(table: InputTable) -> Iterator[Problem]:
    names = ("setting", "value")
    spare = [h for h in map(text, table.header) if h and fold(h) not in names]
    for name in names:
        if table.position(name) is None:
            near = meant(name, spare)
            cell = table.header_cell(table.position(near) or 0 if near else 0)
            facts = {"table": table.name, "suggestion": near}
            yield Problem("column-missing", table.sheet, cell, name, facts)


def _for_a_setting(problem: Problem, turned: SettingsTable, table: InputTable) -> Problem:
    """In words that are about a setting, not about the column that it was turned into."""
    sheet, name = problem.sheet, table.position("setting") or 0
    if problem.code == "column-twice":
        cell = table.cell(turned.places.index(problem.cell), name)
        return Problem("setting-twice", sheet, cell, problem.value)
    if problem.code == "column-missing":  # it may stand there by another name
        near = problem.facts["suggestion"]
        row = turned.position(near) if near else None
        cell = table.header_cell(0) if row is None else table.cell(row, name)
        return Problem("setting-missing", sheet, cell, problem.value, {"suggestion": near})
    if problem.code == "blank":
        return Problem("setting-missing", sheet, problem.cell, problem.facts["column"])
    if problem.code == "not-one-of":
        column = str(problem.facts["column"])
        suggestion = known_as(text(problem.value) or "", CHOICES[column], cutoff=0.9)
        return replace(problem, facts={**problem.facts, "suggestion": suggestion})
    if problem.code == "percentage-as-text" and problem.facts["column"] == "remarkable_difference":
        of_ten = 10 * problem.facts["number"]  # 3 % of a range of ten points
        return replace(problem, facts={**problem.facts, "number": of_ten})
    return problem


def _unknown_language(language: str | None, turned: SettingsTable) -> Iterator[Problem]:
    """A language without a file; the schema knows no files."""
    if language is not None and language not in LANGUAGES:
        position = turned.position("language") or 0
        value = as_it_stands(turned.values[0][position])
        facts = {"column": "language", "allowed": listing(LANGUAGES)}
        yield Problem("not-one-of", turned.sheet, turned.cell(0, position), value, facts)


def _unknown(turned: SettingsTable, table: InputTable) -> Iterator[Problem]:
    known = list(SettingsSchema.to_schema().columns)
    for row, setting in enumerate(map(text, turned.header)):
        if setting is not None and fold(setting) not in known:
            facts = {"known": listing(known), "suggestion": known_as(setting, known)}
            cell = table.cell(row, table.position("setting") or 0)
            yield Problem("unknown-setting", table.sheet, cell, setting, facts)


def _fieldwork(settings: Settings, turned: SettingsTable) -> Iterator[Problem]:
    """The fieldwork does not end before it starts."""
    start, end = settings.fieldwork_start, settings.fieldwork_end
    if start and end and end < start:
        cell = turned.cell(0, turned.position("fieldwork_end") or 0)
        facts = {"start": start}
        yield Problem("fieldwork-order", turned.sheet, cell, end, facts)


def _colour(settings: Settings, turned: SettingsTable) -> Iterator[Problem]:
    """The accent is a colour as web pages and Excel's own dialogue write it."""
    if settings.accent and not COLOUR.fullmatch(settings.accent):
        cell = turned.cell(0, turned.position("accent") or 0)
        with_sign = f"#{settings.accent}"
        near = {"suggestion": with_sign if COLOUR.fullmatch(with_sign) else None}
        yield Problem("not-a-colour", turned.sheet, cell, settings.accent, near)


def _threshold(settings: Settings, turned: SettingsTable) -> Iterator[Problem]:
    """The threshold is meant on ten points: .03 is most likely 3 %, and 30 is no difference."""
    threshold = settings.remarkable_difference
    if 0 < threshold < LIKELY[0] or threshold > LIKELY[1]:
        cell = turned.cell(0, turned.position("remarkable_difference") or 0)
        yield Problem("odd-threshold", turned.sheet, cell, threshold)
