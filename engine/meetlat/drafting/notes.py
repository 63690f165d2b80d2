"""What HR should confirm in a drafted workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

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


def notes_on_settings(found: Collection[str]) -> Iterator[Note]:
    """What HR types on the sheet Survey: what no export knows, and the fieldwork if not found."""
    wanted = (*TO_TYPE, "fieldwork_start", "fieldwork_end")
    for name in [name for name in wanted if name not in found]:
        yield on_setting(name, f"setting_{name.partition('_')[0]}")


def on_setting(name: str, reason: str) -> Note:
    """A note on a cell of the sheet Survey."""
    return Note("Survey", 0, name, name, reason)
