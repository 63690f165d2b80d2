"""From answers as given (labels, numbers, `a; b`) to codes: the answer's place on its scale.

A question with one answer a respondent becomes one column of codes. A multiple-choice question
becomes one true/false column an answer, so that answers may be any number. The columns are
numbered, for HR may call a question or a segment anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from polars import selectors as cs

from meetlat.answers import Scale, answer_key, is_ticked
from meetlat.catalogue import Catalogue
from meetlat.cells import text
from meetlat.problem import Problem, nearest
from meetlat.responses import Responses
from meetlat.workbook import fold

MOST_REMARKS = 10
"""Of one column; with more wrong answers than that, it is the column or the scale that is wrong."""


@dataclass(frozen=True)
class Item:
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
    """One way to divide the respondents: a column of the coded frame, and the groups in it."""

    column: str
    groups: Sequence[str]


@dataclass(frozen=True)
class Coded:
    """The answers as codes: one row a respondent, with the segment columns as text beside them."""

    frame: pl.DataFrame
    items: Sequence[Item]
    segments: Mapping[str, Segment]


def code_responses(responses: Responses, catalogue: Catalogue) -> tuple[Coded, list[Problem]]:
    """Code every question and segment of the catalogue that means something.

    What is wrong with the catalogue itself is known already; the rest of it is checked here all
    the same. Answers that are not on their scale count as missing, and are remarked on, each once.
    """
    scales = {
        str(name): Scale(str(name), answers)
        for (name,), answers in catalogue.scales.drop_nulls("answer").group_by("scale")
    }
    coder = _Coder(responses, catalogue)
    for row, question in _first_of_each(catalogue.questions, "question"):
        if question["scale"] in scales and question["column"].count("*") <= 1:
            coder.code_question(row, question, scales[question["scale"]])
    for row, segment in _first_of_each(catalogue.segments, "segment"):
        coder.code_segment(row, segment)
    frame = responses.frame.select(**coder.columns)
    return Coded(frame, coder.items, coder.segments), coder.problems


def _first_of_each(frame: pl.DataFrame, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows that have a name which no row above has: the others are problems already."""
    rows = frame.with_row_index("\x00row").drop_nulls(key)
    for row in rows.unique(key, keep="first", maintain_order=True).iter_rows(named=True):
        yield row.pop("\x00row"), row


@dataclass
class _Coder:
    responses: Responses
    catalogue: Catalogue
    columns: dict[str, pl.Expr] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    segments: dict[str, Segment] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_name: dict[str, str] = {}
        self.twice: dict[str, int] = {}
        for position, heading in enumerate(self.responses.headings):
            name = fold(heading)
            if name in self.by_name:
                self.twice.setdefault(name, position)
            elif name:
                self.by_name[name] = self.responses.frame.columns[position]
        tables = (self.catalogue.questions, self.catalogue.segments)
        wanted = {name for table in tables for name in table["column"].drop_nulls()}
        used = {column for name in wanted for column, _ in self._matches(name)}
        values = [cs.by_name(column).drop_nulls().unique().implode() for column in used]
        self.distinct = {column.name: column[0] for column in self.responses.frame.select(values)}

    def code_question(self, row: int, question: Mapping[str, Any], scale: Scale) -> None:
        name, column = question["question"], question["column"]
        found = self._find("Questions", row, column)
        if found and "*" in column:
            self._code_columns(name, found, scale)
        elif found:
            several = question["metric"] == "distribution" or not scale.is_scored
            self._code_column(name, found[0][0], scale, several=several)

    def code_segment(self, row: int, segment: Mapping[str, Any]) -> None:
        found = self._find("Segments", row, segment["column"])
        if not found:
            return
        given = found[0][0]
        label = self.responses.label
        groups = {v: text(label(given, v)) or text(v) for v in self.distinct[given]}
        column = f"s{len(self.segments)}"
        known = sorted({group for group in groups.values() if group})
        # Numbered, for Polars groups by numbers three times as fast as by names.
        self.columns[column] = self._replace(given, groups, pl.Enum(known))
        self.segments[segment["segment"]] = Segment(column, known)

    def _matches(self, wanted: str) -> list[tuple[str, str]]:
        """The columns of a name or pattern, each with what stands for the `*`."""
        before, star, after = wanted.casefold().partition("*")
        if not star:
            return [(self.by_name[before], "")] if before in self.by_name else []
        pattern = re.compile(f"{re.escape(before)}(.*){re.escape(after)}", re.DOTALL)
        found = [(column, pattern.fullmatch(name)) for name, column in self.by_name.items()]
        return [(column, match[1]) for column, match in found if match]

    def _find(self, table: str, row: int, wanted: str) -> list[tuple[str, str]]:
        """The columns of a name or pattern; a problem if there is none, or two of a name."""
        found = self._matches(wanted)
        if not found:
            known = [name for name in self.responses.headings if name]
            facts = {"table": table, "suggestion": nearest(wanted, known)}
            self.problems.append(
                self.catalogue.problem_at(table, row, "column", "no-such-column", wanted, **facts)
            )
        for column, _ in found:
            position = self.twice.pop(fold(column), None)
            if position is not None:
                source = self.responses.source
                cell = self.responses.header_cell(position)
                facts = {"table": source}
                self.problems.append(Problem("column-twice", source, cell, column, facts))
        return found

    def _code_column(self, question: str, given: str, scale: Scale, *, several: bool) -> None:
        """One column holding one answer, or several as `a; b`."""
        values = [v for v in self.distinct[given] if answer_key(v)]
        label = self.responses.label
        single = {v: c for v in values if (c := scale.code(v, label(given, v))) is not None}
        rest = [v for v in values if v not in single]
        multiple = {v: codes for v in rest if several and (codes := scale.several(v))}
        self._remark(question, given, [v for v in rest if v not in multiple], scale)
        if not multiple:
            self._add_codes(question, self._replace(given, single, pl.UInt16), len(scale))
            return
        multiple |= {v: [code] for v, code in single.items()}
        chosen = [
            self._replace(given, {v: k in codes for v, codes in multiple.items()})
            for k in range(len(scale))
        ]
        self._add_choices(question, chosen, chosen[0].is_not_null())

    def _code_columns(self, question: str, found: Iterable[tuple[str, str]], scale: Scale) -> None:
        """A column an answer (`other_job_*`): ticked or not."""
        ticked: list[list[pl.Expr]] = [[self._replace("", {})] for _ in range(len(scale))]
        for column, answer in found:
            ticks = {v: is_ticked(v) for v in self.distinct[column] if answer_key(v)}
            code = scale.code(answer)
            if code is None:
                self._remark_column(question, column, answer, sum(ticks.values()), scale)
            else:
                ticked[code].append(self._replace(column, ticks))
        chosen = [pl.max_horizontal(columns) for columns in ticked]  # blanks aside
        self._add_choices(question, chosen, pl.any_horizontal(t.is_not_null() for t in chosen))

    def _replace(self, column: str, new: Mapping[Any, Any], dtype: Any = pl.Boolean) -> pl.Expr:
        """The values of a column replaced as told; all others null."""
        if not new:
            return pl.repeat(None, pl.len(), dtype=dtype)
        old = pl.Series(list(new), dtype=self.responses.frame.schema[column])
        news = pl.Series(list(new.values()), dtype=dtype)
        return cs.by_name(column).replace_strict(old, news, default=None, return_dtype=dtype)

    def _add_codes(self, question: str, codes: pl.Expr, answers: int) -> None:
        name = f"q{len(self.items)}"
        self.columns[name] = codes
        chosen = [pl.col(name) == k for k in range(answers)]
        self.items.append(Item(question, pl.col(name).is_not_null(), chosen, name))

    def _add_choices(self, question: str, chosen: Sequence[pl.Expr], answered: pl.Expr) -> None:
        name = f"q{len(self.items)}"
        columns = {f"{name}a{k}": expression for k, expression in enumerate(chosen)}
        self.columns |= {**columns, name: answered}
        self.items.append(Item(question, pl.col(name), [pl.col(c) for c in columns]))

    def _remark(self, question: str, given: str, wrong: Sequence[Any], scale: Scale) -> None:
        if not wrong:
            return
        found = self.responses.frame.select(value=cs.by_name(given), row=pl.int_range(pl.len()))
        times = found.group_by("value").agg(pl.len().alias("n"), pl.col("row").min())
        first = {value: (n, row) for value, n, row in times.iter_rows()}
        wrong = sorted(wrong, key=lambda v: (-first[v][0], first[v][1]))
        source, facts = self.responses.source, {"scale": scale.name, "question": question}
        for value in wrong[:MOST_REMARKS]:
            n, row = first[value]
            more = {"times": n, "suggestion": slip_of(str(text(value)), scale.answers)}
            cell, shown = self.responses.cell(row, given), text(value) or ""
            self.problems.append(Problem("not-on-scale", source, cell, shown, facts | more))
        if rest := wrong[MOST_REMARKS:]:
            times, row = sum(first[v][0] for v in rest), min(first[v][1] for v in rest)
            cell, facts = self.responses.cell(row, given), facts | {"times": times}
            self.problems.append(Problem("more-not-on-scale", source, cell, str(len(rest)), facts))

    def _remark_column(
        self, question: str, column: str, answer: str, times: int, scale: Scale
    ) -> None:
        """A column that fits the pattern, for an answer that the scale does not have."""
        facts = {
            "scale": scale.name,
            "times": times,
            "question": question,
            "suggestion": slip_of(answer, scale.answers),
        }
        cell = self.responses.header_cell(self.responses.frame.get_column_index(column))
        self.problems.append(Problem("not-on-scale", self.responses.source, cell, answer, facts))


def slip_of(answer: str, answers: Sequence[str]) -> str | None:
    """The answer of which this may be a slip of the pen: a letter more, less or other.

    No more than that, for `agree` and `disagree` are much alike.
    """
    near = nearest(answer, answers, cutoff=0.8)
    return near if near and abs(len(near) - len(answer)) <= 1 else None
