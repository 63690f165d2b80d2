"""Draft the tables of the workbook, from classified columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from meetlat.drafting.classification import Classified, classify
from meetlat.drafting.draft_scale import Answer, DraftScale
from meetlat.drafting.draft_tables import Draft, Note, notes_on_settings, on_setting
from meetlat.drafting.export import Column, Kind, cells_without_heading, read_columns
from meetlat.drafting.fieldwork import fieldwork
from meetlat.drafting.likely_language import likely_language
from meetlat.drafting.names import Names, short_name
from meetlat.drafting.option_columns import option_columns
from meetlat.drafting.questions import ENPS, AskedQuestion, asked_questions
from meetlat.drafting.segments import MOST_SEGMENTS, drafted_segments
from meetlat.drafting.stems import codes_of
from meetlat.drafting.structures.columns import structure_columns, with_structure
from meetlat.drafting.structures.structure import Structure
from meetlat.drafting.themes import Theme, against_theme, by_answers, by_section, named, scores_of
from meetlat.drafting.vocabulary import is_code
from meetlat.languages import LANGUAGES, Language, words
from meetlat.reading.responses.responses import Responses
from meetlat.reading.scale import answer_key

# A longer heading is no code, even without spaces.
LONGEST_CODE = 24

# Kinds of columns that HR may want to use after all.
WORTH_NAMING = (Kind.WEIGHT, Kind.NUMBER, Kind.RANKING, Kind.JOINED)


def draft_survey(
    responses: Responses, language: Language | None, structure: Structure | None = None
) -> Draft:
    """A draft of the catalogue for these responses; without a language, in the likeliest."""
    columns = read_columns(responses)
    if structure:
        columns = with_structure(columns, structure)
    draft = _draft(columns, responses.frame, language, structure)
    if cells := cells_without_heading(responses):
        draft.left_out[Kind.NO_HEADING] = cells
    return draft


def draft_structure(structure: Structure, language: Language | None) -> Draft:
    """A draft of the catalogue for a survey without answers, from its structure."""
    columns = structure_columns(structure)
    frame = pl.DataFrame(schema={column.name: pl.String for column in columns})
    draft = _draft(columns, frame, language, structure)
    draft.has_answers = False
    draft.notes.insert(0, on_setting("responses", "setting_responses"))
    return draft


def _draft(
    columns: Sequence[Column],
    frame: pl.DataFrame,
    language: Language | None,
    structure: Structure | None,
) -> Draft:
    own = structure.language.partition("-")[0].lower() if structure else ""
    language = language or (own if own in LANGUAGES else likely_language(columns))
    title = structure.title if structure else ""
    return _Drafter(frame, classify(columns), language, title).draft()


class _Drafter:
    """Makes a draft from classified columns."""

    def __init__(
        self, frame: pl.DataFrame, classified: Classified, language: Language, title: str
    ) -> None:
        self._frame, self._classified, self._title = frame, classified, title
        self._by_name = {column.name: column for column in classified.columns}
        headings = [column.heading for column in classified.columns]
        self._names, self._headings = Names(headings), set(map(answer_key, headings))
        self._draft = Draft(language)
        self._scales: dict[frozenset[Answer], str] = {}
        self._scale_names, self._rows = Names(), dict[str, int]()

    def draft(self) -> Draft:
        asked = asked_questions(self._classified)
        themes = self._themes([own for own in asked if own.metric == "likert"])
        self._write_settings(asked)
        self._write_themes(themes)
        for own in self._in_order(asked, themes):
            self._write_question(own, themes)
        self._write_segments()
        self._write_open_questions()
        self._write_left_out()
        self._remark_on_reversal(asked, themes)
        return self._draft

    def _write_settings(self, asked: Sequence[AskedQuestion]) -> None:
        when = [name for name, own in self._classified.verdicts.items() if own.kind == Kind.TOOL]
        start, end = fieldwork([self._frame[name].alias("") for name in when])
        self._draft.settings = {
            "language": self._draft.language,
            "fieldwork_start": start,
            "fieldwork_end": end,
            "invited": None,
        }
        if self._title:
            self._draft.settings["title"] = self._title
        if any(is_code(own.text) or own.scale.is_coded for own in asked):
            self._draft.notes.append(on_setting("responses", "codes"))
        found = [name for name, value in self._draft.settings.items() if value is not None]
        self._draft.notes += notes_on_settings(found)

    # Themes

    def _themes(self, scored: Sequence[AskedQuestion]) -> list[Theme]:
        columns = [self._by_name[own.names[0]] for own in scored]
        names = [column.name for column in columns]
        sections = {column.name: column.section for column in columns}
        stems = {name: part.stem for name, part in self._classified.parts.items()}
        sources = (sections, stems, codes_of(columns))
        themes = next((found for own in sources if (found := by_section(own, names))), [])
        if not themes:
            texts = {own.names[0]: own.text for own in scored}
            themes = by_answers(texts, self._scores(scored))
        return named(themes, self._draft.language)

    def _scores(self, scored: Sequence[AskedQuestion]) -> np.ndarray:
        """A column of scores for each question; nan is no score."""
        frame = self._frame
        columns = [scores_of(frame[own.names[0]].alias(""), own.scale) for own in scored]
        return np.column_stack(columns) if columns else np.empty((0, 0))

    def _write_themes(self, themes: Sequence[Theme]) -> None:
        self._theme_ids: dict[str, str] = {}
        self._draft.tables["Themes"] = rows = []
        ids = Names()
        for row, theme in enumerate(themes):
            own = ids.unique(short_name(theme.name) or "theme")
            self._theme_ids |= dict.fromkeys(theme.members, own)
            rows.append({"theme": own, self._in_language("name"): theme.name})
            if not theme.sure:
                cell = self._in_language("name")
                self._note("Themes", row, cell, theme.name, theme.reason, theme.heading)

    def _in_order(
        self, asked: Sequence[AskedQuestion], themes: Sequence[Theme]
    ) -> list[AskedQuestion]:
        """The questions by theme, because the report shows them so; others stay in their order."""
        place = {name: i for i, theme in enumerate(themes) for name in theme.members}
        last = len(themes)
        first = [own for own in asked if own.metric == ENPS]
        return first + sorted(
            (own for own in asked if own.metric != ENPS),
            key=lambda own: place.get(own.names[0], last),
        )

    # Questions, scales and segments

    def _write_question(self, own: AskedQuestion, themes: Sequence[Theme]) -> None:
        rows = self._draft.tables.setdefault("Questions", [])
        name = self._question_name(own)
        scale = self._scale(own.scale, ENPS if own.metric == ENPS else own.scale.name)
        theme = self._theme_ids.get(own.names[0], "")
        metric = "" if own.metric == "likert" and theme else own.metric
        column = own.column if answer_key(own.column) != answer_key(name) else ""
        row = self._rows[own.names[0]] = len(rows)
        self._draft.sources["Questions", row] = own.names
        rows.append(
            {
                "question": name,
                "column": column,
                self._in_language("text"): own.text,
                "theme": theme,
                "metric": metric,
                "scale": scale,
            }
        )
        if not own.verdict.sure and own.metric != "likert":
            self._note("Questions", row, "metric", own.text, own.verdict.reason)

    def _question_name(self, own: AskedQuestion) -> str:
        """`enps`; the heading if that is a code; or else a number."""
        if own.metric == ENPS and answer_key(ENPS) not in self._headings:
            return self._names.unique(ENPS)
        several = "*" in own.column
        heading = own.column if several else self._by_name[own.names[0]].heading
        code = heading.partition("[")[0].rstrip("*_ ./-") if several else heading
        if code and " " not in code and len(code) <= LONGEST_CODE:
            return self._names.unique(code) if several else code
        number = 1 + len(self._draft.tables["Questions"])
        word = words(self._draft.language)["drafting.question"]
        return self._names.unique(f"{word}{number:02}")

    def _scale(self, scale: DraftScale, name: str) -> str:
        """The name of a scale in the workbook; its rows are written the first time."""
        key = frozenset(
            answer._replace(answer=answer_key(answer.answer)) for answer in scale.answers
        )
        if key not in self._scales:
            own = self._scale_names.unique(name or "scale")
            self._scales[key] = own
            rows = self._draft.tables.setdefault("Scales", [])
            first = len(rows)
            rows += [
                {
                    "scale": own,
                    "answer": _number_or_text(answer.answer),
                    self._in_language("label"): _label(answer),
                    "score": answer.score,
                }
                for answer in scale.answers
            ]
            if not scale.sure and name != ENPS:
                cell = "score" if scale.is_scored else "answer"
                self._note("Scales", first, cell, own, f"scale_{scale.reason}")
        return self._scales[key]

    def _write_segments(self) -> None:
        rows = self._draft.tables["Segments"] = []
        ids = Names(column.heading for column in self._classified.columns)
        columns = list(self._columns(Kind.SEGMENT))
        for column in columns[MOST_SEGMENTS:]:
            self._note("", 0, "", column.heading, "left_segment", str(MOST_SEGMENTS))
        columns = columns[:MOST_SEGMENTS]
        found = drafted_segments(columns, self._frame, ids)
        for row, (column, own) in enumerate(found):
            cells = {"segment": own.id, "column": own.column, "parent": own.parent}
            rows.append({**cells, self._in_language("name"): own.name})
            self._draft.sources["Segments", row] = [column.name]
            self._confirm_kind(column, "Segments", row, self._in_language("name"))
            if column.described and _has_codes(column) and not self._frame.is_empty():
                self._note("Segments", row, self._in_language("name"), own.name, "segment_codes")
            if own.parent:
                self._note("Segments", row, "parent", own.name, "segment_parent", own.parent_name)

    def _write_open_questions(self) -> None:
        """The open questions, for `meetlat open-answers`; no report has their answers."""
        self._draft.tables["OpenQuestions"] = [
            {"column": column.heading, self._in_language("text"): column.text}
            for column in self._columns(Kind.OPEN)
        ]

    def _write_left_out(self) -> None:
        left = (Kind.TOOL, Kind.PERSON, Kind.EMPTY, Kind.OPEN, *WORTH_NAMING)
        for kind in left:
            columns = list(self._columns(kind))
            if columns:
                self._draft.left_out[kind] = [column.heading for column in columns]
            if kind in WORTH_NAMING:
                for column in columns:
                    self._note("", 0, "", column.heading, f"left_{kind}")
        for stem, block in self._classified.blocks.items():
            if option_columns(block, self._classified) is None:
                self._note("", 0, "", stem, "left_option")

    def _remark_on_reversal(self, asked: Sequence[AskedQuestion], themes: Sequence[Theme]) -> None:
        by_column = {own.names[0]: own for own in asked}
        for theme in themes:
            members = [by_column[name] for name in theme.members]
            for i in against_theme(self._scores(members)):
                own = members[i]
                self._note("Questions", self._rows[own.names[0]], "reverse", own.text, "reversal")

    # Helpers

    def _columns(self, kind: Kind) -> Iterable[Column]:
        verdicts = self._classified.verdicts
        return (c for c in self._classified.columns if verdicts[c.name].kind == kind)

    def _confirm_kind(self, column: Column, table: str, row: int, cell: str) -> None:
        verdict = self._classified.verdicts[column.name]
        if not verdict.sure:
            self._note(table, row, cell, column.text, verdict.reason)

    def _note(
        self, table: str, row: int, column: str, value: str, reason: str, about: str = ""
    ) -> None:
        self._draft.notes.append(Note(table, row, column, value, reason, about))

    def _in_language(self, column: str) -> str:
        return f"{column}::{self._draft.language}"


def _label(answer: Answer) -> str:
    """The label of an answer, unless that is the answer itself."""
    return "" if answer.label == answer.answer else answer.label


def _number_or_text(answer: str) -> float | str:
    """A number as a number, so that the cell looks like those that HR types."""
    return int(answer) if answer.isdecimal() and str(int(answer)) == answer else answer


def _has_codes(column: Column) -> bool:
    """Whether the answers in the file are codes, of which the labels are other words."""
    return any(column.meaning(answer) != answer for answer in column.answers)
