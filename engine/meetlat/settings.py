"""The `Survey` table: one setting a row, read as one typed row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from meetlat.cells import text
from meetlat.messages import Language
from meetlat.problem import Problem, listing, nearest
from meetlat.tables import typed_frame
from meetlat.workbook import InputTable, fold
from meetlat_schemas import SettingsSchema

SMALLEST_GROUP = 10


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
    group: str = ""


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
    missing = [c for c in ("setting", "value") if table.position(c) is None]
    if missing:
        cell = table.header_cell(0)
        facts = {"table": table.name, "suggestion": None}
        return Settings(), [Problem("column-missing", table.sheet, cell, c, facts) for c in missing]
    turned = turn(table)
    frame, problems = typed_frame(turned, SettingsSchema, "")
    wrong_language = any(p.facts.get("column") == "language" for p in problems)
    given: dict[str, Any] = {k: v for k, v in frame.row(0, named=True).items() if v is not None}
    if wrong_language:
        given.pop("language", None)
    return Settings(**given), [
        *(_for_a_setting(problem, turned, table) for problem in problems),
        *_unknown(turned, table),
    ]


def _for_a_setting(problem: Problem, turned: SettingsTable, table: InputTable) -> Problem:
    """A setting that is not there has no cell of its own: the top of the table will do."""
    if problem.code == "column-twice":
        cell = table.cell(turned.places.index(problem.cell), table.position("setting") or 0)
        return Problem("setting-twice", problem.sheet, cell, problem.value)
    if problem.code != "blank":
        return problem
    setting = problem.facts["column"]
    cell = problem.cell if fold(setting) in turned.names else table.header_cell(0)
    return Problem("setting-missing", problem.sheet, cell, setting)


def _unknown(turned: SettingsTable, table: InputTable) -> Iterator[Problem]:
    known = list(SettingsSchema.to_schema().columns)
    for row, setting in enumerate(map(text, turned.header)):
        if setting is not None and fold(setting) not in known:
            facts = {"known": listing(known), "suggestion": nearest(setting, known)}
            cell = table.cell(row, table.position("setting") or 0)
            yield Problem("unknown-setting", table.sheet, cell, setting, facts)
