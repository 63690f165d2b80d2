"""From answers as given (labels, numbers, `a; b`) to codes: the answer's place on its scale.

A question with one answer a respondent becomes one column of codes. A multiple-choice question
becomes one true/false column an answer, so that answers may be any number. The columns are
numbered, for HR may call a question or a segment anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import polars as pl
from polars import selectors as cs

from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import in_listed_order
from meetlat.reading.responses.columns import Columns
from meetlat.reading.responses.duplicates import doubles
from meetlat.reading.responses.group_values import odd_groups, read_groups
from meetlat.reading.responses.header_rows import second_headings
from meetlat.reading.responses.off_scale import Asked, LeftOut, empty_columns, unknown_answers
from meetlat.reading.responses.responses import Responses
from meetlat.reading.responses.spellings import Spellings
from meetlat.reading.scale import Scale, answer_key, is_ticked


class Item(NamedTuple):
    """How the answers to one question stand in the coded frame.

    `answered` is true where a respondent answered at all; `chosen[k]` where the answer is (or
    includes) the scale's answer number *k*. `column` holds the codes themselves; None where several
    answers may be chosen.
    """

    question: str
    answered: pl.Expr
    chosen: Sequence[pl.Expr]
    column: str | None = None


@dataclass(frozen=True)
class Segment:
    """One way to divide the respondents: a column of the coded frame, and the groups in it.

    `given` is the column of the responses that it was made of.
    """

    column: str
    groups: Sequence[str]
    given: str


@dataclass(frozen=True)
class Coded:
    """The answers as codes: one row a respondent, with the segment columns as text beside them."""

    frame: pl.DataFrame
    items: Sequence[Item]
    segments: Mapping[str, Segment]


def code_responses(responses: Responses, catalogue: Catalogue) -> tuple[Coded, list[Problem]]:
    """Code every question and segment of the catalogue that means something.

    What is wrong with the catalogue itself is known already; the rest of it is checked here all
    the same. Answers that are not on their scale count as missing, and each is told once.
    """
    scales = {
        str(name): Scale(str(name), answers)
        for (name,), answers in catalogue.scales.drop_nulls("answer").group_by("scale")
    }
    coder = _Coder(responses, catalogue, Columns(responses, catalogue))
    for row, question in _first_of_each(catalogue.questions, "question"):
        if question["scale"] in scales and question["column"].count("*") <= 1:
            coder.code_question(row, question, scales[question["scale"]])
    for row, segment in _first_of_each(catalogue.segments, "segment"):
        coder.code_segment(row, segment)
    frame = responses.frame.select(**coder.columns)
    return Coded(frame, coder.items, coder.segments), list(coder.problems(frame, scales))


def _first_of_each(frame: pl.DataFrame, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows that have a name which no row above has: the others are problems already."""
    rows = frame.with_row_index("\x00row").drop_nulls(key)
    for row in rows.unique(key, keep="first", maintain_order=True).iter_rows(named=True):
        yield row.pop("\x00row"), row


class _Coding(NamedTuple):
    """A question that is coded: its columns in the coded frame, and what was left out of them."""

    question: str
    row: int
    scale: Scale
    name: str
    left_out: Callable[[pl.DataFrame], LeftOut]

    def asked(self, frame: pl.DataFrame) -> Asked:
        """How many answered, and which of their answers are not on the scale."""
        column, left_out = frame[self.name], self.left_out(frame)
        answered = column.sum() if column.dtype == pl.Boolean else column.count()
        given = int(answered) + left_out.cells
        return Asked(self.question, self.row, self.scale, given, left_out.answers)


@dataclass
class _Coder:
    responses: Responses
    catalogue: Catalogue
    named: Columns
    columns: dict[str, pl.Expr] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    segments: dict[str, Segment] = field(default_factory=dict)

    def __post_init__(self) -> None:
        values = [cs.by_name(column).drop_nulls().unique().implode() for column in self.named.used]
        self.distinct = {column.name: column[0] for column in self.responses.frame.select(values)}
        self.spellings = Spellings(self.responses)
        self.codings: list[_Coding] = []
        self.empty: list[int] = []
        self.odd: list[Problem] = []

    def problems(self, frame: pl.DataFrame, scales: Mapping[str, Scale]) -> Iterator[Problem]:
        """Everything that is wrong or odd, now that all is coded in `frame`."""
        yield from self.named.problems()
        yield from empty_columns(self.empty, self.catalogue)
        yield from self.odd
        yield from self.spellings.problems()
        asked = [coding.asked(frame) for coding in self.codings]
        if any(question.unknown for question in asked):
            asked, problems = second_headings(asked, self.responses)
            yield from problems
            yield from unknown_answers(asked, scales, self.catalogue, self.responses.source)
        codes = [item.column for item in self.items if item.column]
        yield from doubles(self.responses, frame, codes, self.named.used)

    def code_question(self, row: int, question: Mapping[str, Any], scale: Scale) -> None:
        found = self.named.find(question["column"])
        name = f"q{len(self.items)}"
        if found and all(not answer_key(v) for c, _ in found for v in self.distinct[c]):
            self.empty.append(row)
        if found and "*" in question["column"]:
            left_out = self._code_columns(question["question"], name, found, scale)
        elif found:
            several = question["metric"] == "distribution" or not scale.is_scored
            column = found[0][0]
            left_out = self._code_column(question["question"], name, column, scale, several)
        else:
            return
        self.codings.append(_Coding(question["question"], row, scale, name, left_out))

    def code_segment(self, row: int, segment: Mapping[str, Any]) -> None:
        found = self.named.find(segment["column"])
        if not found:
            return
        given = found[0][0]
        groups = read_groups(self.responses, given, self.distinct[given])
        column = f"s{len(self.segments)}"
        known = in_listed_order(self.catalogue, segment["segment"], groups.names)
        place = self.catalogue.place("Segments", row, "column")
        self.odd += odd_groups(self.responses, given, groups, place, segment["column"])
        # Numbered, for Polars groups by numbers three times as fast as by names.
        self.columns[column] = self._replace(given, groups.by_value, pl.Enum(known))
        self.segments[segment["segment"]] = Segment(column, known, given)

    def _code_column(
        self, question: str, name: str, given: str, scale: Scale, several: bool
    ) -> Callable[[pl.DataFrame], LeftOut]:
        """One column holding one answer, or several as `a; b` (or `a, b`)."""
        values = [v for v in self.distinct[given] if answer_key(v)]
        single = self.spellings.read(given, values, scale)
        rest = [v for v in values if v not in single]
        multiple = {v: codes for v in rest if several and (codes := scale.several(v))}
        self.spellings.keep_commas(given, list(multiple), scale)
        if multiple:
            all_codes = {**multiple, **{v: [code] for v, code in single.items()}}
            chosen = [
                self._replace(given, {v: k in codes for v, codes in all_codes.items()})
                for k in range(len(scale))
            ]
            self._add_choices(question, name, chosen, chosen[0].is_not_null())
        else:
            self._add_codes(question, name, self._replace(given, single, pl.UInt16), len(scale))
        if len(rest) == len(multiple):
            return lambda frame: LeftOut()
        parts = scale.not_on_it if several else lambda value: [value]
        return lambda frame: LeftOut.of_column(self.responses, given, frame[name], parts)

    def _code_columns(
        self, question: str, name: str, found: Sequence[tuple[str, str]], scale: Scale
    ) -> Callable[[pl.DataFrame], LeftOut]:
        """A column an answer (`other_job_*`): ticked or not."""
        ticked: list[list[pl.Expr]] = [[self._replace("", {})] for _ in range(len(scale))]
        unknown: dict[str, tuple[str, pl.Expr]] = {}
        for column, answer in found:
            ticks = {v: self._says_yes(column, v) for v in self.distinct[column] if answer_key(v)}
            code = scale.code(answer)
            if code is None:
                unknown[column] = (answer, self._replace(column, ticks))
            else:
                ticked[code].append(self._replace(column, ticks))
        chosen = [pl.max_horizontal(columns) for columns in ticked]  # blanks aside
        answered = pl.any_horizontal(t.is_not_null() for t in chosen)
        self._add_choices(question, name, chosen, answered)
        if not unknown:
            return lambda frame: LeftOut()
        return lambda frame: LeftOut.of_columns(self.responses, unknown, frame[name])

    def _says_yes(self, column: str, value: Any) -> bool:
        """Whether an answer is ticked, and its label does not say no (1 is Yes, 2 is No).

        A label that is the only one of its column names the answer: 1 is "No other job".
        """
        labels = self.responses.labels.get(column, {})
        label = labels.get(value) if len(labels) > 1 else None
        return is_ticked(value) and (label is None or is_ticked(label))

    def _replace(self, column: str, new: Mapping[Any, Any], dtype: Any = pl.Boolean) -> pl.Expr:
        """The values of a column replaced as told; all others null."""
        if not new:
            return pl.repeat(None, pl.len(), dtype=dtype)
        old = pl.Series(list(new), dtype=self.responses.frame.schema[column])
        news = pl.Series(list(new.values()), dtype=dtype)
        return cs.by_name(column).replace_strict(old, news, default=None, return_dtype=dtype)

    def _add_codes(self, question: str, name: str, codes: pl.Expr, answers: int) -> None:
        self.columns[name] = codes
        chosen = [pl.col(name) == k for k in range(answers)]
        self.items.append(Item(question, pl.col(name).is_not_null(), chosen, name))

    def _add_choices(
        self, question: str, name: str, chosen: Sequence[pl.Expr], answered: pl.Expr
    ) -> None:
        columns = {f"{name}a{k}": expression for k, expression in enumerate(chosen)}
        self.columns |= {**columns, name: answered}
        self.items.append(Item(question, pl.col(name), [pl.col(c) for c in columns]))
