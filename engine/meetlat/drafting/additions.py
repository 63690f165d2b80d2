"""The rows to add to a workbook for questions and segments that are new in an export."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from meetlat.drafting.draft_tables import Draft, Note
from meetlat.drafting.names import Names
from meetlat.drafting.scale_match import ScaleMatch
from meetlat.languages import words
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.scale import answer_key


class Additions:
    """The rows to add to each table, with names that the workbook does not have, and notes.

    In the notes, the rows to add are counted after those of the workbook.
    """

    def __init__(self, catalogue: Catalogue, draft: Draft, scales: ScaleMatch) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.notes: list[Note] = []
        self._catalogue, self._draft, self._scales = catalogue, draft, scales
        self._taken = {
            table: Names(name for name in catalogue.frame(table).to_series() if name)
            for table in ("Questions", "Segments", "Scales")
        }
        self._added_scales: dict[str, str] = {}

    def add(self, table: str, row: int, heading: str, theme: str = "") -> None:
        """Add a drafted question (in a theme of the workbook, or in none) or segment."""
        cells = dict(self._draft.tables[table][row])
        key = "question" if table == "Questions" else "segment"
        name = self._name(table, cells[key])
        if name != cells[key] and answer_key(cells[key]) == answer_key(heading):
            cells["column"] = heading
        cells[key] = name
        if table == "Questions":
            is_scored = cells["theme"] and not cells["metric"]
            metric = cells["metric"] or ("" if theme else "likert")
            cells |= {"theme": theme, "metric": metric, "scale": self._scale(cells["scale"])}
            reason = "added" if theme or not is_scored else "added_without_theme"
        else:
            reason = "added_segment"
        added = self._append(table, cells)
        self.notes.append(Note(table, added, key, heading, reason))
        self._copy_notes(table, row, added)

    def _name(self, table: str, wanted: str) -> str:
        """The drafted name; a question whose name is taken gets the next number."""
        known = {answer_key(n) for n in self._catalogue.frame(table).to_series() if n}
        if table == "Questions" and answer_key(wanted) in known:
            number = 1 + len(self._catalogue.questions) + len(self.rows.get(table, ()))
            wanted = f"{words(self._draft.language)['drafting.question']}{number:02}"
        return self._taken[table].unique(wanted)

    def _scale(self, drafted: str) -> str:
        """A scale of the workbook with the same answers, or else a new one."""
        rows = [(i, r) for i, r in enumerate(self._draft.tables["Scales"]) if r["scale"] == drafted]
        if own := self._scales.same([row for _, row in rows]):
            return own
        if drafted not in self._added_scales:
            name = self._added_scales[drafted] = self._taken["Scales"].unique(drafted)
            for i, row in rows:
                self._copy_notes("Scales", i, self._append("Scales", {**row, "scale": name}))
        return self._added_scales[drafted]

    def _append(self, table: str, cells: dict[str, Any]) -> int:
        rows = self.rows.setdefault(table, [])
        rows.append(cells)
        return len(self._catalogue.frame(table)) + len(rows) - 1

    def _copy_notes(self, table: str, row: int, added: int) -> None:
        found = [note for note in self._draft.notes if (note.table, note.row) == (table, row)]
        self.notes += [replace(note, row=added) for note in found]
