"""Compare a new export with the catalogue of a workbook: what is new, gone and renamed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from meetlat.drafting.additions import Additions
from meetlat.drafting.draft import draft_survey
from meetlat.drafting.draft_tables import Draft, Note
from meetlat.drafting.export import plain_text
from meetlat.drafting.renaming import Named, Order, pairs
from meetlat.drafting.scale_match import Row, ScaleMatch
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.columns import Columns, WantedColumn
from meetlat.reading.responses.responses import Responses, times_given
from meetlat.reading.scale import Scale, answer_key


@dataclass
class Comparison:
    """What a new export changes: the rows to add to each table, with notes.

    In the notes, rows are counted from the first of the table, and go on in the rows to add.
    `left_out` has the headings that the workbook does not use, and that the earlier file had
    already (or for which the workbook has no table).
    """

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class File:
    """Responses, their draft, and the columns of them that the catalogue uses."""

    responses: Responses
    draft: Draft
    columns: Columns

    @classmethod
    def of(cls, responses: Responses, catalogue: Catalogue) -> File:
        """The file, drafted in the language of the catalogue."""
        draft = draft_survey(responses, catalogue.language)
        return cls(responses, draft, Columns(responses, catalogue))

    def heading(self, column: str) -> str:
        """The heading of a column of the frame."""
        return self.responses.headings[self.responses.frame.get_column_index(column)]

    def unlisted(self, wanted: WantedColumn, scale: Scale) -> list[str]:
        """The answers to a question that its scale does not list.

        An answer of one person is left out, because it may have been typed.
        """
        if "*" in wanted.name:
            return [option for _, option in wanted.found if scale.code(option) is None]
        column, times = wanted.found[0][0], Counter[str]()
        counted = times_given(self.responses.frame[column])
        parts = scale.several([value for value, _ in counted])
        for value, n in counted:
            if scale.code(self.responses.label(column, value)) is None:
                times.update({part: n for code, part in parts[value] if code is None})
        return sorted(part for part, n in times.items() if n > 1)

    def scale(self, row: int) -> Sequence[Row]:
        """The drafted answers of a row of the drafted `Questions`."""
        name = self.draft.tables["Questions"][row]["scale"]
        return [own for own in self.draft.tables["Scales"] if own["scale"] == name]


def compare(
    catalogue: Catalogue, new: Responses, old: Responses | None, *, everything: bool = False
) -> Comparison:
    """What a new export changes, perhaps beside the file that the workbook used so far.

    With `everything`, also what the old file had and the workbook leaves out is added.
    """
    before = None if old is None else File.of(old, catalogue)
    comparer = _Comparer(catalogue, File.of(new, catalogue), before)
    return comparer.compare(everything=everything)


class _Comparer:
    """Compares the new file with the catalogue, and with the old file if there is one."""

    def __init__(self, catalogue: Catalogue, new: File, old: File | None) -> None:
        self._catalogue, self._new, self._old = catalogue, new, old
        self._scales = ScaleMatch(catalogue)
        # What the old file had for each row of the workbook.
        self._before = {(own.table, own.row): own for own in (old.columns.wanted if old else ())}
        headings = [] if old is None else old.responses.headings
        self._order = Order(headings, new.responses.headings)
        self._known = set(map(answer_key, headings))

    def compare(self, *, everything: bool) -> Comparison:
        gone, unused = list(self._gone()), list(self._unused())
        renamed = pairs(gone, unused, self._may_be_one)
        kept = {id(one) for pair in renamed for one in pair}
        fresh = [own for own in unused if id(own) not in kept]
        added = [
            own
            for own in fresh
            if (everything or answer_key(own.heading) not in self._known)
            and own.table in self._catalogue.tables
        ]
        left_out = [own.heading for own in fresh if own not in added]
        additions = Additions(self._catalogue, self._new.draft, self._scales)
        for own in added:
            theme = self._theme_of(own) if own.table == "Questions" else ""
            additions.add(own.table, own.row, own.heading, theme)
        notes = [
            *additions.notes,
            *(Note(a.table, a.row, "column", b.heading, "renamed") for a, b in renamed),
            *(self._note_gone(own) for own in gone if id(own) not in kept),
            *self._reworded(),
            *self._new_answers(),
            *self._other_period(),
        ]
        return Comparison(additions.rows, notes, left_out)

    def _gone(self) -> Iterator[Named]:
        """The rows of the workbook whose column the new file lacks."""
        for wanted in self._new.columns.wanted:
            if wanted.found:
                continue
            earlier = self._before.get((wanted.table, wanted.row))
            found = earlier.found if earlier else ()
            heading = self._old.heading(found[0][0]) if self._old and found else ""
            text = self._text(wanted)
            yield Named(wanted.table, wanted.row, _texts(text, heading or wanted.name), heading)

    def _unused(self) -> Iterator[Named]:
        """The drafted rows whose columns the workbook does not use."""
        draft, used = self._new.draft, self._new.columns.used
        for (table, row), columns in draft.sources.items():
            if used.isdisjoint(columns):
                key = "text" if table == "Questions" else "name"
                heading = self._new.heading(columns[0])
                text = draft.tables[table][row][f"{key}::{draft.language}"]
                yield Named(table, row, _texts(text, heading), heading)

    def _may_be_one(self, gone: Named, new: Named) -> bool:
        """Whether both have the same scale, and the same place in the file."""
        if gone.table == "Questions":
            scale = self._catalogue.questions["scale"][gone.row] or ""
            others = self._scales.unlisted(scale, self._new.scale(new.row))
            if others and not self._has_answers_of(scale, new.row):
                return False
        return self._order.has_kept_its_place(gone.heading, new.heading)

    def _has_answers_of(self, scale: str, row: int) -> bool:
        """Whether the new file has the same new answers for other questions on this scale."""
        questions, sources = self._new.draft.tables["Questions"], self._new.draft.sources
        rows = [n for n, own in enumerate(questions) if own["scale"] == questions[row]["scale"]]
        columns = {column for n in rows for column in sources["Questions", n]}
        return any(
            not columns.isdisjoint(column for column, _ in wanted.found)
            for wanted in self._new.columns.wanted
            if wanted.table == "Questions"
            and self._catalogue.questions["scale"][wanted.row] == scale
        )

    def _theme_of(self, own: Named) -> str:
        """The theme of most questions of the workbook that the draft puts with a new one."""
        questions = self._new.draft.tables["Questions"]
        theme = questions[own.row]["theme"]
        rows = [row for row, other in enumerate(questions) if theme and other["theme"] == theme]
        columns = {c for row in rows for c in self._new.draft.sources["Questions", row]}
        themes = self._catalogue.questions["theme"]
        found = [
            themes[wanted.row]
            for wanted in self._new.columns.wanted
            if wanted.table == "Questions" and columns & {column for column, _ in wanted.found}
        ]
        known = Counter(theme for theme in found if theme)
        return known.most_common(1)[0][0] if known else ""

    # Remarks on the rows of HR

    def _note_gone(self, own: Named) -> Note:
        key = self._catalogue.frame(own.table).columns[0]
        return Note(own.table, own.row, key, own.texts[0], "gone")

    def _reworded(self) -> Iterator[Note]:
        """Columns that have kept their heading, but not the text that the files have beside it."""
        for wanted in self._new.columns.wanted:
            earlier = self._before.get((wanted.table, wanted.row))
            texts = [
                plain_text(file.responses.texts.get(own.found[0][0], ""))
                for file, own in ((self._old, earlier), (self._new, wanted))
                if file and own and own.found
            ]
            if len(texts) == 2 and all(texts) and answer_key(texts[0]) != answer_key(texts[1]):
                key = "text" if wanted.table == "Questions" else "name"
                yield Note(wanted.table, wanted.row, key, texts[1], "reworded")

    def _new_answers(self) -> Iterator[Note]:
        """Answers that neither the scale of a question nor the old file has."""
        done = set()
        for wanted in self._new.columns.wanted:
            if wanted.table != "Questions" or not wanted.found:
                continue
            name = self._catalogue.questions["scale"][wanted.row] or ""
            scale, earlier = self._scales.scale(name), self._before.get((wanted.table, wanted.row))
            if scale is None or scale.unlisted is not None:
                continue
            known: Sequence[str] = ()
            if self._old and earlier and earlier.found:
                known = self._old.unlisted(earlier, scale)
            for answer in self._new.unlisted(wanted, scale):
                own = (name, answer_key(answer))
                if answer not in known and own not in done:
                    done.add(own)
                    yield Note("Scales", self._first_rows[name], "answer", answer, "new_answer")

    @property
    def _first_rows(self) -> dict[str, int]:
        """The first row of each scale."""
        scales = self._catalogue.scales["scale"].to_list()
        return {name: row for row, name in reversed([*enumerate(scales)])}

    def _other_period(self) -> Iterator[Note]:
        """The days of the answers, if all of them are outside the period that HR typed."""
        own, days = self._catalogue.settings, self._new.draft.settings
        start, end = days["fieldwork_start"], days["fieldwork_end"]
        first, last = own.fieldwork_start, own.fieldwork_end
        if not isinstance(start, dt.date) or first is None or last is None:
            return
        if start > last or end < first:
            value = f"{start:%Y-%m-%d} – {end:%Y-%m-%d}"
            yield Note("Survey", 0, "fieldwork_start", value, "period")

    def _text(self, wanted: WantedColumn) -> str:
        key = "text" if wanted.table == "Questions" else "name"
        return self._catalogue.frame(wanted.table)[key][wanted.row] or wanted.name


def _texts(text: str, heading: str) -> list[str]:
    """The text, and the heading if it is words and no code."""
    return [text, heading] if " " in heading and heading != text else [text]
