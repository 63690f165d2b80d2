"""Turn answers (labels, numbers, `a; b`) into codes: positions on the scale.

A question with one answer per respondent becomes one column of codes. A multiple-choice question
becomes one true/false column per answer, so a scale may have any number of answers. Columns have
numbered names, because a question or segment may have any name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from polars import selectors as cs

from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import ReportedNames, in_population_order, reported_names
from meetlat.reading.responses.columns import Columns
from meetlat.reading.responses.group_values import check_groups, read_groups
from meetlat.reading.responses.header_rows import second_headings
from meetlat.reading.responses.kinds import Kinds
from meetlat.reading.responses.off_scale import (
    AskedQuestion,
    Uncoded,
    empty_columns,
    unknown_answers,
)
from meetlat.reading.responses.responses import Responses
from meetlat.reading.responses.rows import Derived, Rows
from meetlat.reading.responses.scales import scales_of
from meetlat.reading.responses.spellings import Spellings
from meetlat.reading.scale import Scale, answer_key, is_ticked

# Codes of a scale with fewer answers take one byte; counting needs one code more, for blanks.
MOST_SMALL = 2**8


class Item(NamedTuple):
    """The answers to one question in the coded frame.

    Attributes:
        question: the name of the question.
        answered: whether a respondent gave an answer.
        chosen: for each answer of the scale, whether a respondent chose it.
        column: the column with the codes; None if a respondent may choose several answers.
        ticks: for several answers, the column of each that says whether it was chosen.
        base: for several answers, the column that says whether a respondent gave any.
    """

    question: str
    answered: pl.Expr
    chosen: Sequence[pl.Expr]
    column: str | None = None
    ticks: Sequence[str] = ()
    base: str = ""

    @property
    def columns(self) -> Sequence[str]:
        """All its columns in the coded frame."""
        return [*self.ticks, self.base] if self.column is None else [self.column]


@dataclass(frozen=True)
class Segment:
    """One way to divide the respondents into groups.

    Attributes:
        column: the column of the coded frame.
        groups: the groups in it.
        source_column: the column of the responses that holds them.
        reported: the name in `groups` of each group of the responses; several may be reported
            together (the column `merge` of Population).
    """

    column: str
    groups: Sequence[str]
    source_column: str
    reported: Mapping[str, str]


@dataclass(frozen=True)
class CodedAnswers:
    """The answers as codes, with the groups of each respondent: one row per respondent.

    Attributes:
        rows: the codes and groups.
        items: the questions that could be coded.
        segments: the segments that could be read, by name.
        sources: the columns of the responses that the catalogue uses.
    """

    rows: Rows
    items: Sequence[Item]
    segments: Mapping[str, Segment]
    sources: Collection[str] = ()

    @property
    def frame(self) -> pl.DataFrame:
        """The codes and groups of everyone, in memory: those of a very large file are read."""
        return self.rows.frame

    def with_frame(self, frame: pl.DataFrame) -> CodedAnswers:
        """The same questions and segments of other respondents, or with other columns."""
        return replace(self, rows=Rows(frame))

    def batches(self, columns: Sequence[str]) -> Iterator[CodedAnswers]:
        """Some columns of some respondents at a time."""
        return map(self.with_frame, self.rows.batches(columns))

    @cached_property
    def kinds(self) -> Kinds:
        """The combinations of groups that occur."""
        names = {name: segment.groups for name, segment in self.segments.items()}
        columns = [segment.column for segment in self.segments.values()]
        if not columns:  # a frame without columns has no rows
            return Kinds.of(names, [np.zeros((self.rows.height, 0), np.int32)])
        return Kinds.of(names, (batch._groups_of_each() for batch in self.batches(columns)))

    def _groups_of_each(self) -> np.ndarray:
        """The number of the group of each respondent in each segment."""
        numbers = np.zeros((self.rows.height, len(self.segments)), np.int32)
        for position, segment in enumerate(self.segments):
            numbers[:, position] = self.group_numbers(segment)
        return numbers

    @property
    def reported(self) -> ReportedNames:
        """By segment, the name under which each group of the responses is reported."""
        return {name: segment.reported for name, segment in self.segments.items()}

    def group_numbers(self, segment: str) -> np.ndarray:
        """The number of each respondent's group in the segment, from 1; 0 for no group."""
        numbers = self.rows.column(self.segments[segment].column).to_physical().cast(pl.Int64)
        return (numbers + 1).fill_null(0).to_numpy()


def code_responses(
    responses: Responses, catalogue: Catalogue
) -> tuple[CodedAnswers, list[Problem]]:
    """Code every question and segment of the catalogue that can be read.

    Rows of the catalogue with errors are skipped, because those errors are already reported. An
    answer that is not on its scale counts as missing, and is reported once.
    """
    scales = scales_of(catalogue)
    coder = _Coder(responses, catalogue, Columns(responses, catalogue))
    for row, question in _first_rows(catalogue.questions, "question"):
        if question["scale"] in scales and question["column"].count("*") <= 1:
            coder.code_question(row, question, scales[question["scale"]])
    for row, segment in _first_rows(catalogue.segments, "segment"):
        coder.code_segment(row, segment)
    rows = responses.rows.derive(coder.columns)
    coded = CodedAnswers(rows, coder.items, coder.segments, coder.found.used)
    return coded, list(coder.problems(rows, scales))


def _first_rows(frame: pl.DataFrame, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The first row of each name, with its number.

    Repeated and blank names are reported elsewhere. A row with a blank name gets the name of its
    column, so that its other problems are found too.
    """
    rows = frame.with_row_index("\x00row")
    rows = rows.with_columns(pl.col(key).fill_null(pl.col("column"))).drop_nulls(key)
    for row in rows.unique(key, keep="first", maintain_order=True).iter_rows(named=True):
        yield row.pop("\x00row"), row


def _codes(parts: Sequence[tuple[int | None, str]], scale: Scale) -> list[int]:
    """The codes of the parts of a value, each once; `*` stands for those that are not listed."""
    codes = [scale.unlisted if code is None else code for code, _ in parts]
    return list(dict.fromkeys(code for code in codes if code is not None))


class _CodedQuestion(NamedTuple):
    """A coded question: its column in the coded frame, and how to find answers without a code."""

    question: str
    row: int
    scale: Scale
    column: str
    find_uncoded: Callable[[Rows], Uncoded]

    def summarise(self, rows: Rows, uncoded: Uncoded) -> AskedQuestion:
        """How many answered, and which of their answers are not on the scale."""
        column = rows.column(self.column)
        coded = column.sum() if column.dtype == pl.Boolean else column.count()
        answered = int(coded) + (uncoded.cells if self.scale.unlisted is None else 0)
        return AskedQuestion(
            self.question, self.row, self.scale, answered, uncoded.cells, uncoded.answers
        )


@dataclass
class _Coder:
    responses: Responses
    catalogue: Catalogue
    found: Columns
    columns: dict[str, Derived] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    segments: dict[str, Segment] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # In the order of the file, so that a remark always cites the same cell.
        self.distinct = self.responses.rows.distinct(self.found.used)
        self.spellings = Spellings(self.responses)
        self.questions: list[_CodedQuestion] = []
        self.empty_rows: list[int] = []
        self.group_problems: list[Problem] = []

    def problems(self, rows: Rows, scales: Mapping[str, Scale]) -> Iterator[Problem]:
        """Every problem of the responses; `rows` holds the coded answers."""
        yield from self.found.problems()
        yield from empty_columns(self.empty_rows, self.catalogue)
        yield from self.group_problems
        yield from self.spellings.problems()
        uncoded = [question.find_uncoded(rows) for question in self.questions]
        if any(each.answers for each in uncoded):
            questions = zip(self.questions, uncoded, strict=True)
            asked = [question.summarise(rows, each) for question, each in questions]
            asked, problems = second_headings(asked, self.responses)
            yield from problems
            yield from unknown_answers(asked, scales, self.catalogue, self.responses.source)

    def code_question(self, row: int, question: Mapping[str, Any], scale: Scale) -> None:
        name, column = question["question"], f"q{len(self.items)}"
        sources = self.found.find(question["column"])
        if not sources:
            return
        if all(not answer_key(v) for source, _ in sources for v in self.distinct[source]):
            self.empty_rows.append(row)
        if "*" in question["column"]:
            find_uncoded = self._code_columns(name, column, sources, scale)
        else:
            several = question["metric"] == "distribution" or not scale.is_scored
            find_uncoded = self._code_column(name, column, sources[0][0], scale, several)
        self.questions.append(_CodedQuestion(name, row, scale, column, find_uncoded))

    def code_segment(self, row: int, segment: Mapping[str, Any]) -> None:
        sources = self.found.find(segment["column"])
        if not sources:
            return
        source, name = sources[0][0], segment["segment"]
        given = read_groups(self.responses, source, self.distinct[source])
        reported = reported_names(self.catalogue, name, given.names)
        groups = given.renamed(reported)
        column = f"s{len(self.segments)}"
        names = in_population_order(self.catalogue, name, groups.names)
        place = self.catalogue.place("Segments", row, "column")
        self.group_problems += check_groups(
            self.responses, source, groups, place, segment["column"]
        )
        # An Enum, because Polars groups numbers three times as fast as text.
        codes = self._replace(source, groups.by_value, pl.Enum(names))
        self.columns[column] = Derived(codes, [source])
        self.segments[name] = Segment(column, names, source, reported)

    def _code_column(
        self, question: str, column: str, source: str, scale: Scale, several: bool
    ) -> Callable[[Rows], Uncoded]:
        """Code one column with one answer, or with several as `a; b` (or `a, b`).

        Of several answers, those that are listed count, whatever else a person wrote.
        """
        values = [v for v in self.distinct[source] if answer_key(v)]
        single = self.spellings.read(source, values, scale)
        rest = [v for v in values if v not in single]
        parts = scale.several(rest) if several else {v: [(None, v)] for v in rest}
        self.spellings.note_several(source, parts, scale)
        chosen = {v: [code] for v, code in single.items()}
        chosen |= {v: codes for v, of_value in parts.items() if (codes := _codes(of_value, scale))}
        self._add_answers(question, column, source, chosen, len(scale))
        unlisted = {v: of_value for v, of_value in parts.items() if None in dict(of_value)}
        if not unlisted:
            return lambda rows: Uncoded()
        return lambda rows: Uncoded.of_column(self.responses, source, unlisted)

    def _add_answers(
        self, question: str, column: str, source: str, codes: Mapping[Any, list[int]], answers: int
    ) -> None:
        """Add a column of codes, or true/false columns if a value has several codes."""
        if any(len(of_value) > 1 for of_value in codes.values()):
            chosen = [
                self._replace(source, {v: k in of_value for v, of_value in codes.items()})
                for k in range(answers)
            ]
            self._add_choices(
                question,
                column,
                [Derived(each, [source]) for each in chosen],
                Derived(chosen[0].is_not_null(), [source]),
            )
        else:
            single = {v: code for v, (code,) in codes.items()}
            kind = pl.UInt8 if answers < MOST_SMALL else pl.UInt16
            self.columns[column] = Derived(self._replace(source, single, kind), [source])
            self._add_codes(question, column, answers)

    def _code_columns(
        self, question: str, column: str, sources: Sequence[tuple[str, str]], scale: Scale
    ) -> Callable[[Rows], Uncoded]:
        """Code one column per answer (`other_job_*`): ticked or not."""
        ticked: list[dict[str, pl.Expr]] = [{} for _ in range(len(scale))]
        unknown: dict[str, tuple[str, pl.Expr]] = {}
        for source, answer in sources:
            ticks = {v: self._is_ticked(source, v) for v in self.distinct[source] if answer_key(v)}
            code = self.spellings.code_of_heading(source, answer, scale)
            if code is None:
                unknown[source] = (answer, self._replace(source, ticks))
                code = scale.unlisted
            if code is not None:
                ticked[code][source] = self._replace(source, ticks)
        every = [source for source, _ in sources]
        none = self._replace("", {})
        chosen = [  # blanks are ignored
            Derived(pl.max_horizontal(none, *of_source.values()), [*of_source] or every[:1])
            for of_source in ticked
        ]
        answered = pl.any_horizontal(each.expression.is_not_null() for each in chosen)
        self._add_choices(question, column, chosen, Derived(answered, every))
        if not unknown:
            return lambda rows: Uncoded()
        listed = [f"{column}a{k}" for k in range(len(scale)) if k != scale.unlisted]
        return lambda rows: Uncoded.of_columns(self.responses, unknown, rows.select(listed))

    def _is_ticked(self, column: str, value: Any) -> bool:
        """Whether a value is a tick and its label is not a "no" (1 is "Yes", 2 is "No").

        The only label of a column names the answer instead: 1 is "No other job".
        """
        labels = self.responses.labels.get(column, {})
        label = labels.get(value) if len(labels) > 1 else None
        return is_ticked(value) and (label is None or is_ticked(label))

    def _replace(self, column: str, new: Mapping[Any, Any], dtype: Any = pl.Boolean) -> pl.Expr:
        """The column with each value replaced by its new one; other values become null."""
        if not new:
            return pl.repeat(None, pl.len(), dtype=dtype)
        kind = self.responses.rows.schema[column]
        if isinstance(kind, pl.Enum):  # many times as fast: no value is looked up for a cell
            table = pl.Series([new.get(v) for v in kind.categories], dtype=dtype)
            return pl.lit(table).gather(cs.by_name(column).to_physical())
        old_values = pl.Series(list(new), dtype=kind)
        new_values = pl.Series(list(new.values()), dtype=dtype)
        return cs.by_name(column).replace_strict(
            old_values, new_values, default=None, return_dtype=dtype
        )

    def _add_codes(self, question: str, column: str, answers: int) -> None:
        chosen = [pl.col(column) == k for k in range(answers)]
        self.items.append(Item(question, pl.col(column).is_not_null(), chosen, column))

    def _add_choices(
        self,
        question: str,
        column: str,
        chosen: Sequence[Derived],
        answered: Derived,
    ) -> None:
        columns = {f"{column}a{k}": each for k, each in enumerate(chosen)}
        self.columns |= {**columns, column: answered}
        ticks = [pl.col(c) for c in columns]
        self.items.append(Item(question, pl.col(column), ticks, None, [*columns], column))
