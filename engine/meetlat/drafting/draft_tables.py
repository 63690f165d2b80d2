"""The draft: rows for the tables of the workbook, and notes on what HR should confirm."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from meetlat.drafting.export import Kind
from meetlat.languages import Language

# The settings that no export knows, and that every report shows.
TO_TYPE = ("title", "organisation", "invited")


@dataclass(frozen=True)
class Note:
    """Something for HR to confirm.

    Attributes:
        table: the input table; blank if it is about a column that is not used.
        row: the row of that table, from 0.
        column: the column of that table, or the setting if the table is `Survey`.
        value: what was filled in, or the heading of the column.
        reason: the key of the text that says why.
        about: what the text mentions, such as the heading above a block of questions.
    """

    table: str
    row: int
    column: str
    value: str
    reason: str
    about: str = ""


@dataclass
class Draft:
    """The tables of the workbook, by name, as rows of cells by column.

    Attributes:
        language: the language of the survey.
        settings: the values of settings.
        tables: the rows of every table.
        notes: what HR should confirm.
        sources: the columns of the responses behind a row, by its table and number.
        left_out: the headings of the columns that are not used, by what they are.
        has_answers: whether it was made from answers.
    """

    language: Language
    settings: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    sources: dict[tuple[str, int], Sequence[str]] = field(default_factory=dict)
    left_out: dict[Kind, list[str]] = field(default_factory=dict)
    has_answers: bool = True

    @property
    def has_questions(self) -> bool:
        """Whether any column is a question."""
        return bool(self.tables.get("Questions"))


def notes_on_settings(found: Collection[str]) -> Iterator[Note]:
    """What HR types on the sheet Survey: what no export knows, and the fieldwork if not found."""
    wanted = (*TO_TYPE, "fieldwork_start", "fieldwork_end")
    for name in [name for name in wanted if name not in found]:
        yield on_setting(name, f"setting_{name.partition('_')[0]}")


def on_setting(name: str, reason: str) -> Note:
    """A note on a cell of the sheet Survey."""
    return Note("Survey", 0, name, name, reason)
