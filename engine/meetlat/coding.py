"""From answers as given (labels, numbers, `a; b`) to codes: the answer's place on its scale.

A question with one answer a respondent becomes one column of codes. A multiple-choice question
becomes one true/false column an answer, so that answers may be any number.
"""

from __future__ import annotations

import fnmatch
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from meetlat.catalogue import Catalogue
from meetlat.cells import NO, text
from meetlat.problem import Problem, nearest
from meetlat.responses import Responses

SEPARATOR = ";"
CURLY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True)
class Item:
    """How the answers to one question stand in the coded frame.

    `answered` is true where a respondent answered at all; `chosen[k]` where the answer is (or
    includes) the scale's answer number *k*.
    """

    question: str
    answered: pl.Expr
    chosen: Sequence[pl.Expr]


@dataclass(frozen=True)
class Coded:
    """The answers as codes: one row a respondent, with the segment columns as text beside them."""

    frame: pl.DataFrame
    items: Sequence[Item]


def answer_key(value: Any) -> str:
    """What two spellings of one answer share: case, blanks, quotes and accents' form aside."""
    words = unicodedata.normalize("NFC", text(value) or "").translate(CURLY)
    return " ".join(words.split()).casefold()


def code_responses(responses: Responses, catalogue: Catalogue) -> tuple[Coded, list[Problem]]:
    """Code every question and segment of the catalogue.

    Answers that are not on their scale count as missing, and are remarked on, each once.
    """
    coder = _Coder(responses, catalogue)
    scales = {name: _Scale(frame) for (name,), frame in catalogue.scales.group_by("scale")}
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        coder.code_question(row, question, scales[question["scale"]])
    for row, segment in enumerate(catalogue.segments.iter_rows(named=True)):
        coder.code_segment(row, segment)
    return Coded(responses.frame.select(**coder.columns), coder.items), coder.problems


class _Scale:
    """The answers of a scale by their key; an answer may be given as its code or its label."""

    def __init__(self, answers: pl.DataFrame) -> None:
        self.answers = answers["answer"].to_list()
        labels = enumerate(answers["label"])
        self.codes = {answer_key(label): k for k, label in labels}
        self.codes |= {answer_key(answer): k for k, answer in enumerate(self.answers)}

    def __len__(self) -> int:
        return len(self.answers)

    def several(self, value: Any) -> list[int] | None:
        """The codes in `a; b`, or None if one of them is not on the scale."""
        keys = [answer_key(part) for part in str(value).split(SEPARATOR)]
        codes = [self.codes.get(key) for key in keys if key]
        return None if None in codes or not codes else [c for c in codes if c is not None]


class _Coder:
    def __init__(self, responses: Responses, catalogue: Catalogue) -> None:
        self.responses = responses
        self.catalogue = catalogue
        self.columns: dict[str, pl.Expr] = {}
        self.items: list[Item] = []
        self.problems: list[Problem] = []
        distinct = responses.frame.select(pl.all().drop_nulls().unique().implode())
        self.distinct = {column.name: column[0] for column in distinct}
        self.by_name = {name.strip().casefold(): name for name in responses.frame.columns}

    def code_question(self, row: int, question: Mapping[str, Any], scale: _Scale) -> None:
        name, column = question["question"], question["column"]
        if "*" in column:
            self._code_columns(row, question, scale)
        elif (found := self.by_name.get(column.casefold())) is None:
            self._no_column("Questions", row, column)
        else:
            self._code_column(name, found, question["scale"], scale)

    def code_segment(self, row: int, segment: Mapping[str, Any]) -> None:
        found = self.by_name.get(segment["column"].casefold())
        if found is None:
            self._no_column("Segments", row, segment["column"])
            return
        groups = {value: text(value) for value in self.distinct[found]}
        self.columns[segment_column(segment["segment"])] = self._replace(found, groups, pl.String)

    def _code_column(self, name: str, given: str, scale_name: str, scale: _Scale) -> None:
        """One column holding one answer, or several as `a; b`."""
        single = {v: scale.codes.get(answer_key(v)) for v in self.distinct[given]}
        rest = [v for v, code in single.items() if code is None and answer_key(v)]
        several = {v: codes for v in rest if (codes := scale.several(v))}
        self._remark(name, given, [v for v in rest if v not in several], scale_name, scale)
        codes = {v: code for v, code in single.items() if code is not None}
        if not several:
            self._add_codes(name, self._replace(given, codes, pl.UInt16), len(scale))
            return
        several |= {v: [code] for v, code in codes.items()}
        chosen = [
            self._replace(given, {v: k in these for v, these in several.items()})
            for k in range(len(scale))
        ]
        self._add_choices(name, chosen, chosen[0].is_not_null())

    def _code_columns(self, row: int, question: Mapping[str, Any], scale: _Scale) -> None:
        """A column an answer (`other_job_*`): ticked or not."""
        name, pattern = question["question"], question["column"]
        found = [c for k, c in self.by_name.items() if fnmatch.fnmatchcase(k, pattern.casefold())]
        if not found:
            self._no_column("Questions", row, pattern)
            return
        start = pattern.index("*")
        tail = len(pattern) - start - 1
        by_code: dict[int, str] = {}
        for column in found:
            part = column.strip()[start : len(column.strip()) - tail]
            code = scale.codes.get(answer_key(part))
            if code is None:
                self._remark_column(name, column, part, question["scale"], scale)
            else:
                by_code[code] = column
        ticked = [
            self._ticked(by_code[k]) if k in by_code else pl.lit(None, dtype=pl.Boolean)
            for k in range(len(scale))
        ]
        self._add_choices(name, ticked, pl.any_horizontal(t.is_not_null() for t in ticked))

    def _ticked(self, column: str) -> pl.Expr:
        """Yes where anything but a "no" stands, no where a "no" does, null where nothing does."""
        ticks = {v: answer_key(v) not in NO for v in self.distinct[column] if answer_key(v)}
        return self._replace(column, ticks)

    def _replace(self, column: str, new: Mapping[Any, Any], dtype: Any = pl.Boolean) -> pl.Expr:
        """The values of a column replaced as told; all others null."""
        if not new:
            return pl.lit(None, dtype=dtype)
        old = pl.Series(list(new), dtype=self.responses.frame.schema[column])
        news = pl.Series(list(new.values()), dtype=dtype)
        return pl.col(column).replace_strict(old, news, default=None, return_dtype=dtype)

    def _add_codes(self, name: str, codes: pl.Expr, answers: int) -> None:
        self.columns[name] = codes
        column = pl.col(name)
        chosen = [column == k for k in range(answers)]
        self.items.append(Item(name, column.is_not_null(), chosen))

    def _add_choices(self, name: str, chosen: Sequence[pl.Expr], answered: pl.Expr) -> None:
        columns = [f"{name}\x00{k}" for k in range(len(chosen))]
        self.columns |= dict(zip(columns, chosen, strict=True))
        self.columns[name] = answered
        self.items.append(Item(name, pl.col(name), [pl.col(c) for c in columns]))

    def _no_column(self, table: str, row: int, column: str) -> None:
        suggestion = nearest(column, self.responses.frame.columns)
        self.problems.append(
            self.catalogue.problem_at(
                table, row, "column", "no-such-column", column, table=table, suggestion=suggestion
            )
        )

    def _remark(
        self, question: str, given: str, wrong: Sequence[Any], scale_name: str, scale: _Scale
    ) -> None:
        for value in sorted(wrong, key=str):
            hits = (self.responses.frame[given] == value).fill_null(value=False)
            facts = {
                "scale": scale_name,
                "times": hits.sum(),
                "question": question,
                "suggestion": nearest(str(text(value)), scale.answers),
            }
            cell = self.responses.cell(hits.arg_true()[0], given)
            shown = text(value) or ""
            self.problems.append(Problem("not-on-scale", self.responses.source, cell, shown, facts))

    def _remark_column(
        self, question: str, column: str, part: str, scale_name: str, scale: _Scale
    ) -> None:
        facts = {
            "scale": scale_name,
            "times": self.responses.frame[column].count(),
            "question": question,
            "suggestion": nearest(part, scale.answers),
        }
        cell = self.responses.cell(-1, column)
        self.problems.append(Problem("not-on-scale", self.responses.source, cell, part, facts))


def segment_column(segment: str) -> str:
    """What a segment's column is called in the coded frame; no question has such a name."""
    return f"\x00segment\x00{segment}"
