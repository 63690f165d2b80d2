"""The draft: rows for the tables of the workbook, and notes on what HR should confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from meetlat.drafting.export import Kind
from meetlat.drafting.notes import Note
from meetlat.languages import Language


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
